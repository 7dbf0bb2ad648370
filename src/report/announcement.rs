//! The message to customers, as it is published: in the words that somebody approved, and no others.

use super::Public;
use super::letter::Secrecy;
use super::letter::confidential;
use super::letter::heading;
use crate::corpus::Dossier;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::time::Moment;

/// The message to customers, and what is said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The day and the slug that a page of it is called by: the postmortem's id.
    pub postmortem: String,
    /// Its heading, where it begins with one: what was approved, as all of it.
    pub title: Option<String>,
    /// All its words, in Markdown.
    pub words: String,
    /// The same behind the heading.
    pub body: String,
    /// When the incident began.
    pub began: Option<Moment>,
    /// When it was over.
    pub ended: Option<Moment>,
    /// The services that were affected.
    pub services: Vec<String>,
    /// The place of its severity in the scale: 0 is the worst.
    pub severity: Option<usize>,
}

/// The message to customers of a postmortem. Whether it may be published is judged where it is
/// recorded, in `change::messages`.
pub fn announcement(
    root: &Root,
    dossier: &Dossier,
    secrecy: Secrecy,
) -> Result<Public<Announcement>, Refusal> {
    let policy = &root.config.policy;
    let postmortem = Postmortem::new(policy, dossier);
    let id = &dossier.id;
    if postmortem.is_confidential() && secrecy == Secrecy::Kept {
        return Err(confidential(id.as_str()));
    }
    let name = MessageName::External;
    let message = postmortem.message(name).ok_or_else(|| {
        Refusal::not_found(format!("{id} has no message `{name}`"))
            .hint(format!("pmrepo message new {id} {name}"))
    })?;
    let words = message.words();
    let (title, body) = match heading(words) {
        Some((title, body)) => (Some(title), body),
        None => (None, words),
    };
    let services = postmortem.field(FieldName::Services).texts();
    let place = |it| policy.severities.iter().position(|known| known == it);
    Ok(Public::new(Announcement {
        postmortem: id.to_string(),
        title,
        words: words.to_owned(),
        body: body.to_owned(),
        began: postmortem.began().map(|(_, at)| at),
        ended: postmortem.moment(FieldName::ResolvedAt),
        services: services.map(str::to_owned).collect(),
        severity: postmortem.severity().and_then(place),
    }))
}
