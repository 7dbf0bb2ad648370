//! Chat logs and transcripts: bytes of any program → messages, as a stream.
//!
//! One file per source, one line of [`Source::ALL`]. Times without a zone or a day are read by those that
//! whoever imports names, and never guessed. One message that cannot be read is one [`Skipped`], and the
//! next is read all the same.

mod clock;
mod elements;
pub mod events;
mod input;
mod irc;
pub mod keys;
mod mattermost;
mod meetbot;
mod paste;
mod recognise;
mod rows;
pub mod saved;
pub mod secrets;
mod shorten;
mod slack;
pub mod todos;
mod webvtt;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Zone;
use crate::time::Moment;

pub use input::Input;
pub use input::InputFault;

/// The most bytes of one message as it lies in its source: a pasted log file is no message.
const MESSAGE_LIMIT: usize = 4 * 1024 * 1024;

/// A program whose logs are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A Slack export: a directory or an archive.
    SlackExport,
    /// What Slack's `conversations.history` or `conversations.replies` answers.
    SlackApi,
    /// What is copied from a Slack channel and pasted.
    SlackPaste,
    /// A Mattermost bulk export.
    Mattermost,
    /// An IRC client's log: irssi, weechat, `HexChat`, mIRC, or lines that begin with an ISO timestamp.
    Irc,
    /// The log of a meeting that `MeetBot` wrote, as JSON.
    MeetBot,
    /// A transcript of Meet, Teams or Zoom.
    WebVtt,
    /// A table with the columns time, author and text.
    Csv,
    /// An object with `time`, `author` and `text` on each line.
    JsonLines,
    /// The log of an incident in PagerDuty. It is asked for there, and is no file.
    PagerDuty,
}

impl Source {
    /// All of those that are files.
    pub const ALL: [Self; 9] = [
        Self::SlackExport,
        Self::SlackApi,
        Self::SlackPaste,
        Self::Mattermost,
        Self::Irc,
        Self::MeetBot,
        Self::WebVtt,
        Self::Csv,
        Self::JsonLines,
    ];

    /// Its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SlackExport => "slack-export",
            Self::SlackApi => "slack-api",
            Self::SlackPaste => "slack-paste",
            Self::Mattermost => "mattermost",
            Self::Irc => "irc",
            Self::MeetBot => "meetbot",
            Self::WebVtt => "webvtt",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::PagerDuty => "pagerduty",
        }
    }
}

/// What whoever imports says of a log that the log does not say itself.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The program; `None`: it is found from the content.
    pub source: Option<Source>,
    /// Only this channel, by its name or id.
    pub channel: Option<String>,
    /// The zone of times that have none.
    pub zone: Option<Zone>,
    /// The day of the first time that has none.
    pub date: Option<NaiveDate>,
    /// When a transcript begins, whose times are offsets.
    pub start: Option<Moment>,
    /// Handles by every other name of a person (id in the chat, address, name), in small letters.
    pub handles: BTreeMap<String, String>,
}

impl Asked {
    /// What a person is called here: the handle of the first name that has one, else the last name that
    /// is not empty.
    fn handle(&self, names: &[&str]) -> String {
        let known = names.iter().find_map(|it| {
            let name = it.trim().trim_start_matches('@').to_lowercase();
            self.handles.get(&name)
        });
        let shown = names.iter().rev().find(|it| !it.trim().is_empty());
        known.map_or_else(
            || shown.map_or_else(String::new, |it| it.trim().to_owned()),
            Clone::clone,
        )
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is called for ever: `slack:C0123/1549386420.000100`.
    pub key: String,
    /// Where it lies: `general/2016-01-14.json:12`, lines count from 1.
    pub place: String,
    /// When it was sent.
    pub at: Moment,
    /// Who sent it: a handle of the roster, else what the source calls them.
    pub author: String,
    /// Whether a program sent it.
    pub is_bot: bool,
    /// What it says, as plain text in lines; mentions, links and emoji are resolved.
    pub text: String,
    /// The names of the reactions to it.
    pub reactions: Vec<String>,
    /// Whether it is pinned to its channel.
    pub is_pinned: bool,
    /// The key of the message that it answers.
    pub reply_to: Option<String>,
    /// What else is to be said of how it was read.
    pub remark: Option<&'static str>,
}

/// Something that was not read as a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it lies.
    pub place: String,
    /// Why not.
    pub reason: String,
}

