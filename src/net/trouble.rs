//! Why a service did not do what was asked.

use serde_json::Value;

use super::request::Answer;
use super::request::Request;
use crate::model::Service;
use crate::refusal::Refusal;

/// How much of what a service says is repeated, in characters.
const MOST_SAID: usize = 300;
/// How many of the reasons that it lists are repeated.
const MOST_REASONS: usize = 5;

/// Why a service did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It answered, and does not do it.
    Refused(Answer),
    /// It could not be reached: nothing was sent.
    Unreachable(String),
    /// What was sent may have been done: no answer came that says so.
    Unclear(String),
    /// It does not want to be asked for so long, in seconds; `None` where it does not say.
    Busy(Option<u64>),
    /// Its answer is larger than any that is read.
    TooLarge,
    /// It sends on to another place, where the token does not go.
    SentOn(String),
    /// Looking whether it was done failed.
    Unseen(Refusal),
}

impl Trouble {
    /// The status of an answer that refuses.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(answer) => Some(answer.status),
            _ => None,
        }
    }

    /// The code that the service has for the reason, of its own numbers.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Refused(answer) => answer.body.pointer("/error/code")?.as_i64(),
            _ => None,
        }
    }

    /// What it said, with its reasons.
    pub fn said(&self) -> Vec<String> {
        match self {
            Self::Refused(answer) => said(&answer.body),
            _ => Vec::new(),
        }
    }

    /// It as a refusal: which service, what was asked of it, why not, and what to do.
    pub fn refusal(self, service: Service, request: &Request) -> Refusal {
        let title = service.title();
        let path = request.path.split('?').next().unwrap_or_default();
        let what = format!("{title}: {} {path}", request.method.as_str());
        match self {
            Self::Refused(answer) => refused(service, &what, &answer),
            Self::Unreachable(why) => Refusal::failed(format!("{title} cannot be reached: {why}"))
                .hint("nothing was sent"),
            Self::Unclear(why) => Refusal::failed(format!("{what}: no answer that can be read: {why}"))
                .hint("run it again: it looks first at what was done"),
            Self::Busy(wait) => {
                let it = Refusal::failed(format!("{what}: too many requests"));
                match wait {
                    Some(seconds) => it.hint(format!("run it again in {seconds} seconds")),
                    None => it.hint("run it again in a few minutes"),
                }
            }
            Self::TooLarge => Refusal::failed(format!("{what}: the answer is larger than 16 MiB")),
            Self::SentOn(to) => Refusal::failed(format!("{what}: {title} sends on to {to}"))
                .hint(format!(
                    "the token goes to the configured host only; if that is the right one: git config {} HOST",
                    service.setting("host")
                )),
            Self::Unseen(refusal) => refusal,
        }
    }
}

fn refused(service: Service, what: &str, answer: &Answer) -> Refusal {
    let said = said(&answer.body);
    let mut message = format!("{what}: {}", answer.status);
    if let Some(first) = said.first() {
        message.push_str(&format!(": {first}"));
    }
    let mut refusal = match answer.status {
        404 => Refusal::not_found(message),
        _ => Refusal::failed(message),
    };
    for more in said.iter().skip(1) {
        refusal = refusal.hint(more);
    }
    let token = format!(
        "{} or `git config {}`",
        service.variable("token"),
        service.setting("tokenCommand")
    );
    match answer.status {
        401 => refusal.hint(format!("the token is not accepted; it comes from {token}")),
        402 => refusal.hint("the account's plan does not have this"),
        403 => refusal.hint(format!("the token may not do this; it comes from {token}")),
        404 => refusal.hint("it is not there, or the token may not see it"),
        500..=599 => refusal.hint("the service is in trouble itself: run it again later"),
        _ => refusal,
    }
}

/// What a service says in the body of an answer that refuses, as most of them write it.
fn said(body: &Value) -> Vec<String> {
    let places = [
        "/error/message",
        "/message",
        "/error",
        "/error_description",
        "/title",
    ];
    let first = places.iter().find_map(|it| body.pointer(it)?.as_str());
    let lists = ["/error/errors", "/errors", "/errorMessages"];
    let mut all: Vec<String> = first.map(short).into_iter().collect();
    for list in lists.iter().filter_map(|it| body.pointer(it)) {
        let reasons: Vec<String> = match list {
            Value::Array(all) => all.iter().filter_map(Value::as_str).map(short).collect(),
            Value::Object(all) => all
                .iter()
                .filter_map(|(name, why)| Some(short(&format!("{name}: {}", why.as_str()?))))
                .collect(),
            Value::String(text) => vec![short(text)],
            _ => Vec::new(),
        };
        all.extend(reasons.into_iter().take(MOST_REASONS));
    }
    all
}

/// A text on one line, and not too long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_SAID {
        return line;
    }
    line.chars().take(MOST_SAID).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_says_which_service_what_and_why() {
        let answer = Answer {
            status: 403,
            wait: None,
            location: None,
            body: json!({"error": {"code": 2010, "message": "Access Denied", "errors": ["no\nright", 5]}}),
        };
        let trouble = Trouble::Refused(answer);
        assert_eq!((trouble.status(), trouble.code()), (Some(403), Some(2010)));
        let request = Request::get("/incidents/Q1");
        let refusal = trouble.refusal(Service::PagerDuty, &request);
        assert_eq!(
            refusal.message,
            "PagerDuty: GET /incidents/Q1: 403: Access Denied"
        );
        assert_eq!(refusal.hints[0], "no right");
        assert!(
            refusal.hints[1].contains("PMREPO_PAGERDUTY_TOKEN"),
            "{refusal:?}"
        );
        let jira = json!({"errorMessages": [], "errors": {"project": "is missing"}});
        assert_eq!(said(&jira), ["project: is missing"]);
        assert_eq!(said(&Value::Null), Vec::<String>::new());
    }
}
