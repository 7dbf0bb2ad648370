//! The site as folders of Markdown: what others make sites of, and nothing in it that they would run.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

use crate::kept;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::site::HOSTILE;
use crate::site::files;

const AS_OF: &str = "2026-04-01T12:00:00Z";

/// The demo `d`, and its pages beside it in `s`.
fn demo() -> Sandbox {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let said = make(&sandbox);
    assert!(said.contains(" files written"), "{said}");
    sandbox
}

fn make(sandbox: &Sandbox) -> String {
    let words = [
        "-C", "d", "--as-of", AS_OF, "site", "../s", "--format", "markdown",
    ];
    sandbox.pmrepo_with(&[], &words).ends(0).err
}

/// The one file whose name ends so.
fn named<'a>(files: &'a BTreeMap<String, String>, end: &str) -> (&'a String, &'a String) {
    files.iter().find(|it| it.0.ends_with(end)).unwrap()
}

/// A repository with a report and notes that try everything.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    let more = "{{< figure src=evil >}} {% include 'evil' %} {{ 7*7 }}\n\n```\n--8<-- \"evil\"\n{{#include evil}}\n\
        {{< evil >}}\n```\n\n- item\n\n  ```\n  <script>alert(1)</script>\n  ```\n\n\\!!! note\n\n\\::: evil\n";
    let bad = format!("{HOSTILE}\n{more}");
    sandbox.write(&report("bad"), &bad);
    sandbox.write(&report("good"), GOOD);
    let notes = bad.replace("title:", "scheduled_for: 2026-03-20T10:00Z\nchair:");
    sandbox.write("process-reviews/2026/2026-03-20.md", notes);
    sandbox
        .pmrepo(&["site", "s", "--format", "markdown"])
        .ends(0);
    sandbox
}

/// The front matter of a page and what is below it.
fn split<'a>(name: &str, page: &'a str) -> (serde_json::Value, &'a str) {
    let parts = page.strip_prefix("---\n");
    let parts = parts.and_then(|it| it.split_once("\n---\n"));
    assert!(parts.is_some(), "{name}: {page}");
    let (front, body) = parts.unwrap();
    (serde_yaml::from_str(front).unwrap(), body)
}

fn pages(site: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    let is_page = |name: &str| name.ends_with(".md") && name != "docs/SUMMARY.md";
    site.iter().filter(move |it| is_page(it.0))
}

#[test]
fn every_postmortem_has_a_page_with_front_matter_in_the_folder_of_its_year() {
    let sandbox = demo();
    let site = files(&sandbox.path("s"));
    let (name, page) = named(&site, "checkout-latency.md");
    let (front, body) = split(name, page);
    let day = front["date"].as_str().unwrap();
    let year = day.split('-').next().unwrap();
    assert_eq!(
        *name,
        format!("docs/postmortems/{year}/{day}-checkout-latency.md")
    );
    assert_eq!(front["title"], "Checkout latency after a cache failover");
    assert_eq!(front["severity"], "SEV-2");
    assert_eq!(front["services"][0], "checkout");
    assert!(
        body.contains("\n# Checkout latency after a cache failover\n"),
        "{body}"
    );
    assert!(
        body.contains("\n## Timeline\n") && body.contains("| 10:02 | The cache"),
        "{body}"
    );
    assert!(body.contains("\n- **AI-1** Lower the timeout"), "{body}");
    assert!(!body.contains("\n\n\n"), "{body}");
    // Every page is in the list of all, and every link leads to something.
    let summary = &site["docs/SUMMARY.md"];
    for (name, page) in pages(&site) {
        let below = name.strip_prefix("docs/").unwrap();
        assert!(summary.contains(&format!("]({below})")), "{name}");
        let (front, body) = split(name, page);
        assert!(front["title"].is_string(), "{name}");
        links_lead_somewhere(&site, name, body);
    }
    assert!(site["mkdocs.yml"].contains("docs_dir: docs"));
    // Nothing is written a second time.
    assert!(make(&sandbox).contains(": 0 of "), "{}", make(&sandbox));
}

fn links_lead_somewhere(site: &BTreeMap<String, String>, name: &str, body: &str) {
    for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else {
            continue;
        };
        let is_outside = ["https://", "http://", "mailto:", "#"];
        if is_outside.iter().any(|it| dest_url.starts_with(it)) {
            continue;
        }
        let mut way: Vec<&str> = name.split('/').collect();
        way.pop();
        for part in dest_url.split('/') {
            match part {
                ".." => assert!(way.pop().is_some(), "{name}: {dest_url}"),
                part => way.push(part),
            }
        }
        let way = way.join("/");
        assert!(
            way.starts_with("docs/") && site.contains_key(&way),
            "{name}: {dest_url}"
        );
    }
}

#[test]
fn hostile_text_is_no_markup_of_any_reader() {
    let sandbox = hostile();
    let site = files(&sandbox.path("s"));
    for (name, page) in pages(&site) {
        let (_, body) = split(name, page);
        for mark in ["{{", "{%", "{#", "8<-"] {
            assert!(!body.contains(mark), "{name}: {mark}: {body}");
        }
        assert!(!page.contains('\u{202e}'), "{name}");
        for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
            assert!(
                !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
                "{name}: {event:?}"
            );
        }
        links_lead_somewhere(&site, name, body);
        // No line begins with what some readers have beside CommonMark.
        for line in body.lines() {
            for mark in ["!!!", "???", ":::", "+++", "[TOC]"] {
                assert!(!line.starts_with(mark), "{name}: {line}");
            }
        }
    }
}

/// A program of the tools; `None`, and said, where it is not there.
fn tool(name: &str) -> Option<PathBuf> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let program = tools.map(|it| it.join("services/bin").join(name));
    let program = program.filter(|it| it.is_file());
    if program.is_none() {
        println!("skipped: no {name} (.ci/tools DIR, PMREPO_TEST_TOOLS=DIR)");
    }
    program
}

/// What must not be in a page that somebody made of hostile pages.
fn is_harmless(top: &Path) {
    let made = html(top);
    assert!(made.len() > 5, "{}", made.len());
    let mut shown = 0;
    for (name, page) in made {
        let lower = page.to_lowercase();
        // Nothing of it is in a tag, but for the address of a link.
        let tags = lower.split('<').skip(1);
        for tag in tags.filter_map(|it| it.split('>').next()) {
            let is_link = tag.starts_with("a href=\"https://");
            let mut marks = ["alert(", "evil", "javascript:"].iter();
            // In what a reader of screens is told these signs stand for those of HTML.
            let is_told = tag.contains("\u{2039}script\u{203a}");
            let is_free = marks.all(|it| !tag.contains(it));
            assert!(is_free || is_link || is_told, "{name}: {tag}");
        }
        for mark in ["<script>alert", "class=\"admonition"] {
            assert!(!lower.contains(mark), "{name}: {mark}");
        }
        shown += lower.matches("alert").count();
    }
    assert!(shown > 1, "the text is shown");
}

/// A page that somebody made of the demo has its table, and leads to the page of another.
fn is_the_demo(made: &BTreeMap<String, String>) {
    let (_, page) = named(made, "checkout-latency/index.html");
    assert!(
        page.contains("<td>The cache elects a new primary.</td>"),
        "{page}"
    );
    assert!(page.contains("-orders-locked/\">Migration locks"), "{page}");
    assert!(!page.contains("-orders-locked.md"), "{page}");
}

fn html(top: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![top.to_path_buf()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "html") {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn run(program: &Path, words: &[&str], at: &Path) {
    let output = Command::new(program).args(words).current_dir(at).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    for word in ["WARN", "ERROR", "deprecated"] {
        assert!(
            !said.contains(word) && !errors.contains(word),
            "{said}{errors}"
        );
    }
}

#[test]
fn a_real_mkdocs_makes_a_site_of_it() {
    let Some(mkdocs) = tool("mkdocs") else {
        return;
    };
    let sandbox = demo();
    run(
        &mkdocs,
        &["build", "--quiet", "--strict", "--site-dir", "../made"],
        &sandbox.path("s"),
    );
    let made = html(&sandbox.path("made"));
    is_the_demo(&made);
    let sandbox = hostile();
    run(
        &mkdocs,
        &["build", "--quiet", "--site-dir", "../made"],
        &sandbox.path("s"),
    );
    is_harmless(&sandbox.path("made"));
    // What TechDocs of Backstage adds reads a lot more as markup.
    let settings = "INHERIT: mkdocs.yml\nplugins: [techdocs-core]\n";
    sandbox.write("s/techdocs.yml", settings);
    let words = [
        "build",
        "--quiet",
        "--config-file",
        "techdocs.yml",
        "--site-dir",
        "../techdocs",
    ];
    run(&mkdocs, &words, &sandbox.path("s"));
    is_harmless(&sandbox.path("techdocs"));
}

#[test]
fn a_real_hugo_makes_a_site_of_it() {
    let Some(hugo) = tool("hugo") else {
        return;
    };
    let make = |sandbox: &Sandbox| {
        let layout = "<html><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n";
        for name in ["home", "page", "section", "taxonomy", "term"] {
            sandbox.write(&format!("s/layouts/{name}.html"), layout);
        }
        run(
            &hugo,
            &["--quiet", "--destination", "../made"],
            &sandbox.path("s"),
        );
    };
    let sandbox = demo();
    make(&sandbox);
    let made = html(&sandbox.path("made"));
    is_the_demo(&made);
    assert!(made["index.html"].contains("As of 2026-04-01"));
    let sandbox = hostile();
    make(&sandbox);
    is_harmless(&sandbox.path("made"));
}

#[test]
fn customers_get_the_approved_messages_and_nothing_else() {
    let sandbox = Sandbox::new();
    let internal = "Zebrawort";
    let text = format!(
        "---\ntitle: {internal}\nstatus: reviewed\nseverity: SEV-1\nstarted_at: 2026-03-10T10:00Z\n\
         owner: {internal}\n---\n\n## Overview\n\n{internal}\n"
    );
    sandbox.write(&report("zebrawort-one"), text);
    let message = report("zebrawort-one").replace("postmortem.md", "messages/external.md");
    let approved =
        "---\napproved_by: bob\napproved_at: 2026-03-12T10:00Z\n---\n\nIt was slow for you.\n";
    sandbox.write(&message, approved);
    let config = "site:\n  header: Zebrawort for us\n  external: {footer: Made at Acme}\n";
    sandbox.write("pmrepo.yaml", config);
    let words = [
        "site",
        "s",
        "--format",
        "markdown",
        "--audience",
        "external",
    ];
    sandbox.pmrepo(&words).ends(0);
    let site = files(&sandbox.path("s"));
    for (name, text) in &site {
        assert!(!name.to_lowercase().contains("zebrawort"), "{name}");
        assert!(!text.to_lowercase().contains("zebrawort"), "{name}: {text}");
    }
    let page = &site["docs/messages/2026-03-10.md"];
    assert!(
        page.contains("It was slow for you.") && page.contains("Made at Acme"),
        "{page}"
    );
}
