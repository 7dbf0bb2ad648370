//! The pages about other places, whose commands run as they stand there.

use crate::sandbox::Sandbox;

/// The blocks of a page in a language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let begin = format!("```{language}\n");
    let blocks = page.split(begin.as_str()).skip(1);
    blocks.map(|it| it.split("```").next().unwrap()).collect()
}

/// The demo, with what a page says about its configuration, and a program in the place of `sendmail`.
fn demo(page: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let words = ["--as-of", "2026-11-20", "demo", "d"];
    sandbox.pmrepo_with(&[], &words).ends(0);
    let config = sandbox.read("d/pmrepo.yaml");
    let more: String = blocks(page, "yaml").concat();
    sandbox.write("d/pmrepo.yaml", format!("{config}{more}"));
    sandbox.write("d/.git/sendmail", "#!/bin/sh\ncat >>.git/sent\n");
    sandbox.write(
        "status/config.yml",
        "params: {systems: [{name: Web shop}]}\n",
    );
    sandbox.sh("chmod +x d/.git/sendmail").ends(0);
    sandbox
}

/// Runs the commands of a page, each by itself, at the demo's time.
fn run(sandbox: &Sandbox, page: &str, skips: &[&str]) {
    for block in blocks(page, "sh") {
        for line in block.lines().filter(|it| !it.is_empty()) {
            if skips.iter().any(|it| line.contains(it)) {
                continue;
            }
            let line = line.replace("pmrepo ", "pmrepo --as-of 2026-11-20T12:00Z ");
            let script = format!("cd d && {line}");
            let done = sandbox.sh(&script);
            assert_eq!(done.status, 0, "{line}\n{done:?}");
        }
    }
}

#[test]
fn the_page_about_mail_is_followed_word_for_word() {
    let page = include_str!("../../.github/pages/mail.md");
    let sandbox = demo(page);
    let notice = "postmortems/2026/*-stale-dns/messages/notice.md";
    // The page's postmortem has a notice that is ready, and was not sent yet.
    sandbox
        .sh(&format!(
            "cd d && sed -i '/sent_at/d; /message_id/d; /^to:/d' {notice}"
        ))
        .ends(0);
    let page = page.replace("checkout", "stale-dns");
    run(&sandbox, &page, &["message new"]);
    let sent = sandbox.read("d/.git/sent");
    assert!(sent.contains("From: Ivan <ivan@example.com>"), "{sent}");
    assert!(sent.contains("all@example.com"), "{sent}");
    assert!(
        sandbox
            .read("d/notice.eml")
            .contains("multipart/alternative")
    );
    assert!(sandbox.read("d/notice.html").starts_with("<!DOCTYPE html>"));
}

#[test]
fn the_page_about_the_status_page_is_followed_word_for_word() {
    let page = include_str!("../../.github/pages/status-page.md");
    let sandbox = demo(page);
    let external = "postmortems/2026/*-checkout-latency/messages/external.md";
    sandbox
        .sh(&format!(
            "cd d && sed -i '/sent_at/d; /^url/d' {external} && sed -i 's/^On /# Slow payments\\n\\nOn /' {external} \
             && sed -i '/^approved_/d' {external} && git commit -qam x --no-verify"
        ))
        .ends(0);
    run(&sandbox, page, &["message new"]);
    let page = sandbox
        .sh("cat status/content/issues/*-checkout-latency.md")
        .ends(0)
        .out;
    assert!(
        page.contains("title: Slow payments\n") && page.contains("- Web shop\n"),
        "{page}"
    );
    assert!(
        sandbox
            .read("d/payments.html")
            .contains("<h1>Slow payments</h1>")
    );
}

#[test]
fn the_page_about_the_channel_is_followed_word_for_word() {
    let page = include_str!("../../.github/pages/channel.md");
    let sandbox = demo(page);
    run(&sandbox, page, &[]);
}
