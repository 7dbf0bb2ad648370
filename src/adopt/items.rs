//! The action items of a document: lists, tables, boxes, headings.

use chrono::NaiveDate;

use super::Asked;
use super::facts;
use super::outline::Line;
use super::outline::LineKind;
use super::outline::Outline;
use super::people;
use super::places::Source;
use super::reading::Item;
use super::stamps;
use super::text;
use super::words;
use super::words::Part;
use crate::markdown::Body;
use crate::markdown::Table;
use crate::source::Span;

/// What the columns of a table of action items are called.
const TITLES: &[&str] = &[
    "action",
    "item",
    "task",
    "description",
    "what",
    "title",
    "todo",
    "actions",
    "items",
    "tasks",
    "aufgabe",
    "massnahme",
    "tache",
    "accion",
    "tarea",
    "improvement",
    "recommendation",
    "measure",
    "summary",
    "work",
    "remediation",
    "fix",
    "followup",
    "follow",
];
const OWNERS: &[&str] = &[
    "owner",
    "assignee",
    "assigned",
    "who",
    "dri",
    "responsible",
    "owners",
    "verantwortlich",
    "responsable",
    "person",
    "lead",
    "poc",
];
const DUES: &[&str] = &[
    "due",
    "deadline",
    "eta",
    "target",
    "by",
    "faellig",
    "fallig",
    "frist",
    "echeance",
    "vencimiento",
    "limite",
    "date",
];
const TICKETS: &[&str] = &[
    "ticket",
    "issue",
    "jira",
    "link",
    "bug",
    "pr",
    "tracking",
    "url",
    "reference",
    "tickets",
    "issues",
    "links",
    "github",
];
const STATES: &[&str] = &[
    "status",
    "state",
    "done",
    "complete",
    "completed",
    "progress",
    "estado",
    "statut",
    "erledigt",
];
const NUMBERS: &[&str] = &[
    "id", "no", "nr", "number", "type", "kind", "priority", "prio", "p", "category", "area", "",
];

/// What a word of a state says.
const DONE: &[&str] = &[
    "done",
    "complete",
    "completed",
    "closed",
    "finished",
    "resolved",
    "fixed",
    "merged",
    "shipped",
    "deployed",
    "implemented",
    "erledigt",
    "fertig",
    "fait",
    "termine",
    "hecho",
    "completado",
    "yes",
    "x",
];
const OPEN: &[&str] = &[
    "open",
    "todo",
    "in progress",
    "pending",
    "not started",
    "new",
    "planned",
    "wip",
    "offen",
    "ongoing",
    "started",
    "backlog",
    "to do",
    "scheduled",
    "assigned",
    "en cours",
    "pendiente",
    "abierto",
    "in review",
];

/// Signs for a state.
const SIGNS: [(&str, bool); 12] = [
    ("✅", true),
    ("☑", true),
    ("✔", true),
    ("🟢", true),
    ("[x]", true),
    ("[X]", true),
    ("🔲", false),
    ("⬜", false),
    ("☐", false),
    ("⏳", false),
    ("🚧", false),
    ("[ ]", false),
];

/// The action items while they are read.
pub(super) struct Items<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    body: &'a Body,
    asked: &'a Asked<'a>,
}

/// The most bytes of a title.
const LONGEST: usize = 2_000;

impl<'a> Items<'a> {
    /// Nothing yet.
    pub(super) fn new(source: &'a Source<'a>, body: &'a Body) -> Self {
        Self {
            source,
            text: source.text,
            body,
            asked: source.asked,
        }
    }

