//! A door to one service.

use std::thread::sleep;

use super::address::Address;
use super::request::Answer;
use super::request::Request;
use super::secret::Secret;
use super::settings::Settings;
use super::trouble::Trouble;
use super::wait;
use super::wire::Wire;
use super::wire::must_be_built;
use crate::model::Service;
use crate::refusal::Refusal;

/// How the token is shown to a service.
type Header = Box<dyn Fn(&str) -> (&'static str, String)>;

/// A door to one service: one host, one token, one request after the other.
pub struct Door {
    service: Service,
    address: Address,
    secret: Option<Secret>,
    header: Header,
    always: Vec<(&'static str, String)>,
    wire: Wire,
}

impl Door {
    /// Opens one. `usual` is where the service is if no setting says; `header` makes the header that shows
    /// the token; the others go along with every request.
    pub fn open(
        settings: &Settings<'_>,
        usual: Option<&str>,
        header: impl Fn(&str) -> (&'static str, String) + 'static,
        always: Vec<(&'static str, String)>,
    ) -> Result<Self, Refusal> {
        must_be_built()?;
        let address = settings.address(usual)?;
        let wire = Wire::new(&address, settings.timeout()?);
        Ok(Self {
            service: settings.service(),
            secret: Some(settings.secret()?),
            address,
            header: Box::new(header),
            always,
            wire,
        })
    }

    /// Opens one to an address that is known, to which no token goes.
    pub fn without_token(settings: &Settings<'_>, address: Address) -> Result<Self, Refusal> {
        must_be_built()?;
        let wire = Wire::new(&address, settings.timeout()?);
        Ok(Self {
            service: settings.service(),
            secret: None,
            address,
            header: Box::new(|_| ("", String::new())),
            always: Vec::new(),
            wire,
        })
    }

    /// Which service it leads to.
    pub fn service(&self) -> Service {
        self.service
    }

    /// Where it leads.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Asks for something, which changes nothing: whatever goes wrong on the way, it is asked again.
    pub fn ask(&self, request: &Request) -> Result<Answer, Trouble> {
        let mut tried = 0;
        loop {
            tried += 1;
            let trouble = match self.once(request) {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            let wait = match &trouble {
                Trouble::Busy(asked) => wait::before_next(tried, *asked),
                Trouble::Unclear(_) => wait::before_next(tried, None),
                Trouble::Refused(answer) if answer.status >= 500 || answer.status == 408 => {
                    wait::before_next(tried, answer.wait)
                }
                _ => None,
            };
            match wait {
                Some(wait) => sleep(wait),
                None => return Err(trouble),
            }
        }
    }

    /// Changes something. Where it stays unclear whether that was done, `is_there` looks; it is repeated
    /// only where it is not there. `None`: it was there, although no answer came that says so.
    pub fn change(
        &self,
        request: &Request,
        is_there: &mut dyn FnMut() -> Result<bool, Refusal>,
    ) -> Result<Option<Answer>, Trouble> {
        let mut tried = 0;
        loop {
            tried += 1;
            let trouble = match self.once(request) {
                Ok(answer) => return Ok(Some(answer)),
                Err(trouble) => trouble,
            };
            let wait = match &trouble {
                // Not done: that is what it says.
                Trouble::Busy(asked) => wait::before_next(tried, *asked),
                Trouble::Unclear(_) => wait::before_next(tried, None),
                Trouble::Refused(answer) if answer.status >= 500 || answer.status == 408 => {
                    wait::before_next(tried, answer.wait)
                }
                _ => return Err(trouble),
            };
            let is_unclear = !matches!(trouble, Trouble::Busy(_));
            if let Some(wait) = wait {
                sleep(wait);
            }
            if is_unclear && is_there().map_err(Trouble::Unseen)? {
                return Ok(None);
            }
            if wait.is_none() {
                return Err(trouble);
            }
        }
    }

    /// Sends something once, which nobody can look for afterwards: it is repeated only where the service
    /// says that it was not taken.
    pub fn send_once(&self, request: &Request) -> Result<Answer, Trouble> {
        let mut tried = 0;
        loop {
            tried += 1;
            match self.once(request) {
                Err(Trouble::Busy(asked)) => match wait::before_next(tried, asked) {
                    Some(wait) => sleep(wait),
                    None => return Err(Trouble::Busy(asked)),
                },
                other => return other,
            }
        }
    }

    /// One request and its answer.
    fn once(&self, request: &Request) -> Result<Answer, Trouble> {
        let url = format!("{}{}", self.address.as_str(), request.target());
        let mut headers = self.always.clone();
        headers.extend(request.headers.iter().cloned());
        if let Some(secret) = &self.secret {
            headers.push((self.header)(secret.expose()));
        }
        let answer = self
            .wire
            .send((request.method, &url), &headers, request.body.as_ref());
        match answer.map_err(|it| self.silent(it))? {
            answer if answer.is_done() => Ok(self.silent_answer(answer)),
            // Statuspage has a number of its own for that.
            answer if matches!(answer.status, 420 | 429) => Err(Trouble::Busy(answer.wait)),
            answer if (300..400).contains(&answer.status) => {
                let to = answer
                    .location
                    .unwrap_or_else(|| "another place".to_owned());
                Err(self.silent(Trouble::SentOn(to)))
            }
            answer => Err(self.silent(Trouble::Refused(answer))),
        }
    }

    /// The same trouble, in which the token does not stand: a service may repeat it, too.
    fn silent(&self, trouble: Trouble) -> Trouble {
        let hide = |text: &str| match &self.secret {
            Some(secret) => secret.redact(text),
            None => text.to_owned(),
        };
        match trouble {
            Trouble::Unreachable(why) => Trouble::Unreachable(hide(&why)),
            Trouble::Unclear(why) => Trouble::Unclear(hide(&why)),
            Trouble::SentOn(to) => Trouble::SentOn(hide(&to)),
            Trouble::Refused(answer) => Trouble::Refused(match &self.secret {
                Some(secret) => Answer {
                    body: secret.redact_all(answer.body),
                    ..answer
                },
                None => answer,
            }),
            other => other,
        }
    }

    /// The same for an answer that did what was asked: what it says is shown and written down. A token that
    /// may stand in a word by chance changes none.
    fn silent_answer(&self, answer: Answer) -> Answer {
        match &self.secret {
            Some(secret) if secret.is_long() => Answer {
                body: secret.redact_all(answer.body),
                ..answer
            },
            _ => answer,
        }
    }

    /// Lines that show a request to people: nothing secret is in them.
    pub fn shown(address: &Address, request: &Request) -> String {
        let method = request.method.as_str();
        let mut text = format!("{method} {}{}\n", address.as_str(), request.target());
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        if let Some(body) = &request.body {
            let body = serde_json::to_string_pretty(body).unwrap_or_default();
            text.push_str(&body);
            text.push('\n');
        }
        text
    }
}
