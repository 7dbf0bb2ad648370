//! `message publish`: to a file and to a cState site. To services: `pages_over_http.rs`.

mod traps;

use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Secret codename went down
status: reviewed
severity: SEV-1
started_at: 2026-03-10T10:00Z
detected_at: 2026-03-10T10:05Z
resolved_at: 2026-03-10T11:00Z
reviewed_at: 2026-03-20T11:00Z
owner: carol
services: [api, Web Shop]
---
";

const TEXT: &str = "# Payments were slow\n\nFrom 10:00 to 11:00 UTC *payments* took long.\n\n- We changed \\*it\\*.\n";

/// The configuration of a site, and what lies outside of the repository.
const SITE: &str = "baseURL: https://status.example.com/\ntitle: Status\nparams:\n  systems:\n    - name: API\n    - name: Web shop\n    - name: Mail\n";

fn place() -> String {
    report("one").replace("postmortem.md", "messages/external.md")
}

fn approved(text: &str) -> String {
    format!("---\napproved_by: bob\napproved_at: 2026-03-30T10:00Z\n---\n\n{text}")
}

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo.write(&place(), approved(TEXT));
    repo.write(".git/site/config.yml", SITE);
    repo
}

fn publish(repo: &Sandbox, more: &[&str]) -> Output {
    let words = ["message", "publish", "one", "external"];
    repo.pmrepo(&[&words[..], more].concat())
}

const CSTATE: [&str; 5] = ["--to", "cstate", "--out", ".git/site", "--yes"];
const PAGE: &str = ".git/site/content/issues/2026-03-10-one.md";

#[test]
fn a_file_has_exactly_the_words_that_were_approved() {
    let repo = repo();
    let dry = publish(&repo, &["--to", "file", "--out", "x.md", "--dry-run"]).ends(0);
    assert_eq!(dry.out, TEXT);
    assert!(dry.err.contains("nobody is notified"), "{dry:?}");
    assert!(!repo.path("x.md").exists());
    let refused = publish(&repo, &["--to", "file", "--out", "x.md"]).ends(2);
    assert!(refused.err.contains("--yes"), "{refused:?}");
    let done = publish(
        &repo,
        &[
            "--to",
            "file",
            "--out",
            "x.md",
            "--yes",
            "--url",
            "https://s.example/1",
        ],
    );
    assert_eq!(done.ends(0).out, "2026-03-10-one: external was sent\n");
    assert_eq!(repo.read("x.md"), TEXT);
    let message = repo.read(&place());
    assert!(
        message.contains("sent_at: 2026-04-01T12:00Z\nurl: \"https://s.example/1\"\n")
            || message.contains("sent_at: 2026-04-01T12:00Z\nurl: https://s.example/1\n"),
        "{message}"
    );
    // It is not published twice unasked.
    let refused = publish(&repo, &["--to", "file", "--out", "y.md", "--yes"]).ends(2);
    assert!(refused.err.contains("was sent already"), "{refused:?}");
    publish(
        &repo,
        &["--to", "file", "--out", "y.html", "--yes", "--again"],
    )
    .ends(0);
    let page = repo.read("y.html");
    assert!(page.contains("<title>Payments were slow</title>"), "{page}");
    assert!(
        page.contains("<em>payments</em>") && !page.contains("codename"),
        "{page}"
    );
    let owed = repo
        .pmrepo(&["overdue", "--kind", "external-message"])
        .ends(0)
        .out;
    assert!(owed.starts_with("nothing is late"), "{owed}");
}

