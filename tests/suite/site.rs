//! The site: whole, the same every time, harmless, and with nothing in it that does not belong there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::kept;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const AS_OF: &str = "2026-04-01T12:00:00Z";

/// All files below a directory, by their names.
pub(crate) fn files(top: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![top.to_path_buf()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(top).unwrap().to_str().unwrap();
            found.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// The demo, and its site beside it.
pub(crate) fn demo() -> Sandbox {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    make(&sandbox, &[]);
    sandbox
}

/// Makes the site `s` of the demo `d`.
fn make(sandbox: &Sandbox, more: &[&str]) -> String {
    let mut words = vec!["-C", "d", "--as-of", AS_OF, "site", "../s"];
    words.extend(more);
    sandbox.pmrepo_with(&[], &words).ends(0).err
}

/// The values of an attribute in a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let pieces = page.split(&start).skip(1);
    pieces.filter_map(|it| it.split('"').next()).collect()
}

/// Where a link of a page leads, below the top.
fn target(page: &str, link: &str) -> String {
    let mut way: Vec<&str> = page.split('/').collect();
    way.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(way.pop().is_some(), "{page}: {link} leads out"),
            part => way.push(part),
        }
    }
    way.join("/")
}

#[test]
fn every_page_leads_only_to_what_is_there_and_asks_for_nothing_elsewhere() {
    let sandbox = demo();
    let site = files(&sandbox.path("s"));
    let pages: Vec<(&String, &String)> = site.iter().filter(|it| it.0.ends_with(".html")).collect();
    assert!(pages.len() > 40, "{}", pages.len());
    for (name, page) in pages {
        assert!(page.contains("default-src 'none'"), "{name}");
        assert!(!page.contains(" style="), "{name}");
        assert!(!page.contains("<script>"), "{name}");
        for it in values(page, "src") {
            assert!(site.contains_key(&target(name, it)), "{name}: {it}");
        }
        for it in values(page, "href") {
            if it.starts_with("https://") {
                continue;
            }
            let (file, anchor) = it.split_once('#').unwrap_or((it, ""));
            let file = if file.is_empty() {
                name.clone()
            } else {
                target(name, file)
            };
            let there = site.get(&file);
            assert!(there.is_some(), "{name}: {it}");
            let id = format!(" id=\"{anchor}\"");
            assert!(
                anchor.is_empty() || there.unwrap().contains(&id),
                "{name}: {it}"
            );
        }
    }
    // What a reader looks for is there.
    let page = &site["postmortems/2026-02-02-partner-certificate.html"];
    for words in [
        "Certificate of the partner API expired",
        "<h2 id=\"s-contributing-factors\">",
        "Course of the incident",
        "detected",
        "PLAT-1231",
        "Time to resolve",
        "Process review",
        "https://graphs.example.com/d/partner-bookings",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(site["search/0.js"].contains("certificate"));
    assert!(site["services/partner-api.html"].contains("2026-02-02-partner-certificate.html"));
}

#[test]
fn the_front_page_counts_what_is_late_as_overdue_does() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let reports = files(&sandbox.path("d/postmortems"));
    let is_owed = |it: &&String| it.ends_with("draft-prices/postmortem.md");
    let name = reports.keys().find(is_owed).unwrap();
    sandbox.write(&format!("d/postmortems/{name}"), "---\ntitle: \"x\n---\n");
    make(&sandbox, &[]);
    let page = files(&sandbox.path("s")).remove("index.html").unwrap();
    let words = ["-C", "d", "--as-of", AS_OF, "overdue", "--format", "json"];
    let told = sandbox.pmrepo_with(&[], &words).out;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let count = |name: &str| told.pointer(&format!("/summary/{name}")).unwrap().clone();
    for (title, name) in [("Late", "overdue"), ("Unreadable", "unreadable")] {
        let tile = format!("<dt>{title}</dt><dd>{}</dd>", count(name));
        assert!(page.contains(&tile), "{tile} {page}");
    }
    assert_ne!(count("unreadable"), 0);
}

