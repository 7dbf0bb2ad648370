//! The typed reading of a postmortem: what its report, its checklist and its messages say.
//!
//! Everything here is a view over nodes that are read already: it copies nothing, and a field costs
//! what looking it up costs. Nobody above reads a field by its name.

mod action_item;
mod amiss;
pub mod leftovers;
mod message;
mod noted;
mod process_review;
mod report;
mod said;
mod secrecy;
mod statuses;
pub mod steps;
mod waiver;

pub use action_item::ActionItem;
pub use amiss::Amiss;
pub use message::Message;
pub use process_review::ANYONE;
pub use process_review::ProcessReview;
pub use process_review::review_id;
pub use report::IncidentClock;
pub use report::Report;
pub use report::status_of;
pub use said::Said;
pub use secrecy::is_confidential;
pub use statuses::Statuses;
pub use steps::Step;
pub use steps::StepState;
pub use waiver::Waiver;

use std::ops::Deref;

use crate::chat::keys;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::MessageName;
use crate::time::Moment;
use crate::timeline::TimelineRow;

/// A postmortem, and the policy by which it is read. It says all that its report says.
#[derive(Clone, Copy, Debug)]
pub struct Postmortem<'a> {
    report: Report<'a>,
    /// The postmortem's files.
    pub dossier: &'a Dossier,
}

/// How many rows of a timeline have a source that can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Those that have one.
    pub live: usize,
    /// All of them.
    pub rows: usize,
}

impl std::fmt::Display for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "timeline: {}", self.words())
    }
}

impl Sources {
    /// The same, without what it is about.
    pub fn words(self) -> String {
        format!("{} of {} rows have a source", self.live, self.rows)
    }
}

impl<'a> Deref for Postmortem<'a> {
    type Target = Report<'a>;

    fn deref(&self) -> &Report<'a> {
        &self.report
    }
}

impl<'a> Postmortem<'a> {
    /// Reads a postmortem.
    pub fn new(policy: &'a Policy, dossier: &'a Dossier) -> Self {
        Self {
            report: Report::new(policy, &dossier.report),
            dossier,
        }
    }

    /// Its report.
    pub fn report(&self) -> &'a Document {
        &self.dossier.report
    }

    /// When the message of a key was sent, as a log says that is saved beside the report; `None` where it is
    /// in none of them.
    pub fn sent(&self, key: &str) -> Option<Moment> {
        let line = key.rsplit_once(':').and_then(|(file, line)| {
            let line = line.parse().ok()?;
            self.dossier.logs.get(file)?.messages().at_line(line)
        });
        let mut logs = self.dossier.logs.values();
        line.or_else(|| logs.find_map(|it| it.messages().at(key)))
    }

    /// How many rows of the timeline name a message of a saved log, and how many rows there are; `None` where
    /// no log is saved.
    pub fn sources(&self) -> Option<Sources> {
        if self.dossier.logs.is_empty() {
            return None;
        }
        let text = &self.report().text;
        let timeline = self.timeline()?;
        let is_live = |row: &&TimelineRow| {
            let named = keys::in_text(row.span.of(text));
            named.iter().any(|it| self.sent(&it.key).is_some())
        };
        Some(Sources {
            live: timeline.rows.iter().filter(is_live).count(),
            rows: timeline.rows.len(),
        })
    }

    /// Its message of a name.
    pub fn message(&self, name: MessageName) -> Option<Message<'a>> {
        let document = self.dossier.messages.get(name.as_str())?;
        Some(Message { document })
    }

    /// Everything in `messages/`, by the name of the file.
    pub fn messages(&self) -> impl Iterator<Item = (&'a str, Message<'a>)> + use<'a> {
        let messages = self.dossier.messages.iter();
        messages.map(|(name, document)| (name.as_str(), Message { document }))
    }
}
