//! A PagerDuty that remembers what was done: incidents, merges, priorities, notes, the log, reviews.
#![expect(
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;
use serde_json::json;

use crate::http::Asked;
use crate::http::Reply;
use crate::http::Server;

/// The token that it takes.
pub(crate) const TOKEN: &str = "u+SeCrEt-ToKeN_42";

/// What is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct World {
    pub(crate) incidents: BTreeMap<String, Value>,
    pub(crate) notes: BTreeMap<String, Vec<Value>>,
    pub(crate) log: BTreeMap<String, Vec<Value>>,
    pub(crate) priorities: Vec<Value>,
    pub(crate) reviews: BTreeMap<String, Value>,
    /// Whether the plan has priorities.
    pub(crate) has_no_priorities: bool,
    /// Whether lists never end, and whether they bring something new each time.
    pub(crate) endless: Option<bool>,
    /// How many of a list are on a page, whatever is asked for.
    pub(crate) page: Option<usize>,
}

pub(crate) struct PagerDuty {
    pub(crate) server: Server,
    pub(crate) world: Arc<Mutex<World>>,
}

/// An incident.
pub(crate) fn incident(id: &str, number: u64, status: &str, priority: Option<&str>) -> Value {
    let mut it = json!({
        "id": id, "type": "incident", "summary": format!("[#{number}] Checkout is slow"),
        "self": format!("https://api.pagerduty.com/incidents/{id}"),
        "html_url": format!("https://acme.pagerduty.com/incidents/{id}"),
        "incident_number": number, "title": "Checkout is slow",
        "created_at": "2026-03-10T10:00:00Z", "updated_at": "2026-03-10T11:00:00Z",
        "status": status, "is_mergeable": true,
        "service": {"id": "PSVC", "type": "service_reference", "summary": "Checkout"},
        "assignments": [{"at": "2026-03-10T10:00:00Z",
            "assignee": {"id": "PU1", "type": "user_reference", "summary": "Ann Lee"}}],
        "acknowledgements": [{"at": "2026-03-10T10:02:00Z",
            "acknowledger": {"id": "PU2", "type": "user_reference", "summary": "Bob Ray"}}],
        "urgency": "high",
    });
    if let Some(name) = priority {
        it["priority"] =
            json!({"id": format!("PRI{name}"), "type": "priority", "summary": name, "name": name});
    }
    if status == "resolved" {
        it["resolved_at"] = json!("2026-03-10T11:00:00Z");
    }
    it
}

impl World {
    /// A world with the priorities P1 to P3 and some incidents.
    pub(crate) fn with(incidents: impl IntoIterator<Item = Value>) -> Self {
        let priorities = ["P1", "P2", "P3"].map(|name| {
            json!({"id": format!("PRI{name}"), "type": "priority", "summary": name, "name": name, "description": name})
        });
        let incidents = incidents.into_iter().map(|it| {
            let id = it["id"].as_str().unwrap().to_owned();
            (id, it)
        });
        Self {
            incidents: incidents.collect(),
            priorities: priorities.to_vec(),
            ..Self::default()
        }
    }

    fn named(&self, word: &str) -> Option<String> {
        let by_number = || {
            let number: u64 = word.parse().ok()?;
            let mut all = self.incidents.iter();
            let found = all.find(|(_, it)| it["incident_number"].as_u64() == Some(number));
            found.map(|(id, _)| id.clone())
        };
        let is_there = self.incidents.contains_key(word);
        if is_there {
            Some(word.to_owned())
        } else {
            by_number()
        }
    }

    fn page(&self, key: &str, asked: &Asked, all: &[Value]) -> Reply {
        let number = |name: &str, usual| {
            let found = asked.values(name).first().and_then(|it| it.parse().ok());
            found.unwrap_or(usual)
        };
        let (limit, offset): (usize, usize) = (number("limit", 25), number("offset", 0));
        if offset + limit > 10_000 {
            return fault(400, 2001, "Invalid Input Provided");
        }
        let limit = self.page.unwrap_or(limit).min(limit);
        let mut items: Vec<Value> = all.iter().skip(offset).take(limit).cloned().collect();
        let mut more = offset + limit < all.len();
        match self.endless {
            Some(true) => {
                items = (0..limit)
                    .map(|it| incident(&format!("QE{}", offset + it), 9, "resolved", Some("P3")))
                    .collect();
                more = true;
            }
            Some(false) => more = true,
            None => {}
        }
        let mut body = json!({"offset": offset, "limit": limit, "more": more});
        body[key] = json!(items);
        Reply::json(200, &body)
    }