#[test]
fn only_what_changed_is_written_again_and_nothing_else_is_touched() {
    let sandbox = demo();
    let before = files(&sandbox.path("s"));
    sandbox.write("s/mine.txt", "mine");
    let said = make(&sandbox, &[]);
    assert!(said.contains(": 0 of "), "{said}");
    // What somebody else changed or removed is as it was again: it is shorter, as long, or not there.
    let damaged = [
        ("index.html", Some(String::from("short"))),
        ("owed.html", Some("x".repeat(before["owed.html"].len()))),
        ("postmortems/2026-03-23-stale-dns.html", None),
        ("site.css", None),
    ];
    let list = fs::metadata(sandbox.path("s/.pmrepo-files.json")).unwrap();
    let listed_at = list.modified().unwrap();
    for (name, text) in &damaged {
        let path = sandbox.path(&format!("s/{name}"));
        let Some(text) = text else {
            fs::remove_file(path).unwrap();
            continue;
        };
        fs::write(&path, text).unwrap();
        let later = listed_at + Duration::from_mins(1);
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(later).unwrap();
    }
    let said = make(&sandbox, &[]);
    assert!(said.contains(": 4 of "), "{said}");
    fs::remove_file(sandbox.path("s/mine.txt")).unwrap();
    assert_eq!(before, files(&sandbox.path("s")));
    sandbox.write("s/mine.txt", "mine");
    let said = make(&sandbox, &[]);
    assert!(said.contains(": 0 of "), "{said}");
    // Words that it has already change its page alone: the script with its words would be the same.
    let report = "d/postmortems/2026/2026-02-12-map-tiles-quota/postmortem.md";
    let text = fs::read_to_string(sandbox.path(report)).unwrap();
    sandbox.write(report, format!("{text}\nThe tiles.\n"));
    let said = make(&sandbox, &[]);
    assert!(said.contains(": 1 of "), "{said}");
    let said = make(&sandbox, &[]);
    assert!(said.contains(": 0 of "), "{said}");
    sandbox.write(report, &text);
    make(&sandbox, &[]);
    // One report changes: its page, and the lists with its title.
    let set = [
        "-C",
        "d",
        "--as-of",
        AS_OF,
        "set",
        "map-tiles",
        "title=Tiles were gone",
    ];
    sandbox.pmrepo_with(&[], &set).ends(0);
    make(&sandbox, &[]);
    let after = files(&sandbox.path("s"));
    let changed = before
        .iter()
        .filter(|(name, text)| after.get(*name) != Some(text));
    let changed: Vec<&str> = changed.map(|it| it.0.as_str()).collect();
    assert!(
        changed.contains(&"postmortems/2026-02-12-map-tiles-quota.html"),
        "{changed:?}"
    );
    assert!(
        !changed.contains(&"postmortems/2026-03-23-stale-dns.html"),
        "{changed:?}"
    );
    assert!(!changed.contains(&"site.css"), "{changed:?}");
    // It goes: so does its page, and the list of its service.
    let gone = "postmortems/2026/2026-02-12-map-tiles-quota";
    sandbox.git_in("d", &["rm", "-rqf", gone]).ends(0);
    let said = make(&sandbox, &[]);
    assert!(said.contains("removed"), "{said}");
    assert!(
        !sandbox
            .path("s/postmortems/2026-02-12-map-tiles-quota.html")
            .exists()
    );
    assert!(!sandbox.path("s/services/maps.html").exists());
    assert_eq!(sandbox.read("s/mine.txt"), "mine");
    // The same as made from nothing.
    sandbox
        .pmrepo_with(&[], &["-C", "d", "--as-of", AS_OF, "site", "../t"])
        .ends(0);
    fs::remove_file(sandbox.path("s/mine.txt")).unwrap();
    assert_eq!(files(&sandbox.path("s")), files(&sandbox.path("t")));
}

