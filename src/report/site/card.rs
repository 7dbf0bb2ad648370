//! What a site knows of one postmortem without its page.

use chrono::NaiveDate;
use memchr::memmem;

use super::digest::Digest;
use crate::deadline;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::report::actions;
use crate::report::list::Row;
use crate::time::Moment;

/// What a site knows of one postmortem without its page. What its report does not say is `None`.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// What a list says of it.
    pub row: Row,
    /// Its title; without one its id.
    pub title: String,
    /// Whether it is a major incident.
    pub is_major: bool,
    /// Whether somebody still has to do something.
    pub is_open: bool,
    /// When the incident began.
    pub began: Option<Moment>,
    /// When it was noticed.
    pub detected: Option<Moment>,
    /// When customers stopped feeling it.
    pub mitigated: Option<Moment>,
    /// When it was over.
    pub resolved: Option<Moment>,
    /// When it was reviewed: that moment, else that of the meeting.
    pub reviewed: Option<Moment>,
    /// By when that is owed.
    pub review_due: Option<Moment>,
    /// Postmortems worth reading together with it, as it names them.
    pub related: Vec<String>,
    /// Its action items.
    pub items: Vec<actions::Item>,
    /// Its place among the postmortems of its root.
    pub at: usize,
    /// Whether it may name other postmortems.
    pub names_others: bool,
    /// The digest of all that its page is made of; `None` where the page must be made to know.
    pub digest: Option<String>,
}

impl Card {
    /// The card of a postmortem.
    pub(super) fn new(row: Row, postmortem: &Postmortem<'_>) -> Self {
        let moment = |field| {
            let at = postmortem.moment(field)?;
            Some(postmortem.policy.zone.show(at))
        };
        let related = postmortem.field(FieldName::Related).texts();
        let title = row.title.clone().filter(|it| !it.trim().is_empty());
        let is_reviewed = postmortem.has_reached(Status::Reviewed);
        let reviewed = moment(FieldName::ReviewedAt).or_else(|| moment(FieldName::MeetingHeldAt));
        Self {
            title: title.unwrap_or_else(|| row.id.clone()),
            is_major: postmortem.is_major(),
            is_open: postmortem.is_on_its_way(),
            began: postmortem
                .began()
                .map(|(_, at)| postmortem.policy.zone.show(at)),
            detected: moment(FieldName::DetectedAt),
            mitigated: moment(FieldName::MitigatedAt),
            resolved: moment(FieldName::ResolvedAt),
            reviewed: reviewed.filter(|_| is_reviewed),
            review_due: deadline::review_due(**postmortem),
            related: related.map(str::to_owned).collect(),
            items: actions::of_report(&postmortem.dossier.id, postmortem),
            names_others: memmem::find(postmortem.report().text.as_bytes(), b"../").is_some(),
            digest: Some(digest(postmortem)),
            at: 0,
            row,
        }
    }

    /// The day of the incident; where the report does not say, that of its id.
    pub fn day(&self) -> Option<NaiveDate> {
        self.row.date
    }
}

/// The digest of what a postmortem's own files say.
fn digest(postmortem: &Postmortem<'_>) -> String {
    let mut digest = Digest::new();
    for document in postmortem.dossier.documents() {
        digest.text(document.path.as_str()).text(&document.text);
    }
    digest.finish()
}
