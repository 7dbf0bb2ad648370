//! Editors and clients of others. They are unpacked by `.ci/tools DIR` and found by the variable
//! `PMREPO_TEST_TOOLS`; what is not there is skipped, and says so.
#![cfg(unix)]

use serde_json::Value;

use crate::managers::tool;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const FAULTY: &str = "---\ntitle: \u{1f692} Checkout\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00\n---\n\n## Overview\n";

fn repository() -> (Sandbox, String) {
    let repo = Sandbox::new();
    let path = report("one");
    repo.write(&path, FAULTY);
    (repo, path)
}

#[test]
fn neovim_shows_completes_and_mends() {
    let Some(neovim) = tool("editors/bin/nvim") else {
        return;
    };
    let (repo, path) = repository();
    let top = env!("CARGO_MANIFEST_DIR");
    let script = format!("{top}/tests/suite/lsp/neovim.lua");
    let configuration = format!("{top}/.github/editors/neovim/lsp/pmrepo.lua");
    let load = format!("luafile {script}");
    let words = [
        "--headless",
        "-n",
        "-u",
        "NONE",
        "-c",
        &load,
        "--",
        &path,
        &configuration,
    ];
    let neovim = neovim.to_str().unwrap().to_owned();
    let ran = repo.command(&neovim, "", &words).output().unwrap();
    let said =
        String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout);
    let line = said.lines().find(|it| it.starts_with('{'));
    let out: Value = serde_json::from_str(line.unwrap_or_else(|| panic!("{said}"))).unwrap();
    assert_eq!(out["shown"], "PM105", "{out}");
    assert_eq!(out["at"], 4, "{out}");
    assert_eq!(
        out["made"], "Add the offset of the configured zone",
        "{out}"
    );
    assert_eq!(out["left"], "", "{out}");
    let offered = out["offered"].as_array().unwrap();
    assert!(offered.iter().any(|it| it == "SEV-1"), "{out}");
    assert_eq!(repo.read(&path), FAULTY.replace("T10:00\n", "T10:00Z\n"));
}

#[test]
fn a_client_that_knows_the_types_of_the_protocol_finds_them() {
    let Some(python) = tool("lsp/bin/python") else {
        return;
    };
    let (repo, path) = repository();
    let top = env!("CARGO_MANIFEST_DIR");
    let script = std::fs::read(format!("{top}/tests/suite/lsp/session.py")).unwrap();
    repo.write("x/test_session.py", script);
    let words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "test_session.py",
    ];
    let python = python.to_str().unwrap().to_owned();
    let ran = repo
        .command(&python, "x", &words)
        .env("REPORT", repo.path(&path))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("3 passed"), "{said}");
}
