"""A session with the server by a client of others, which holds each answer against the types of the protocol."""
import asyncio, os, pathlib

import pytest, pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

FILE = pathlib.Path(os.environ["REPORT"])
URI = FILE.as_uri()
COMMAND = ["pmrepo", "--as-of", "2026-04-01T12:00:00Z", "lsp"]


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=COMMAND),
    params=["neovim", "visual-studio-code", "emacs"],
)
async def client(request, lsp_client: LanguageClient):
    for method in (
        lsp.CLIENT_REGISTER_CAPABILITY,
        lsp.WORKSPACE_INLAY_HINT_REFRESH,
        lsp.WORKSPACE_CODE_LENS_REFRESH,
    ):
        lsp_client.feature(method)(lambda params: None)
    asked = lsp.InitializeParams(capabilities=client_capabilities(request.param), root_uri=FILE.parent.as_uri())
    result = await lsp_client.initialize_session(asked)
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None
    yield
    await lsp_client.shutdown_session()


async def found(client):
    document = lsp.TextDocumentIdentifier(uri=URI)
    if client.pulls:
        report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(text_document=document))
        return [it.code for it in report.items]
    for _ in range(600):
        if URI in client.diagnostics:
            return [it.code for it in client.diagnostics[URI]]
        await asyncio.sleep(0.1)
    raise AssertionError("nothing is shown")


@pytest.mark.asyncio
async def test_a_session(client: LanguageClient):
    text = FILE.read_text()
    item = lsp.TextDocumentItem(uri=URI, language_id="markdown", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
    assert "PM105" in await found(client)
    document = lsp.TextDocumentIdentifier(uri=URI)
    whole = lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=50, character=0))
    for line in range(len(text.splitlines())):
        at = {"text_document": document, "position": lsp.Position(line=line, character=9)}
        await client.text_document_hover_async(lsp.HoverParams(**at))
        await client.text_document_completion_async(lsp.CompletionParams(**at))
        await client.text_document_definition_async(lsp.DefinitionParams(**at))
        context = lsp.ReferenceContext(include_declaration=True)
        await client.text_document_references_async(lsp.ReferenceParams(context=context, **at))
    assert await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(text_document=document))
    assert await client.text_document_folding_range_async(lsp.FoldingRangeParams(text_document=document))
    assert await client.text_document_code_lens_async(lsp.CodeLensParams(text_document=document))
    await client.text_document_document_link_async(lsp.DocumentLinkParams(text_document=document))
    await client.text_document_inlay_hint_async(lsp.InlayHintParams(text_document=document, range=whole))
    context = lsp.CodeActionContext(diagnostics=[])
    asked = lsp.CodeActionParams(text_document=document, range=whole, context=context)
    actions = await client.text_document_code_action_async(asked)
    assert [it for it in actions if it.is_preferred]
    # Of many that are asked at once each is answered: with what was asked for, or that it was cancelled.
    method = lsp.TEXT_DOCUMENT_CODE_ACTION
    several = [client.protocol.send_request(method, asked, msg_id=f"c{it}") for it in range(20)]
    for it in range(10, 20):
        client.cancel_request(lsp.CancelParams(id=f"c{it}"))
    answers = await asyncio.gather(*map(asyncio.wrap_future, several), return_exceptions=True)
    assert all(isinstance(it, (list, tuple)) for it in answers[:10]), answers[:1]
    for it in answers[10:]:
        assert isinstance(it, (list, tuple)) or getattr(it, "code", None) == -32800, it
    changed = lsp.VersionedTextDocumentIdentifier(uri=URI, version=2)
    change = lsp.TextDocumentContentChangeWholeDocument(text="")
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(text_document=changed, content_changes=[change]))
    if client.pulls:
        assert await found(client) == ["PM002"]
