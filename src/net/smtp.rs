//! The server that takes mail.
//!
//! Where it is and who one is there is said as `git send-email` has it; the password comes as every
//! secret does, or from git's own `sendemail.smtpPass`.

use std::time::Duration;

use super::secret::Secret;
use super::settings::Settings;
use super::wire::must_be_built;
use crate::git::Repo;
use crate::model::Service;
use crate::refusal::Refusal;

/// The names that a machine has for itself.
const HERE: [&str; 4] = ["localhost", "127.0.0.1", "::1", "[::1]"];

/// How what goes to the server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encryption {
    /// From the beginning.
    Tls,
    /// From the first words on: without it nothing is said.
    StartTls,
    /// Not at all.
    None,
}

impl Encryption {
    fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Tls => "TLS",
            Self::StartTls => "STARTTLS",
            Self::None => "not encrypted",
        }
    }
}

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// It was not: nobody got it.
    Refused(String),
    /// No answer says so.
    Unclear(String),
}

/// A server that takes mail.
pub struct Smtp {
    host: String,
    port: u16,
    encryption: Encryption,
    user: Option<(String, Secret)>,
    timeout: Duration,
}

impl Smtp {
    /// The server of a name, or of a name and a port, as the user's settings have the rest.
    pub fn of(repo: &Repo, server: &str) -> Result<Self, Refusal> {
        must_be_built()?;
        let settings = Settings::of(Service::Smtp, Some(repo));
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, Some(port.to_owned())),
            _ => (server, None),
        };
        let may_stand = |it: char| it.is_ascii_alphanumeric() || ".-:[]_".contains(it);
        if host.is_empty() || !host.chars().all(may_stand) {
            if server.contains('@') {
                // It is not shown: it may be a password.
                return Err(Refusal::usage(
                    "sendemail.smtpServer: a name or a password is no part of the name of a host",
                )
                .hint("git config sendemail.smtpUser NAME says who sends"));
            }
            return Err(Refusal::usage(format!(
                "sendemail.smtpServer: `{server}` is not the name of a host"
            )));
        }
        let is_here = HERE.contains(&host);
        let said = repo.personal("sendemail.smtpEncryption");
        let encryption = match said.as_deref() {
            Some("ssl") => Encryption::Tls,
            Some("none") => Encryption::None,
            None if is_here => Encryption::None,
            Some("tls") | None => Encryption::StartTls,
            Some(other) => {
                let message = format!("sendemail.smtpEncryption: `{other}` is none that is known");
                return Err(Refusal::usage(message)
                    .hint("`tls` (STARTTLS), `ssl` (TLS from the beginning) or `none`"));
            }
        };
        let port = repo.personal("sendemail.smtpServerPort").or(port);
        let port = match &port {
            Some(text) => text.parse().map_err(|_| {
                Refusal::usage(format!("sendemail.smtpServerPort: `{text}` is no port"))
            })?,
            None => encryption.port(),
        };
        let user = match repo.personal("sendemail.smtpUser") {
            Some(user) => Some((user, secret(repo, &settings)?)),
            None => None,
        };
        if encryption == Encryption::None && user.is_some() && !is_here {
            return Err(
                Refusal::usage("without encryption the password could be read on the way")
                    .hint("git config sendemail.smtpEncryption tls"),
            );
        }
        Ok(Self {
            host: host.to_owned(),
            port,
            encryption,
            user,
            timeout: settings.timeout()?,
        })
    }

    /// The server, for people.
    pub fn words(&self) -> String {
        let user = match &self.user {
            Some((user, _)) => format!(", as {user}"),
            None => String::new(),
        };
        let (host, port) = (&self.host, self.port);
        format!(
            "the server {host}:{port}, {}{user}",
            self.encryption.words()
        )
    }

    /// Hands a mail over.
    pub fn send(&self, sender: &str, to: &[&str], mail: &[u8]) -> Result<(), Untaken> {
        let redacted = |text: String| match &self.user {
            Some((_, secret)) => secret.redact(&text),
            None => text,
        };
        self.hand_over(sender, to, mail).map_err(|it| match it {
            Untaken::Refused(why) => Untaken::Refused(redacted(why)),
            Untaken::Unclear(why) => Untaken::Unclear(redacted(why)),
        })
    }

    #[cfg(not(feature = "net"))]
    fn hand_over(&self, _: &str, _: &[&str], _: &[u8]) -> Result<(), Untaken> {
        let it = (&self.host, self.timeout);
        Err(Untaken::Refused(format!(
            "{it:?}: this build has no network"
        )))
    }

    #[cfg(feature = "net")]
    fn hand_over(&self, sender: &str, to: &[&str], mail: &[u8]) -> Result<(), Untaken> {
        use lettre::address::Envelope;
        use lettre::transport::smtp::authentication::Credentials;
        use lettre::transport::smtp::authentication::Mechanism;
        use lettre::transport::smtp::client::SmtpConnection;
        use lettre::transport::smtp::client::TlsParameters;
        use lettre::transport::smtp::extension::ClientId;

        let told = |it: &lettre::transport::smtp::Error| told(it, self.timeout);
        let refused = |it: lettre::transport::smtp::Error| Untaken::Refused(told(&it));
        let wrong = |it: String| Untaken::Refused(it);
        let address = |it: &str| {
            it.parse()
                .map_err(|_| wrong(format!("`{it}` is no address")))
        };
        let to = to.iter().map(|it| address(it)).collect::<Result<_, _>>()?;
        let envelope = Envelope::new(Some(address(sender)?), to);
        let envelope = envelope.map_err(|it| wrong(it.to_string()))?;
        let hello = ClientId::default();
        let tls = || {
            let name = self.host.trim_matches(['[', ']']).to_owned();
            TlsParameters::new_rustls(name).map_err(refused)
        };
        let first = match self.encryption {
            Encryption::Tls => Some(tls()?),
            Encryption::StartTls | Encryption::None => None,
        };
        let place = (self.host.trim_matches(['[', ']']), self.port);
        let mut connection =
            SmtpConnection::connect(place, Some(self.timeout), &hello, first.as_ref(), None)
                .map_err(refused)?;
        if self.encryption == Encryption::StartTls {
            if !connection.can_starttls() {
                connection.abort();
                return Err(wrong(
                    "it does not offer STARTTLS, and nothing is sent without".to_owned(),
                ));
            }
            connection.starttls(&tls()?, &hello).map_err(refused)?;
        }
        if let Some((user, secret)) = &self.user {
            let user = Credentials::new(user.clone(), secret.expose().to_owned());
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, &user).map_err(refused)?;
        }
        match connection.send(&envelope, mail) {
            Ok(_) => {
                // It has the mail: how it says goodbye changes nothing.
                let _ = connection.quit();
                Ok(())
            }
            Err(it) if it.is_permanent() || it.is_transient() => Err(refused(it)),
            Err(it) => Err(Untaken::Unclear(told(&it))),
        }
    }
}

/// The password, as every secret, or as git has it.
fn secret(repo: &Repo, settings: &Settings<'_>) -> Result<Secret, Refusal> {
    match settings.secret() {
        Ok(secret) => Ok(secret),
        Err(refusal) => match repo.personal("sendemail.smtpPass") {
            Some(pass) => Secret::new(&pass)
                .ok_or_else(|| Refusal::usage("sendemail.smtpPass is not one word in ASCII")),
            None => Err(refusal),
        },
    }
}

/// An error with its reasons; one that is only that nothing came, in words.
#[cfg(feature = "net")]
fn told(error: &lettre::transport::smtp::Error, timeout: Duration) -> String {
    use std::io::ErrorKind;

    let mut text = error.to_string();
    let mut reason = std::error::Error::source(error);
    while let Some(it) = reason {
        let kind = it
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind);
        if matches!(kind, Some(ErrorKind::WouldBlock | ErrorKind::TimedOut)) {
            return format!("it did not answer in {} seconds", timeout.as_secs());
        }
        let said = it.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        reason = it.source();
    }
    text
}
