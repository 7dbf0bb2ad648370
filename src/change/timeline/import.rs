//! What an import would add, held against the rows that are there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::cells;
use super::place;
use super::place::NewRow;
use super::section::Section;
use crate::chat::Message;
use crate::chat::Skipped;
use crate::chat::Source;
use crate::chat::events::Event;
use crate::chat::events::Kind;
use crate::chat::events::Marks;
use crate::chat::events::Shelf;
use crate::chat::keys;
use crate::check;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::snapshot::Texts;
use crate::time::Moment;

/// The codes of the rules about language.
const LANGUAGE: &str = "PM5";

/// What was found in a log.
#[derive(Clone, Debug)]
pub struct Found {
    /// Whose log it is.
    pub source: Source,
    /// What it is called.
    pub name: String,
    /// How many messages were read in the time that was asked for.
    pub count: usize,
    /// The first and the last of them.
    pub span: Option<(Moment, Moment)>,
    /// What is proposed.
    pub events: Vec<Event>,
    /// What is yet to be done.
    pub todos: Vec<Todo>,
    /// The messages that rows name, and those that were asked for, by key.
    pub named: BTreeMap<String, Message>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What is to be said of single messages.
    pub problems: Vec<String>,
}

/// Something that is yet to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// The message's key.
    pub key: String,
    /// Where it lies.
    pub place: String,
    /// When it was said.
    pub at: Moment,
    /// By whom.
    pub author: String,
    /// What is to be done.
    pub text: String,
    /// By which words it was found.
    pub why: &'static str,
}

/// What a row is to the timeline as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// It is not there yet.
    New,
    /// It is there, and its messages say something else now.
    Changed,
    /// It is there, and its messages are not in the log any more.
    Gone,
    /// It is there, and somebody edited it.
    EditedHere,
    /// It is there as it was written.
    Unchanged,
}

impl RowState {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::EditedHere => "edited-here",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A row that is proposed, or that is there and names messages.
#[derive(Clone, Debug)]
pub struct Row {
    /// The keys of its messages.
    pub keys: Vec<String>,
    /// Where they lie.
    pub places: Vec<String>,
    /// When it happened.
    pub at: Moment,
    /// Who said it; empty where nobody knows any more.
    pub author: String,
    /// What it says, in the words of its messages.
    pub event: String,
    /// The cell that names them.
    pub evidence: String,
    /// On which shelf it is; `None` where its messages are gone.
    pub shelf: Option<Shelf>,
    /// What it is about.
    pub kind: Option<Kind>,
    /// Why it is proposed.
    pub why: Vec<String>,
    /// What it is to the timeline.
    pub state: RowState,
    /// Its messages.
    pub messages: Vec<Message>,
    /// The cell that says what happened.
    cell: String,
}

impl Row {
    fn new(event: &Event) -> Option<Self> {
        let first = event.messages.first()?;
        let text = event.text();
        let mut seen = BTreeSet::new();
        let authors = event.messages.iter().map(|it| it.author.as_str());
        let authors: Vec<&str> = authors.filter(|it| seen.insert(*it)).collect();
        let author = authors.join(", ");
        let cell = if author.is_empty() {
            cells::quoted(&text)
        } else {
            cells::quoted(&format!("{author}: {text}"))
        };
        let mut seen = BTreeSet::new();
        let keys = event.messages.iter().map(|it| &it.key);
        let keys: Vec<String> = keys.filter(|it| seen.insert(*it)).cloned().collect();
        Some(Self {
            evidence: cells::evidence(&keys, first.at, &cell),
            keys,
            places: event.messages.iter().map(|it| it.place.clone()).collect(),
            at: first.at,
            author,
            event: text,
            shelf: Some(event.shelf),
            kind: Some(event.kind),
            why: event.why.iter().map(|it| (*it).to_owned()).collect(),
            state: RowState::New,
            messages: event.messages.clone(),
            cell,
        })
    }

