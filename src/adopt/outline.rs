//! The lines of a document, each with the part of a postmortem that it stands in.

use super::places::Source;
use super::reading::SectionName;
use super::stamps;
use super::text;
use super::words;
use super::words::Part;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::Body;
use crate::markdown::Table;
use crate::source::Span;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A heading.
    Heading,
    /// A line of a list item; whether it is the item's first one.
    Item { is_first: bool },
    /// A line of a paragraph or quotation.
    Text,
    /// A line of a code block.
    Code,
}

/// A line without the marks of the blocks around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its words as they are written.
    pub(super) text: &'a str,
    /// Where they begin.
    pub(super) start: usize,
    /// What it is.
    pub(super) kind: LineKind,
    /// Whether a paragraph, item or block of code begins with it.
    pub(super) begins: bool,
    /// How many lists it is in.
    pub(super) depth: usize,
    /// Whether its box is ticked, where it begins a task.
    pub(super) checked: Option<bool>,
    /// The part it stands in.
    pub(super) part: Option<Part>,
    /// Whether facts about the whole incident may stand here.
    pub(super) is_front: bool,
    /// The section, an index into the body's.
    pub(super) heading: Option<usize>,
}

/// A table, and the part it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableAt {
    /// Its index in the body.
    pub(super) table: usize,
    /// The part.
    pub(super) part: Option<Part>,
    /// Whether facts about the whole incident may stand there.
    pub(super) is_front: bool,
    /// Before which line of the outline it stands.
    pub(super) before: usize,
}

/// A document in lines.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Its lines, in the order of the text; those of tables are not among them.
    pub(super) lines: Vec<Line<'a>>,
    /// Its tables, in the order of the text.
    pub(super) tables: Vec<TableAt>,
    /// The part of each section of the body.
    pub(super) parts: Vec<Option<Part>>,
    /// The section that is the title, an index into the body's.
    pub(super) title: Option<usize>,
    /// The sections with a name of ours.
    pub(super) named: Vec<SectionName>,
}

/// What the lines below stand in, besides headings.
#[derive(Default)]
struct Scopes {
    /// A line in bold letters that stands for a heading, and whether it ends with the next paragraph.
    line: Option<(Option<Part>, bool)>,
    /// List items that begin with a name of a part, and how deep they stand.
    items: Vec<(usize, Part)>,
}

struct Builder<'a, 'b> {
    source: &'b Source<'a>,
    text: &'a str,
    body: &'b Body,
    outline: Outline<'a>,
    scopes: Scopes,
    next_task: usize,
    /// How deep in lists the next block stands.
    next_depth: usize,
}

/// Parts a document into lines.
pub(super) fn of<'a>(source: &Source<'a>, body: &Body) -> Outline<'a> {
    let title = title(body);
    let outline = Outline {
        parts: parts(body, title),
        title,
        ..Outline::default()
    };
    let mut builder = Builder {
        source,
        text: source.text,
        body,
        outline,
        scopes: Scopes::default(),
        next_task: 0,
        next_depth: 0,
    };
    builder.run();
    builder.outline
}

/// The section that is the document's title: its first heading, where that is of the first level or
/// the only one of its level, and does not name a part.
fn title(body: &Body) -> Option<usize> {
    let first = body.sections.first()?;
    let names_part = matches!(words::part(&first.title), Some(part) if part != Part::Facts);
    let alone = body
        .sections
        .iter()
        .skip(1)
        .all(|it| it.level > first.level);
    (!names_part && (first.level == 1 || alone)).then_some(0)
}

/// The part of each section, by its own heading or that of the section it stands in.
fn parts(body: &Body, title: Option<usize>) -> Vec<Option<Part>> {
    let mut parts: Vec<Option<Part>> = Vec::with_capacity(body.sections.len());
    for (index, section) in body.sections.iter().enumerate() {
        let above = section
            .parent
            .and_then(|it| parts.get(it).copied().flatten());
        let begins_with_time = || stamps::at_start(&section.title, None).is_some();
        let own = match words::part(&section.title) {
            _ if Some(index) == title => None,
            None => None,
            Some(_) if begins_with_time() => None,
            own => own,
        };
        // A day beside the timeline goes on with it: `## Timeline`, `## July 22`.
        let before = index
            .checked_sub(1)
            .and_then(|it| parts.get(it).copied().flatten());
        let is_day = stamps::at_start(&section.title, None).is_some_and(|it| !it.has_clock);
        let goes_on = own.is_none() && above.is_none() && before == Some(Part::Timeline) && is_day;
        if goes_on {
            parts.push(before);
            continue;
        }
        parts.push(match (above, own) {
            (Some(Part::Actions), Some(own)) if !ends_actions(own) => Some(Part::Actions),
            (Some(Part::Timeline), Some(own)) if own != Part::Actions && !ends_actions(own) => {
                Some(Part::Timeline)
            }
            (above, own) => own.or(above),
        });
    }
    parts
}

