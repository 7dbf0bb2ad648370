//! VS Code with our extension, in a browser. Both are installed by `.ci/tools DIR` and found by the
//! variable `PMREPO_TEST_TOOLS`; what is not there is skipped, and says so.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::kept;
use crate::managers::tool;
use crate::sandbox::NOW;
use crate::sandbox::Sandbox;

const REPORT: &str = "postmortems/2026/2026-03-31-login-retry-storm/postmortem.md";
const FIX: &str = "Add the offset of the configured zone";

/// The demo with a time that has no offset; the report as `check --fix` makes it, and as it is now.
fn faulty(sandbox: &Sandbox) -> (String, String) {
    kept::demo(sandbox, "d");
    let path = format!("d/{REPORT}");
    let text = sandbox.read(&path);
    let started = text.lines().find(|it| it.starts_with("started_at: "));
    let (time, _) = started.unwrap().rsplit_once('+').unwrap();
    let text = text.replace(started.unwrap(), time);
    sandbox.write(&path, &text);
    let fixed = sandbox.pmrepo_in("d", &["check", "--fix", REPORT]).ends(0);
    let mended = sandbox.read(&path);
    assert_ne!(text, mended, "{fixed:#?}");
    sandbox.write(&path, &text);
    (text, mended)
}

/// The program at the fixed moment, as the extension's setting names it.
fn program(sandbox: &Sandbox) -> String {
    let binary = env!("CARGO_BIN_EXE_pmrepo");
    let script = format!("#!/bin/sh\nexec '{binary}' --as-of {NOW} \"$@\"\n");
    sandbox.write("at-the-moment", script);
    let path = sandbox.path("at-the-moment");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn vs_code_shows_lists_explains_and_mends() {
    let (Some(editor), Some(node), Some(chromium)) = (
        tool("vscode/node_modules/code-server"),
        tool("browser/node"),
        tool("browser/chromium"),
    ) else {
        return;
    };
    let sandbox = Sandbox::plain();
    let (text, mended) = faulty(&sandbox);
    let top = env!("CARGO_MANIFEST_DIR");
    let folder = sandbox.path("d");
    let modules = chromium.parent().unwrap().to_str().unwrap();
    let words = [
        &format!("{top}/tests/browser/vscode.mjs"),
        modules,
        chromium.to_str().unwrap(),
        editor.to_str().unwrap(),
        &format!("{top}/.github/editors/vscode"),
        &program(&sandbox),
        folder.to_str().unwrap(),
        REPORT,
        "PM105",
        FIX,
    ];
    let ran = sandbox.program_with(&[], node.to_str().unwrap(), &words);
    let out: Value = serde_json::from_str(&ran.ends(0).out).unwrap();

    let at = text.lines().position(|it| it.starts_with("started_at: "));
    let line = text.lines().nth(at.unwrap()).unwrap();
    assert_eq!(out["line"], line, "{out}");
    let problem = out["problem"].as_str().unwrap();
    let place = format!("[Ln {}, Col {}]", at.unwrap() + 1, "started_at: ".len() + 1);
    for piece in ["`started_at` has no offset", "pmrepo", "PM105", &place] {
        assert!(problem.contains(piece), "{piece}: {problem}");
    }
    assert_eq!(out["rule"], "# PM105 bad-format", "{out}");
    let fixes = out["fixes"].as_array().unwrap();
    assert!(fixes.iter().any(|it| it == FIX), "{out}");
    assert_eq!(sandbox.read(&format!("d/{REPORT}")), mended);
    assert_eq!(out["outside"], serde_json::json!([]), "{out}");
}
