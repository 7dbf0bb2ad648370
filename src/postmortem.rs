//! The typed reading of a postmortem: what its report, its checklist and its messages say.
//!
//! Everything here is a view over nodes that are read already: it copies nothing, and a field costs
//! what looking it up costs. Nobody above reads a field by its name.

mod action_item;
pub mod leftovers;
mod message;
mod process_review;
mod report;
mod said;
mod secrecy;
mod statuses;
pub mod steps;
mod waiver;

pub use action_item::ActionItem;
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

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::MessageName;

/// A postmortem, and the policy by which it is read. It says all that its report says.
#[derive(Clone, Copy, Debug)]
pub struct Postmortem<'a> {
    report: Report<'a>,
    /// The postmortem's files.
    pub dossier: &'a Dossier,
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
