//! A run that is killed between two requests, or before the answer to one, can be run again, and all is as
//! after one whole run.

use std::process::Stdio;

use super::PLACE;
use super::repository;
use super::run;
use super::world;
use crate::elsewhere::Elsewhere;
use crate::http::Trouble;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::TOKEN;
use crate::pagerduty_fake::World;
use crate::sandbox::NOW;
use crate::sandbox::Sandbox;

const CHECKLIST: &str = "postmortems/2026/2026-03-10-checkout/checklist.md";

/// What is so at the end, there and here.
fn end(server: &PagerDuty, repo: &Sandbox) -> (World, String, String) {
    (server.world(), repo.read(PLACE), repo.read(CHECKLIST))
}

/// Runs the program until the request that is to be held, and kills it there.
fn kill(it: &(Elsewhere, Sandbox), server: &PagerDuty, words: &[&str]) {
    let mut child =
        it.1.command(it.0.program(), "", &[&["--as-of", NOW], words].concat())
            .env("PMREPO_PAGERDUTY_HOST", &server.server.address)
            .env("PMREPO_PAGERDUTY_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
    assert!(server.server.wait(), "the request never came");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Kills a command at each of its requests, before it is done and after, and runs it again.
fn killed_everywhere(words: &[&str]) {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    run(&it, &server, words).ends(0);
    let whole = end(&server, &it.1);
    let lines = server.server.lines();
    assert!(lines.len() > 2, "{lines:?}");
    for (at, line) in lines.iter().enumerate() {
        let earlier = lines
            .iter()
            .take(at)
            .filter(|it| it.starts_with(line))
            .count();
        for is_done in [false, true] {
            let Some(it) = repository() else { return };
            let server = PagerDuty::start(world());
            for _ in 0..earlier {
                server
                    .server
                    .plan(line, Trouble::Slow(std::time::Duration::ZERO));
            }
            let hold = if is_done {
                Trouble::HoldAfter
            } else {
                Trouble::HoldBefore
            };
            server.server.plan(line, hold);
            kill(&it, &server, words);
            run(&it, &server, words).ends(0);
            assert_eq!(
                end(&server, &it.1),
                whole,
                "killed at {at}: {line} (done: {is_done})"
            );
            let notes = server.world().notes.values().map(Vec::len).sum::<usize>();
            assert!(notes <= 1, "{notes} notes");
        }
    }
}

#[test]
fn a_push_that_is_killed_anywhere_ends_as_a_whole_one() {
    killed_everywhere(&["pagerduty", "push", "checkout", "--yes"]);
}

#[test]
fn a_review_that_is_killed_anywhere_ends_as_a_whole_one() {
    killed_everywhere(&["pagerduty", "review", "checkout", "--yes"]);
}