/// Why no message of a log can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatFault {
    /// Nobody knows what wrote it.
    #[error("the log is of no program that is known here")]
    Unknown,
    /// Its times have no zone.
    #[error("the times of this log have no zone")]
    NoZone,
    /// Its times have no day.
    #[error("the times of this log have no date")]
    NoDate,
    /// Its times count from the start of the recording.
    #[error("the times of this transcript count from its start")]
    NoStart,
    /// There is no such channel.
    #[error("no channel is called `{asked}`")]
    NoChannel {
        /// What was asked for.
        asked: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// There are several channels, and none is named.
    #[error("the export has several channels")]
    Channels {
        /// Those that there are.
        known: Vec<String>,
    },
    /// It cannot be read.
    #[error(transparent)]
    Input(#[from] InputFault),
}

impl ChatFault {
    /// What to do: imperative, no full stop.
    pub fn help(&self) -> String {
        let some = |known: &[String]| {
            let shown: Vec<&str> = known.iter().take(12).map(String::as_str).collect();
            let more = if known.len() > shown.len() {
                ", …"
            } else {
                ""
            };
            format!("{}{more}", shown.join(", "))
        };
        match self {
            Self::Unknown => {
                let words: Vec<&str> = Source::ALL.iter().map(|it| it.as_str()).collect();
                format!(
                    "say which with --source: {}; or make it lines of JSON with `time`, `author` and `text`",
                    words.join(", ")
                )
            }
            Self::NoZone => "say which with --tz, like --tz Europe/Berlin".to_owned(),
            Self::NoDate => {
                "say on which day it begins with --date, like --date 2026-11-20".to_owned()
            }
            Self::NoStart => {
                "say when that was with --start, like --start 2026-11-20T14:00Z".to_owned()
            }
            Self::NoChannel { known, .. } => format!("it has {}", some(known)),
            Self::Channels { known } => format!("name one with --channel: {}", some(known)),
            Self::Input(fault) => fault.help().to_owned(),
        }
    }
}

/// The messages of a log, in the order of the source.
pub type Messages = Box<dyn Iterator<Item = Result<Message, Skipped>>>;

/// Opens a log. Says which program's it is, and gives its messages one by one, those without any text left
/// out.
pub fn open(input: Input, asked: &Asked) -> Result<(Source, Messages), ChatFault> {
    let (input, head) = input.look()?;
    let found = head.map_or(Some(Source::SlackExport), |it| recognise::recognise(&it));
    let source = asked.source.or(found).ok_or(ChatFault::Unknown)?;
    let messages: Messages = match source {
        Source::SlackExport => slack::export(input, asked)?,
        Source::SlackApi => slack::api(input, asked)?,
        Source::SlackPaste => paste::open(input, asked)?,
        Source::Mattermost => mattermost::open(input, asked)?,
        Source::Irc => irc::open(input, asked)?,
        Source::MeetBot => meetbot::open(input, asked)?,
        Source::WebVtt => webvtt::open(input, asked)?,
        Source::Csv => rows::table(input, asked)?,
        Source::JsonLines => rows::objects(input, asked)?,
        Source::PagerDuty => return Err(ChatFault::Unknown),
    };
    // Of a message without any text there is nothing to show.
    let says =
        |it: &Result<Message, Skipped>| it.as_ref().map_or(true, |it| !it.text.trim().is_empty());
    Ok((source, Box::new(messages.filter(says))))
}

#[cfg(test)]
mod tests;
