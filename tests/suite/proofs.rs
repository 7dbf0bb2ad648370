//! `prove`: every printed command, run with plain git in a fresh clone and in one of the bundle, prints what
//! is said, and what was tampered with does not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::kept;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const AS_OF: [&str; 2] = ["--as-of", "2026-04-01T12:00:00Z"];

/// The demo, and the evidence of a postmortem in it, in `pack`.
fn demo(id: &str) -> (Sandbox, Value) {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let pack = prove(&sandbox, &["-C", "d", "prove", id, "--out", "../pack"]);
    (sandbox, pack)
}

fn prove(sandbox: &Sandbox, words: &[&str]) -> Value {
    sandbox
        .pmrepo_with(&[], &[&AS_OF[..], words].concat())
        .ends(0);
    serde_json::from_str(&sandbox.read("pack/evidence.json")).unwrap()
}

/// Every command of a pack, with what it prints.
fn commands(pack: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    collect(pack, &mut all);
    all
}

fn collect(value: &Value, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            if let (Some(command), Some(prints)) = (map.get("command"), map.get("prints")) {
                let text = |it: &Value| it.as_str().unwrap().to_owned();
                all.insert(text(command), text(prints));
            }
            map.values().for_each(|it| collect(it, all));
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, all)),
        _ => {}
    }
}

/// The commands that do not print in a directory what they should.
fn denied(sandbox: &Sandbox, directory: &str, pack: &Value) -> Vec<String> {
    let all = commands(pack);
    let wrong = all.iter().filter(|(command, prints)| {
        let out = sandbox.sh(&format!("cd {directory} && {command}")).out;
        out.strip_suffix('\n').unwrap_or(&out) != prints.as_str()
    });
    wrong.map(|(command, _)| command.clone()).collect()
}

#[test]
fn plain_git_confirms_each_line_in_a_fresh_clone_and_in_one_of_the_bundle() {
    let (sandbox, pack) = demo("checkout");
    assert!(commands(&pack).len() > 30, "{pack:#}");
    let proof = &pack["proofs"][0];
    let statuses = proof["statuses"].as_array().unwrap().iter();
    let statuses: Vec<&str> = statuses.map(|it| it["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["draft", "in-review", "reviewed", "closed"]);
    assert_eq!(proof["message"]["is_as_approved"], true);
    sandbox.git(&["clone", "--quiet", "d", "fresh"]).ends(0);
    sandbox
        .git(&["clone", "--quiet", "pack/evidence.bundle", "bundled"])
        .ends(0);
    for place in ["fresh", "bundled"] {
        assert_eq!(
            denied(&sandbox, place, &pack),
            Vec::<String>::new(),
            "{place}"
        );
    }
    // What is told on paper is the same.
    let markdown = sandbox.read("pack/evidence.md");
    for (command, prints) in commands(&pack) {
        assert!(markdown.contains(&format!("\n{command}\n")), "{command}");
        assert!(
            prints.is_empty() || markdown.contains(&format!("\n#   {prints}\n")),
            "{prints}"
        );
    }
    for commit in pack["commits"].as_array().unwrap() {
        let words = ["cat-file", "-e", commit.as_str().unwrap()];
        sandbox.git_in("bundled", &words).ends(0);
    }
}

#[test]
fn what_was_tampered_with_fails() {
    let (sandbox, pack) = demo("checkout");
    // Another status in the pack.
    let forged: Value = serde_json::from_str(
        &pack
            .to_string()
            .replace("status: in-review", "status: reviewed"),
    )
    .unwrap();
    assert!(!denied(&sandbox, "d", &forged).is_empty());
    // A history in which somebody else wrote it, or at another time.
    for sed in [
        "s/^author .* </author Mallory </",
        "s/^(committer .*>) .*/\\1 1767225600 +0000/",
    ] {
        sandbox.git(&["clone", "--quiet", "d", "other"]).ends(0);
        sandbox.rewrite("other", sed);
        sandbox
            .git(&[
                "clone",
                "--quiet",
                "--no-local",
                "--single-branch",
                "other",
                "forged",
            ])
            .ends(0);
        let wrong = denied(&sandbox, "forged", &pack).len();
        // That nothing was there before is all that is left.
        assert!(wrong + 2 >= commands(&pack).len(), "{wrong}");
        for it in ["other", "forged"] {
            std::fs::remove_dir_all(sandbox.path(it)).unwrap();
        }
    }
    // A bundle of which a byte is another one.
    let path = sandbox.path("pack/evidence.bundle");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let cloned = sandbox.git(&["clone", "--quiet", "pack/evidence.bundle", "broken"]);
    assert_ne!(cloned.status, 0);
}

#[test]
fn a_text_that_changed_between_approval_and_sending_is_told() {
    let sandbox = Sandbox::new();
    let message = report("one").replace("postmortem.md", "messages/external.md");
    sandbox.write(&report("one"), open(""));
    let texts = [
        "---\n---\n\nIt was slow.\n",
        "---\napproved_by: bob\napproved_at: 2026-03-11T10:00Z\n---\n\nIt was slow.\n",
        "---\napproved_by: bob\napproved_at: 2026-03-11T10:00Z\nsent_at: 2026-03-12T10:00Z\n---\n\nIt was slow.\n",
    ];
    for (last, expected) in [("It was slow.", true), ("It was quick.", false)] {
        for text in texts {
            let text = if text.contains("sent_at") {
                text.replace("It was slow.", last)
            } else {
                text.to_owned()
            };
            sandbox.write(&message, text);
            commit(&sandbox);
        }
        let pack = prove(&sandbox, &["prove", "one", "--out", "pack"]);
        let message = &pack["proofs"][0]["message"];
        assert_eq!(message["is_as_approved"], expected, "{message:#}");
        assert_ne!(message["approved_in"], message["sent_in"]);
        assert_eq!(denied(&sandbox, ".", &pack), Vec::<String>::new());
        let said = sandbox.read("pack/evidence.md");
        assert_eq!(
            said.contains("NOT the one that was approved"),
            !expected,
            "{said}"
        );
    }
}

fn open(more: &str) -> String {
    format!(
        "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n\
         resolved_at: 2026-03-10T11:00Z\nservices: [checkout]\n{more}---\n"
    )
}

fn commit(sandbox: &Sandbox) {
    sandbox
        .git(&["add", "--all", "postmortems", "pmrepo.yaml"])
        .ends(0);
    let words = [
        "commit",
        "--quiet",
        "--no-verify",
        "--allow-empty",
        "--message",
        "x",
    ];
    sandbox.git(&words).ends(0);
}

#[test]
fn of_a_confidential_one_nothing_but_its_date_leaves() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("one"), open(""));
    sandbox.write(&report("stolen"), open("confidential: true\n"));
    commit(&sandbox);
    // That it no longer is changes nothing.
    sandbox.write(&report("stolen"), open(""));
    commit(&sandbox);
    let refused = sandbox.pmrepo(&["prove", "stolen"]).ends(2);
    assert_eq!(refused.out, "");
    assert!(
        refused.err.contains("it is confidential, or was"),
        "{}",
        refused.err
    );
    let words = [
        &AS_OF[..],
        &["prove", "--since", "2026-03-01", "--out", "pack"],
    ]
    .concat();
    let said = sandbox.pmrepo_with(&[], &words).ends(0).err;
    assert!(said.contains("no bundle was written"), "{said}");
    assert!(!sandbox.path("pack/evidence.bundle").exists());
    for name in ["pack/evidence.md", "pack/evidence.json"] {
        let text = sandbox.read(name);
        assert!(
            !text.contains("stolen") && text.contains("2026-03-10"),
            "{text}"
        );
    }
    let pack: Value = serde_json::from_str(&sandbox.read("pack/evidence.json")).unwrap();
    assert_eq!(pack["confidential"], serde_json::json!(["2026-03-10"]));
    assert_eq!(pack["bundle"], Value::Null);
    assert_eq!(pack["proofs"].as_array().unwrap().len(), 1);
}

