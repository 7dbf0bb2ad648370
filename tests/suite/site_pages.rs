//! The page about the site, followed word for word, and the site in a real browser.
#![cfg(unix)]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::sandbox::Sandbox;
use crate::site::demo;

const PAGE: &str = include_str!("../../.github/pages/site.md");

#[test]
fn the_commands_of_the_page_do_what_it_says() {
    let sandbox = Sandbox::plain();
    let blocks = PAGE.split("```sh\n").skip(1);
    let blocks: Vec<&str> = blocks.map(|it| it.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 2, "{blocks:?}");
    for block in blocks {
        let ran = sandbox.sh(&format!("set -e\n{block}"));
        assert_eq!(ran.status, 0, "{block}: {ran:#?}");
    }
    for name in ["site/index.html", "customers/index.html", "site/feed.xml"] {
        assert!(sandbox.path(name).exists(), "{name}");
    }
}

/// The directory of tools; `None`, and said, where they are not there.
fn tools() -> Option<PathBuf> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let tools = tools.filter(|it| it.join("browser/complete").exists());
    if tools.is_none() {
        println!("skipped: no browser (.ci/tools DIR, PMREPO_TEST_TOOLS=DIR)");
    }
    tools
}

fn script(tools: &Path, words: &[&str]) -> String {
    let node = tools.join("browser/node");
    let output = Command::new(node)
        .args(words)
        .current_dir(tools.join("browser"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    said
}

#[test]
fn a_browser_shows_every_page_and_finds_nothing_wrong() {
    let Some(tools) = tools() else {
        return;
    };
    let sandbox = demo();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/site.mjs");
    let chromium = tools.join("browser/chromium");
    let site = sandbox.path("s");
    std::fs::create_dir(sandbox.path("pictures")).unwrap();
    let pictures = sandbox.path("pictures");
    let words = [&tools.join("browser"), &chromium, &site, &pictures];
    let mut all = vec![program];
    all.extend(words.iter().map(|it| it.to_str().unwrap()));
    all.push("certificate");
    let said = script(&tools, &all);
    assert!(said.contains("0 faults"), "{said}");
    assert!(
        said.contains("Certificate of the partner API expired"),
        "{said}"
    );
    let print = sandbox.path("pictures/page.pdf");
    let reader = tools.join("browser/pdftotext");
    if reader.is_file() {
        let read = Command::new(reader).arg(print).arg("-").output().unwrap();
        let text = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(text.contains("What Happened"), "{text}");
    } else {
        println!("skipped: no pdftotext (.ci/tools DIR, PMREPO_TEST_TOOLS=DIR)");
    }
}

#[test]
fn another_browser_shows_every_page_too() {
    let Some(tools) = tools() else {
        return;
    };
    let firefox = tools.join("browser/firefox-esr");
    if !firefox.is_file() {
        println!("skipped: no firefox (.ci/tools DIR, PMREPO_TEST_TOOLS=DIR)");
        return;
    }
    let sandbox = demo();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/firefox.mjs");
    let words = [&tools.join("browser"), &firefox, &sandbox.path("s")];
    let mut all = vec![program];
    all.extend(words.iter().map(|it| it.to_str().unwrap()));
    all.push("certificate");
    let said = script(&tools, &all);
    assert!(
        said.contains("0 faults") && said.contains("Certificate"),
        "{said}"
    );
}

#[test]
fn others_find_nothing_wrong_with_the_html() {
    let Some(tools) = tools() else {
        return;
    };
    let sandbox = demo();
    let program = tools.join("browser/node_modules/html-validate/bin/html-validate.mjs");
    let pages = format!("{}/**/*.html", sandbox.path("s").display());
    script(&tools, &[program.to_str().unwrap(), &pages]);
}
