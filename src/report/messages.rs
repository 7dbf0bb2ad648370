//! The messages of a postmortem, on record.

use crate::config::Policy;
use crate::corpus::Dossier;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::report::overdue::Unreadable;
use crate::report::unread;
use crate::report::unread::Need;
use crate::source::RepoPath;

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none.
    Missing,
    /// It is written and not sent.
    Written,
    /// Somebody approved it, and it is not sent yet.
    Approved,
    /// It has been sent.
    Sent,
    /// None is sent, for a reason.
    None,
}

impl State {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Written => "written",
            Self::Approved => "approved",
            Self::Sent => "sent",
            Self::None => "none",
        }
    }
}

/// A message of a postmortem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The postmortem's id.
    pub postmortem: String,
    /// Its name.
    pub name: MessageName,
    /// Where it lies, or would.
    pub path: RepoPath,
    /// How far it is.
    pub state: State,
    /// When it was sent, as written.
    pub sent_at: Option<String>,
    /// When somebody tried to send it, as written: where it was not sent, it may have been.
    pub attempted_at: Option<String>,
    /// When it was posted to a channel, as written.
    pub posted_at: Option<String>,
    /// Who approved it: the roster's handle where it knows them.
    pub approved_by: Option<String>,
    /// When, as written.
    pub approved_at: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Why none is sent.
    pub reason: Option<String>,
    /// Who sends it: the people of the role.
    pub people: Vec<String>,
}

/// What of a postmortem cannot be read, so that its messages are not all here, or not as they are.
pub fn unread(policy: &Policy, dossier: &Dossier) -> Vec<Unreadable> {
    let report = Report::new(policy, &dossier.report);
    let messages = dossier.messages.values();
    let messages = messages.filter_map(|it| unread::of_other(dossier, it, &report));
    let report = unread::of_report(&dossier.id, &report, &[Need::Severity]);
    report.into_iter().chain(messages).collect()
}

/// The messages of a postmortem: all three of a major incident, else those that are there.
pub fn of_postmortem(policy: &Policy, dossier: &Dossier) -> Vec<Message> {
    let postmortem = Postmortem::new(policy, dossier);
    let is_major = postmortem.is_major();
    MessageName::ALL
        .into_iter()
        .filter_map(|name| {
            let message = postmortem.message(name);
            if message.is_none() && !is_major {
                return None;
            }
            let text = |field| message?.field(field).text().map(str::to_owned);
            let (sent_at, reason) = (text(FieldName::SentAt), text(FieldName::NotSentBecause));
            let approved_by = text(FieldName::ApprovedBy);
            let approved_by = approved_by.map(|it| policy.roster.handle(&it).to_owned());
            let state = match (message, &reason) {
                (None, _) => State::Missing,
                (Some(it), _) if it.sent_at().is_some() => State::Sent,
                (_, Some(_)) => State::None,
                (Some(_), None) if approved_by.is_some() => State::Approved,
                (Some(_), None) => State::Written,
            };
            let path = dossier.directory.join(&format!("messages/{name}.md"));
            Some(Message {
                postmortem: dossier.id.to_string(),
                name,
                path: path.unwrap_or_default(),
                state,
                url: text(FieldName::Url).or_else(|| text(FieldName::MessageId)),
                sent_at,
                attempted_at: text(FieldName::AttemptedAt),
                posted_at: text(FieldName::PostedAt),
                approved_by,
                approved_at: text(FieldName::ApprovedAt),
                reason,
                people: super::checklist::people(&postmortem, name.sender()),
            })
        })
        .collect()
}
