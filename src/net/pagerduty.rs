//! PagerDuty over HTTP: what is asked, page by page, and the requests that steps are.

mod pages;

use serde_json::Value;
use serde_json::json;

use super::door::Door;
use super::request::Answer;
use super::request::Method;
use super::request::Request;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::git::Repo;
use crate::model::Service;
use crate::pagerduty::Entry;
use crate::pagerduty::Incident;
use crate::pagerduty::Note;
use crate::pagerduty::Priority;
use crate::pagerduty::Review;
use crate::pagerduty::State;
use crate::pagerduty::id_of;
use crate::pagerduty::incident_in;
use crate::pagerduty::list;
use crate::pagerduty::note_in;
use crate::refusal::Refusal;
use crate::render::json::Stage;
use crate::report::pagerduty::push::Step;
use crate::report::pagerduty::push::There;

/// Where it is for most: the other region is a setting.
const ADDRESS: &str = "https://api.pagerduty.com";
/// The format of its answers.
const ACCEPT: &str = "application/vnd.pagerduty+json;version=2";

/// Its codes for why something is not done, of which there is more to say.
const NO_SUCH_USER: i64 = 1008;
const MERGED_ALREADY: i64 = 1019;
const NO_SUCH_PRIORITY: i64 = 1020;

/// The account that a token belongs to.
pub struct PagerDuty {
    door: Door,
    /// The address of whoever changes something.
    from: Option<String>,
}

