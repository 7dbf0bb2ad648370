//! What customers may read: the messages to them that somebody has approved, and nothing else.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::corpus::Dossier;
use crate::model::MessageName;
use crate::model::PostmortemId;
use crate::postmortem::Message;
use crate::postmortem::Postmortem;
use crate::postmortem::leftovers::leftover;
use crate::report::public::Public;
use crate::root::Root;
use crate::snapshot::SnapshotError;
use crate::time::Moment;

/// A message to customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The day of the incident.
    pub day: Option<NaiveDate>,
    /// When it was sent, in the configured zone.
    pub sent_at: Option<Moment>,
    /// Its text, in Markdown.
    pub text: String,
}

/// The messages of a root that somebody has approved, the newest first. None of a confidential postmortem.
pub fn notices(root: &Root) -> Result<Public<Vec<Notice>>, SnapshotError> {
    let policy = &root.config.policy;
    let mut found: Vec<(Notice, String)> = root
        .layout()?
        .postmortems
        .par_iter()
        .map_init(
            || root.snapshot().reader(),
            |reader, files| {
                let dossier = Dossier::read_facts(files, reader);
                let postmortem = Postmortem::new(policy, &dossier);
                if postmortem.is_confidential() {
                    return None;
                }
                let message = postmortem.message(MessageName::External)?;
                let day = postmortem.incident_date();
                let notice = Notice {
                    day: day.or_else(|| PostmortemId::date_in(&dossier.id)),
                    sent_at: message.sent_at().map(|it| policy.zone.show(it)),
                    text: message.words().to_owned(),
                };
                is_for_customers(message).then(|| (notice, dossier.id.to_string()))
            },
        )
        .flatten()
        .collect();
    found.sort_by(|(a, one), (b, other)| b.day.cmp(&a.day).then_with(|| one.cmp(other)));
    Ok(Public::new(found.into_iter().map(|it| it.0).collect()))
}

/// Whether somebody has approved a message that is finished, and has not decided that none is sent.
fn is_for_customers(message: Message<'_>) -> bool {
    let document = message.document;
    document.is_readable()
        && message.is_approved()
        && !message.is_declined()
        && !message.is_empty()
        && !document.body.too_large
        && leftover(document).is_none()
}
