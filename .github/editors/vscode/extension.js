// Starts `pmrepo lsp` and shows what it says. Without dependencies: what VS Code has is enough.
'use strict';
const vscode = require('vscode');
const { Server } = require('./rpc');

const FILES = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', language: 'yaml' },
];
const PAGES = 'pmrepo';

let server;
let diagnostics;
let refresh;

const position = (it) => new vscode.Position(it.line, it.character);
const range = (it) => new vscode.Range(position(it.start), position(it.end));
const place = (it) => ({ line: it.line, character: it.character });
const stretch = (it) => ({ start: place(it.start), end: place(it.end) });
const document = (it) => ({ uri: it.uri.toString() });
const location = (it) => new vscode.Location(vscode.Uri.parse(it.uri), range(it.range));
const is = (it) => it.uri.scheme === 'file' && FILES.some((file) => file.language === it.languageId);

function diagnostic(it) {
  const severity = [0, 0, 1, 2, 3][it.severity];
  const made = new vscode.Diagnostic(range(it.range), it.message, severity);
  made.source = it.source;
  const page = it.codeDescription?.href;
  made.code = page ? { value: it.code, target: vscode.Uri.parse(page) } : it.code;
  made.relatedInformation = (it.relatedInformation ?? []).map(
    (other) => new vscode.DiagnosticRelatedInformation(location(other.location), other.message),
  );
  return made;
}

function edit(it) {
  const made = new vscode.WorkspaceEdit();
  for (const change of it.documentChanges) {
    if (change.kind === 'create') {
      made.createFile(vscode.Uri.parse(change.uri));
    } else {
      const uri = vscode.Uri.parse(change.textDocument.uri);
      for (const one of change.edits) made.replace(uri, range(one.range), one.newText);
    }
  }
  return made;
}

function symbol(it) {
  const made = new vscode.DocumentSymbol(it.name, '', it.kind - 1, range(it.range), range(it.selectionRange));
  made.children = it.children.map(symbol);
  return made;
}

function completion(it) {
  const made = new vscode.CompletionItem(it.label, it.kind - 1);
  made.detail = it.detail;
  made.documentation = new vscode.MarkdownString(it.documentation.value);
  made.sortText = it.sortText;
  made.filterText = it.filterText;
  made.insertText = it.textEdit.newText;
  made.range = range(it.textEdit.range);
  return made;
}

const ask = (method, params, token) => server.ask(`textDocument/${method}`, params, token);
const at = (it, where) => ({ textDocument: document(it), position: place(where) });

function providers() {
  const { languages } = vscode;
  return [
    languages.registerCodeActionsProvider(FILES, {
      async provideCodeActions(doc, where, context, token) {
        const only = context.only ? [context.only.value] : undefined;
        const params = { textDocument: document(doc), range: stretch(where), context: { diagnostics: [], only } };
        const all = (await ask('codeAction', params, token)) ?? [];
        return all.map((it) => {
          const made = new vscode.CodeAction(it.title, vscode.CodeActionKind.Empty.append(it.kind));
          made.edit = edit(it.edit);
          made.isPreferred = it.isPreferred;
          made.diagnostics = (it.diagnostics ?? []).map(diagnostic);
          return made;
        });
      },
    }),
    languages.registerCompletionItemProvider(FILES, {
      async provideCompletionItems(doc, where, token) {
        return ((await ask('completion', at(doc, where), token))?.items ?? []).map(completion);
      },
    }, ':', ' ', '[', '@', '`', '#'),
    languages.registerHoverProvider(FILES, {
      async provideHover(doc, where, token) {
        const it = await ask('hover', at(doc, where), token);
        return it && new vscode.Hover(new vscode.MarkdownString(it.contents.value), it.range && range(it.range));
      },
    }),
    languages.registerDefinitionProvider(FILES, {
      async provideDefinition(doc, where, token) {
        const it = await ask('definition', at(doc, where), token);
        return it && location(it);
      },
    }),
    languages.registerReferenceProvider(FILES, {
      async provideReferences(doc, where, context, token) {
        return ((await ask('references', { ...at(doc, where), context }, token)) ?? []).map(location);
      },
    }),
    languages.registerDocumentSymbolProvider(FILES, {
      async provideDocumentSymbols(doc, token) {
        return ((await ask('documentSymbol', { textDocument: document(doc) }, token)) ?? []).map(symbol);
      },
    }),
    languages.registerDocumentLinkProvider(FILES, {
      async provideDocumentLinks(doc, token) {
        const all = (await ask('documentLink', { textDocument: document(doc) }, token)) ?? [];
        return all.map((it) => new vscode.DocumentLink(range(it.range), vscode.Uri.parse(it.target)));
      },
    }),
    languages.registerInlayHintsProvider(FILES, {
      onDidChangeInlayHints: refresh.event,
      async provideInlayHints(doc, where, token) {
        const all = (await ask('inlayHint', { textDocument: document(doc), range: stretch(where) }, token)) ?? [];
        return all.map((it) => {
          const made = new vscode.InlayHint(position(it.position), it.label);
          made.paddingLeft = it.paddingLeft;
          return made;
        });
      },
    }),
    languages.registerCodeLensProvider(FILES, {
      onDidChangeCodeLenses: refresh.event,
      async provideCodeLenses(doc, token) {
        const all = (await ask('codeLens', { textDocument: document(doc) }, token)) ?? [];
        return all.map((it) => new vscode.CodeLens(range(it.range), it.command));
      },
    }),
    vscode.workspace.registerTextDocumentContentProvider(PAGES, {
      async provideTextDocumentContent(uri) {
        const it = await server.ask('workspace/textDocumentContent', { uri: uri.toString() });
        return it.text;
      },
    }),
  ];
}

