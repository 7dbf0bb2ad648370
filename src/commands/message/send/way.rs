//! How mail goes: as a file, by a program, or to a server.
//!
//! Program, host and options are read from git's own configuration, in the words of `git send-email`,
//! and from nothing that a clone brings along.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use super::outcome::Outcome;
use super::server::Server;
use crate::commands::Ctx;
use crate::commands::Refusal;
use crate::env::Child;
use crate::env::ChildFault;
use crate::env::program_of;
use crate::model::Service;
use crate::net::Settings;
use crate::render::mail::Envelope;
use crate::render::mail::Mail;
use crate::workspace::Workspace;

/// What is said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Wish {
    /// Write a file, and send nothing
    Eml,
    /// Hand it to the program that sends mail here
    Sendmail,
    /// Hand it to a server
    Smtp,
}

/// How it goes.
pub(super) enum Way {
    /// Into a file.
    File(PathBuf),
    /// To a program.
    Program(Program),
    /// To a server.
    Server(Server),
}

/// The program that sends mail.
pub(super) struct Program {
    /// The program, or the line of a shell.
    line: String,
    is_line: bool,
    option: Option<String>,
    /// How long it may take.
    patience: Duration,
}

impl Way {
    /// How it goes, as it is wished, else as git is configured.
    pub(super) fn of(
        workspace: &Workspace,
        wish: Option<Wish>,
        out: Option<&Path>,
    ) -> Result<Self, Refusal> {
        let repo = workspace.repo.as_ref().ok_or_else(Refusal::nobody)?;
        let command = repo.personal("sendemail.sendmailCmd");
        let server = repo.personal("sendemail.smtpServer");
        let is_program = server
            .as_deref()
            .is_some_and(|it| Path::new(it).is_absolute());
        let usual = match (&command, &server) {
            _ if out.is_some() => Some(Wish::Eml),
            (Some(_), _) => Some(Wish::Sendmail),
            (None, Some(_)) if is_program => Some(Wish::Sendmail),
            (None, Some(_)) => Some(Wish::Smtp),
            (None, None) => None,
        };
        let wish = wish.or(usual).ok_or_else(unset)?;
        match (wish, out) {
            (Wish::Eml, Some(out)) => Ok(Self::File(out.to_path_buf())),
            (Wish::Eml, None) => Err(Refusal::usage("--out is missing")
                .hint("name the file that is written: --as eml --out notice.eml")),
            (Wish::Sendmail | Wish::Smtp, Some(_)) => Err(Refusal::usage("--out is for --as eml")
                .hint("leave it out, or write a file and send nothing: --as eml")),
            (Wish::Sendmail, None) => Ok(Self::Program(Program {
                is_line: command.is_some(),
                line: command
                    .or(server.filter(|_| is_program))
                    .unwrap_or_else(|| "sendmail".to_owned()),
                option: repo.personal("sendemail.smtpServerOption"),
                patience: Settings::of(Service::Smtp, Some(repo)).program_timeout()?,
            })),
            (Wish::Smtp, None) => match server.filter(|_| !is_program) {
                Some(host) => Server::of(repo, &host).map(Self::Server),
                None => Err(unset()),
            },
        }
    }

    /// How it goes, for people.
    pub(super) fn words(&self) -> String {
        match self {
            Self::File(path) => format!("the file {}", path.display()),
            Self::Program(it) => {
                let name = if it.is_line {
                    program_of(&it.line)
                } else {
                    &it.line
                };
                format!("the program {name}")
            }
            Self::Server(it) => it.words(),
        }
    }

    /// Hands a mail over.
    pub(super) fn deliver(&self, ctx: &Ctx, mail: (&Envelope, &Mail)) -> Outcome {
        match self {
            Self::File(_) => Outcome::Taken,
            Self::Program(it) => it.deliver(&ctx.directory, mail),
            Self::Server(it) => it.deliver(mail),
        }
    }
}

/// Git does not say how mail is sent.
fn unset() -> Refusal {
    Refusal::usage("git does not say how mail is sent")
        .hint("git config --global sendemail.smtpServer mail.example.com, or the path of a program")
        .hint("--as eml --out FILE writes the mail, for you to send")
}

impl Program {
    fn deliver(&self, directory: &Path, (envelope, mail): (&Envelope, &Mail)) -> Outcome {
        let words = self.option.iter().map(String::as_str);
        let words = words.chain(["-i"]).chain(envelope.recipients());
        let words: Vec<&OsStr> = words.map(OsStr::new).collect();
        let child = if self.is_line {
            Child::line(&self.line, words, directory)
        } else {
            Child::program(OsStr::new(&self.line), words, directory)
        };
        match child.reading(&mail.bytes).within(self.patience).output() {
            Ok(_) => Outcome::Taken,
            Err(it @ ChildFault::Start(..)) => Outcome::Refused(Refusal::failed(it.to_string())),
            Err(it) => Outcome::Unknown(Refusal::failed(it.to_string())),
        }
    }
}
