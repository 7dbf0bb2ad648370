//! A message as it goes out by mail: to whom, about what, in which words.

use super::Public;
use crate::config::Audiences;
use crate::corpus::Dossier;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;

/// Whether somebody said that a confidential postmortem is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Nobody did: nothing of one goes out.
    Kept,
    /// Somebody did, for this message.
    Lifted,
}

impl Secrecy {
    /// By whether somebody did.
    pub fn of(is_meant: bool) -> Self {
        if is_meant { Self::Lifted } else { Self::Kept }
    }
}

/// A message as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The postmortem's id.
    pub postmortem: String,
    /// Which message it is.
    pub name: MessageName,
    /// What it is about, on one line.
    pub subject: String,
    /// Its words, in Markdown.
    pub words: String,
    /// The id of the mail that it follows.
    pub follows: Option<String>,
}

/// The message of a postmortem, as it goes out. Of a confidential postmortem nothing does, unless
/// somebody says that it is meant.
pub fn letter(
    root: &Root,
    dossier: &Dossier,
    name: MessageName,
    secrecy: Secrecy,
) -> Result<Public<Letter>, Refusal> {
    let postmortem = Postmortem::new(&root.config.policy, dossier);
    let id = &dossier.id;
    if postmortem.is_confidential() && secrecy == Secrecy::Kept {
        return Err(confidential(id.as_str()));
    }
    let Some(message) = postmortem.message(name) else {
        let refusal = Refusal::not_found(format!("{id} has no message `{name}`"));
        return Err(refusal.hint(format!("pmrepo message new {id} {name}")));
    };
    if !message.document.is_readable() {
        let path = &message.document.path;
        let refusal = Refusal::unreadable(format!("{path} cannot be read")).about(path);
        return Err(refusal.hint(format!("pmrepo check {id}")));
    }
    let own = match name {
        MessageName::Notice | MessageName::Results => postmortem.title().map(str::to_owned),
        // Customers read what was approved for them, and nothing else.
        MessageName::External => Some(external_title(&postmortem, message.words())),
    };
    let title = own.as_deref().unwrap_or(id.as_str());
    if title.chars().any(char::is_control) {
        let message = format!("the title of {id} has a line break or a control character in it");
        return Err(Refusal::unreadable(message).hint(format!("pmrepo set {id} title=…")));
    }
    let severity = postmortem.field(FieldName::Severity).words();
    let severity = severity.filter(|it| !it.chars().any(char::is_control));
    let title = match severity {
        Some(severity) if name != MessageName::External => {
            format!("{} ({severity})", one_line(title))
        }
        _ => one_line(title),
    };
    let notice = postmortem.message(MessageName::Notice);
    let notice = notice.and_then(|it| it.field(FieldName::MessageId).words());
    let notice = notice.filter(|it| is_mail_id(it)).map(str::to_owned);
    let (subject, follows) = match name {
        MessageName::Notice => (format!("Incident: {title}"), None),
        MessageName::Results => (format!("Postmortem: {title}"), notice),
        MessageName::External => (title, None),
    };
    Ok(Public::new(Letter {
        postmortem: id.to_string(),
        name,
        subject,
        words: message.words().to_owned(),
        follows,
    }))
}

/// What a message to customers is about: its heading, else the day.
fn external_title(postmortem: &Postmortem<'_>, words: &str) -> String {
    let day = || postmortem.began().map(|(_, at)| at.date().to_string());
    let title = heading(words).map(|(title, _)| title);
    title.or_else(day).unwrap_or_else(|| "Incident".to_owned())
}

/// Refuses what would take a confidential postmortem out of the repository.
pub fn confidential(id: &str) -> Refusal {
    let name = super::public::name(id);
    Refusal::not_ready(format!(
        "{name}: nothing but its date leaves the repository"
    ))
    .hint("--confidential says that this message is meant")
}

/// Whether a text is the id of a mail, as another mail may name it.
fn is_mail_id(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    inside.is_some_and(|it| {
        it.contains('@')
            && it
                .chars()
                .all(|it| it.is_ascii_graphic() && it != '<' && it != '>')
    })
}

/// Whom a message goes to: those who are asked for; else whom it names itself, by their addresses, their
/// names in the roster, or that of an audience; else the stakeholders of its severity. Those of a
/// confidential postmortem are always asked for.
pub fn recipients(
    root: &Root,
    dossier: &Dossier,
    name: MessageName,
    asked: &[String],
) -> Result<Vec<String>, Refusal> {
    let postmortem = Postmortem::new(&root.config.policy, dossier);
    let message = postmortem.message(name);
    let own: Vec<&str> = message
        .iter()
        .flat_map(|it| it.field(FieldName::To).people())
        .collect();
    let words: Vec<&str> = if !asked.is_empty() {
        asked.iter().map(String::as_str).collect()
    } else if postmortem.is_confidential() {
        let refusal = Refusal::not_ready("a confidential postmortem goes to nobody by itself");
        return Err(refusal.hint("say to whom: --to ADDRESS"));
    } else if own.is_empty() {
        vec![Audiences::STAKEHOLDERS]
    } else {
        own
    };
    let audiences = &root.config.audiences;
    let roster = &root.config.policy.roster;
    let mut to = Vec::new();
    for word in words {
        if let Some(all) = audiences.of(word, postmortem.severity()) {
            to.extend(all.iter().cloned());
        } else if word.contains('@') && !word.starts_with('@') {
            to.push(word.to_owned());
        } else if let Some(member) = roster.find(word) {
            let email = member.email.as_deref().ok_or_else(|| {
                let handle = &member.handle;
                Refusal::not_ready(format!("{handle} has no address in the roster"))
                    .hint(format!("pmrepo people add {handle} --email ADDRESS"))
            })?;
            to.push(match &member.name {
                Some(name) => format!("{name} <{email}>"),
                None => email.to_owned(),
            });
        } else if word != Audiences::STAKEHOLDERS {
            let names: Vec<&str> = audiences.names().collect();
            let refusal = Refusal::usage(format!("`{word}` is no mail address"));
            return Err(if names.is_empty() {
                refusal.hint("write jo@example.com, or a name of the roster")
            } else {
                let names = names.join(", ");
                refusal.hint(format!(
                    "an address, a name of the roster, or one of {names}"
                ))
            });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    to.retain(|it| seen.insert(it.clone()));
    if to.is_empty() {
        let severity = postmortem.field(FieldName::Severity).words();
        let severity = severity.unwrap_or("SEV-1");
        return Err(Refusal::not_ready("nobody is named whom it could go to")
            .hint("say to whom: --to ADDRESS")
            .hint(format!(
                "or once and for all, in pmrepo.yaml: \
                 audiences: {{stakeholders: {{{severity}: [all@example.com]}}}}"
            )));
    }
    Ok(to)
}

/// The heading that a text begins with, and what follows it.
pub(super) fn heading(words: &str) -> Option<(String, &str)> {
    let (line, rest) = words.split_once('\n').unwrap_or((words, ""));
    let title = one_line(line.strip_prefix("# ")?.trim_end_matches('#'));
    (!title.is_empty()).then_some((title, rest.trim_start_matches(['\r', '\n'])))
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn only_a_heading_at_the_top_is_a_title() {
        assert_eq!(heading("# A  b #\n\nc"), Some(("A b".to_owned(), "c")));
        assert_eq!(heading("# A"), Some(("A".to_owned(), "")));
        for none in ["", "a\n# b", "## a", "#a", "# #\nx"] {
            assert_eq!(heading(none), None, "{none}");
        }
    }
}
