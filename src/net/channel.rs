//! The channel that messages are posted to: a hook, whose whole address is secret.

use serde_json::Value;

use super::address::Address;
use super::door::Door;
use super::request::Method;
use super::request::Request;
use super::secret::Secret;
use super::settings::Settings;
use super::smtp::Untaken;
use super::trouble::Trouble;
use super::wire::must_be_built;
use crate::git::Repo;
use crate::model::Service;
use crate::refusal::Refusal;

/// The hosts by which two kinds of chats are known.
const SLACK: &str = "hooks.slack.com";
const TEAMS: [&str; 3] = ["webhook.office.com", "logic.azure.com", "powerplatform.com"];

/// A channel.
pub struct Channel {
    door: Door,
    /// Its address, and what of it tells: neither is shown.
    secrets: Vec<Secret>,
    /// The kind of chat, as a setting says or as the host lets it be known.
    kind: Option<String>,
}

impl Channel {
    /// Opens the way to the channel of a name, or to the only one.
    pub fn open(repo: Option<&Repo>, name: Option<&str>) -> Result<Self, Refusal> {
        must_be_built()?;
        let settings = Settings::of(Service::Channel, repo);
        let setting = |what: &str| match name {
            Some(name) => format!("{name}.{what}"),
            None => what.to_owned(),
        };
        if let Some(name) = name {
            let is_name = name
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '-');
            if !is_name || name.is_empty() {
                // Whoever takes it for the place of the address must not have that shown.
                return Err(Refusal::usage("what --to says is no name of a channel")
                    .hint("letters, digits and dashes"));
            }
        }
        let url = settings.text(&setting("url"))?.ok_or_else(|| {
            let key = Service::Channel.setting(&setting("url"));
            let variable = Service::Channel.variable(&setting("url"));
            Refusal::usage("nothing says where the channel is")
                .hint(format!("set {variable} to the address of its hook"))
                .hint(format!("or: git config --global {key} ADDRESS"))
        })?;
        let wrong = || Refusal::usage("the address of the channel's hook is none");
        let address = Address::hook(&url)
            .map_err(|it| Refusal::usage(format!("the address of the channel's hook {it}")))?;
        let mut secrets = vec![Secret::new(&url).ok_or_else(wrong)?];
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        secrets.extend(Secret::new(path));
        let usual = if host == SLACK {
            Some("slack")
        } else if TEAMS
            .iter()
            .any(|it| host.split(':').next().is_some_and(|h| h.ends_with(it)))
        {
            Some("teams")
        } else {
            None
        };
        let kind = settings.text(&setting("kind"))?;
        Ok(Self {
            door: Door::without_token(&settings, address)?,
            secrets,
            kind: kind.or(usual.map(str::to_owned)),
        })
    }

    /// The kind of chat, where it is known.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// Posts a message. What is refused as too much is tried again; nothing else is, because nobody can
    /// look whether it was posted.
    pub fn post(&self, body: Value) -> Result<(), Untaken> {
        let request = Request::send(Method::Post, "", body);
        let Err(trouble) = self.door.send_once(&request) else {
            return Ok(());
        };
        Err(match trouble {
            Trouble::Refused(answer) if answer.status >= 500 => {
                Untaken::Unclear(format!("it answered {}", answer.status))
            }
            Trouble::Refused(answer) => Untaken::Refused(format!("it answered {}", answer.status)),
            Trouble::Unreachable(why) => {
                Untaken::Refused(format!("it cannot be reached: {}", self.silent(why)))
            }
            Trouble::Busy(_) => Untaken::Refused("it gets too many messages".to_owned()),
            Trouble::SentOn(_) => Untaken::Refused("it sends on to another place".to_owned()),
            Trouble::Unclear(why) => Untaken::Unclear(self.silent(why)),
            Trouble::TooLarge => Untaken::Unclear("its answer is too large".to_owned()),
            Trouble::Unseen(refusal) => Untaken::Unclear(self.silent(refusal.message)),
        })
    }

    fn silent(&self, text: String) -> String {
        let mut secrets = self.secrets.iter();
        secrets.by_ref().fold(text, |text, it| it.redact(&text))
    }
}