#[test]
fn only_what_is_reviewed_and_approved_goes_and_only_as_it_was_approved() {
    let repo = repo();
    let go = ["--to", "file", "--out", "x.md", "--yes"];
    let refused = |why: &str| {
        let refused = publish(&repo, &go).ends(2);
        assert!(refused.err.contains(why), "{why}: {refused:?}");
        assert!(!repo.path("x.md").exists());
    };
    repo.write(
        &report("one"),
        REPORT.replace("status: reviewed", "status: in-review"),
    );
    refused("from reviewed on");
    repo.write(&report("one"), REPORT);
    repo.write(&place(), format!("---\n---\n\n{TEXT}"));
    refused("nobody has approved");
    repo.write(&place(), approved("<!-- more -->\n"));
    refused("has no text");
    repo.write(&place(), approved("It was TBD.\n"));
    refused("is not written yet");
    repo.write(&place(), approved(TEXT));
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "Approve"])
        .ends(0);
    repo.write(&place(), approved(&TEXT.replace("took long", "failed")));
    refused("other words than bob approved");
    repo.write(
        &report("one"),
        REPORT.replace("owner", "confidential: true\nowner"),
    );
    repo.write(&place(), approved(TEXT));
    refused("nothing but its date leaves");
    repo.write(&report("one"), REPORT);
    publish(&repo, &go).ends(0);
    let words = [
        "message", "publish", "one", "notice", "--to", "file", "--out", "n.md",
    ];
    repo.pmrepo(&words).ends(2);
}

#[test]
fn a_page_of_cstate_names_the_systems_that_the_site_has() {
    let repo = repo();
    let done = publish(&repo, &CSTATE).ends(0);
    assert!(done.err.contains("nobody is notified"), "{done:?}");
    assert_eq!(
        repo.read(PAGE),
        "---\ntitle: Payments were slow\ndate: 2026-03-10T10:00:00Z\nresolved: true\n\
         resolvedWhen: 2026-03-10T11:00:00Z\nseverity: down\naffected:\n  - API\n  - Web shop\n\
         section: issue\n---\n\nFrom 10:00 to 11:00 UTC *payments* took long.\n\n- We changed \\*it\\*.\n"
    );
    let message = repo.read(&place());
    assert!(
        message.contains("https://status.example.com/issues/2026-03-10-one/"),
        "{message}"
    );
}

/// Whoever was interrupted between the file and the record runs it again.
#[test]
fn a_file_that_is_there_already_is_recorded_and_one_with_other_words_gives_way_only_if_meant() {
    let repo = repo();
    publish(&repo, &CSTATE).ends(0);
    let page = repo.read(PAGE);
    repo.write(&place(), approved(TEXT));
    publish(&repo, &CSTATE).ends(0);
    assert_eq!(repo.read(PAGE), page);
    repo.write(&place(), approved(TEXT));
    repo.write(PAGE, "other\n");
    let refused = publish(&repo, &CSTATE).ends(2);
    assert!(refused.err.contains("with other words"), "{refused:?}");
    assert_eq!(repo.read(PAGE), "other\n");
    assert_eq!(repo.read(&place()), approved(TEXT));
    publish(&repo, &[&CSTATE[..], &["--again"]].concat()).ends(0);
    assert_eq!(repo.read(PAGE), page);
}

#[test]
fn what_would_break_the_site_is_refused() {
    let repo = repo();
    let refused = |text: &str, more: &[&str], why: &str| {
        repo.write(&place(), approved(text));
        let refused = publish(&repo, &[&CSTATE[..], more].concat()).ends(2);
        assert!(refused.err.contains(why), "{why}: {refused:?}");
        assert!(!repo.path(PAGE).exists());
    };
    refused("# A \"B\"\n\nText.\n", &[], "breaks the page's own JSON");
    refused("Text.\n", &[], "no title");
    refused(
        "Text.\n",
        &["--title", "a\\b"],
        "breaks the page's own JSON",
    );
    refused(
        "# A\n\nat {{< track \"soon\" >}}\n",
        &[],
        "a command of its own",
    );
    refused(TEXT, &["--system", "Phone"], "`Phone` is no system");
    repo.pmrepo(&[
        "message", "publish", "one", "external", "--to", "cstate", "--out", ".", "--yes",
    ])
    .ends(2);
    refused(TEXT, &["--impact", "terrible"], "impact");
    repo.write(
        &report("one"),
        REPORT.replace("[api, Web Shop]", "[elsewhere]"),
    );
    refused(TEXT, &[], "Web shop, Mail");
    publish(
        &repo,
        &[&CSTATE[..], &["--system", "mail", "--impact", "notice"]].concat(),
    )
    .ends(0);
    assert!(
        repo.read(PAGE)
            .contains("severity: notice\naffected:\n  - Mail\n")
    );
}