impl PagerDuty {
    /// Opens the way there, with the user's own settings.
    pub fn open(repo: Option<&Repo>) -> Result<Self, Refusal> {
        let settings = Settings::of(Service::PagerDuty, repo);
        let header: fn(&str) -> (&'static str, String) =
            |token| ("Authorization", format!("Token token={token}"));
        let always = vec![("Accept", ACCEPT.to_owned())];
        let door = Door::open(&settings, Some(ADDRESS), header, always)?;
        let from = match settings.text("from")? {
            Some(from) => Some(from),
            None => repo.and_then(Repo::author).map(|(_, address)| address),
        };
        Ok(Self { door, from })
    }

    fn get(&self, request: &Request) -> Result<Answer, Refusal> {
        let request = request.clone().header("Content-Type", "application/json");
        let answer = self.door.ask(&request);
        answer.map_err(|it| self.refused(it, &request))
    }

    /// One incident, by its id, its number or the address of its page.
    pub fn incident(&self, reference: &str) -> Result<Incident, Refusal> {
        let id = Request::segment(id_of(reference).trim_start_matches('#'));
        let request =
            Request::get(format!("/incidents/{id}")).with("include[]", "conference_bridge");
        let answer = self.get(&request)?;
        incident_in(&answer.body).ok_or_else(|| unreadable(&request))
    }

    /// What was noted at an incident.
    pub fn notes(&self, id: &str) -> Result<Vec<Note>, Refusal> {
        let request = Request::get(format!("/incidents/{}/notes", Request::segment(id)));
        let answer = self.get(&request)?;
        Ok(list(&answer.body, "notes")
            .iter()
            .filter_map(Note::read)
            .collect())
    }

    /// The log of an incident.
    pub fn entries(&self, id: &str) -> Result<Vec<Entry>, Refusal> {
        let path = format!("/incidents/{}/log_entries", Request::segment(id));
        let request = Request::get(path)
            .with("time_zone", "UTC")
            .with("include[]", "channels");
        let found = self.pages(&request, "log_entries")?.whole(&request)?;
        Ok(found.iter().filter_map(Entry::read).collect())
    }

    /// The priorities of the account, the most urgent first.
    pub fn priorities(&self) -> Result<Vec<Priority>, Refusal> {
        let request = Request::get("/priorities")
            .with("limit", "100")
            .header("Content-Type", "application/json");
        match self.door.ask(&request) {
            Ok(answer) => {
                let found = list(&answer.body, "priorities").iter();
                Ok(found.filter_map(Priority::read).collect())
            }
            // A plan without priorities has none.
            Err(trouble) if trouble.status() == Some(402) => Ok(Vec::new()),
            Err(trouble) => Err(self.refused(trouble, &request)),
        }
    }

    /// The state of an incident, and of those that are to be grouped under it; one that is not there is
    /// left out.
    pub fn there(
        &self,
        reference: &str,
        grouped: &[String],
        priorities: Vec<Priority>,
    ) -> Result<There, Refusal> {
        let incident = self.incident(reference)?;
        let notes = self.notes(&incident.id)?;
        let mut others = Vec::new();
        for it in grouped {
            match self.incident(it) {
                Ok(it) => others.push(it),
                Err(refusal) if refusal.kind == crate::refusal::Kind::NotFound => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(There {
            incident,
            grouped: others,
            notes,
            priorities,
        })
    }

    /// The request that a step is.
    pub fn request(&self, id: &str, step: &Step) -> Result<Request, Refusal> {
        let path = format!("/incidents/{}", Request::segment(id));
        let incident = |fields: Value| json!({"incident": fields});
        let request = match step {
            Step::Merge(ids) => {
                let sources = ids
                    .iter()
                    .map(|it| json!({"id": it, "type": "incident_reference"}));
                let sources: Vec<Value> = sources.collect();
                let body = json!({"source_incidents": sources});
                Request::send(Method::Put, format!("{path}/merge"), body)
            }
            Step::Priority(priority) => {
                let priority = json!({"id": priority.id, "type": "priority_reference"});
                let body = incident(json!({"type": "incident_reference", "priority": priority}));
                Request::send(Method::Put, path, body)
            }
            Step::Resolve => {
                let body = incident(json!({"type": "incident_reference", "status": "resolved"}));
                Request::send(Method::Put, path, body)
            }
            Step::Note(text) => {
                let body = json!({"note": {"content": text}});
                Request::send(Method::Post, format!("{path}/notes"), body)
            }
        };
        let from = self.from.as_deref().ok_or_else(|| {
            Refusal::usage("PagerDuty wants to know who changes something")
                .hint("git config pmrepo.pagerduty.from you@example.com")
        })?;
        Ok(request.header("From", from))
    }

    /// What a request would look like, to people.
    pub fn shown(&self, request: &Request) -> String {
        Door::shown(self.door.address(), request)
    }

    /// The same, to programs.
    pub fn stage<'a>(&self, request: &'a Request) -> Stage<'a> {
        Stage {
            method: request.method.as_str(),
            url: format!("{}{}", self.door.address().as_str(), request.target()),
            body: request.body.as_ref(),
        }
    }

    /// Does a step; of a note gives what became of it.
    pub fn carry_out(&self, id: &str, step: &Step) -> Result<Option<Note>, Refusal> {
        let request = self.request(id, step)?;
        let mut seen = None;
        let mut is_there = || -> Result<bool, Refusal> {
            Ok(match step {
                Step::Merge(ids) => {
                    let mut is_merged = true;
                    for it in ids {
                        is_merged &= self.incident(it)?.merged_into.as_deref() == Some(id);
                    }
                    is_merged
                }
                Step::Priority(priority) => {
                    let current = self.incident(id)?.priority;
                    current.is_some_and(|it| it.id == priority.id)
                }
                Step::Resolve => self.incident(id)?.state == State::Resolved,
                Step::Note(text) => {
                    seen = self.notes(id)?.into_iter().find(|it| it.text == *text);
                    seen.is_some()
                }
            })
        };
        let answer = self.door.change(&request, &mut is_there);
        let answer = answer.map_err(|it| self.refused(it, &request))?;
        let note = answer.as_ref().and_then(|it| note_in(&it.body)).or(seen);
        Ok(match step {
            // Of an answer that cannot be read all is still there.
            Step::Note(text) if note.is_none() => {
                let mut all = self.notes(id)?.into_iter();
                all.find(|it| it.text == *text)
            }
            _ => note,
        })
    }

    /// PagerDuty's own review of an incident; `None` where there is none.
    pub fn review(&self, id: &str) -> Result<Option<Review>, Refusal> {
        let request = Request::get(format!("/incidents/{}/review", Request::segment(id)));
        match self.door.ask(&request) {
            Ok(answer) => match Review::read(&answer.body) {
                Some(review) => Ok(Some(review)),
                None => Err(unreadable(&request)),
            },
            Err(trouble) if trouble.status() == Some(404) => Ok(None),
            Err(trouble) => Err(self.refused(trouble, &request)),
        }
    }

    /// The request that opens a review.
    pub fn opening(id: &str, title: &str) -> Request {
        let path = format!("/incidents/{}/review", Request::segment(id));
        Request::send(Method::Post, path, json!({"title": title}))
    }

    /// Opens a review, or gives the one that somebody opened meanwhile.
    pub fn open_review(&self, id: &str, title: &str) -> Result<Review, Refusal> {
        let request = Self::opening(id, title);
        let mut is_there = || self.review(id).map(|it| it.is_some());
        let found = match self.door.change(&request, &mut is_there) {
            Ok(answer) => answer.and_then(|it| Review::read(&it.body)),
            // There is one already: only that is said so.
            Err(trouble) if trouble.status() == Some(400) => match self.review(id)? {
                Some(review) => Some(review),
                None => return Err(self.refused(trouble, &request)),
            },
            Err(trouble) => return Err(self.refused(trouble, &request)),
        };
        match found {
            Some(review) => Ok(review),
            None => self.review(id)?.ok_or_else(|| unreadable(&request)),
        }
    }

    /// The request that moves a review on.
    pub fn moving(id: &str, status: &str) -> Request {
        let path = format!("/incidents/{}/review", Request::segment(id));
        Request::send(Method::Put, path, json!({"status": status}))
    }

    /// Moves a review on.
    pub fn move_review(&self, id: &str, status: &str) -> Result<(), Refusal> {
        let request = Self::moving(id, status);
        let mut is_there = || {
            let review = self.review(id)?;
            Ok(review.is_some_and(|it| it.status.as_deref() == Some(status)))
        };
        match self.door.change(&request, &mut is_there) {
            Ok(_) => Ok(()),
            Err(trouble) if trouble.status() == Some(409) => {
                let refusal = self.refused(trouble, &request);
                Err(refusal.hint(
                    "a required section of the review there is not filled; that cannot be done from here",
                ))
            }
            Err(trouble) => Err(self.refused(trouble, &request)),
        }
    }

    fn refused(&self, trouble: Trouble, request: &Request) -> Refusal {
        let code = trouble.code();
        let refusal = trouble.refusal(self.door.service(), request);
        match code {
            Some(NO_SUCH_USER) => refusal.hint(format!(
                "no user there has the address {}: git config pmrepo.pagerduty.from ADDRESS",
                self.from.as_deref().unwrap_or_default()
            )),
            Some(MERGED_ALREADY) => refusal.hint(
                "take it out of `grouped_incidents`, or name the incident that it is merged into",
            ),
            Some(NO_SUCH_PRIORITY) => refusal
                .hint("`pagerduty: {priorities: …}` in pmrepo.yaml names one that is not there"),
            _ => refusal,
        }
    }
}

/// An answer in which what was asked for is missing.
fn unreadable(request: &Request) -> Refusal {
    let method = request.method.as_str();
    Refusal::unreadable(format!(
        "PagerDuty: {method} {}: the answer has nothing of it",
        request.path
    ))
}