#[test]
fn a_period_has_each_postmortem_of_its_days_and_a_pack_lies_beside_the_documents() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let words = [
        "-C",
        "d",
        "prove",
        "--since",
        "2026-02-01",
        "--until",
        "2026-02-28",
        "--out",
        "../pack",
    ];
    let pack = prove(&sandbox, &words);
    let proofs = pack["proofs"].as_array().unwrap().iter();
    let ids: Vec<&str> = proofs
        .map(|it| it["postmortem"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "2026-02-02-partner-certificate",
            "2026-02-12-map-tiles-quota",
            "2026-02-27-orders-locked"
        ]
    );
    for place in ["postmortems/x", ".git/x", "."] {
        let words = [
            &AS_OF[..],
            &["-C", "d", "prove", "checkout", "--out", place],
        ]
        .concat();
        sandbox.pmrepo_with(&[], &words).ends(2);
    }
    sandbox
        .pmrepo_with(&[], &["-C", "d", "prove", "xyzzy"])
        .ends(2);
}

#[test]
fn a_signature_is_good_bad_or_cannot_be_checked_here() {
    let sandbox = Sandbox::new();
    let made = sandbox
        .sh("ssh-keygen -q -t ed25519 -N '' -f key -C x && echo \"* $(cat key.pub)\" > allowed");
    if made.status != 0 {
        println!("skipped: there is no ssh-keygen");
        return;
    }
    let key = sandbox.path("key");
    let allowed = sandbox.path("allowed");
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("user.signingKey", key.to_str().unwrap()),
        ("gpg.ssh.allowedSignersFile", allowed.to_str().unwrap()),
    ] {
        sandbox.git(&["config", name, value]).ends(0);
    }
    sandbox.write(&report("one"), open(""));
    sandbox.git(&["add", "postmortems", "pmrepo.yaml"]).ends(0);
    let words = [
        "commit",
        "--quiet",
        "--no-verify",
        "--gpg-sign",
        "--message",
        "x",
    ];
    if sandbox.git(&words).status != 0 {
        println!("skipped: this git cannot sign with an SSH key");
        return;
    }
    let signature = || {
        let pack = prove(&sandbox, &["prove", "one", "--out", "pack"]);
        assert_eq!(denied(&sandbox, ".", &pack), Vec::<String>::new());
        pack["proofs"][0]["statuses"][0]["signature"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(signature(), "good");
    // A commit that says something else below the same signature.
    let script = "git cat-file commit HEAD | sed 's/^author Alice/author Mallory/' > forged && \
        git update-ref HEAD $(git hash-object -t commit -w forged)";
    sandbox.sh(script).ends(0);
    assert_eq!(signature(), "bad");
    sandbox
        .git(&[
            "commit",
            "--amend",
            "--quiet",
            "--no-verify",
            "--no-gpg-sign",
            "--message",
            "x",
        ])
        .ends(0);
    assert_eq!(signature(), "none");
}

#[test]
fn the_commands_on_its_page_work() {
    kept::follow(include_str!("../../.github/pages/proof.md"), 3);
}
