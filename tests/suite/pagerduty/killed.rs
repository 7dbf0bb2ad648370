//! `pagerduty push` and `review`, killed at each request.

use std::process::Command;

use super::PLACE;
use super::repository;
use super::run;
use super::world;
use crate::elsewhere::Elsewhere;
use crate::http::Server;
use crate::killed;
use crate::killed::Scene;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::TOKEN;
use crate::pagerduty_fake::World;
use crate::sandbox::NOW;
use crate::sandbox::Sandbox;

const CHECKLIST: &str = "postmortems/2026/2026-03-10-checkout/checklist.md";

struct Place {
    it: (Elsewhere, Sandbox),
    there: PagerDuty,
    words: &'static [&'static str],
}

impl Scene for Place {
    type End = (World, String, String);

    fn server(&self) -> &Server {
        &self.there.server
    }

    fn command(&self) -> Command {
        let words = [&["--as-of", NOW], self.words].concat();
        let mut command = self.it.1.command(self.it.0.program(), "", &words);
        command
            .env("PMREPO_PAGERDUTY_HOST", &self.there.server.address)
            .env("PMREPO_PAGERDUTY_TOKEN", TOKEN);
        command
    }

    fn run(&self) {
        run(&self.it, &self.there, self.words).ends(0);
    }

    fn end(&self) -> Self::End {
        let notes = self
            .there
            .world()
            .notes
            .values()
            .map(Vec::len)
            .sum::<usize>();
        assert!(notes <= 1, "{notes} notes");
        let repo = &self.it.1;
        (self.there.world(), repo.read(PLACE), repo.read(CHECKLIST))
    }
}

/// Kills a command at each of its requests, before it is done and after, and runs it again.
fn killed_everywhere(words: &'static [&'static str]) {
    if repository().is_none() {
        return;
    }
    let lines = killed::everywhere(|| Place {
        it: repository().unwrap(),
        there: PagerDuty::start(world()),
        words,
    });
    assert!(lines.len() > 2, "{lines:?}");
}

#[test]
fn a_push_that_is_killed_anywhere_ends_as_a_whole_one() {
    killed_everywhere(&["pagerduty", "push", "checkout", "--yes"]);
}

#[test]
fn a_review_that_is_killed_anywhere_ends_as_a_whole_one() {
    killed_everywhere(&["pagerduty", "review", "checkout", "--yes"]);
}

#[test]
fn a_pull_that_is_killed_anywhere_ends_as_a_whole_one() {
    killed_everywhere(&[
        "pagerduty",
        "pull",
        "checkout",
        "--write",
        "--rows",
        "--save-log",
    ]);
}
