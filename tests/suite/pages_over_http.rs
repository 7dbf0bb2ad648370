//! `message publish` to Statuspage and to a PagerDuty status page: fakes on loopback that remember, and
//! refuse what the published descriptions do not have. What publishes is the program with all its
//! features, which `.ci/tools DIR` builds.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;
use serde_json::json;

use crate::listener::Answer;
use crate::listener::Asked;
use crate::listener::Listener;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const SECRET: &str = "tr0ub4dor-key";
const REPORT: &str = "---\ntitle: Secret codename\nstatus: reviewed\nseverity: SEV-3\n\
    started_at: 2026-03-10T10:00Z\nresolved_at: 2026-03-10T11:00Z\nowner: carol\n---\n";
const TEXT: &str = "Payments *were* slow.";

fn place() -> String {
    report("one").replace("postmortem.md", "messages/external.md")
}

fn message() -> String {
    format!("---\napproved_by: bob\napproved_at: 2026-03-30T10:00Z\n---\n\n{TEXT}\n")
}

/// What a fake has, and what it does wrong: the number of a request that changes something, and how.
#[derive(Default)]
struct State {
    draft: Value,
    published: Value,
    notified: usize,
    changes: usize,
    wrong: Option<(usize, Wrong)>,
}

#[derive(Clone, Copy)]
enum Wrong {
    /// The change is done, and there is no answer.
    Silent,
    /// The change is done, and the answer is a fault of the server's.
    Fault,
    /// It wants to be left alone for a moment.
    Busy,
}

type Shared = Arc<Mutex<State>>;

fn changed(state: &mut State, done: impl FnOnce(&mut State) -> Value) -> Answer {
    state.changes += 1;
    let wrong = state.wrong.filter(|(at, _)| *at == state.changes);
    if let Some((_, Wrong::Busy)) = wrong {
        return Some((429, json!({"error": "slow down"}).to_string()));
    }
    let body = done(state);
    match wrong {
        Some((_, Wrong::Silent)) => None,
        Some((_, Wrong::Fault)) => Some((502, "{}".to_owned())),
        _ => Some((200, body.to_string())),
    }
}

fn statuspage(state: &Shared, asked: &Asked) -> Answer {
    let mut state = state.lock().unwrap();
    let key = format!("oauth {SECRET}");
    if !asked.head.to_lowercase().contains(&key.to_lowercase()) {
        return Some((401, json!({"error": "no such key"}).to_string()));
    }
    let base = "/pages/p1/incidents/i1";
    let body: Value = serde_json::from_str(&asked.body).unwrap_or_default();
    let has = |state: &State| {
        json!({"body": state.published, "body_draft": state.draft,
               "published_at": if state.published.is_null() { Value::Null } else { json!("2026-04-01T12:00:00Z") }})
    };
    match (asked.method.as_str(), asked.target.strip_prefix(base)?) {
        ("GET", "") => Some((
            200,
            json!({"id": "i1", "shortlink": "https://stspg.example/i1"}).to_string(),
        )),
        ("GET", "/postmortem") if state.draft.is_null() => Some((404, "{}".to_owned())),
        ("GET", "/postmortem") => Some((200, has(&state).to_string())),
        ("PUT", "/postmortem") => {
            assert_eq!(
                body.pointer("/postmortem")
                    .unwrap()
                    .as_object()
                    .unwrap()
                    .len(),
                1,
                "{body}"
            );
            let draft = body.pointer("/postmortem/body_draft").unwrap().clone();
            changed(&mut state, |it| {
                it.draft = draft;
                has(it)
            })
        }
        ("PUT", "/postmortem/publish") => {
            let tells = body
                .pointer("/postmortem/notify_subscribers")
                .unwrap()
                .as_bool()
                .unwrap();
            assert_eq!(
                body.pointer("/postmortem/notify_twitter"),
                Some(&json!(false))
            );
            changed(&mut state, |it| {
                it.published = it.draft.clone();
                it.notified += usize::from(tells);
                has(it)
            })
        }
        _ => Some((404, "{}".to_owned())),
    }
}

fn pagerduty(state: &Shared, asked: &Asked) -> Answer {
    let mut state = state.lock().unwrap();
    let head = asked.head.to_lowercase();
    assert!(
        head.contains("accept: application/vnd.pagerduty+json;version=2"),
        "{head}"
    );
    assert!(
        head.contains(&format!("authorization: token token={SECRET}")),
        "{head}"
    );
    assert_eq!(asked.target, "/status_pages/p1/posts/i1/postmortem");
    if asked.method == "GET" {
        return if state.published.is_null() {
            Some((404, "{}".to_owned()))
        } else {
            Some((
                200,
                json!({"postmortem": {"message": state.published}}).to_string(),
            ))
        };
    }
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    let it = |name: &str| {
        body.pointer(&format!("/postmortem/{name}"))
            .unwrap()
            .clone()
    };
    assert_eq!(it("type"), "status_page_post_postmortem");
    assert_eq!(it("post"), json!({"id": "i1", "type": "status_page_post"}));
    let (message, tells) = (it("message"), it("notify_subscribers").as_bool().unwrap());
    changed(&mut state, |it| {
        it.published = message;
        it.notified += usize::from(tells);
        json!({"postmortem": {"message": it.published}})
    })
}