#[test]
fn a_page_that_is_kept_is_what_would_be_made() {
    let sandbox = demo();
    let config = sandbox.read("d/pmrepo.yaml");
    // Nothing changes but the clock, by an hour, a day, months; then the zone.
    let runs = [
        ("2026-04-01T13:00:00Z", "Europe/Berlin"),
        ("2026-04-02T13:00:00Z", "Europe/Berlin"),
        ("2026-06-30T12:00:00Z", "Europe/Berlin"),
        ("2026-02-14T12:00:00Z", "Europe/Berlin"),
        ("2026-04-01T12:00:00Z", "Asia/Kathmandu"),
        (AS_OF, "Europe/Berlin"),
    ];
    for (at, (as_of, zone)) in runs.iter().enumerate() {
        sandbox.write("d/pmrepo.yaml", config.replace("Europe/Berlin", zone));
        let fresh = format!("../fresh{at}");
        for to in ["../s", &fresh] {
            let words = ["-C", "d", "--as-of", as_of, "site", to];
            sandbox.pmrepo_with(&[], &words).ends(0);
        }
        let made = files(&sandbox.path(&format!("fresh{at}")));
        for (name, text) in files(&sandbox.path("s")) {
            assert_eq!(made.get(&name), Some(&text), "{as_of}: {name}");
        }
    }
}

