//! The user's own settings for a service: from the environment, or from git's configuration. Nothing in a
//! repository's files says any of them.

use std::path::Path;
use std::time::Duration;

use super::address::Address;
use super::secret::Secret;
use crate::env;
use crate::env::Child;
use crate::env::ChildFault;
use crate::git::Repo;
use crate::model::Service;
use crate::refusal::Refusal;

/// The settings that say how long: the service or its program is waited for, and the command that prints the
/// token, which may have to ask somebody.
const ANSWER_TIMEOUT: &str = "timeout";
const TOKEN_TIMEOUT: &str = "tokenTimeout";
/// How long an answer is waited for, where no setting says.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a program is waited for: it may have to ask somebody for a password first.
const PROGRAM: Duration = Duration::from_mins(2);
/// The longest that one can say.
const LONGEST_TIMEOUT: u64 = 600;

/// Where the settings for a service are read.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    service: Service,
    repo: Option<&'a Repo>,
}

impl<'a> Settings<'a> {
    /// Those for a service.
    pub fn of(service: Service, repo: Option<&'a Repo>) -> Self {
        Self { service, repo }
    }

    /// The service.
    pub fn service(&self) -> Service {
        self.service
    }

    /// A setting: `PMREPO_PAGERDUTY_HOST`, else `pmrepo.pagerduty.host` of the user's own configuration.
    pub fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        if let Some(value) = env::setting(self.service, name) {
            let variable = self.service.variable(name);
            let text = value.into_string();
            let text = text.map_err(|_| Refusal::usage(format!("{variable} is not UTF-8")))?;
            return Ok(Some(text));
        }
        let configured = self
            .repo
            .and_then(|it| it.personal(&self.service.setting(name)));
        Ok(configured)
    }

    /// Where the service is.
    pub fn address(&self, usual: Option<&str>) -> Result<Address, Refusal> {
        let said = self.text("host")?;
        let setting = self.service.setting("host");
        let Some(text) = said.as_deref().or(usual) else {
            let title = self.service.title();
            return Err(Refusal::usage(format!("nothing says where {title} is"))
                .hint(format!("git config {setting} HOST")));
        };
        Address::parse(text).map_err(|fault| {
            let message = if text.contains('@') {
                // It is not shown: it may be a password.
                format!("{setting}: a name or a password is no part of the address of a host")
            } else {
                format!("{setting}: `{text}` {fault}")
            };
            Refusal::usage(message).hint("write a host, such as api.example.com")
        })
    }

    /// What lets one in: `PMREPO_PAGERDUTY_TOKEN`, else what the command prints that
    /// `pmrepo.pagerduty.tokenCommand` names.
    pub fn secret(&self) -> Result<Secret, Refusal> {
        let variable = self.service.variable("token");
        let setting = self.service.setting("tokenCommand");
        if let Some(value) = env::setting(self.service, "token") {
            let secret = value.to_str().and_then(Secret::new);
            return secret.ok_or_else(|| Refusal::usage(format!("{variable} is not one word")));
        }
        let Some(line) = self.text("tokenCommand")? else {
            let title = self.service.title();
            return Err(Refusal::usage(format!("there is no token for {title}"))
                .hint(format!("set {variable}"))
                .hint(format!(
                    "or: git config --global {setting} 'COMMAND THAT PRINTS IT'"
                )));
        };
        let directory = self
            .repo
            .and_then(Repo::work_tree)
            .unwrap_or(Path::new("."));
        let patience = self.timeout_or(TOKEN_TIMEOUT, PROGRAM)?;
        let child = Child::line(&line, Vec::new(), directory).printing_a_secret();
        let printed = child.within(patience).output().map_err(|it| {
            let refusal = Refusal::failed(format!("{setting}: {it}"));
            if matches!(it, ChildFault::TooLong(..)) {
                let setting = self.service.setting(TOKEN_TIMEOUT);
                return refusal.hint(format!("git config {setting} SECONDS gives it longer"));
            }
            if it.is_not_found() {
                return refusal.hint(
                    "there is no such program: name a command that prints it, not the token itself",
                );
            }
            refusal
        })?;
        let first = printed.lines().next().unwrap_or_default();
        Secret::new(first).ok_or_else(|| {
            Refusal::failed(format!("{setting}: the command does not print one word"))
        })
    }

    /// How long an answer is waited for.
    pub fn timeout(&self) -> Result<Duration, Refusal> {
        self.timeout_or(ANSWER_TIMEOUT, TIMEOUT)
    }

    /// How long a program is waited for that speaks with the service.
    pub fn program_timeout(&self) -> Result<Duration, Refusal> {
        self.timeout_or(ANSWER_TIMEOUT, PROGRAM)
    }

    fn timeout_or(&self, name: &str, usual: Duration) -> Result<Duration, Refusal> {
        let Some(text) = self.text(name)? else {
            return Ok(usual);
        };
        let seconds = text.trim().parse::<u64>().ok();
        let seconds = seconds.filter(|it| (1..=LONGEST_TIMEOUT).contains(it));
        seconds.map(Duration::from_secs).ok_or_else(|| {
            let setting = self.service.setting(name);
            Refusal::usage(format!("{setting}: `{text}` is not a number of seconds"))
                .hint(format!("from 1 to {LONGEST_TIMEOUT}"))
        })
    }
}
