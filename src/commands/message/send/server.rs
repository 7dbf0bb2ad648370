//! The server that takes mail.

use super::outcome::Outcome;
use crate::commands::Refusal;
use crate::git::Repo;
use crate::net::Smtp;
use crate::net::Untaken;
use crate::render::mail::Envelope;
use crate::render::mail::Mail;

/// A server that takes mail.
pub(super) struct Server(Smtp);

impl Server {
    /// The server that git's configuration names.
    pub(super) fn of(repo: &Repo, host: &str) -> Result<Self, Refusal> {
        Smtp::of(repo, host).map(Self)
    }

    /// The server, for people.
    pub(super) fn words(&self) -> String {
        self.0.words()
    }

    /// Hands a mail over.
    pub(super) fn deliver(&self, (envelope, mail): (&Envelope, &Mail)) -> Outcome {
        let to: Vec<&str> = envelope.recipients().collect();
        match self.0.send(envelope.sender(), &to, &mail.bytes) {
            Ok(()) => Outcome::Taken,
            Err(Untaken::Refused(why)) => {
                Outcome::Refused(Refusal::failed(format!("the mail server: {why}")))
            }
            Err(Untaken::Unclear(why)) => Outcome::Unknown(Refusal::failed(format!(
                "the mail server gave no answer that can be read: {why}"
            ))),
        }
    }
}
