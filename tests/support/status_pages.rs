//! Statuspage and PagerDuty's status pages, as far as a postmortem of an incident goes: both remember what
//! was done, and refuse what their published descriptions do not have.

use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;
use serde_json::json;

use crate::http::Asked;
use crate::http::Reply;
use crate::http::Server;
use crate::pagerduty_fake::fault;

/// The token that both take.
pub(crate) const SECRET: &str = "tr0ub4dor-key";
/// Where the incident lies on Statuspage, and the postmortem of a post on PagerDuty's.
const INCIDENT: &str = "/pages/p1/incidents/i1";
const POST: &str = "/status_pages/p1/posts/i1/postmortem";
/// When everything is done there.
const AT: &str = "2026-04-01T12:00:00Z";

/// What is there; null where it is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    pub(crate) draft: Value,
    pub(crate) published: Value,
    /// How often the page's subscribers were told.
    pub(crate) notified: usize,
}

pub(crate) struct StatusPage {
    pub(crate) server: Server,
    pub(crate) state: Arc<Mutex<State>>,
}

impl StatusPage {
    /// One of both: `statuspage` or `pagerduty`.
    pub(crate) fn start(kind: &str) -> Self {
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let answer = match kind {
            "statuspage" => State::statuspage,
            _ => State::pagerduty,
        };
        let server = Server::start(Box::new(move |asked: &Asked| {
            answer(&mut shared.lock().unwrap(), asked)
        }));
        Self { server, state }
    }

    /// What is there now.
    pub(crate) fn state(&self) -> State {
        self.state.lock().unwrap().clone()
    }
}

/// A truth of a request's body.
fn is_set(asked: &Asked, name: &str) -> bool {
    asked.body.pointer(name).unwrap().as_bool().unwrap()
}

impl State {
    fn statuspage(&mut self, asked: &Asked) -> Reply {
        let wrong = |status, why: &str| Reply::json(status, &json!({"message": why}));
        let token = asked.headers.get("authorization");
        if token != Some(&format!("OAuth {SECRET}")) {
            return wrong(401, "Could not authenticate");
        }
        let Some(rest) = asked.path.strip_prefix(INCIDENT) else {
            return wrong(404, "Not found");
        };
        match (asked.method.as_str(), rest) {
            ("GET", "") => {
                let link = "https://stspg.example/i1";
                Reply::json(200, &json!({"id": "i1", "name": "Slow", "shortlink": link}))
            }
            ("GET", "/postmortem") if self.draft.is_null() => wrong(404, "Not found"),
            ("GET", "/postmortem") => self.postmortem(),
            ("PUT", "/postmortem") => {
                self.draft = asked
                    .body
                    .pointer("/postmortem/body_draft")
                    .unwrap()
                    .clone();
                self.postmortem()
            }
            ("PUT", "/postmortem/publish") => {
                assert!(!is_set(asked, "/postmortem/notify_twitter"));
                self.published = self.draft.clone();
                self.notified += usize::from(is_set(asked, "/postmortem/notify_subscribers"));
                self.postmortem()
            }
            _ => wrong(404, "Not found"),
        }
    }

    fn postmortem(&self) -> Reply {
        let mut it = json!({"body_draft": self.draft, "created_at": AT, "updated_at": AT});
        if !self.published.is_null() {
            it["body"] = self.published.clone();
            it["published_at"] = json!(AT);
        }
        Reply::json(200, &it)
    }

    fn pagerduty(&mut self, asked: &Asked) -> Reply {
        let token = asked.headers.get("authorization");
        if token != Some(&format!("Token token={SECRET}")) {
            return fault(401, 2006, "Authentication failed");
        }
        let is_new = self.published.is_null();
        match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", POST) if is_new => fault(404, 2100, "Not Found"),
            ("GET", POST) => self.post(200),
            ("PUT", POST) => {
                let post = asked.body.pointer("/postmortem/post").unwrap();
                assert_eq!(*post, json!({"id": "i1", "type": "status_page_post"}));
                self.published = asked.body.pointer("/postmortem/message").unwrap().clone();
                self.notified += usize::from(is_set(asked, "/postmortem/notify_subscribers"));
                self.post(if is_new { 201 } else { 200 })
            }
            _ => fault(404, 2100, "Not Found"),
        }
    }

    fn post(&self, status: u16) -> Reply {
        let there = format!("https://api.pagerduty.com{POST}");
        let post = json!({"id": "i1", "type": "status_page_post",
            "self": there.trim_end_matches("/postmortem")});
        let it = json!({"id": "PM1", "type": "status_page_post_postmortem", "self": there, "post": post,
            "message": self.published, "notify_subscribers": self.notified > 0, "reported_at": AT});
        Reply::json(status, &json!({"postmortem": it}))
    }
}
