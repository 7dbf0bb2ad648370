//! PagerDuty's own review of an incident, held against the report.

use crate::model::Status;

/// The word there for a status; `None` for a postmortem that is not required.
pub fn status_there(status: Status) -> Option<&'static str> {
    match status {
        Status::Draft => Some("started"),
        Status::InReview => Some("in_review"),
        Status::Reviewed | Status::Closed => Some("completed"),
        Status::NotRequired => None,
    }
}