#[test]
fn the_same_repository_gives_the_same_bytes_everywhere() {
    let sandbox = demo();
    let before = files(&sandbox.path("s"));
    let words = ["-C", "d", "--as-of", AS_OF, "site", "../t"];
    let variables = [
        ("TZ", "Asia/Kathmandu"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("COLUMNS", "200"),
        ("RAYON_NUM_THREADS", "1"),
    ];
    sandbox.pmrepo_with(&variables, &words).ends(0);
    assert_eq!(before, files(&sandbox.path("t")));
    // A commit of the same gives the same pages, but for where it says what was read.
    let words = ["-C", "d", "--as-of", AS_OF, "site", "../u", "--rev", "HEAD"];
    sandbox.pmrepo_with(&[], &words).ends(0);
    let mut committed = files(&sandbox.path("u"));
    for (name, text) in &before {
        let there = committed.remove(name);
        let is_own = name == "index.html" || name.ends_with(".json");
        assert!(is_own || there.as_ref() == Some(text), "{name}");
    }
    assert!(committed.is_empty());
}

pub(crate) const HOSTILE: &str = "---
title: \"<script>alert(1)</script> \\u202Egnp.exe \\\" onload='x'\"
status: \"<b>\"
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: \"<img src=x onerror=alert(2)>\"
services: [\"javascript:alert(3)\", \"../../../etc/passwd\", \"<svg/onload=alert(4)>\"]
tags: [\"\\u0000\\u001B[31m\", \"--><script>alert(5)</script>\", \"]]>\", \"{{ 7 * 7 }}\"]
references: {tracker: \"javascript:alert(6)\", channel: \"https://x.example/\\\"onclick=alert(7)\"}
action_items:
  - {id: \"\\\"><script>alert(8)</script>\", title: \"<iframe src=//evil.example>\", ticket: \"javascript:alert(9)\", due: 2026-03-11}
---

<script src=\"https://evil.example/x.js\"></script>

<img src=x onerror=\"alert(10)\"> and [a](javascript:alert(11)) and [b](JAVASCRIPT:alert(12)) and
[c](data:text/html;base64,PHNjcmlwdD4=) and ![d](https://evil.example/pixel.png) and <style>body{display:none}</style>
[e](<java\tscript:alert(13)>) <a href='vbscript:x'>f</a> \u{202e}gnp\u{2066}

## Timeline

| Time | Event | Evidence |
|---|---|---|
| 2026-03-10T10:05Z | </title></svg><script>alert(14)</script> \u{202e} | [x](javascript:alert(15)) |
| 2026-03-10T10:06Z | & < > \" ' {{ frame }} {% raw %} | |

[g](../../../../../../etc/passwd) [h](file:///etc/passwd) [i](//evil.example/)
";

#[test]
fn hostile_text_harms_no_page() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("bad"), HOSTILE);
    sandbox.write(&report("good"), GOOD);
    let notes = HOSTILE.replace("title:", "scheduled_for: 2026-03-20T10:00Z\nchair:");
    sandbox.write("process-reviews/2026/2026-03-20.md", notes);
    sandbox.pmrepo(&["site", "s"]).ends(0);
    let site = files(&sandbox.path("s"));
    for (name, text) in site.iter().filter(|it| it.0.ends_with(".html")) {
        let lower = text.to_lowercase();
        assert_eq!(
            lower.matches("<script").count(),
            lower.matches("<script src=\"").count(),
            "{name}"
        );
        for it in values(text, "src").iter().chain(&values(text, "href")) {
            let leads = ["https://", "#"].iter().any(|start| it.starts_with(start));
            assert!(
                leads || site.contains_key(&target(name, it.split('#').next().unwrap())),
                "{name}: {it}"
            );
        }
        for it in values(text, "src") {
            assert!(!it.contains("evil"), "{name}: {it}");
        }
        for tag in [
            "<img",
            "<iframe",
            "<b>alert",
            "<style>",
            "<svg/",
            "</title></svg><",
        ] {
            assert!(!lower.contains(tag), "{name}: {tag}");
        }
        // No tag has an attribute that is an event's.
        for tag in text
            .split('<')
            .skip(1)
            .filter_map(|it| it.split('>').next())
        {
            let mut names = tag.split(' ').skip(1).filter_map(|it| it.split('=').next());
            assert!(!names.any(|it| it.starts_with("on")), "{name}: {tag}");
        }
        let hidden = |it: char| it.is_control() && it != '\n' && it != '\t';
        assert!(!text.contains(hidden), "{name}");
        assert!(!text.contains(['\u{202e}', '\u{2066}']), "{name}");
        assert!(!text.contains("49"), "{name}: a template of the author ran");
    }
    for (name, text) in &site {
        assert!(name.is_ascii() && !name.contains(".."), "{name}");
        assert!(!text.contains('\u{202e}'), "{name}");
    }
    assert!(site["postmortems/2026-03-10-bad.html"].contains("&lt;script&gt;alert(1)"));
}

#[test]
fn a_body_of_megabytes_is_shown_as_it_is() {
    let sandbox = Sandbox::new();
    let row = "| 2026-03-10T10:05Z | <b>it</b> | x |\n";
    let head = format!("{GOOD}\n## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n");
    let table = format!("{head}{}", row.repeat(80_000));
    sandbox.write(&report("large"), &table);
    // What is larger than any file that is read.
    sandbox.write(&report("larger"), format!("{head}{}", row.repeat(150_000)));
    // Rows that lack cells, and nothing but quotations.
    let wide = format!(
        "{GOOD}\n{}\n{}\n{}",
        "|a".repeat(3000),
        "|-".repeat(3000),
        "|b\n".repeat(3000)
    );
    sandbox.write(&report("wide"), &wide);
    sandbox.write(
        &report("deep"),
        format!("{GOOD}\n{}x\n", ">".repeat(20_000)),
    );
    sandbox.pmrepo(&["site", "s"]).ends(0);
    let page = sandbox.read("s/postmortems/2026-03-10-large.html");
    assert!(page.contains("too large to be laid out"));
    assert!(page.len() < 2 * table.len(), "{}", page.len());
    let page = sandbox.read("s/postmortems/2026-03-10-larger.html");
    assert!(
        page.contains("cannot be read") && page.len() < 10_000,
        "{}",
        page.len()
    );
    let page = sandbox.read("s/postmortems/2026-03-10-wide.html");
    assert!(page.len() < 50 * wide.len(), "{}", page.len());
}

#[test]
fn customers_see_the_approved_messages_and_nothing_else() {
    let sandbox = Sandbox::new();
    let internal = "Zebrawort";
    let text = format!(
        "---\ntitle: {internal} title\nstatus: reviewed\nseverity: SEV-1\nstarted_at: 2026-03-10T10:00Z\n\
         owner: {internal}\nservices: [{internal}]\ntags: [{internal}]\n---\n\n## Overview\n\n{internal}\n"
    );
    let message = |head: &str, words: &str| format!("---\n{head}---\n\n{words}\n");
    let approved = "approved_by: bob\napproved_at: 2026-03-12T10:00Z\n";
    let all = [
        (
            "zebrawort-one",
            message(
                &format!("to: {internal}\n{approved}sent_at: 2026-03-12T11:00Z\n"),
                "It was slow for you.",
            ),
        ),
        ("zebrawort-two", message("", "Zebrawort is not approved.")),
        (
            "zebrawort-three",
            message(
                &format!("{approved}not_sent_because: {internal}\n"),
                "Zebrawort is not sent.",
            ),
        ),
        (
            "zebrawort-four",
            message(
                approved,
                "<!-- Zebrawort: what could they not do? -->\n\nTODO Zebrawort",
            ),
        ),
    ];
    for (slug, message) in &all {
        sandbox.write(&report(slug), &text);
        sandbox.write(
            &report(slug).replace("postmortem.md", "messages/external.md"),
            message,
        );
    }
    let secret = report("zebrawort-five");
    sandbox.write(
        &secret,
        text.replace("status:", "confidential: true\nstatus:"),
    );
    sandbox.write(
        &secret.replace("postmortem.md", "messages/external.md"),
        message(approved, "Zebrawort"),
    );
    sandbox
        .pmrepo(&["site", "s", "--audience", "external"])
        .ends(0);
    let site = files(&sandbox.path("s"));
    for (name, text) in &site {
        assert!(!name.to_lowercase().contains("zebrawort"), "{name}");
        assert!(!text.to_lowercase().contains("zebrawort"), "{name}: {text}");
        assert!(!text.contains("SEV-1") && !text.contains("bob"), "{name}");
    }
    assert!(site["messages/2026-03-10.html"].contains("It was slow for you."));
    assert!(site["index.html"].contains("Incident of 2026-03-10"));
    assert!(site["feed.xml"].contains("It was slow for you."));
    // The internal one of the same directory replaces it, and the other way round.
    sandbox.pmrepo(&["site", "s"]).ends(0);
    assert!(!sandbox.path("s/messages").exists());
    sandbox
        .pmrepo(&["site", "s", "--audience", "external"])
        .ends(0);
    assert_eq!(site, files(&sandbox.path("s")));
}

#[test]
fn a_site_never_lies_among_documents_or_in_git_s_own_place() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("one"), GOOD);
    for directory in [
        ".",
        "postmortems",
        "postmortems/site",
        "process-reviews/x",
        ".git/site",
        "x/../postmortems",
        "..",
    ] {
        let said = sandbox.pmrepo(&["site", directory]).ends(2).err;
        assert!(said.contains("directory of its own"), "{directory}: {said}");
    }
    sandbox.write("taken/index.html", "mine");
    let said = sandbox.pmrepo(&["site", "taken"]).ends(2).err;
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(files(&sandbox.path("taken")).len(), 1);
    for wrong in ["ftp://x", "https://", "https://x/?a", "https://x/\"y", "x"] {
        sandbox.pmrepo(&["site", "s", "--base-url", wrong]).ends(2);
    }
}

#[test]
fn the_feed_is_atom_with_whole_addresses_where_somebody_says_where_it_is() {
    let sandbox = demo();
    make(&sandbox, &["--base-url", "https://pm.example.com/x"]);
    let feed = sandbox.read("s/feed.xml");
    let mut reader = quick_xml::Reader::from_str(&feed);
    let mut entries = 0;
    let mut ids = std::collections::BTreeSet::new();
    let mut is_id = false;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(it) => {
                entries += usize::from(it.name().as_ref() == b"entry");
                is_id = it.name().as_ref() == b"id";
            }
            quick_xml::events::Event::Text(it) if is_id => {
                assert!(ids.insert(String::from_utf8(it.to_vec()).unwrap()));
                is_id = false;
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(entries, 13);
    assert_eq!(ids.len(), 14);
    assert!(
        feed.contains("href=\"https://pm.example.com/x/postmortems/2026-03-23-stale-dns.html\""),
        "{feed}"
    );
}

#[test]
fn several_roots_make_one_site() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.path("pmrepo.yaml")).unwrap();
    for team in ["a", "b"] {
        sandbox.write(&format!("{team}/pmrepo.yaml"), "");
        let title = format!("title: Of team {team}");
        let text = GOOD.replace("title: Checkout latency", &title);
        sandbox.write(&format!("{team}/{}", report("same")), text);
    }
    sandbox.pmrepo(&["site", "s"]).ends(0);
    for team in ["a", "b"] {
        let page = sandbox.read(&format!("s/postmortems/{team}/2026-03-10-same.html"));
        assert!(page.contains(&format!("Of team {team}")), "{team}");
    }
    let index = sandbox.read("s/index.html");
    assert!(index.contains("postmortems/a/") && index.contains("postmortems/b/"));
}

#[test]
fn a_team_says_what_stands_above_and_below_each_page_and_which_colours_it_has() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("good"), GOOD);
    let config = "site:\n  header: For <employees> only\n  footer: 'Questions: #sre'\n  external: {header: Acme}\n  \
        colours:\n    accent: '#7a1fa2'\n    paper: {light: '#fffffe'}\n";
    sandbox.write("pmrepo.yaml", config);
    sandbox.pmrepo(&["check"]);
    sandbox.pmrepo(&["site", "s"]).ends(0);
    let site = files(&sandbox.path("s"));
    for (name, page) in site.iter().filter(|it| it.0.ends_with(".html")) {
        assert!(page.contains("For &lt;employees&gt; only"), "{name}");
        assert!(page.contains("Questions: #sre"), "{name}");
        assert!(!page.contains("Acme"), "{name}");
    }
    let style = &site["site.css"];
    assert!(
        style.contains(":root { --paper: #fffffe; --accent: #7a1fa2; }"),
        "{style}"
    );
    assert!(
        style.contains(":root.dark { --accent: #7a1fa2; }"),
        "{style}"
    );
    let words = ["site", "c", "--audience", "external"];
    sandbox.pmrepo(&words).ends(0);
    let page = &files(&sandbox.path("c"))["index.html"];
    assert!(
        page.contains("Acme") && !page.contains("employees"),
        "{page}"
    );
    // What is no colour is none: nothing else comes into a style.
    for wrong in [
        "red",
        "'#fff'",
        "'#7a1fa2; } body { display: none'",
        "#7a1fa2",
        "{light: x}",
    ] {
        sandbox.write(
            "pmrepo.yaml",
            format!("site: {{colours: {{accent: {wrong}\n  }}}}\n"),
        );
        let found = sandbox.pmrepo(&["check"]).ends(1);
        assert!(found.out.contains("colour"), "{wrong}: {found:#?}");
        sandbox.pmrepo(&["site", "s"]);
        let style = fs::read_to_string(sandbox.path("s/site.css")).unwrap();
        assert!(
            !style.contains("display: none'") && !style.contains("--accent: red"),
            "{wrong}"
        );
    }
}
