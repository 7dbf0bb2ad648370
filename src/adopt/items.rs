//! The action items of a document: lists, tables, boxes, headings.

mod columns;
mod said;

use chrono::NaiveDate;

use columns::DUES;
use columns::NUMBERS;
use columns::OWNERS;
use columns::STATES;
use columns::TICKETS;
use columns::columns;
use said::begins_with_sign;
use said::done_inside;
use said::ends_done;
use said::owner;
use said::state;
use said::ticket;
use said::without_sign;

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
use crate::source::Span;

/// The action items while they are read.
pub(super) struct Items<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    body: &'a Body,
    asked: &'a Asked<'a>,
    unclear: Vec<Unclear>,
}

/// What an item says and was not understood.
pub(super) struct Unclear {
    /// The words.
    pub(super) words: String,
    /// Their line, from 1.
    pub(super) line: usize,
    /// Why: lower case, no full stop.
    pub(super) why: &'static str,
}

/// The most things that are said not to be understood.
const MOST_UNCLEAR: usize = 100;

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
            unclear: Vec::new(),
        }
    }

    /// All items, in the order of the text, and what they say that was not understood.
    pub(super) fn read(mut self, outline: &Outline<'_>) -> (Vec<Item>, Vec<Unclear>) {
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
        (items, self.unclear)
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
            // In plain text the heading may stand right above them.
            if words::part(line.text.trim()) == Some(Part::Actions) {
                from += 1;
                continue;
            }
            // A paragraph is one item, but lines of it that begin with a box are one each.
            let following = lines.get(from + 1..).unwrap_or_default();
            let more = following.iter().take_while(|it| {
                let begins = it.begins || begins_with_sign(it.text) || it.text.starts_with(BULLETS);
                it.kind == LineKind::Text && !begins
            });
            let more = more.count();
            from += 1 + more;
            if line.kind != LineKind::Text {
                continue;
            }
            let end = lines.get(from - 1).unwrap_or(line);
            let source = Span::new(line.start, end.start + end.text.len()).of(self.text);
            let source = without_heading(cut(source).trim_start_matches(BULLETS).trim_start());
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
    fn lists(&mut self, lines: &[Line<'_>], items: &mut Vec<Item>) {
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
                if line.depth > 1
                    && self.detail((self.source.line(line.start), source), items.last_mut())
                {
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
    fn detail(&mut self, (line, source): (usize, &str), above: Option<&mut Item>) -> bool {
        let Some(item) = above else {
            return false;
        };
        if let Some((label, value, _)) = facts::labelled(source) {
            let word = words::plain(label);
            let word = word.split(' ').next().unwrap_or("");
            if OWNERS.contains(&word) {
                let owner = self.owner(value, line);
                item.owner = item.owner.take().or(owner);
                return true;
            }
            if DUES.contains(&word) {
                let due = self.due_in(value, line);
                item.due = item.due.or(due);
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

    /// The person in a place for the owner.
    fn owner(&mut self, words: &str, line: usize) -> Option<String> {
        let owner = people::one(words).ok();
        let is_said = !text::says_nothing(&text::plain(words)) && !text::is_placeholder(words);
        if owner.is_none() && is_said {
            self.unclear(words, line, "the owner is not understood as one person");
        }
        owner
    }

    /// The date in a place for the due date.
    fn due_in(&mut self, words: &str, line: usize) -> Option<NaiveDate> {
        let due = self.due(words);
        let is_said = !text::says_nothing(&text::plain(words)) && !text::is_placeholder(words);
        if due.is_none() && is_said {
            self.unclear(words, line, "the due date is not understood");
        }
        due
    }

    fn unclear(&mut self, words: &str, line: usize, why: &'static str) {
        if self.unclear.len() < MOST_UNCLEAR {
            self.unclear.push(Unclear {
                words: words.to_owned(),
                line,
                why,
            });
        }
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

    fn table(&mut self, index: usize, items: &mut Vec<Item>) {
        let body = self.body;
        let Some(table) = body.tables.get(index) else {
            return;
        };
        let Some(columns) = columns(self.text, table) else {
            return;
        };
        let text = self.text;
        for row in &table.rows {
            let cell = |at: Option<usize>| {
                let cell = at.and_then(|it| row.cells.get(it));
                cell.map_or("", |it| it.span.of(text))
            };
            let source = cut(cell(Some(columns.title)));
            let plain = text::plain(source);
            if !Self::is_work(&plain) {
                continue;
            }
            let mut item = self.item(row.span.start, &plain, source);
            if columns.owner.is_some() {
                item.owner = self.owner(cell(columns.owner), item.line);
            }
            if columns.due.is_some() {
                item.due = self.due_in(cell(columns.due), item.line);
            }
            if columns.ticket.is_some() {
                item.ticket = ticket(cell(columns.ticket)).or(item.ticket);
            }
            if columns.state.is_some() {
                item.done = state(cell(columns.state)).or(item.done);
            } else if row
                .cells
                .iter()
                .any(|it| ends_done(&text::plain(it.span.of(text))))
            {
                item.done = item.done.or(Some(true));
            }
            items.push(item);
        }
    }
}

/// What word processors and readers of PDF write before the items of a list.
const BULLETS: [char; 5] = ['•', '‣', '◦', '▪', '●'];

/// A text up to `LONGEST`, at the end of a character.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
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