struct Place {
    repo: Sandbox,
    program: PathBuf,
    state: Shared,
    listener: Listener,
    to: &'static str,
}

impl Place {
    fn new(to: &'static str) -> Option<Self> {
        let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
        let program = tools
            .map(|it| it.join("full/pmrepo"))
            .filter(|it| it.is_file());
        let Some(program) = program else {
            println!("skipped: PMREPO_TEST_TOOLS names no program with all features");
            return None;
        };
        let repo = Sandbox::new();
        repo.write(&report("one"), REPORT);
        repo.write(&place(), message());
        let state = Shared::default();
        let shared = Arc::clone(&state);
        let listener = match to {
            "statuspage" => Listener::start(move |it| statuspage(&shared, it)),
            _ => Listener::start(move |it| pagerduty(&shared, it)),
        };
        for (name, value) in [
            ("pmrepo.statuspage.host", listener.address.as_str()),
            ("pmrepo.pagerduty.host", &listener.address),
            ("pmrepo.statuspage.page", "p1"),
            ("pmrepo.pagerduty.statusPage", "p1"),
        ] {
            repo.git(&["config", name, value]).ends(0);
        }
        Some(Self {
            repo,
            program,
            state,
            listener,
            to,
        })
    }

    fn publish_with(&self, token: &str, more: &[&str]) -> Output {
        let words = [
            "--as-of",
            "2026-04-01T12:00Z",
            "message",
            "publish",
            "one",
            "external",
            "--incident",
            "i1",
            "--to",
        ];
        let all = [&words[..], &[self.to], more].concat();
        let name = format!("PMREPO_{}_TOKEN", self.to.to_uppercase());
        let variables = [(name.as_str(), token)];
        let shown = self
            .repo
            .run_with(&variables, self.program.to_str().unwrap(), "", &all);
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

    fn reset(&self, wrong: Option<(usize, Wrong)>) {
        *self.state.lock().unwrap() = State {
            wrong,
            ..State::default()
        };
        self.repo.write(&place(), message());
    }
}

#[test]
fn the_approved_words_are_published_once_and_nobody_is_told_unasked() {
    for to in ["statuspage", "pagerduty"] {
        let Some(place) = Place::new(to) else { return };
        let dry = place.publish(&["--dry-run"]).ends(0);
        assert!(
            dry.out.contains("PUT http") && dry.out.contains("\"notify_subscribers\": false"),
            "{dry:?}"
        );
        assert!(dry.err.contains("subscribers are not notified"), "{dry:?}");
        assert!(place.state.lock().unwrap().published.is_null());
        place.publish(&["--yes"]).ends(0);
        let expected = match to {
            "statuspage" => TEXT.to_owned(),
            _ => "<p>Payments <em>were</em> slow.</p>\n".to_owned(),
        };
        {
            let state = place.state.lock().unwrap();
            assert_eq!((&state.published, state.notified), (&json!(expected), 0));
        }
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
        let before = place
            .listener
            .got()
            .iter()
            .filter(|it| it.method == "PUT")
            .count();
        place.repo.write(&self::place(), self::message());
        place.publish(&["--yes", "--notify"]).ends(0);
        let after = place
            .listener
            .got()
            .iter()
            .filter(|it| it.method == "PUT")
            .count();
        assert_eq!(before, after);
        assert_eq!(place.state.lock().unwrap().notified, 0);
        place.reset(None);
        place.publish(&["--yes", "--notify"]).ends(0);
        assert_eq!(place.state.lock().unwrap().notified, 1);
    }
}

#[test]
fn a_change_without_an_answer_is_looked_for_and_not_done_twice() {
    for to in ["statuspage", "pagerduty"] {
        let Some(place) = Place::new(to) else { return };
        let last = if to == "statuspage" { 2 } else { 1 };
        for at in 1..=last {
            for wrong in [Wrong::Silent, Wrong::Fault, Wrong::Busy] {
                place.reset(Some((at, wrong)));
                place.publish(&["--yes", "--notify"]).ends(0);
                let state = place.state.lock().unwrap();
                assert!(!state.published.is_null());
                assert_eq!(state.notified, 1, "{to} {at}");
            }
        }
    }
}

#[test]
fn what_is_there_gives_way_only_if_meant_and_a_wrong_token_is_said() {
    for to in ["statuspage", "pagerduty"] {
        let Some(place) = Place::new(to) else { return };
        {
            let mut state = place.state.lock().unwrap();
            state.published = json!("Something else.");
            state.draft = state.published.clone();
        }
        let refused = place.publish(&["--yes"]).ends(2);
        assert!(refused.err.contains("another postmortem"), "{refused:?}");
        assert_eq!(place.message(), message());
        place.publish(&["--yes", "--again"]).ends(0);
        assert_ne!(
            place.state.lock().unwrap().published,
            json!("Something else.")
        );
        if to == "statuspage" {
            place.reset(None);
            let refused = place.publish_with("other", &["--yes"]).ends(2);
            assert!(
                refused.err.contains("the token is not accepted"),
                "{refused:?}"
            );
        }
    }
}
