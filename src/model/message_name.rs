//! The messages of a postmortem.

use super::Role;

/// A message of a postmortem, in the order in which they are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageName {
    /// To stakeholders, right after the incident.
    Notice,
    /// To stakeholders, after the review.
    Results,
    /// To customers, on the status page.
    External,
}

words!(MessageName {
    Notice = "notice",
    Results = "results",
    External = "external",
});

impl MessageName {
    /// Who sends it.
    pub fn sender(self) -> Role {
        match self {
            Self::Notice => Role::IncidentCommander,
            Self::Results => Role::Owner,
            Self::External => Role::CustomerLiaison,
        }
    }
}
