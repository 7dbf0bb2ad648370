//! `message show` as mail and `message send`: as a file and by a program. Servers: `smtp.rs`.

use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: \"Checkout: l\u{e4}ngsam <b>\"
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
---
";

const NOTICE: &str = "---\n---\n\nEs war *langsam*: [mehr](https://x.example/1), \
    <script>alert(1)</script>\n\n- **eins**\n- zwei: https://pm.example/2.\n\n[b\u{f6}se](javascript:x)\n";

const PLACE: &str = "postmortems/2026/2026-03-10-one/messages";

fn place(name: &str) -> String {
    format!("{PLACE}/{name}.md")
}

/// A repository with a notice that can be sent, to two people.
fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo.write(&place("notice"), NOTICE);
    repo.write(
        "pmrepo.yaml",
        "audiences:\n  stakeholders:\n    SEV-2: [\"J\u{f6} Smith <jo@example.com>\", all@example.com]\n",
    );
    repo
}

/// The same, with a program that sends mail: it keeps what it gets in `.git/mail`.
fn with_program(says: &str) -> Sandbox {
    let repo = repo();
    let script = format!(
        "#!/bin/sh\nmkdir -p .git/mail\necho \"$@\" >>.git/mail/words\nenv >>.git/mail/env\n\
         cat >.git/mail/last\n{says}\n"
    );
    repo.write(".git/mailer", script);
    repo.sh("chmod +x .git/mailer; git config sendemail.smtpServer \"$PWD/.git/mailer\"")
        .ends(0);
    repo
}

fn send(repo: &Sandbox, more: &[&str]) -> Output {
    let words = ["message", "send", "one", "notice"];
    repo.pmrepo(&[&words[..], more].concat())
}

