//! What has happened has a time that has passed, whatever the clock is set to.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const RESOLVED: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nowner: carol\n\
    started_at: 2026-03-10T10:00Z\ndetected_at: 2026-03-10T10:04Z\nresolved_at: YEAR-03-10T11:10Z\n---\n";

fn with_end(year: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(&report("card"), RESOLVED.replace("YEAR", year));
    sandbox
}

#[test]
fn an_end_that_is_yet_to_come_is_an_error_and_silences_no_deadline() {
    let sandbox = with_end("2027");
    let found = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(found.contains("PM209"), "{found}");
    assert!(found.contains("`resolved_at` is"), "{found}");
    let owed = sandbox.pmrepo(&["overdue"]).ends(1).out;
    assert!(owed.contains("in the future"), "{owed}");
    let owed = sandbox.pmrepo(&["overdue", "--format", "json"]).ends(1).out;
    assert!(owed.contains("\"state\":\"unreadable\""), "{owed}");
    // Once that year has come, it is what it says.
    let later = sandbox.pmrepo_with(&[], &["--as-of", "2027-03-11T12:00Z", "check"]);
    later.ends(0);
}

#[test]
fn clocks_may_differ_by_five_minutes() {
    let sandbox = Sandbox::new();
    let began = |at: &str| {
        let text =
            format!("---\ntitle: x\nstatus: draft\nseverity: SEV-4\nstarted_at: {at}\n---\n");
        sandbox.write("postmortems/2026/2026-04-01-card/postmortem.md", text);
        sandbox.pmrepo(&["check"])
    };
    began("2026-04-01T12:05Z").ends(0);
    began("2026-04-01T14:05+02:00").ends(0);
    began("2026-04-01T12:06Z").ends(1);
}

#[test]
fn looking_back_calls_nothing_unreadable_that_was_written_since() {
    let sandbox = with_end("2026");
    sandbox.commit("card").ends(0);
    let back = |at: &str, words: &[&str]| {
        let words = [&["--as-of", at], words].concat();
        sandbox.pmrepo_with(&[], &words)
    };
    for at in ["2026-03-10T10:30Z", "2026-01-01T00:00Z"] {
        back(at, &["check"]).ends(0);
        back(at, &["check", "--rev", "HEAD"]).ends(0);
        let owed = back(at, &["overdue", "--format", "json", "--all"]).out;
        assert!(!owed.contains("unreadable\","), "{owed}");
    }
    // What began later is not yet there.
    let owed = back("2026-01-01T00:00Z", &["overdue", "--all"]).ends(0).out;
    assert!(!owed.contains("card"), "{owed}");
    let owed = back("2026-03-10T10:30Z", &["overdue", "--all"]).out;
    assert!(owed.contains("card"), "{owed}");
}
