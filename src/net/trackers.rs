//! The trackers: by a program that the user has set up (`gh`, `glab`, one of the team's own), or over HTTP.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::base64::base64;
use super::door::Door;
use super::request::Method;
use super::request::Request;
use super::settings::Settings;
use crate::env::Child;
use crate::env::ChildFault;
use crate::git::Repo;
use crate::model::Service;
use crate::model::Tracker;
use crate::refusal::Refusal;
use crate::tracker;
use crate::tracker::Call;
use crate::tracker::NewTicket;
use crate::tracker::TicketState;

/// A project in a tracker, and the way there.
pub struct Trackers<'a> {
    tracker: Tracker,
    project: &'a str,
    directory: &'a Path,
    /// How long a program is waited for.
    patience: Duration,
    way: Way,
}

/// How a tracker is reached.
enum Way {
    /// By the program of its makers.
    Program(&'static str),
    /// By a command line of the user's own.
    Line(String),
    /// Over HTTP.
    Door(Box<Door>),
}

impl<'a> Trackers<'a> {
    /// Opens the way, with the user's own settings.
    pub fn open(
        (tracker, project): (Tracker, &'a str),
        repo: Option<&'a Repo>,
    ) -> Result<Self, Refusal> {
        let way = match tracker {
            Tracker::Github => Way::Program("gh"),
            Tracker::Gitlab => Way::Program("glab"),
            Tracker::Jira => Way::Door(Box::new(jira(repo)?)),
            Tracker::Own => {
                let settings = Settings::of(Service::Tracker, repo);
                let line = settings.text("program")?.ok_or_else(|| {
                    Refusal::usage("nothing says which program makes tickets")
                        .hint("git config pmrepo.tracker.program PROGRAM")
                })?;
                Way::Line(line)
            }
        };
        let directory = repo.and_then(Repo::work_tree).unwrap_or(Path::new("."));
        Ok(Self {
            tracker,
            project,
            directory,
            patience: Settings::of(Service::Tracker, repo).program_timeout()?,
            way,
        })
    }

    /// The ticket that was made before for the same item.
    pub fn find(&self, ticket: &NewTicket) -> Result<Option<String>, Refusal> {
        let Some(call) = tracker::search(self.tracker, self.project, ticket) else {
            return Ok(None);
        };
        let answer = self.call(&call)?;
        Ok(tracker::found(self.tracker, self.base(), &answer, ticket))
    }

    /// Makes a ticket, and says what it is called.
    pub fn create(&self, ticket: &NewTicket) -> Result<String, Refusal> {
        let call = tracker::create(self.tracker, self.project, ticket);
        let answer = match &self.way {
            Way::Door(door) => {
                let request = request(&call);
                let mut is_there = || self.find(ticket).map(|it| it.is_some());
                let answer = door.change(&request, &mut is_there);
                answer
                    .map_err(|it| it.refusal(Service::Jira, &request))?
                    .map(|it| it.body)
            }
            Way::Program(_) | Way::Line(_) => match self.call(&call) {
                Ok(answer) => Some(answer),
                // It may have made the ticket all the same.
                Err(refusal) => match self.find(ticket) {
                    Ok(Some(found)) => return Ok(found),
                    Ok(None) | Err(_) => return Err(refusal),
                },
            },
        };
        let made = answer.and_then(|it| tracker::made(self.tracker, self.base(), &it));
        let found = match made {
            Some(made) => Some(made),
            None => self.find(ticket)?,
        };
        found.ok_or_else(|| {
            let title = self.tracker.title();
            Refusal::unreadable(format!(
                "{title} does not say what the new ticket is called"
            ))
        })
    }

    /// How far a ticket is; `None` for one of another tracker or project.
    pub fn state(&self, ticket: &str) -> Result<Option<TicketState>, Refusal> {
        let Some(call) = tracker::state(self.tracker, self.project, ticket) else {
            return Ok(None);
        };
        let answer = self.call(&call)?;
        let state = tracker::read_state(self.tracker, &answer);
        state.map(Some).ok_or_else(|| {
            let title = self.tracker.title();
            Refusal::unreadable(format!("{title} does not say how far {ticket} is"))
        })
    }

    /// What making a ticket would look like, to people.
    pub fn shown(&self, ticket: &NewTicket) -> String {
        let call = tracker::create(self.tracker, self.project, ticket);
        let input = call.input.as_ref().unwrap_or(&Value::Null);
        let input = serde_json::to_string_pretty(input).unwrap_or_default();
        let line = match &self.way {
            Way::Program(name) => format!("{name} {}", words(&call).join(" ")),
            // A line may hold what nobody shows.
            Way::Line(_) => format!("the program of pmrepo.tracker.program {}", call.verb),
            Way::Door(door) => format!("{} {}{}", call.verb, door.address().as_str(), call.path),
        };
        format!("{line}\n{input}\n")
    }

    fn base(&self) -> &str {
        match &self.way {
            Way::Door(door) => door.address().as_str(),
            Way::Program(_) | Way::Line(_) => "",
        }
    }

    fn call(&self, call: &Call) -> Result<Value, Refusal> {
        let input = call
            .input
            .as_ref()
            .map_or_else(String::new, Value::to_string);
        let printed = match &self.way {
            Way::Door(door) => {
                let request = request(call);
                let answer = door.ask(&request);
                let answer = answer.map_err(|it| it.refusal(Service::Jira, &request))?;
                return Ok(answer.body);
            }
            Way::Program(name) => {
                let words = words(call);
                let words = words.iter().map(OsStr::new).collect();
                let child = Child::program(OsStr::new(name), words, self.directory);
                child
                    .reading(input.as_bytes())
                    .within(self.patience)
                    .output()
            }
            Way::Line(line) => {
                let child = Child::line(line, vec![OsStr::new(call.verb)], self.directory);
                child
                    .reading(input.as_bytes())
                    .within(self.patience)
                    .output()
            }
        };
        let printed = printed.map_err(|it| {
            let refusal = Refusal::failed(it.to_string());
            if matches!(it, ChildFault::TooLong(..)) {
                let setting = Service::Tracker.setting("timeout");
                return refusal.hint(format!("git config {setting} SECONDS gives it longer"));
            }
            match self.way {
                Way::Program(name) => {
                    refusal.hint(format!("does `{name} auth status` say that you are known?"))
                }
                Way::Line(_) | Way::Door(_) => refusal,
            }
        })?;
        let title = self.tracker.title();
        serde_json::from_str(&printed)
            .map_err(|_| Refusal::unreadable(format!("what {title} prints is not JSON")))
    }
}

/// The words behind `gh` and `glab`, which have the same.
fn words(call: &Call) -> Vec<&str> {
    let mut words = vec!["api", "-X", call.verb, call.path.as_str()];
    if call.input.is_some() {
        words.extend(["-H", "Content-Type: application/json", "--input", "-"]);
    }
    words
}

fn request(call: &Call) -> Request {
    match &call.input {
        Some(input) => Request::send(Method::Post, call.path.clone(), input.clone()),
        None => Request::get(call.path.clone()),
    }
}

/// The way to Jira: a name and a token, or a token alone.
fn jira(repo: Option<&Repo>) -> Result<Door, Refusal> {
    let settings = Settings::of(Service::Jira, repo);
    let always = vec![("Accept", "application/json".to_owned())];
    let user = settings.text("user")?;
    let header = move |token: &str| {
        let value = match &user {
            Some(user) => format!("Basic {}", base64(format!("{user}:{token}").as_bytes())),
            None => format!("Bearer {token}"),
        };
        ("Authorization", value)
    };
    Door::open(&settings, None, header, always)
}