    /// All items, in the order of the text.
    pub(super) fn read(&self, outline: &Outline<'_>) -> Vec<Item> {
        let mut items = Vec::new();
        let has_lists =
            outline.lines.iter().any(|it| {
                it.part == Some(Part::Actions) && matches!(it.kind, LineKind::Item { .. })
            }) || outline
                .tables
                .iter()
                .any(|it| it.part == Some(Part::Actions));
        let mut tables = outline.tables.iter().peekable();
        let mut from = 0;
        while from < outline.lines.len() {
            while let Some(at) = tables.next_if(|it| it.before <= from) {
                if at.part == Some(Part::Actions) {
                    self.table(at.table, &mut items);
                }
            }
            let Some(line) = outline.lines.get(from) else {
                break;
            };
            if line.part != Some(Part::Actions) {
                from += 1;
                continue;
            }
            // A stretch of lines up to the next table, heading of its own kind, or other part.
            let until = tables.peek().map_or(outline.lines.len(), |it| it.before);
            let rest = outline.lines.get(from..until).unwrap_or_default();
            let count = rest
                .iter()
                .take_while(|it| it.part == Some(Part::Actions))
                .count()
                .max(1);
            let stretch = outline.lines.get(from..from + count).unwrap_or_default();
            if has_lists {
                self.lists(stretch, &mut items);
            } else {
                self.prose(stretch, &mut items);
            }
            from += count;
        }
        for at in tables.filter(|it| it.part == Some(Part::Actions)) {
            self.table(at.table, &mut items);
        }
        items.sort_by_key(|it| it.line);
        items
    }

