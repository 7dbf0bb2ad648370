//! What the editor can do, as it says when it begins.

use serde_json::Value;

use super::text::Encoding;

/// What the editor can do.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// How columns are counted.
    pub(super) encoding: Encoding,
    /// Whether it takes edits that name the version of the text that they change.
    pub(super) takes_versions: bool,
    /// Whether an edit may make a file.
    pub(super) makes_files: bool,
    /// Whether it asks for diagnostics itself; then none are sent unasked.
    pub(super) pulls: bool,
    /// Whether it is to be told that what it asked for is out of date.
    pub(super) asks_again: bool,
    /// Whether it shows other places beside a diagnostic.
    pub(super) shows_related: bool,
    /// Whether a diagnostic may name the page of its rule.
    pub(super) shows_links: bool,
    /// Whether it opens the pages that this server has.
    pub(super) opens_pages: bool,
    /// Whether it tells of files that change on disk, once it is asked to.
    pub(super) watches: bool,
    /// Whether it shows Markdown beside what it completes.
    pub(super) reads_markdown: bool,
    /// Whether it is to be told that hints or lenses are out of date.
    pub(super) refreshes: Refreshes,
    /// Where the pages of the rules can be read, if it has said so.
    pub(super) pages: Option<String>,
}

/// What is asked for again on request.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Refreshes {
    pub(super) hints: bool,
    pub(super) lenses: bool,
}

impl Client {
    /// Reads what was sent with `initialize`.
    pub(super) fn of(params: &Value) -> Self {
        let says = |at: &str| {
            let value = params.pointer(&format!("/capabilities{at}"));
            value.filter(|it| !it.is_null())
        };
        let is = |at: &str| says(at).and_then(Value::as_bool).unwrap_or_default();
        let lists = |at: &str, word: &str| {
            let all = says(at).and_then(Value::as_array);
            all.is_some_and(|it| it.iter().any(|it| it == word))
        };
        let pages = params.pointer("/initializationOptions/rulePages");
        let encodings = "/general/positionEncodings";
        Self {
            encoding: if lists(encodings, Encoding::Utf8.as_str()) {
                Encoding::Utf8
            } else {
                Encoding::Utf16
            },
            takes_versions: is("/workspace/workspaceEdit/documentChanges"),
            makes_files: lists("/workspace/workspaceEdit/resourceOperations", "create"),
            pulls: says("/textDocument/diagnostic").is_some(),
            asks_again: is("/workspace/diagnostics/refreshSupport"),
            shows_related: is("/textDocument/publishDiagnostics/relatedInformation")
                || is("/textDocument/diagnostic/relatedInformation"),
            shows_links: is("/textDocument/publishDiagnostics/codeDescriptionSupport")
                || is("/textDocument/diagnostic/codeDescriptionSupport"),
            opens_pages: says("/workspace/textDocumentContent").is_some(),
            watches: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            reads_markdown: lists(
                "/textDocument/completion/completionItem/documentationFormat",
                "markdown",
            ),
            refreshes: Refreshes {
                hints: is("/workspace/inlayHint/refreshSupport"),
                lenses: is("/workspace/codeLens/refreshSupport"),
            },
            pages: pages.and_then(Value::as_str).map(str::to_owned),
        }
    }
}
