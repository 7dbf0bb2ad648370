//! `message publish` to Statuspage and to a PagerDuty status page: fakes on loopback that remember. What
//! publishes is the program with all its features, which `.ci/tools DIR` builds.

use std::process::Command;

use serde_json::json;

use crate::contract::Contract;
use crate::elsewhere::Elsewhere;
use crate::http::Reply;
use crate::http::Server;
use crate::http::Trouble;
use crate::killed;
use crate::killed::Scene;
use crate::sandbox::NOW;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::status_pages::SECRET;
use crate::status_pages::State;
use crate::status_pages::StatusPage;

const REPORT: &str = "---\ntitle: Secret codename\nstatus: reviewed\nseverity: SEV-3\n\
    started_at: 2026-03-10T10:00Z\nresolved_at: 2026-03-10T11:00Z\nowner: carol\n---\n";
const TEXT: &str = "Payments *were* slow.";
/// Both places.
const ALL: [&str; 2] = ["statuspage", "pagerduty"];

fn place() -> String {
    report("one").replace("postmortem.md", "messages/external.md")
}

fn message() -> String {
    format!("---\napproved_by: bob\napproved_at: 2026-03-30T10:00Z\n---\n\n{TEXT}\n")
}

struct Place {
    repo: Sandbox,
    elsewhere: Elsewhere,
    there: StatusPage,
    to: &'static str,
    more: &'static [&'static str],
}

impl Place {
    fn new(to: &'static str) -> Option<Self> {
        let elsewhere = Elsewhere::find()?;
        let repo = Sandbox::new();
        repo.write(&report("one"), REPORT);
        repo.write(&place(), message());
        let there = StatusPage::start(to);
        for (name, value) in [
            ("pmrepo.statuspage.host", there.server.address.as_str()),
            ("pmrepo.pagerduty.host", &there.server.address),
            ("pmrepo.statuspage.page", "p1"),
            ("pmrepo.pagerduty.statusPage", "p1"),
        ] {
            repo.git(&["config", name, value]).ends(0);
        }
        Some(Self {
            repo,
            elsewhere,
            there,
            to,
            more: &["--yes", "--notify"],
        })
    }

    fn variable(&self) -> String {
        format!("PMREPO_{}_TOKEN", self.to.to_uppercase())
    }

    fn words<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let words = ["message", "publish", "one", "external"];
        [&words[..], &["--incident", "i1", "--to", self.to], more].concat()
    }

    fn publish_with(&self, token: &str, more: &[&str]) -> Output {
        let name = self.variable();
        let variables = [(name.as_str(), token)];
        let shown = self
            .elsewhere
            .run(&self.repo, &variables, &self.words(more));
        assert!(!format!("{shown:?}").contains(SECRET), "{shown:?}");
        let kept = self.repo.sh(&format!("grep -rl {SECRET} ."));
        assert_eq!(kept.out, "");
        shown
    }

    fn publish(&self, more: &[&str]) -> Output {
        self.publish_with(SECRET, more)
    }

    fn message(&self) -> String {
        self.repo.read(&place())
    }

    /// How often something was changed there.
    fn changes(&self) -> usize {
        let lines = self.there.server.lines();
        lines.iter().filter(|it| it.starts_with("PUT")).count()
    }

    fn reset(&self) {
        *self.there.state.lock().unwrap() = State::default();
        self.repo.write(&place(), message());
    }
}

impl Scene for Place {
    type End = (State, String);

    fn server(&self) -> &Server {
        &self.there.server
    }

    fn command(&self) -> Command {
        let words = [&["--as-of", NOW], &self.words(self.more)[..]].concat();
        let mut command = self.repo.command(self.elsewhere.program(), "", &words);
        command.env(self.variable(), SECRET);
        command
    }

    fn run(&self) {
        self.publish(self.more).ends(0);
    }

    fn end(&self) -> Self::End {
        (self.there.state(), self.message())
    }
}

#[test]
fn the_approved_words_are_published_once_and_nobody_is_told_unasked() {
    for to in ALL {
        let Some(place) = Place::new(to) else { return };
        let dry = place.publish(&["--dry-run"]).ends(0);
        assert!(
            dry.out.contains("PUT http") && dry.out.contains("\"notify_subscribers\": false"),
            "{dry:?}"
        );
        assert!(dry.err.contains("subscribers are not notified"), "{dry:?}");
        assert!(place.there.state().published.is_null());
        place.publish(&["--yes"]).ends(0);
        let expected = match to {
            "statuspage" => TEXT.to_owned(),
            _ => "<p>Payments <em>were</em> slow.</p>\n".to_owned(),
        };
        let state = place.there.state();
        assert_eq!((&state.published, state.notified), (&json!(expected), 0));
        let message = place.message();
        assert!(
            message.contains("sent_at: 2026-04-01T12:00Z\n"),
            "{message}"
        );
        assert_eq!(
            message.contains("https://stspg.example/i1"),
            to == "statuspage",
            "{message}"
        );
        // Whoever was interrupted before the record was written runs it again: nothing is changed twice.
        let before = place.changes();
        place.repo.write(&self::place(), self::message());
        place.publish(&["--yes", "--notify"]).ends(0);
        assert_eq!(place.changes(), before);
        assert_eq!(place.there.state().notified, 0);
        place.reset();
        place.publish(&["--yes", "--notify"]).ends(0);
        assert_eq!(place.there.state().notified, 1);
    }
}