/// Whether a heading below the action items begins something else.
fn ends_actions(part: Part) -> bool {
    matches!(
        part,
        Part::Timeline
            | Part::Section("What Went Well" | "What Didn't Go So Well" | "Where We Got Lucky")
    )
}

impl Builder<'_, '_> {
    fn run(&mut self) {
        let mut tables = self.body.tables.iter().enumerate().peekable();
        for (at, block) in self.body.blocks.iter().enumerate() {
            self.next_depth = self.body.blocks.get(at + 1).map_or(0, |it| it.depth);
            while let Some((index, table)) =
                tables.next_if(|it| it.1.span.start <= block.span.start)
            {
                self.table(index, table);
            }
            match block.kind {
                BlockKind::Heading => self.heading(block),
                BlockKind::Code => self.plain(block, LineKind::Code),
                BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote => self.words(block),
                BlockKind::TableCell | BlockKind::Html | BlockKind::Comment => {}
            }
        }
        for (index, table) in tables {
            self.table(index, table);
        }
    }

    fn table(&mut self, index: usize, table: &Table) {
        let (part, is_front) = self.place(table.heading, 0);
        let before = self.outline.lines.len();
        self.outline.tables.push(TableAt {
            table: index,
            part,
            is_front,
            before,
        });
    }

    /// The part of what stands in a section, so deep in lists, and whether facts may stand there.
    fn place(&self, heading: Option<usize>, depth: usize) -> (Option<Part>, bool) {
        let of_heading = heading.and_then(|it| self.outline.parts.get(it).copied().flatten());
        let of_items = self.scopes.items.iter().rev().find(|it| it.0 < depth);
        let part = match (of_items, self.scopes.line) {
            (Some((_, part)), _) => Some(*part),
            (None, Some((part, _))) => part,
            (None, None) => of_heading,
        };
        let is_titled = heading.is_none() || heading == self.outline.title;
        let is_front = part.map_or(
            is_titled && self.scopes.line.is_none_or(|it| it.0.is_some()),
            Part::holds_facts,
        );
        (part, is_front)
    }

    fn name(&mut self, part: Part, heading: &str, level: Option<u8>, start: usize) {
        let Some(name) = part.name() else {
            return;
        };
        self.outline.named.push(SectionName {
            name,
            heading: text::excerpt(heading),
            is_level_two: level == Some(2),
            line: self.source.line(start),
        });
    }

    fn heading(&mut self, block: &Block) {
        self.scopes = Scopes::default();
        let words = block.span.of(self.text);
        let own = block.heading.and_then(|it| self.body.sections.get(it));
        if let Some(section) = own {
            let part = block
                .heading
                .and_then(|it| self.outline.parts.get(it).copied().flatten());
            let (title, level, is_own) = (
                section.title.clone(),
                section.level,
                words::part(&section.title) == part,
            );
            if let Some(part) = part.filter(|_| is_own) {
                self.name(part, &title, Some(level), block.span.start);
            }
        }
        let (part, is_front) = self.place(block.heading, 0);
        self.outline.lines.push(Line {
            text: words,
            start: block.span.start,
            kind: LineKind::Heading,
            begins: true,
            depth: 0,
            checked: None,
            part,
            is_front,
            heading: block.heading,
        });
    }

    fn plain(&mut self, block: &Block, kind: LineKind) {
        let (part, is_front) = self.place(block.heading, block.depth);
        for (index, (start, line)) in lines_of(self.text, block.span).enumerate() {
            self.outline.lines.push(Line {
                text: line,
                start,
                kind,
                begins: index == 0,
                depth: block.depth,
                checked: None,
                part,
                is_front: is_front && kind != LineKind::Code,
                heading: block.heading,
            });
        }
    }

    fn words(&mut self, block: &Block) {
        let is_item = block.kind == BlockKind::ListItem;
        if block.starts_item {
            self.scopes.items.retain(|it| it.0 < block.depth);
        } else if !is_item {
            self.scopes.items.clear();
            if matches!(self.scopes.line, Some((_, true))) {
                self.scopes.line = None;
            }
        }
        let checked = if block.starts_item {
            self.checked(block)
        } else {
            None
        };
        let count = block.span.of(self.text).trim_end().lines().count();
        for (index, (start, line)) in lines_of(self.text, block.span).enumerate() {
            let is_first = index == 0 && block.starts_item;
            // In plain text a heading may stand right above its paragraph.
            let is_heading = index == 0 && !is_item && words::part(line.trim()).is_some();
            let lines = if is_heading { 1 } else { count };
            let own = self.begin(block, line, start, is_first || !is_item, lines);
            let (part, is_front) = self.place(block.heading, block.depth);
            let (part, is_front) =
                own.map_or((part, is_front), |own| (Some(own), own.holds_facts()));
            self.outline.lines.push(Line {
                text: line,
                start,
                kind: if is_item {
                    LineKind::Item { is_first }
                } else {
                    LineKind::Text
                },
                begins: index == 0,
                depth: block.depth,
                checked: checked.filter(|_| is_first),
                part,
                is_front,
                heading: block.heading,
            });
        }
    }

