//! Statuspage: the postmortem of an incident there.

use serde_json::Value;
use serde_json::json;

use super::Notify;
use super::There;
use super::must_give_way;
use super::segment;
use crate::git::Repo;
use crate::model::Service;
use crate::net::door::Door;
use crate::net::request::Method;
use crate::net::request::Request;
use crate::net::settings::Settings;
use crate::refusal::Refusal;

/// Where it is.
const ADDRESS: &str = "https://api.statuspage.io/v1";
/// The most that it takes, in bytes: what the published description says of a body.
const LONGEST: usize = 25_000;

/// An incident on a page.
pub struct Statuspage {
    door: Door,
    /// The path of the incident.
    incident: String,
}

impl Statuspage {
    /// Opens the way to an incident on the page that the user's settings name.
    pub fn open(repo: Option<&Repo>, incident: &str) -> Result<Self, Refusal> {
        let settings = Settings::of(Service::Statuspage, repo);
        let page = settings.text("page")?.ok_or_else(|| {
            Refusal::usage("nothing says which page it is").hint(format!(
                "git config {} ID",
                Service::Statuspage.setting("page")
            ))
        })?;
        let header: fn(&str) -> (&'static str, String) =
            |token| ("Authorization", format!("OAuth {token}"));
        Ok(Self {
            door: Door::open(&settings, Some(ADDRESS), header, Vec::new())?,
            incident: format!("/pages/{}/incidents/{}", segment(&page), segment(incident)),
        })
    }

    /// The requests that publish a text.
    pub fn requests(&self, text: &str, notify: Notify) -> [Request; 2] {
        let notifies = notify == Notify::Subscribers;
        let draft = json!({"postmortem": {"body_draft": text}});
        let publish = json!({"postmortem": {
            "notify_subscribers": notifies,
            "notify_twitter": false,
        }});
        let path = format!("{}/postmortem", self.incident);
        [
            Request::send(Method::Put, path.clone(), draft),
            Request::send(Method::Put, format!("{path}/publish"), publish),
        ]
    }

    /// The same, for people.
    pub fn plan(&self, text: &str, notify: Notify) -> String {
        let requests = self.requests(text, notify);
        let shown = requests
            .iter()
            .map(|it| Door::shown(self.door.address(), it));
        shown.collect::<Vec<_>>().join("\n")
    }

    /// Publishes a text as the incident's postmortem, and gives the incident's address. What is published
    /// already is left as it is.
    pub fn publish(
        &self,
        text: &str,
        (notify, is_meant): (Notify, bool),
    ) -> Result<Option<String>, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::not_ready(format!(
                "the message is longer than {LONGEST} bytes, which is the most that Statuspage takes"
            )));
        }
        let incident = self.get(&self.incident)?;
        let url = incident.pointer("/shortlink").and_then(Value::as_str);
        let url = url.map(str::to_owned);
        let there = self.there(text)?;
        must_give_way(there, is_meant)?;
        if there == There::This {
            return Ok(url);
        }
        let [draft, publish] = self.requests(text, notify);
        // What is repeated of these does nothing twice: the draft is not seen by anybody yet.
        self.change(&draft, &mut || {
            Ok(self
                .postmortem()?
                .pointer("/body_draft")
                .and_then(Value::as_str)
                == Some(text))
        })?;
        self.change(&publish, &mut || Ok(self.there(text)? == There::This))?;
        Ok(url)
    }

    fn there(&self, text: &str) -> Result<There, Refusal> {
        let postmortem = self.postmortem()?;
        let is_published = postmortem
            .pointer("/published_at")
            .is_some_and(|it| !it.is_null());
        let body = postmortem.pointer("/body").and_then(Value::as_str);
        Ok(match body {
            Some(body) if is_published && body.trim_end() == text.trim_end() => There::This,
            Some(body) if is_published && !body.is_empty() => There::Other,
            _ => There::Nothing,
        })
    }

    /// The incident's postmortem; null where it has none.
    fn postmortem(&self) -> Result<Value, Refusal> {
        let request = Request::get(format!("{}/postmortem", self.incident));
        match self.door.ask(&request) {
            Ok(answer) => Ok(answer.body),
            Err(trouble) if trouble.status() == Some(404) => Ok(Value::Null),
            Err(trouble) => Err(trouble.refusal(Service::Statuspage, &request)),
        }
    }

    fn get(&self, path: &str) -> Result<Value, Refusal> {
        let request = Request::get(path);
        let answer = self.door.ask(&request);
        let answer = answer.map_err(|it| it.refusal(Service::Statuspage, &request))?;
        Ok(answer.body)
    }

    fn change(
        &self,
        request: &Request,
        is_there: &mut dyn FnMut() -> Result<bool, Refusal>,
    ) -> Result<(), Refusal> {
        let done = self.door.change(request, is_there);
        done.map_err(|it| it.refusal(Service::Statuspage, request))?;
        Ok(())
    }
}