/// All that is asked, and what the fakes answer, is as the published descriptions have it.
#[test]
fn what_is_asked_is_as_the_published_descriptions_have_it() {
    for (to, contract) in ALL.into_iter().zip([Contract::statuspage, Contract::read]) {
        let Some(place) = Place::new(to) else { return };
        let Some(mut contract) = contract() else {
            return;
        };
        place.publish(&["--yes", "--notify"]).ends(0);
        place.there.state.lock().unwrap().published = json!("Something else.");
        place.publish(&["--yes", "--again"]).ends(0);
        let seen = place.there.server.seen();
        assert!(seen.len() > 3, "{seen:?}");
        for it in &seen {
            contract.check(it);
        }
    }
}

#[test]
fn a_run_that_is_killed_anywhere_ends_as_a_whole_one_and_tells_people_once() {
    for to in ALL {
        if Place::new(to).is_none() {
            return;
        }
        for more in [&["--yes", "--notify"][..], &["--yes", "--again"]] {
            let lines = killed::everywhere(|| {
                let place = Place::new(to).unwrap();
                Place { more, ..place }
            });
            let least = if to == "statuspage" { 4 } else { 2 };
            assert!(lines.len() >= least, "{lines:?}");
        }
    }
}

#[test]
fn a_change_without_an_answer_is_looked_for_and_not_done_twice() {
    let fault = || Reply::json(502, &json!({}));
    let busy =
        |status| Reply::json(status, &json!({"error": "slow down"})).with("Retry-After", "0");
    for to in ALL {
        let Some(place) = Place::new(to) else { return };
        let lines = match to {
            "statuspage" => &["/postmortem", "/postmortem/publish"][..],
            _ => &["/postmortem"],
        };
        let base = match to {
            "statuspage" => "PUT /pages/p1/incidents/i1",
            _ => "PUT /status_pages/p1/posts/i1",
        };
        for line in lines {
            for trouble in [
                Trouble::Cut,
                Trouble::CutBefore,
                Trouble::Afterwards(fault()),
                Trouble::Instead(fault()),
                Trouble::Instead(busy(429)),
                // Statuspage says so as well.
                Trouble::Instead(busy(420)),
            ] {
                place.reset();
                place.there.server.plan(&format!("{base}{line}"), trouble);
                place.publish(&["--yes", "--notify"]).ends(0);
                let state = place.there.state();
                assert!(!state.published.is_null());
                assert_eq!(state.notified, 1, "{to} {line}");
            }
        }
    }
}

#[test]
fn what_is_there_gives_way_only_if_meant_and_a_wrong_token_is_said() {
    for to in ALL {
        let Some(place) = Place::new(to) else { return };
        {
            let mut state = place.there.state.lock().unwrap();
            state.published = json!("Something else.");
            state.draft = state.published.clone();
        }
        let refused = place.publish(&["--yes"]).ends(2);
        assert!(refused.err.contains("another postmortem"), "{refused:?}");
        assert_eq!(place.message(), message());
        place.publish(&["--yes", "--again"]).ends(0);
        assert_ne!(place.there.state().published, json!("Something else."));
        place.reset();
        let refused = place.publish_with("other", &["--yes"]).ends(2);
        assert!(
            refused.err.contains("the token is not accepted"),
            "{refused:?}"
        );
    }
}

/// Each place takes so much, and no more: nothing is asked of it then.
#[test]
fn a_message_that_is_too_long_is_not_sent() {
    for (to, most, why) in [
        ("statuspage", 25_000, "longer than 25000 bytes"),
        (
            "pagerduty",
            10_000 - "<p></p>\n".len(),
            "longer than 10000 characters",
        ),
    ] {
        let Some(place) = Place::new(to) else { return };
        let message = |length| message().replace(TEXT, &"x".repeat(length));
        place.repo.write(&self::place(), message(most + 1));
        let refused = place.publish(&["--yes"]).ends(2);
        assert!(refused.err.contains(why), "{refused:?}");
        assert_eq!(place.there.server.lines(), Vec::<String>::new());
        place.repo.write(&self::place(), message(most));
        place.publish(&["--yes"]).ends(0);
    }
}
