//! Trackers, as far as they are asked: each remembers the tickets that were made.

use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;
use serde_json::json;

use crate::http::Asked;
use crate::http::Reply;
use crate::http::Server;

/// The token that Jira takes.
pub(crate) const TOKEN: &str = "jIrA-SeCrEt-9";
/// The same with a name, as HTTP has them.
const BASIC: &str = "Basic b3BzQGV4YW1wbGUuY29tOmpJckEtU2VDckV0LTk=";
/// The label that only the ticket of one item has.
const LABEL: &str = "pmrepo.2026-03-10-one.AI-1";

/// What answers, with the tickets that there are.
type Answer = fn(&mut Vec<Value>, &Asked) -> Reply;

pub(crate) struct Fake {
    pub(crate) server: Server,
    made: Arc<Mutex<Vec<Value>>>,
}

impl Fake {
    /// GitHub, as `gh api` asks it.
    pub(crate) fn github() -> Self {
        Self::start(github)
    }

    /// GitLab, as `glab api` asks it.
    pub(crate) fn gitlab() -> Self {
        Self::start(gitlab)
    }

    /// Jira.
    pub(crate) fn jira() -> Self {
        Self::start(jira)
    }

    fn start(answer: Answer) -> Self {
        let made: Arc<Mutex<Vec<Value>>> = Arc::default();
        let there = Arc::clone(&made);
        let server = Server::start(Box::new(move |asked: &Asked| {
            answer(&mut there.lock().unwrap(), asked)
        }));
        Self { server, made }
    }

    /// The tickets that were made.
    pub(crate) fn made(&self) -> Vec<Value> {
        self.made.lock().unwrap().clone()
    }
}

/// The answer with a ticket of a number, closed meanwhile.
fn closed(made: &[Value], number: &str) -> Reply {
    let number: usize = number.parse().unwrap();
    let mut issue = made.get(number - 1).unwrap().clone();
    issue["state"] = json!("closed");
    issue["closed_at"] = json!("2026-03-21T00:00:00Z");
    Reply::json(200, &issue)
}

fn github(made: &mut Vec<Value>, asked: &Asked) -> Reply {
    let path = asked.path.trim_start_matches("/api/v3");
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("POST", ["repos", "acme", "sre", "issues"]) => {
            let number = made.len() + 1;
            let mut issue = asked.body.clone();
            issue["number"] = json!(number);
            let url = format!("https://github.localhost/acme/sre/issues/{number}");
            issue["html_url"] = json!(url);
            issue["state"] = json!("open");
            made.push(issue.clone());
            Reply::json(201, &issue)
        }
        ("GET", ["repos", "acme", "sre", "issues"]) => Reply::json(200, &json!(*made)),
        ("GET", ["repos", "acme", "sre", "issues", number]) => closed(made, number),
        _ => Reply::json(404, &json!({"message": "Not Found"})),
    }
}

fn gitlab(made: &mut Vec<Value>, asked: &Asked) -> Reply {
    // The name of a project is one part of the path.
    let path = asked.path.trim_start_matches("/projects/acme/sre/");
    let parts: Vec<&str> = path.split('/').collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("POST", ["issues"]) => {
            let number = made.len() + 1;
            let mut issue = asked.body.clone();
            issue["iid"] = json!(number);
            let url = format!("https://gitlab.example.com/acme/sre/-/issues/{number}");
            issue["web_url"] = json!(url);
            issue["state"] = json!("opened");
            made.push(issue.clone());
            Reply::json(201, &issue)
        }
        ("GET", ["issues"]) => Reply::json(200, &json!(*made)),
        ("GET", ["issues", number]) => closed(made, number),
        _ => Reply::json(404, &json!({"message": "404 Not found"})),
    }
}

fn jira(made: &mut Vec<Value>, asked: &Asked) -> Reply {
    let wrong = |status, why: &str| Reply::json(status, &json!({"errorMessages": [why]}));
    if asked.headers.get("authorization").map(String::as_str) != Some(BASIC) {
        return wrong(401, "You are not authenticated.");
    }
    match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/rest/api/2/issue") => {
            made.push(asked.body.clone());
            let key = format!("OPS-{}", made.len());
            Reply::json(201, &json!({"id": "1", "key": key, "self": "x"}))
        }
        ("GET", "/rest/api/2/search/jql") => {
            let query = format!("project = \"OPS\" AND labels = \"{LABEL}\"");
            assert_eq!(asked.values("jql"), [query]);
            let has = |it: &Value| {
                let labels = it.pointer("/fields/labels").unwrap();
                labels.as_array().unwrap().contains(&json!(LABEL))
            };
            let found = made.iter().position(has);
            let issues = found.map(|at| json!({"key": format!("OPS-{}", at + 1)}));
            let issues: Vec<Value> = issues.into_iter().collect();
            Reply::json(200, &json!({"issues": issues}))
        }
        ("GET", "/rest/api/2/issue/OPS-1") => {
            let status = json!({"statusCategory": {"key": "indeterminate"}});
            let fields = json!({"status": status, "resolution": null, "resolutiondate": null});
            Reply::json(200, &json!({"fields": fields}))
        }
        _ => wrong(404, "Issue does not exist"),
    }
}