    /// Looks whether a line begins a part of its own, and opens it; the part of the line itself, where
    /// it differs from what stands around it.
    fn begin(
        &mut self,
        block: &Block,
        line: &str,
        start: usize,
        may: bool,
        count: usize,
    ) -> Option<Part> {
        let named = if may { heading_like(line, count) } else { None };
        let named = named?;
        let part = words::part(named.words);
        if block.kind == BlockKind::ListItem {
            let part = part.filter(|_| named.is_bold || named.rest.is_empty())?;
            let (around, _) = self.place(block.heading, block.depth);
            // Inside action items and timelines a label is a detail of them.
            if matches!(around, Some(Part::Actions | Part::Timeline)) && !ends_actions(part) {
                return None;
            }
            self.name(part, named.words, None, start);
            // What a label alone is followed by stands below it, be it not set in.
            if named.rest.is_empty() && count == 1 && self.next_depth <= block.depth {
                self.scopes.line = Some((Some(part), false));
            } else {
                self.scopes.line = None;
                self.scopes.items.push((block.depth, part));
            }
            return Some(part);
        }
        if block.kind == BlockKind::Quote {
            return None;
        }
        match part {
            Some(part) => {
                let has_rest = !named.rest.is_empty();
                let (around, _) = self.place(block.heading, 0);
                let is_detail = matches!(around, Some(Part::Actions))
                    && self.scopes.line.is_none()
                    && !ends_actions(part);
                if is_detail {
                    return None;
                }
                if !(has_rest && part == Part::Facts) {
                    self.name(part, named.words, None, start);
                    self.scopes.line = Some((Some(part), has_rest));
                }
                Some(part)
            }
            None if named.is_bold && named.rest.is_empty() && self.scopes.line.is_some() => {
                let has_time = stamps::at_start(named.words, None).is_some();
                if !has_time {
                    self.scopes.line = Some((None, false));
                }
                None
            }
            None => None,
        }
    }

    /// Whether the box of the task that a block begins is ticked.
    fn checked(&mut self, block: &Block) -> Option<bool> {
        while self
            .body
            .tasks
            .get(self.next_task)
            .is_some_and(|task| task.marker.end + TASK_GAP < block.span.start)
        {
            self.next_task += 1;
        }
        let task = self.body.tasks.get(self.next_task)?;
        (task.marker.start <= block.span.start).then_some(task.checked)
    }
}

/// How many bytes stand at most between a task's box and its words.
const TASK_GAP: usize = 4;

/// What a line that may stand for a heading is.
struct HeadingLike<'a> {
    words: &'a str,
    rest: &'a str,
    is_bold: bool,
}

/// A line that is written like a heading: in bold letters, with a colon at its end, or alone.
fn heading_like(line: &str, lines: usize) -> Option<HeadingLike<'_>> {
    let bare = line.trim();
    for mark in ["**", "__"] {
        if let Some(inner) = bare.strip_prefix(mark) {
            let (words, rest) = inner.split_once(mark)?;
            let rest = rest.trim_start_matches([':', ' ', '-', '–', '—']).trim();
            return Some(HeadingLike {
                words: words.trim_end_matches([':', ' ']),
                rest,
                is_bold: true,
            });
        }
    }
    if bare.len() > 60 {
        return None;
    }
    if let Some(words) = bare.strip_suffix(':') {
        return Some(HeadingLike {
            words,
            rest: "",
            is_bold: false,
        });
    }
    let is_alone =
        lines == 1 && bare.split(' ').count() <= 4 && bare.starts_with(char::is_uppercase);
    is_alone.then_some(HeadingLike {
        words: bare,
        rest: "",
        is_bold: false,
    })
}

/// The lines of a stretch of text without the blanks and quotation marks around them, and where each
/// begins.
fn lines_of(text: &str, span: Span) -> impl Iterator<Item = (usize, &str)> {
    let mut at = span.start;
    span.of(text).split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let begin = start + (line.len() - bare.len());
        let bare = bare.trim_end();
        let bare = bare.strip_suffix('\\').unwrap_or(bare);
        (!bare.is_empty()).then_some((begin, bare))
    })
}