function synchronise() {
  const { workspace } = vscode;
  const open = (it) => {
    if (!is(it)) return;
    const { languageId, version } = it;
    const text = { ...document(it), languageId, version, text: it.getText() };
    server.tell('textDocument/didOpen', { textDocument: text });
  };
  workspace.textDocuments.forEach(open);
  const watched = workspace.createFileSystemWatcher('**/*.{md,yaml,ics,jsonl}');
  const changed = (type) => (uri) =>
    server.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uri.toString(), type }] });
  return [
    workspace.onDidOpenTextDocument(open),
    workspace.onDidChangeTextDocument((it) => {
      if (!is(it.document) || it.contentChanges.length === 0) return;
      const contentChanges = it.contentChanges.map((one) => ({ range: stretch(one.range), text: one.text }));
      const textDocument = { ...document(it.document), version: it.document.version };
      server.tell('textDocument/didChange', { textDocument, contentChanges });
    }),
    workspace.onDidSaveTextDocument((it) => {
      if (is(it)) server.tell('textDocument/didSave', { textDocument: document(it) });
    }),
    workspace.onDidCloseTextDocument((it) => {
      if (is(it)) server.tell('textDocument/didClose', { textDocument: document(it) });
    }),
    watched,
    watched.onDidCreate(changed(1)),
    watched.onDidChange(changed(2)),
    watched.onDidDelete(changed(3)),
  ];
}

async function start(context) {
  const program = vscode.workspace.getConfiguration('pmrepo').get('path');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  let isEnding = false;
  server = new Server(program, folder, {
    told(method, params) {
      if (method === 'textDocument/publishDiagnostics') {
        diagnostics.set(vscode.Uri.parse(params.uri), params.diagnostics.map(diagnostic));
        refresh.fire();
      } else if (method === 'window/showMessage') {
        vscode.window.showWarningMessage(params.message);
      }
    },
    asked() {
      refresh.fire();
      return null;
    },
    gone(why) {
      if (!isEnding) vscode.window.showErrorMessage(`pmrepo: the server is gone: ${why}`);
      isEnding = true;
    },
  });
  await server.ask('initialize', {
    processId: process.pid,
    rootUri: vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? null,
    capabilities: {
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
        textDocumentContent: {},
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
      },
      textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } },
    },
  });
  server.tell('initialized', {});
  const parts = [...synchronise(), ...providers()];
  parts.forEach((it) => context.subscriptions.push(it));
  return async () => {
    isEnding = true;
    parts.forEach((it) => it.dispose());
    diagnostics.clear();
    await server.end();
  };
}

let stop;

async function activate(context) {
  diagnostics = vscode.languages.createDiagnosticCollection('pmrepo');
  refresh = new vscode.EventEmitter();
  context.subscriptions.push(diagnostics, refresh);
  stop = await start(context);
  const restart = async () => {
    await stop();
    stop = await start(context);
  };
  context.subscriptions.push(vscode.commands.registerCommand('pmrepo.restart', restart));
}

async function deactivate() {
  await stop?.();
}

module.exports = { activate, deactivate };