    /// Action items without lists and tables: their headings, else their paragraphs.
    fn prose(&self, lines: &[Line<'_>], items: &mut Vec<Item>) {
        let headings = lines.iter().filter(|it| {
            it.kind == LineKind::Heading && words::part(it.text) != Some(Part::Actions)
        });
        let mut count = 0;
        for line in headings {
            let words = text::plain(line.text);
            if Self::is_work(&words) {
                count += 1;
                items.push(self.item(line.start, &words, line.text));
            }
        }
        if count > 0 {
            return;
        }
        let mut from = 0;
        while let Some(line) = lines.get(from) {
            // A paragraph is one item, but lines of it that begin with a box are one each.
            let following = lines.get(from + 1..).unwrap_or_default();
            let more = following.iter().take_while(|it| {
                it.kind == LineKind::Text && !it.begins && !begins_with_sign(it.text)
            });
            let more = more.count();
            from += 1 + more;
            if line.kind != LineKind::Text {
                continue;
            }
            let end = lines.get(from - 1).unwrap_or(line);
            let source = Span::new(line.start, end.start + end.text.len()).of(self.text);
            let source = without_heading(cut(source));
            let plain = text::plain(source);
            let is_own = words::part(plain.trim_end_matches(':')) != Some(Part::Actions);
            if is_own && Self::is_work(&plain) && !plain.ends_with(':') {
                items.push(self.item(line.start, &plain, source));
            }
        }
    }

    fn is_work(words: &str) -> bool {
        let is_sentence_of_none = {
            let small = words.to_lowercase();
            small.starts_with("no action")
                || small.starts_with("none")
                || small.starts_with("n/a")
                || small.starts_with("keine ")
        };
        !text::says_nothing(words) && !text::is_placeholder(words) && !is_sentence_of_none
    }

    /// The items of lists, with the details below them.
    fn lists(&self, lines: &[Line<'_>], items: &mut Vec<Item>) {
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            let is_first = line.kind == LineKind::Item { is_first: true };
            if !is_first {
                index += 1;
                continue;
            }
            // The lines of the item's own words.
            let own = lines.get(index + 1..).unwrap_or_default();
            let count = own
                .iter()
                .take_while(|it| {
                    it.kind == LineKind::Item { is_first: false } && it.depth == line.depth
                })
                .count();
            let end = own.get(..count).and_then(|it| it.last()).unwrap_or(line);
            let source = Span::new(line.start, end.start + end.text.len()).of(self.text);
            let source = without_heading(cut(source));
            let plain = text::plain(source);
            let below = own.get(count..).unwrap_or_default();
            let has_below = below.first().is_some_and(|it| {
                matches!(it.kind, LineKind::Item { .. }) && it.depth > line.depth
            });
            let is_group = has_below && is_group(source, &plain);
            if !is_group && Self::is_work(&plain) {
                if line.depth > 1 && self.detail(source, items.last_mut()) {
                    index += 1 + count;
                    continue;
                }
                let mut item = self.item(line.start, &plain, source);
                if line.checked.is_some() {
                    item.done = line.checked;
                }
                items.push(item);
            }
            index += 1 + count;
        }
    }

    /// Takes what a list item below another says of that one; whether it is no item of its own.
    fn detail(&self, source: &str, above: Option<&mut Item>) -> bool {
        let Some(item) = above else {
            return false;
        };
        if let Some((label, value, _)) = facts::labelled(source) {
            let word = words::plain(label);
            let word = word.split(' ').next().unwrap_or("");
            if OWNERS.contains(&word) {
                item.owner = item.owner.take().or_else(|| people::one(value).ok());
                return true;
            }
            if DUES.contains(&word) {
                item.due = item.due.or_else(|| self.due(value));
                return true;
            }
            if TICKETS.contains(&word) {
                item.ticket = item.ticket.take().or_else(|| ticket(value));
                return true;
            }
            if STATES.contains(&word) {
                item.done = item.done.or_else(|| state(value));
                return true;
            }
            if NUMBERS.contains(&word)
                || matches!(
                    word,
                    "note"
                        | "notes"
                        | "why"
                        | "rationale"
                        | "effort"
                        | "impact"
                        | "reason"
                        | "context"
                        | "details"
                        | "goal"
                        | "benefit"
                )
            {
                return true;
            }
        }
        // A bare address is the ticket of what stands above it.
        let is_address = text::unmarked(source).starts_with("http") && !source.trim().contains(' ');
        if is_address {
            item.ticket = item.ticket.take().or_else(|| ticket(source));
        }
        is_address
    }

    fn due(&self, words: &str) -> Option<NaiveDate> {
        let stamp = stamps::at_start(words, self.asked.day_order)?;
        stamp.date()
    }

    fn item(&self, start: usize, plain: &str, source: &str) -> Item {
        let (title, sign) = without_sign(plain);
        Item {
            line: self.source.line(start),
            title: title.to_owned(),
            owner: owner(plain, source),
            due: self.due_inside(plain),
            ticket: ticket(source),
            done: sign.or_else(|| done_inside(plain)),
        }
    }

    /// A due date that is named as one: `(due: 2020-12-01)`, `by 1 December 2020`.
    fn due_inside(&self, plain: &str) -> Option<NaiveDate> {
        let lower = plain.to_lowercase();
        if lower.len() != plain.len() {
            return None;
        }
        for label in [
            "due date:",
            "due:",
            "due by ",
            "due on ",
            "due ",
            "deadline:",
            "eta:",
            "by ",
        ] {
            let found = lower.find(label).filter(|at| {
                !lower
                    .get(..*at)
                    .unwrap_or("")
                    .ends_with(char::is_alphanumeric)
            });
            let Some(at) = found else {
                continue;
            };
            let rest = plain.get(at + label.len()..).unwrap_or("");
            if let Some(date) = self.due(rest.trim_start()) {
                return Some(date);
            }
        }
        None
    }

    fn table(&self, index: usize, items: &mut Vec<Item>) {
        let Some(table) = self.body.tables.get(index) else {
            return;
        };
        let Some(columns) = columns(self.text, table) else {
            return;
        };
        for row in &table.rows {
            let cell = |at: Option<usize>| {
                let cell = at.and_then(|it| row.cells.get(it));
                cell.map_or("", |it| it.span.of(self.text))
            };
            let source = cut(cell(Some(columns.title)));
            let plain = text::plain(source);
            if !Self::is_work(&plain) {
                continue;
            }
            let mut item = self.item(row.span.start, &plain, source);
            if columns.owner.is_some() {
                item.owner = people::one(cell(columns.owner)).ok();
            }
            if columns.due.is_some() {
                item.due = self.due(cell(columns.due));
            }
            if columns.ticket.is_some() {
                item.ticket = ticket(cell(columns.ticket)).or(item.ticket);
            }
            if columns.state.is_some() {
                item.done = state(cell(columns.state)).or(item.done);
            }
            items.push(item);
        }
    }
}

/// A text up to `LONGEST`, at the end of a character.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

struct Columns {
    title: usize,
    owner: Option<usize>,
    due: Option<usize>,
    ticket: Option<usize>,
    state: Option<usize>,
}

fn columns(text: &str, table: &Table) -> Option<Columns> {
    let titles: Vec<String> = table
        .header
        .iter()
        .map(|it| words::plain(&text::plain(it.span.of(text))))
        .collect();
    let first = |names: &[&str]| {
        titles
            .iter()
            .position(|it| names.contains(&it.split(' ').next().unwrap_or("")))
    };
    let any = |names: &[&str]| {
        titles
            .iter()
            .position(|it| it.split(' ').any(|it| names.contains(&it)))
    };
    let owner = first(OWNERS).or_else(|| any(OWNERS));
    let state = first(STATES).filter(|it| Some(*it) != owner);
    let due = first(DUES)
        .or_else(|| any(&["due", "deadline", "eta"]))
        .filter(|it| ![owner, state].contains(&Some(*it)));
    let taken = [owner, state, due];
    let ticket = first(TICKETS).filter(|it| !taken.contains(&Some(*it)));
    let title = titles
        .iter()
        .position(|it| TITLES.contains(&it.split(' ').next().unwrap_or("")))
        .filter(|it| !taken.contains(&Some(*it)))
        .or_else(|| {
            titles.iter().enumerate().position(|(at, it)| {
                let is_taken = taken.contains(&Some(at)) || Some(at) == ticket;
                !is_taken && !NUMBERS.contains(&it.split(' ').next().unwrap_or(""))
            })
        })
        .or(ticket)?;
    Some(Columns {
        title,
        owner,
        due,
        ticket: ticket.filter(|it| *it != title),
        state,
    })
}

/// The words of an item behind the heading that it begins with: `**Review actions**: restart it`.
fn without_heading(source: &str) -> &str {
    match facts::labelled(source) {
        Some((label, rest, _)) if words::part(label) == Some(Part::Actions) => rest,
        _ => source,
    }
}

/// Whether an item with others below it is only their heading: `**Short term:**`.
fn is_group(source: &str, plain: &str) -> bool {
    let bare = source.trim();
    let is_bold = bare.starts_with("**")
        && bare.trim_end_matches([':', ' ']).ends_with("**")
        && bare.matches("**").count() == 2;
    (plain.ends_with(':') || is_bold) && plain.split(' ').count() <= 5
}

/// Whether a line begins with a box or another sign of a state.
fn begins_with_sign(line: &str) -> bool {
    SIGNS.iter().any(|it| line.starts_with(it.0))
}

/// The words without a sign of their state, and what it says.
fn without_sign(plain: &str) -> (&str, Option<bool>) {
    for (sign, is_done) in SIGNS {
        if let Some(rest) = plain.strip_prefix(sign) {
            return (rest.trim_start_matches(['\u{fe0f}', ' ']), Some(is_done));
        }
        if let Some(rest) = plain.strip_suffix(sign) {
            return (rest.trim_end(), Some(is_done));
        }
    }
    (plain, None)
}

/// A state that is said in brackets at an item's end, or before it: `(done)`, `DONE:`.
fn done_inside(plain: &str) -> Option<bool> {
    let bare = plain.trim_end_matches(['.', ' ']);
    if let Some((_, inner)) = bare
        .strip_suffix([')', ']'])
        .and_then(|it| it.rsplit_once(['(', '[']))
    {
        let small = inner.to_lowercase();
        let small = small.trim();
        if DONE.contains(&small) {
            return Some(true);
        }
        if OPEN.contains(&small) {
            return Some(false);
        }
    }
    let (head, _) = plain.split_once([':', ' '])?;
    let head = head.trim_matches(['[', ']', '(', ')']);
    match head {
        "DONE" | "Done" | "COMPLETED" | "Completed" => Some(true),
        "TODO" | "OPEN" => Some(false),
        _ => None,
    }
}

/// What a cell or detail says of the state.
fn state(words: &str) -> Option<bool> {
    let plain = text::plain(words);
    for (sign, is_done) in SIGNS {
        if plain.contains(sign) {
            return Some(is_done);
        }
    }
    let small = words::plain(&plain);
    if DONE.contains(&small.as_str()) {
        Some(true)
    } else if OPEN.contains(&small.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Who does an item, where it says so: a label, or the only handle in it.
fn owner(plain: &str, source: &str) -> Option<String> {
    let lower = plain.to_lowercase();
    if lower.len() == plain.len() {
        for label in [
            "owner:",
            "assignee:",
            "assigned to:",
            "assigned to ",
            "dri:",
            "responsible:",
            "owned by ",
            "verantwortlich:",
        ] {
            if let Some(at) = lower.find(label) {
                let rest = plain.get(at + label.len()..).unwrap_or("");
                let end = rest
                    .find([',', ';', ')', ']', '|', '.'])
                    .unwrap_or(rest.len());
                let words = rest.get(..end).unwrap_or("");
                return people::one(
                    words
                        .split(" – ")
                        .next()
                        .unwrap_or("")
                        .split(" - ")
                        .next()
                        .unwrap_or(""),
                )
                .ok();
            }
        }
    }
    let mut handles = source
        .split(|it: char| it.is_whitespace() || "()[],;:*".contains(it))
        .filter(|it| {
            it.strip_prefix('@')
                .is_some_and(|it| it.len() > 1 && !it.contains(['/', '@', '`']))
        });
    let first = handles.next()?;
    let is_only = handles.all(|it| it == first);
    is_only
        .then(|| people::one(first.trim_end_matches(['.', '!'])).ok())
        .flatten()
}

/// What an address of a ticket has in it.
const TRACKERS: [&str; 16] = [
    "/issues/",
    "/issue/",
    "/pull/",
    "/pulls/",
    "/merge_requests/",
    "/browse/",
    "/work_items/",
    "/-/issues",
    "linear.app/",
    "trello.com/c/",
    "app.asana.com/",
    "bugzilla",
    "phabricator.",
    "/tickets/",
    "/ticket/",
    "shortcut.com/",
];

/// The only ticket that words name: an address, or a number like `OPS-123`.
fn ticket(source: &str) -> Option<String> {
    let mut found: Option<&str> = None;
    let mut rest = source;
    while let Some(at) = rest.find("http") {
        let tail = rest.get(at..).unwrap_or("");
        let end = tail
            .find(|it: char| it.is_whitespace() || "()[]<>|\"`".contains(it))
            .unwrap_or(tail.len());
        let address = tail
            .get(..end)
            .unwrap_or("")
            .trim_end_matches(['.', ',', ';', ':']);
        rest = tail.get(end.max(4)..).unwrap_or("");
        let is_ticket = address.contains("://") && TRACKERS.iter().any(|it| address.contains(it));
        if is_ticket {
            match found {
                Some(before) if before != address => return None,
                _ => found = Some(address),
            }
        }
    }
    if let Some(address) = found {
        return Some(address.to_owned());
    }
    let mut numbers = source
        .split(|it: char| it.is_whitespace() || "()[]<>|,;:.`*\"".contains(it))
        .filter(|it| is_number(it));
    let first = numbers.next()?;
    numbers.all(|it| it == first).then(|| first.to_owned())
}

/// Whether a word is the number of a ticket: `OPS-123`, `#123`.
fn is_number(word: &str) -> bool {
    if let Some(number) = word.strip_prefix('#') {
        return !number.is_empty()
            && number.len() < 9
            && number.bytes().all(|it| it.is_ascii_digit());
    }
    let Some((project, number)) = word.split_once('-') else {
        return false;
    };
    let is_project = (2..=10).contains(&project.len())
        && project
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        && project.starts_with(|it: char| it.is_ascii_uppercase())
        && !matches!(
            project,
            "SEV"
                | "UTC"
                | "GMT"
                | "AI"
                | "SHA"
                | "UTF"
                | "ISO"
                | "HTTP"
                | "RFC"
                | "CVE"
                | "TLS"
                | "IPV"
        );
    is_project
        && !number.is_empty()
        && number.len() < 8
        && number.bytes().all(|it| it.is_ascii_digit())
}
