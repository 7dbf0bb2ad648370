//! PagerDuty's status pages: the postmortem of a post there.

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

/// Where it is for most: the other region is a setting.
const ADDRESS: &str = "https://api.pagerduty.com";
/// The format of its answers.
const ACCEPT: &str = "application/vnd.pagerduty+json;version=2";
/// The most that it takes, in characters.
const LONGEST: usize = 10_000;

/// A post on a status page.
pub struct PagerDutyPage {
    door: Door,
    /// The path of its postmortem.
    path: String,
    post: String,
}

impl PagerDutyPage {
    /// Opens the way to a post on the page that the user's settings name.
    pub fn open(repo: Option<&Repo>, post: &str) -> Result<Self, Refusal> {
        let settings = Settings::of(Service::PagerDuty, repo);
        let page = settings.text("statusPage")?.ok_or_else(|| {
            Refusal::usage("nothing says which status page it is").hint(format!(
                "git config {} ID",
                Service::PagerDuty.setting("statusPage")
            ))
        })?;
        let header: fn(&str) -> (&'static str, String) =
            |token| ("Authorization", format!("Token token={token}"));
        let always = vec![("Accept", ACCEPT.to_owned())];
        let post = segment(post);
        Ok(Self {
            door: Door::open(&settings, Some(ADDRESS), header, always)?,
            path: format!("/status_pages/{}/posts/{post}/postmortem", segment(&page)),
            post,
        })
    }

    /// The request that publishes a page.
    fn request(&self, page: &str, notify: Notify) -> Request {
        let body = json!({"postmortem": {
            "type": "status_page_post_postmortem",
            "post": {"id": self.post, "type": "status_page_post"},
            "message": page,
            "notify_subscribers": notify == Notify::Subscribers,
        }});
        Request::send(Method::Put, self.path.as_str(), body)
    }

    /// The same, for people.
    pub fn plan(&self, page: &str, notify: Notify) -> String {
        Door::shown(self.door.address(), &self.request(page, notify))
    }

    /// Publishes a page (HTML) as the post's postmortem. What is published already is left as it is.
    pub fn publish(
        &self,
        page: &str,
        (notify, is_meant): (Notify, bool),
    ) -> Result<Option<String>, Refusal> {
        if page.chars().count() > LONGEST {
            return Err(Refusal::not_ready(format!(
                "as HTML the message is longer than {LONGEST} characters, which is the most that PagerDuty takes"
            )));
        }
        let there = self.there(page)?;
        must_give_way(there, is_meant)?;
        if there != There::This {
            let request = self.request(page, notify);
            let is_there = &mut || Ok(self.there(page)? == There::This);
            let done = self.door.change(&request, is_there);
            done.map_err(|it| it.refusal(Service::PagerDuty, &request))?;
        }
        Ok(None)
    }

    fn there(&self, page: &str) -> Result<There, Refusal> {
        let request = Request::get(self.path.as_str());
        let body = match self.door.ask(&request) {
            Ok(answer) => answer.body,
            Err(trouble) if trouble.status() == Some(404) => return Ok(There::Nothing),
            Err(trouble) => return Err(trouble.refusal(Service::PagerDuty, &request)),
        };
        let message = body.pointer("/postmortem/message").and_then(Value::as_str);
        Ok(match message {
            None | Some("") => There::Nothing,
            Some(it) if it.trim() == page.trim() => There::This,
            Some(_) => There::Other,
        })
    }
}