#[test]
fn a_message_is_shown_as_text_and_as_a_page_that_does_nothing() {
    let repo = repo();
    let show = |format: &str| {
        let words = ["message", "show", "one", "notice", "--format", format];
        repo.pmrepo(&words).ends(0).out
    };
    assert_eq!(
        show("text"),
        "Es war langsam: mehr <https://x.example/1>, <script>alert(1)</script>\n\n\
         - eins\n- zwei: https://pm.example/2.\n\nb\u{f6}se\n"
    );
    let page = show("html");
    for said in [
        "<title>Incident: Checkout: l\u{e4}ngsam &lt;b&gt; (SEV-2)</title>",
        "<a href=\"https://x.example/1\">mehr</a>, &lt;script&gt;",
        "<a href=\"https://pm.example/2\">https://pm.example/2</a>.",
        "<p>b\u{f6}se</p>",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(
        !page.contains("<script") && !page.contains("javascript"),
        "{page}"
    );
    assert_eq!(show("eml"), show("eml"));
    assert!(show("human").starts_with("---\n---\n"));
}

#[test]
fn a_mail_is_written_to_a_file_twice_the_same() {
    let repo = repo();
    let written = |name: &str| {
        let output = send(&repo, &["--as", "eml", "--out", name]).ends(0);
        assert!(
            output
                .err
                .contains("message sent 2026-03-10-one notice --message-id '<")
        );
        repo.read(name)
    };
    let (one, two) = (written("a.eml"), written("b.eml"));
    assert_eq!(one, two);
    assert!(
        one.contains("Date: Wed, 01 Apr 2026 12:00:00 +0000\r\n"),
        "{one}"
    );
    assert_eq!(one.lines().count(), one.matches("\r\n").count());
    // A file is no message that anybody got.
    assert_eq!(repo.read(&place("notice")), NOTICE);
    send(&repo, &["--as", "eml"]).ends(2);
}

/// A real parser of mail.
#[test]
fn another_reader_finds_subject_people_and_both_bodies() {
    let repo = repo();
    if repo.sh("python3 -c 'import email'").status != 0 {
        println!("skipped: there is no python3");
        return;
    }
    send(&repo, &["--out", "a.eml"]).ends(0);
    let script = "import email, email.policy, json\n\
        m = email.message_from_binary_file(open('a.eml', 'rb'), policy=email.policy.default)\n\
        assert not m.defects, m.defects\n\
        text, page = [m.get_body(preferencelist=(it,)) for it in ('plain', 'html')]\n\
        assert not text.defects and not page.defects\n\
        print(m['subject']); print(m['from']); print(m['message-id'])\n\
        print([(it.display_name, it.addr_spec) for it in m['to'].addresses])\n\
        print(m.get_content_type(), [it.get_content_type() for it in m.iter_parts()])\n\
        print(text.get_content()); print(page.get_content())\n";
    repo.write(".git/read.py", script);
    let read = repo
        .sh("PYTHONIOENCODING=utf-8 python3 .git/read.py")
        .ends(0)
        .out;
    for said in [
        "Incident: Checkout: l\u{e4}ngsam <b> (SEV-2)\n",
        "Alice <alice@example.com>\n",
        "[('J\u{f6} Smith', 'jo@example.com'), ('', 'all@example.com')]\n",
        "multipart/alternative ['text/plain', 'text/html']\n",
        "Es war langsam: mehr <https://x.example/1>",
        "<p>b\u{f6}se</p>",
    ] {
        assert!(read.contains(said), "{said}\n{read}");
    }
}

#[test]
fn a_program_gets_the_mail_and_the_message_says_so() {
    let repo = with_program("");
    let shown = send(&repo, &["--dry-run"]).ends(0).err;
    for said in [
        "Incident: Checkout",
        "from alice@example.com",
        "J\u{f6} Smith <jo@example.com>, all@example.com",
        "by   the program ",
        "nothing was sent",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert!(!repo.path(".git/mail").exists());
    // Nobody can be asked here.
    let refused = send(&repo, &[]).ends(2).err;
    assert!(refused.contains("--yes"), "{refused}");
    assert!(!repo.path(".git/mail").exists());
    let sent = send(&repo, &["--yes"]).ends(0);
    assert_eq!(sent.out, "2026-03-10-one: notice was sent\n");
    assert_eq!(
        repo.read(".git/mail/words"),
        "-i jo@example.com all@example.com\n"
    );
    let mail = repo.read(".git/mail/last");
    let id = mail.lines().find_map(|it| it.strip_prefix("Message-ID: "));
    let notice = repo.read(&place("notice"));
    assert!(
        notice.starts_with(&format!(
            "---\nsent_at: 2026-04-01T12:00Z\nmessage_id: \"{}\"\n---\n",
            id.unwrap()
        )),
        "{notice}"
    );
    repo.pmrepo(&["check", "--fail-on", "warning", "--rule", "PM1"]);
    // It is not sent twice unasked.
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(
        refused.contains("was sent already") && refused.contains("--again"),
        "{refused}"
    );
    send(&repo, &["--yes", "--again"]).ends(0);
    assert_eq!(repo.read(".git/mail/words").lines().count(), 2);
}

#[test]
fn what_may_have_been_sent_is_not_sent_again_unasked() {
    let repo = with_program("exit 3");
    let failed = send(&repo, &["--yes"]).ends(2).err;
    assert!(failed.contains("may have been sent"), "{failed}");
    let notice = repo.read(&place("notice"));
    assert!(
        notice.contains("attempted_at: 2026-04-01T12:00Z\n"),
        "{notice}"
    );
    assert!(!notice.contains("sent_at"), "{notice}");
    repo.pmrepo(&["check"]).ends(0);
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(
        refused.contains("may have been sent at 2026-04-01 12:00"),
        "{refused}"
    );
    assert_eq!(repo.read(".git/mail/words").lines().count(), 1);
    // Somebody looked, and it is there.
    repo.pmrepo(&["message", "sent", "one", "notice"]).ends(0);
    let notice = repo.read(&place("notice"));
    assert!(!notice.contains("attempted_at"), "{notice}");
}

#[cfg(unix)]
#[test]
fn a_program_that_does_not_end_is_stopped_and_may_have_sent_it() {
    let repo = with_program("echo $$ >pid; sleep 1000; true");
    repo.git(&["config", "pmrepo.smtp.timeout", "1"]).ends(0);
    let stopped = send(&repo, &["--yes"]).ends(2).err;
    assert!(stopped.contains("did not end in 1 second"), "{stopped}");
    assert!(stopped.contains("may have been sent"), "{stopped}");
    assert!(repo.read(&place("notice")).contains("attempted_at"));
    let listed = repo.pmrepo(&["message", "list", "one"]).ends(0).out;
    assert!(
        listed.contains("may have been sent 2026-04-01 12:00"),
        "{listed}"
    );
    let words = ["message", "list", "one", "--format", "json"];
    let listed = repo.pmrepo(&words).ends(0).out;
    assert!(
        listed.contains(
            "\"sent_at\":null,\"attempted_at\":\"2026-04-01T12:00:00Z\",\"posted_at\":null"
        ),
        "{listed}"
    );
    assert_eq!(
        repo.sh("kill -0 $(cat pid) 2>/dev/null && echo there").out,
        ""
    );
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(refused.contains("may have been sent at"), "{refused}");
}

/// A run that is killed between the attempt and its end leaves the same.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_the_attempt_on_record() {
    let repo = with_program("kill -KILL $PPID; sleep 1");
    let killed = send(&repo, &["--yes"]);
    assert_eq!(killed.status, -1, "{killed:?}");
    assert!(repo.read(&place("notice")).contains("attempted_at"));
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(refused.contains("may have been sent at"), "{refused}");
    assert_eq!(repo.read(".git/mail/words").lines().count(), 1);
}

#[test]
fn a_program_that_is_not_there_has_sent_nothing() {
    let repo = repo();
    repo.sh("git config sendemail.smtpServer /nowhere/sendmail")
        .ends(0);
    let failed = send(&repo, &["--yes"]).ends(2).err;
    assert!(failed.contains("nothing was sent"), "{failed}");
    assert_eq!(repo.read(&place("notice")), NOTICE);
}

#[test]
fn nothing_that_a_repository_brings_along_names_a_program() {
    let repo = repo();
    repo.write(
        "evil",
        "[sendemail]\n\tsmtpServer = /bin/false\n\tsendmailCmd = touch owned\n",
    );
    repo.sh("git config include.path ../evil").ends(0);
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(
        refused.contains("git does not say how mail is sent"),
        "{refused}"
    );
    assert!(!repo.path("owned").exists());
}

#[test]
fn addresses_bring_no_headers_and_somebody_must_be_named() {
    let repo = with_program("");
    for bad in [
        "a@example.com\nBcc: b@example.com",
        "-oQ/tmp/x@example.com",
        "a@example.com,b@example.com",
        "nobody",
        "@jo",
    ] {
        let to = format!("--to={bad}");
        send(&repo, &["--yes", &to]).ends(2);
    }
    repo.write(&report("one"), REPORT.replace("SEV-2", "SEV-3"));
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(refused.contains("nobody is named"), "{refused}");
    repo.write(
        &report("one"),
        REPORT.replace("<b>", "\\r\\nBcc: x@example.com"),
    );
    let refused = send(&repo, &["--yes", "--to", "a@example.com"]).ends(2).err;
    assert!(refused.contains("line break"), "{refused}");
    assert!(!repo.path(".git/mail").exists());
}

#[test]
fn the_message_the_roster_and_audiences_say_who_gets_it() {
    let repo = with_program("");
    repo.write(
        "people.yaml",
        "people:\n  - {handle: dana, name: Dana Fox, email: dana@example.com}\n  - {handle: gil}\n",
    );
    repo.write(
        &place("notice"),
        NOTICE.replacen("---\n", "---\nto: [stakeholders, dana, x@example.com]\n", 1),
    );
    send(&repo, &["--yes"]).ends(0);
    assert_eq!(
        repo.read(".git/mail/words"),
        "-i jo@example.com all@example.com dana@example.com x@example.com\n"
    );
    let refused = send(&repo, &["--yes", "--again", "--to", "gil"])
        .ends(2)
        .err;
    assert!(refused.contains("gil has no address"), "{refused}");
}

#[test]
fn results_go_from_reviewed_on_and_the_external_message_not_at_all() {
    let repo = with_program("");
    repo.write(&place("results"), NOTICE);
    let words = ["message", "send", "one", "results", "--yes"];
    let refused = repo.pmrepo(&words).ends(2).err;
    assert!(refused.contains("from reviewed on"), "{refused}");
    repo.write(&report("one"), REPORT.replace("draft", "reviewed"));
    repo.write(
        &place("notice"),
        NOTICE.replacen("---\n", "---\nmessage_id: <a@b.example>\n", 1),
    );
    repo.pmrepo(&words).ends(0);
    let mail = repo.read(".git/mail/last");
    assert!(mail.contains("In-Reply-To: <a@b.example>\r\n"), "{mail}");
    let words = ["message", "send", "one", "external", "--yes"];
    let refused = repo.pmrepo(&words).ends(2).err;
    assert!(refused.contains("status page"), "{refused}");
    repo.write(&place("results"), format!("{NOTICE}\n<!-- later -->\n"));
    let words = ["message", "send", "one", "results", "--yes"];
    let refused = repo.pmrepo(&words).ends(2).err;
    assert!(refused.contains("is not written yet"), "{refused}");
}

#[test]
fn of_a_confidential_postmortem_nothing_goes_unless_it_is_meant() {
    let repo = with_program("");
    repo.write(
        &report("one"),
        REPORT.replace("owner", "confidential: true\nowner"),
    );
    for format in ["text", "html", "eml"] {
        let words = ["message", "show", "one", "notice", "--format", format];
        let refused = repo.pmrepo(&words).ends(2);
        assert_eq!(refused.out, "");
        assert!(refused.err.contains("--confidential"), "{refused:?}");
    }
    let refused = send(&repo, &["--yes"]).ends(2).err;
    assert!(refused.contains("2026-03-10 (confidential)"), "{refused}");
    let refused = send(&repo, &["--yes", "--confidential"]).ends(2).err;
    assert!(refused.contains("--to"), "{refused}");
    assert!(!repo.path(".git/mail").exists());
    send(
        &repo,
        &["--yes", "--confidential", "--to", "ceo@example.com"],
    )
    .ends(0);
    assert_eq!(repo.read(".git/mail/words"), "-i ceo@example.com\n");
}

#[test]
fn a_program_gets_no_secret_in_its_words_and_its_environment() {
    let repo = with_program("");
    let secrets = [
        ("PMREPO_SMTP_TOKEN", "tr0ub4dor-1"),
        (
            "PMREPO_CHANNEL_OPS_URL",
            "https://hooks.example.com/tr0ub4dor-2",
        ),
        ("PMREPO_PAGERDUTY_TOKEN", "tr0ub4dor-3"),
    ];
    let words = ["message", "send", "one", "notice", "--yes"];
    let sent = repo.pmrepo_with(&secrets, &words).ends(0);
    assert!(!format!("{sent:?}").contains("tr0ub4dor"), "{sent:?}");
    let got = repo.read(".git/mail/env") + &repo.read(".git/mail/words");
    assert!(got.contains("GIT_AUTHOR_NAME"), "{got}");
    assert!(!got.contains("tr0ub4dor"), "{got}");
    assert_eq!(repo.sh("grep -rl tr0ub4dor .").out, "");
}
