//! What stands on the page of one postmortem, and on that of one process review.

use chrono::TimeDelta;

use super::Secrets;
use super::Site;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::model::Role;
use crate::postmortem::Postmortem;
use crate::report::checklist;
use crate::report::messages;
use crate::report::public::Public;
use crate::report::show;
use crate::report::show::Entry;
use crate::report::show::Fact;
use crate::report::timeline;
use crate::root::Root;
use crate::snapshot::Entry as FileEntry;
use crate::snapshot::Reader;

/// What stands on the page of one postmortem beside its card.
#[derive(Debug)]
pub struct Page {
    /// The roles and who has them: handles of the roster, else the names as written.
    pub roles: Vec<(&'static str, Vec<String>)>,
    /// What the report says besides, each in a line; what it does not say is left out.
    pub facts: Vec<Fact>,
    /// Where more of it can be found.
    pub references: Vec<Entry>,
    /// The fields that the configuration adds.
    pub own_fields: Vec<Entry>,
    /// The times that are drawn, with what they are called, the first first.
    pub marks: Vec<(&'static str, crate::time::Moment)>,
    /// The rows of the timeline.
    pub rows: Vec<timeline::Row>,
    /// The steps of its checklist.
    pub steps: Vec<checklist::Step>,
    /// Its messages.
    pub messages: Vec<messages::Message>,
    /// From the start to detection and to the end.
    pub spans: Vec<(&'static str, TimeDelta)>,
    /// The body.
    pub body: Text,
}

/// A text in Markdown, or one that is shown as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Markdown.
    Markdown(String),
    /// A text that is too large to be read as Markdown.
    Plain(String),
    /// A file that cannot be read, and why.
    Unreadable(String),
}

impl Text {
    fn of(document: &Document, secrets: &Secrets) -> Self {
        if !document.is_readable() {
            let why = document.faults.first();
            let why = why.map_or_else(|| "it cannot be read".to_owned(), |it| it.message.clone());
            return Self::Unreadable(secrets.taken_out(&why).into_owned());
        }
        let said = secrets.taken_out(document.body.span.of(&document.text));
        let said = said.into_owned();
        if document.body.too_large {
            Self::Plain(said)
        } else {
            Self::Markdown(said)
        }
    }
}

/// What stands on the page of a postmortem. `None` where it became confidential since its card was made:
/// a work tree may change under us.
pub fn page(
    root: &Root,
    site: &Public<Site>,
    files: &Files,
    reader: &Reader<'_>,
) -> Option<Public<Page>> {
    let dossier = Dossier::read(files, reader);
    let policy = &root.config.policy;
    let postmortem = Postmortem::new(policy, &dossier);
    if postmortem.is_confidential() {
        return None;
    }
    let handle = |it: &str| policy.roster.handle(it).to_owned();
    let drawn = timeline::timeline(root, &dossier);
    // The owner stands among what a list says of it.
    let roles = Role::ALL.into_iter().filter(|it| *it != Role::Owner);
    let roles = roles.filter_map(|role| {
        let people: Vec<String> = postmortem.people(role).map(handle).collect();
        let title = role.title()?;
        (!people.is_empty()).then_some((title, people))
    });
    let facts = show::facts(&postmortem).into_iter();
    let mut page = Page {
        roles: roles.collect(),
        facts: facts.filter(|it| it.value.is_some()).collect(),
        references: show::references(&postmortem),
        own_fields: show::own_fields(root, postmortem.report()),
        marks: drawn.marks,
        rows: drawn.rows,
        steps: checklist::of_postmortem(policy, &dossier),
        messages: messages::of_postmortem(policy, &dossier),
        spans: show::spans(&postmortem),
        body: Text::of(postmortem.report(), &site.secrets),
    };
    if !site.secrets.is_empty() {
        page.keep(&site.secrets);
    }
    Some(Public::new(page))
}

impl Page {
    fn keep(&mut self, secrets: &Secrets) {
        for fact in &mut self.facts {
            secrets.take_out_of(&mut fact.value);
        }
        let entries = self.references.iter_mut().chain(&mut self.own_fields);
        for entry in entries {
            if secrets.are_in(&entry.value.to_string()) {
                entry.value = serde_json::Value::Null;
            }
        }
        for row in &mut self.rows {
            secrets.take_out(&mut row.event);
            secrets.take_out(&mut row.evidence);
        }
        for step in &mut self.steps {
            secrets.take_out(&mut step.text);
        }
        for message in &mut self.messages {
            secrets.take_out_of(&mut message.reason);
            secrets.take_out_of(&mut message.url);
        }
    }
}

/// The notes of a process review.
#[derive(Debug)]
pub struct Notes {
    /// The body.
    pub body: Text,
}

/// What the notes of a process review say beside what is known of it.
pub fn notes(site: &Public<Site>, entry: &FileEntry, reader: &Reader<'_>) -> Public<Notes> {
    let document = Document::read(reader, entry, Sort::WithFrontMatter);
    Public::new(Notes {
        body: Text::of(&document, &site.secrets),
    })
}