    /// Whether it is to be written: where keys are named, it has one of them; else it is on the first shelf.
    pub(super) fn is_picked(&self, keys: &BTreeSet<String>) -> bool {
        let is_named = self.keys.iter().any(|it| keys.contains(it));
        let is_wanted = if keys.is_empty() {
            self.shelf == Some(Shelf::First)
        } else {
            is_named
        };
        self.state == RowState::New && is_wanted
    }

    pub(super) fn new_row(&self) -> Option<NewRow> {
        (self.state == RowState::New).then(|| NewRow {
            at: self.at,
            event: self.cell.clone(),
            evidence: self.evidence.clone(),
        })
    }
}

/// What an import would add, and what there is to say of it.
#[derive(Clone, Debug)]
pub struct Import {
    /// What was found in the log.
    pub found: Found,
    /// The rows, in the order of time.
    pub rows: Vec<Row>,
    /// What is wrong with the timeline.
    pub problems: Vec<String>,
}

/// The keys that the rows of a report's timeline name.
pub fn keys_of(root: &Root, files: &Files) -> Result<BTreeSet<String>, Refusal> {
    let section = Section::read_any(root, files)?;
    let rows = section.timeline.rows.iter();
    let named = rows.flat_map(|it| keys::in_text(it.span.of(section.text())));
    Ok(named.map(|it| it.key).collect())
}

/// Holds what was found in a log against the rows that are there.
pub fn compare(
    root: &Root,
    files: &Files,
    (found, picks): (Found, &BTreeSet<String>),
    clock: Clock,
) -> Result<Import, Refusal> {
    let section = Section::read_any(root, files)?;
    let (mut rows, known) = there(&section, &found);
    for event in &found.events {
        let mut event = event.clone();
        let pairs = event.messages.into_iter().zip(event.lines);
        let left = pairs.filter(|(it, _)| !known.contains(&it.key));
        (event.messages, event.lines) = left.unzip();
        rows.extend(Row::new(&event));
    }
    let proposed: BTreeSet<String> = rows.iter().flat_map(|it| it.keys.clone()).collect();
    for key in picks {
        if let Some(message) = found
            .named
            .get(key)
            .filter(|it| !proposed.contains(&it.key))
        {
            let event = Event::named(vec![message.clone()], &Marks::default());
            rows.extend(Row::new(&event));
        }
    }
    rows.sort_by_key(|it| it.at);
    judge(root, files, &section, &mut rows, clock);
    let problems = problems(&section);
    Ok(Import {
        found,
        rows,
        problems,
    })
}

/// The rows that are there and name messages of this source, and all keys that they name.
fn there(section: &Section, found: &Found) -> (Vec<Row>, BTreeSet<String>) {
    let mut rows = Vec::new();
    let mut known = BTreeSet::new();
    let proposed = found.events.iter().map(|it| (keys_in(it), it));
    let proposed: BTreeMap<Vec<&str>, &Event> = proposed.rev().collect();
    for row in &section.timeline.rows {
        let named = keys::in_text(row.span.of(section.text()));
        let Some(first) = named.first() else {
            continue;
        };
        known.extend(named.iter().map(|it| it.key.clone()));
        let Ok(at) = row.time else { continue };
        let cell = without_keys(row.event.of(section.text()).trim());
        let here = cells::mark(at, cell);
        let messages: Vec<Message> = named
            .iter()
            .filter_map(|it| found.named.get(&it.key).cloned())
            .collect();
        let is_mended = first.mark.as_ref().is_none_or(|it| *it != here);
        if messages.is_empty() {
            // A log that does not reach so far says nothing of it.
            let reaches = found
                .span
                .is_some_and(|(from, to)| from.minute() <= at && at <= to);
            let is_ours = named.iter().any(|it| is_of(found.source, &it.key));
            if reaches && is_ours {
                rows.push(gone(&named, at, cell, row.evidence.of(section.text())));
            }
            continue;
        }
        let event = Event::named(messages, &Marks::default());
        // The event that is proposed for the same messages says why.
        let event = proposed.get(&keys_in(&event)).copied().unwrap_or(&event);
        let Some(mut now) = Row::new(event) else {
            continue;
        };
        let is_same = cells::mark(now.at, &now.cell) == here;
        now.state = match (is_same, is_mended) {
            (true, _) => RowState::Unchanged,
            (false, true) => RowState::EditedHere,
            (false, false) => RowState::Changed,
        };
        rows.push(now);
    }
    (rows, known)
}

/// What happened, without the keys that stand behind it where a table has no column for them.
fn without_keys(cell: &str) -> &str {
    let Some((event, rest)) = cell.rsplit_once(" (`") else {
        return cell;
    };
    let names = rest.ends_with("`)") && !keys::in_text(rest).is_empty();
    if names { event } else { cell }
}

/// The keys of an event's messages.
fn keys_in(event: &Event) -> Vec<&str> {
    event.messages.iter().map(|it| it.key.as_str()).collect()
}

/// Whether a key is one of a source.
fn is_of(source: Source, key: &str) -> bool {
    let prefix = match source {
        Source::SlackExport | Source::SlackApi => "slack:",
        Source::SlackPaste => "paste:",
        Source::Mattermost => "mattermost:",
        Source::Irc => "irc:",
        Source::MeetBot => "meetbot:",
        Source::WebVtt => "webvtt:",
        Source::PagerDuty => "pagerduty:",
        Source::Csv | Source::JsonLines => "",
    };
    key.starts_with(prefix)
}

fn gone(named: &[keys::Named], at: Moment, cell: &str, evidence: &str) -> Row {
    Row {
        keys: named.iter().map(|it| it.key.clone()).collect(),
        places: Vec::new(),
        at,
        author: String::new(),
        event: cell.to_owned(),
        evidence: evidence.trim().to_owned(),
        shelf: None,
        kind: None,
        why: Vec::new(),
        state: RowState::Gone,
        messages: Vec::new(),
        cell: cell.to_owned(),
    }
}

/// What a rule about language would find in a row puts it on the second shelf.
fn judge(root: &Root, files: &Files, section: &Section, rows: &mut [Row], clock: Clock) {
    let is_new = |it: &Row| it.state == RowState::New && it.shelf == Some(Shelf::First);
    let new: Vec<NewRow> = rows
        .iter()
        .filter(|it| is_new(it))
        .filter_map(Row::new_row)
        .collect();
    let Ok(text) = place::roughly(section, &new) else {
        return;
    };
    let path = &files.report.path;
    let lines: Vec<&str> = text.lines().collect();
    let texts = Texts::from([(path.clone(), Some(text.clone()))]);
    let over = root.snapshot().over(texts);
    let dossier = Dossier::read(files, &over.reader());
    let found = check::judge(root, &dossier, clock).into_findings();
    let new = rows.iter().enumerate().rev();
    let new = new.filter(|(_, it)| it.state == RowState::New);
    let by_key: BTreeMap<String, usize> = new
        .filter_map(|(index, it)| Some((it.keys.first()?.clone(), index)))
        .collect();
    for finding in found
        .iter()
        .filter(|it| it.rule.code.starts_with(LANGUAGE) && it.path == *path)
    {
        let line = lines.get(finding.start.line.saturating_sub(1)).copied();
        let named = keys::in_text(line.unwrap_or_default());
        let index = named.iter().find_map(|it| by_key.get(&it.key));
        if let Some(row) = index.and_then(|it| rows.get_mut(*it)) {
            row.shelf = Some(Shelf::Second);
            row.why
                .push(format!("{}: {}", finding.rule.code, finding.message));
        }
    }
}

/// What is to be said of the rows that are there.
fn problems(section: &Section) -> Vec<String> {
    let mut problems = Vec::new();
    let rows: Vec<Moment> = section
        .timeline
        .rows
        .iter()
        .filter_map(|it| it.time.ok())
        .collect();
    let back = rows.windows(2).filter(|it| it.first() > it.last()).count();
    if back > 0 {
        problems.push(
            "rows of the timeline are out of order: new ones go before the first that is later"
                .to_owned(),
        );
    }
    let unread = section.timeline.rows.len() - rows.len();
    if unread > 0 {
        let rows = crate::count::counted(unread, "row");
        problems.push(format!(
            "{rows} of the timeline cannot be placed: `pmrepo check` says why"
        ));
    }
    problems
}