    fn answer(&mut self, asked: &Asked) -> Reply {
        if asked.headers.get("authorization") != Some(&format!("Token token={TOKEN}")) {
            return fault(401, 2006, "Authentication failed");
        }
        let is_change = asked.method != "GET";
        let is_review = asked.path.ends_with("/review");
        if is_change && !is_review && !asked.headers.contains_key("from") {
            return fault(400, 1008, "Requester User Not Found");
        }
        let parts: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("GET", ["priorities"]) if self.has_no_priorities => {
                fault(402, 2014, "Account does not have the ability")
            }
            ("GET", ["priorities"]) => self.page("priorities", asked, &self.priorities),
            ("GET", ["incidents"]) => {
                let states = asked.values("statuses[]");
                let bound = |name: &str| asked.values(name).first().map(|it| (*it).to_owned());
                let whole = asked.values("date_range") == ["all"];
                let bound = |name: &str, usual: &str| {
                    let found = bound(name);
                    if whole {
                        usual.to_owned()
                    } else {
                        found.unwrap()
                    }
                };
                let (since, until) = (bound("since", ""), bound("until", "~"));
                let all: Vec<Value> = self
                    .incidents
                    .values()
                    .filter(|it| {
                        let at = it["created_at"].as_str().unwrap_or(&since);
                        let state = it["status"].as_str().unwrap_or_default();
                        since.as_str() <= at && at < until.as_str() && states.contains(&state)
                    })
                    .cloned()
                    .collect();
                self.page("incidents", asked, &all)
            }
            (method, ["incidents", word, rest @ ..]) => match self.named(word) {
                Some(id) => self.of_incident((method, rest), &id, asked),
                None => fault(404, 2100, "Not Found"),
            },
            _ => fault(404, 2100, "Not Found"),
        }
    }

    fn of_incident(&mut self, (method, rest): (&str, &[&str]), id: &str, asked: &Asked) -> Reply {
        match (method, rest) {
            ("GET", []) => Reply::json(200, &json!({"incident": self.incidents[id]})),
            ("PUT", []) => {
                let wanted = &asked.body["incident"];
                let it = self.incidents.get_mut(id).unwrap();
                if let Some(priority) = wanted["priority"]["id"].as_str() {
                    let Some(known) = self.priorities.iter().find(|it| it["id"] == priority) else {
                        return fault(400, 1020, "Invalid Priority");
                    };
                    it["priority"] = known.clone();
                }
                if let Some(status) = wanted["status"].as_str() {
                    if it["status"] == "resolved" && status == "resolved" {
                        return fault(400, 1001, "Incident Already Resolved");
                    }
                    it["status"] = json!(status);
                    it["resolved_at"] = json!("2026-03-10T11:30:00Z");
                }
                Reply::json(200, &json!({"incident": it}))
            }
            ("PUT", ["merge"]) => {
                if self.incidents[id]["status"] == "resolved" {
                    return fault(
                        400,
                        2001,
                        "Open incidents cannot be merged into a resolved incident",
                    );
                }
                for source in asked.body["source_incidents"].as_array().unwrap() {
                    let source = source["id"].as_str().unwrap();
                    let it = self.incidents.get_mut(source).unwrap();
                    if it.get("resolve_reason").is_some() {
                        return fault(400, 1019, "Incident Already Merged");
                    }
                    it["status"] = json!("resolved");
                    it["resolved_at"] = json!("2026-03-10T11:30:00Z");
                    let reference = json!({"id": id, "type": "incident_reference"});
                    it["resolve_reason"] =
                        json!({"type": "merge_resolve_reason", "incident": reference});
                }
                Reply::json(
                    200,
                    &json!({"incident": {"id": id, "type": "incident_reference"}}),
                )
            }
            ("GET", ["notes"]) => {
                let notes = self.notes.get(id).cloned().unwrap_or_default();
                Reply::json(200, &json!({"notes": notes}))
            }
            ("POST", ["notes"]) => {
                let all = self.notes.entry(id.to_owned()).or_default();
                let note = json!({"id": format!("PN{id}{}", all.len()), "content": asked.body["note"]["content"],
                    "created_at": "2026-03-10T06:31:00-05:00",
                    "user": {"id": "PU1", "type": "bot_user_reference", "summary": "Ann Lee"},
                    "channel": {"summary": "The PagerDuty website or APIs"}});
                all.push(note.clone());
                Reply::json(200, &json!({"note": note}))
            }
            ("GET", ["log_entries"]) => {
                let log = self.log.get(id).cloned().unwrap_or_default();
                self.page("log_entries", asked, &log)
            }
            ("GET", ["review"]) => match self.reviews.get(id) {
                Some(review) => Reply::json(200, &json!({"incident_review": review})),
                None => fault(404, 2100, "Not Found"),
            },
            ("POST", ["review"]) => {
                if self.reviews.contains_key(id) {
                    return fault(400, 2001, "Review already exists");
                }
                let review = json!({"id": format!("RV{id}"), "incident_id": id, "status": "started",
                    "title": asked.body["title"], "sections": null});
                self.reviews.insert(id.to_owned(), review.clone());
                Reply::json(201, &json!({"incident_review": review}))
            }
            ("PUT", ["review"]) => {
                let Some(review) = self.reviews.get_mut(id) else {
                    return fault(404, 2100, "Not Found");
                };
                if review["title"].as_str().unwrap().contains("unfilled")
                    && asked.body["status"] == "completed"
                {
                    return fault(409, 2001, "Required sections are empty");
                }
                review["status"] = asked.body["status"].clone();
                Reply::json(200, &json!({"incident_review": review}))
            }
            _ => fault(404, 2100, "Not Found"),
        }
    }
}

/// An answer that refuses, as PagerDuty writes it.
pub(crate) fn fault(status: u16, code: i64, message: &str) -> Reply {
    let error = json!({"code": code, "message": message, "errors": [message]});
    Reply::json(status, &json!({"error": error}))
}

impl PagerDuty {
    pub(crate) fn start(world: World) -> Self {
        let world = Arc::new(Mutex::new(world));
        let answering = Arc::clone(&world);
        let answer = Box::new(move |asked: &Asked| answering.lock().unwrap().answer(asked));
        Self {
            server: Server::start(answer),
            world,
        }
    }

    /// What is there now.
    pub(crate) fn world(&self) -> World {
        self.world.lock().unwrap().clone()
    }
}
