//! A body in Markdown as Markdown that every reader of it takes for the same: those of static sites follow
//! different rules, and some run what stands between braces. What authors wrote as HTML is shown as code, links lead
//! only where they may, and no text is markup that was none before.

use pulldown_cmark::Alignment;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::body::TOP;
use super::body::image;
use super::body::is_comment;
use super::body::without_comments;
use super::escape::visible;

/// How deep lists and quotations are kept: what lies deeper stands beside what holds it.
const DEEPEST: usize = 20;
/// What comes before each line of what an item holds. Some readers want so many blanks.
const INDENT: &str = "    ";

/// Writes a text for the inside of a line.
pub(super) fn escape(text: &str, out: &mut String) {
    let text = visible(text);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(it) = characters.next() {
        match it {
            '\n' | '\r' | '\t' => out.push(' '),
            // Within a word it is what it is.
            '_' if before.is_alphanumeric()
                && characters.peek().is_some_and(|it| it.is_alphanumeric()) =>
            {
                out.push('_');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(it);
            }
            '<' | '>' | '&' | '{' | '}' | '|' | '~' | '^' | '$' => entity(it, out),
            it => out.push(it),
        }
        before = it;
    }
}

/// Writes a character by its number.
fn entity(it: char, out: &mut String) {
    out.push_str(&format!("&#{};", u32::from(it)));
}

/// Writes a text at the beginning of a line, where more is markup.
fn escape_first(text: &str, out: &mut String) {
    let text = text.trim_start();
    let mut rest = text.chars();
    let Some(first) = rest.next() else {
        return;
    };
    let behind = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_number = behind.len() < text.len() && behind.starts_with(['.', ')']);
    if (first.is_ascii() && !first.is_ascii_alphanumeric() && !first.is_ascii_control())
        || is_number
    {
        entity(first, out);
        escape(rest.as_str(), out);
    } else {
        escape(text, out);
    }
}

/// Code, in which nothing is run: a blank stands between two braces, and in the mark of a file that is included.
fn tame(code: &str) -> String {
    let code = visible(code);
    let mut tamed = String::with_capacity(code.len());
    let mut before = ['\0', '\0'];
    for it in code.chars() {
        if (before[1] == '{' && matches!(it, '{' | '%' | '#'))
            || (before == ['8', '<'] && it == '-')
        {
            tamed.push(' ');
        }
        tamed.push(it);
        before = [before[1], it];
    }
    tamed
}

/// The longest run of backticks in a text.
fn ticks(text: &str) -> usize {
    let runs = text.split(|it| it != '`').map(str::len);
    runs.max().unwrap_or_default()
}

/// A text as code within a line.
fn code(text: &str) -> String {
    let text = tame(&text.replace(['\n', '\r'], " "));
    let fence = "`".repeat(ticks(&text) + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// The address of a link, in which nothing ends it.
pub(super) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for it in url.chars() {
        match it {
            ' ' | '<' | '>' | '(' | ')' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^' | '['
            | ']' | '*' => {
                out.push_str(&format!("%{:02X}", u32::from(it)));
            }
            it => out.push(it),
        }
    }
    out
}

/// A body, written again. `resolve` says where the address of a link leads from the page, be it out of the site;
/// `None` where it may not be followed.
pub(super) fn markdown(text: &str, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    let mut writer = Writer {
        resolve,
        open: vec![Holder::default()],
        line: String::new(),
        links: Vec::new(),
        level: TOP - 1,
        heading: None,
        image: None,
        code: None,
        raw: None,
        table: Table::default(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        writer.event(event);
    }
    writer.end_line();
    let blocks = writer.open.pop().unwrap_or_default().blocks;
    blocks.join("\n\n")
}

/// A text that is shown as it is.
pub(super) fn plain(text: &str) -> String {
    fenced(text, "")
}

fn fenced(text: &str, language: &str) -> String {
    let text = tame(text);
    let fence = "`".repeat((ticks(&text) + 1).max(3));
    format!(
        "{fence}{language}\n{}\n{fence}",
        text.trim_end_matches('\n')
    )
}

/// What holds blocks.
#[derive(Default)]
struct Holder {
    kind: Kind,
    blocks: Vec<String>,
    /// Whether a blank line stands between its blocks.
    is_loose: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Page,
    Quote,
    /// A list, and the number that it begins with.
    List(Option<u64>),
    Item,
    /// Too deep: what it holds stands beside it.
    Nothing,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<String>>,
    is_open: bool,
}

struct Writer<'a> {
    resolve: &'a dyn Fn(&str) -> Option<String>,
    open: Vec<Holder>,
    /// The line that is being written.
    line: String,
    /// Where each of the links that are open leads, and where its text begins.
    links: Vec<Option<String>>,
    level: u8,
    /// The level of the heading that is open.
    heading: Option<u8>,
    /// Where the open image leads, and its words.
    image: Option<(Option<String>, String)>,
    /// The language and the text of the code that is open.
    code: Option<(String, String)>,
    /// The HTML that the author wrote, one block of it.
    raw: Option<String>,
    table: Table,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::Html(text) => match &mut self.raw {
                Some(raw) => raw.push_str(&text),
                None => self.text(&text),
            },
            Event::InlineHtml(text) if is_comment(&text) => {}
            Event::Code(text) | Event::InlineHtml(text) => self.inline_code(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak
                if self.heading.is_some() || self.image.is_some() || self.table.is_open =>
            {
                self.text(" ");
            }
            Event::HardBreak => self.line.push_str("  \n"),
            Event::Rule => self.block("***".to_owned()),
            Event::TaskListMarker(is_done) => {
                self.line.push_str(if is_done { "[x] " } else { "[ ] " });
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, words)) = &mut self.image {
            words.push_str(text);
        } else if self.line.is_empty() || self.line.ends_with('\n') || self.is_number(text) {
            escape_first(text, &mut self.line);
        } else {
            escape(text, &mut self.line);
        }
    }

    /// Whether a text makes a number out of the digits that the line begins with.
    fn is_number(&self, text: &str) -> bool {
        let line = self.line.rsplit('\n').next().unwrap_or_default();
        line.bytes().all(|it| it.is_ascii_digit()) && text.starts_with(['.', ')'])
    }

    fn inline_code(&mut self, text: &str) {
        // In a table a bar ends a cell, be it in code.
        if self.image.is_some() || (self.table.is_open && text.contains('|')) {
            return self.text(text);
        }
        self.line.push_str(&code(text));
    }

    /// Ends the text that is being written: it is a block.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if !line.is_empty() {
            self.block(line.to_owned());
        }
    }

    fn block(&mut self, text: String) {
        if let Some(holder) = self.open.last_mut() {
            holder.blocks.push(text);
        }
    }

    fn hold(&mut self, kind: Kind) {
        self.end_line();
        let kind = if self.open.len() > DEEPEST {
            Kind::Nothing
        } else {
            kind
        };
        self.open.push(Holder {
            kind,
            ..Holder::default()
        });
    }

    fn is_nested(&self) -> bool {
        self.open.len() > 1
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.end_line();
                if let Some(holder) = self.open.last_mut() {
                    holder.is_loose = true;
                }
            }
            Tag::Heading { level, .. } => {
                self.end_line();
                let level = (level as u8).clamp(TOP, self.level + 1).min(6);
                self.level = level;
                self.heading = Some(level);
                self.line.push_str(&"#".repeat(usize::from(level)));
                self.line.push(' ');
            }
            Tag::BlockQuote(_) => self.hold(Kind::Quote),
            Tag::CodeBlock(kind) => {
                self.end_line();
                let language = match kind {
                    CodeBlockKind::Fenced(it) => language(&it),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => {
                self.end_line();
                self.raw = Some(String::new());
            }
            Tag::List(first) => self.hold(Kind::List(first)),
            Tag::Item => self.hold(Kind::Item),
            Tag::Table(alignments) => {
                self.end_line();
                self.table = Table {
                    alignments,
                    is_open: true,
                    ..Table::default()
                };
            }
            Tag::TableHead | Tag::TableRow => self.table.rows.push(Vec::new()),
            Tag::Emphasis if self.image.is_none() => self.line.push('*'),
            Tag::Strong if self.image.is_none() => self.line.push_str("**"),
            Tag::Link { dest_url, .. } if self.image.is_none() => {
                let leads = (self.resolve)(&dest_url);
                if leads.is_some() {
                    self.line.push('[');
                }
                self.links.push(leads);
            }
            Tag::Image { dest_url, .. } if self.image.is_none() => {
                let is_inside = !self.links.is_empty();
                let leads = (!is_inside).then(|| (self.resolve)(&dest_url)).flatten();
                self.image = Some((leads, String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_line(),
            TagEnd::Heading(_) => {
                self.heading = None;
                if self.line.trim_matches(['#', ' ']).is_empty() {
                    self.line.clear();
                }
                self.end_line();
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.code_block(&text, &language);
                }
            }
            TagEnd::HtmlBlock => {
                let raw = self.raw.take().unwrap_or_default();
                let shown = without_comments(&raw);
                if !shown.trim().is_empty() {
                    self.code_block(&shown, "");
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.end_holder(),
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.block(table.text());
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line);
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(cell.trim().to_owned());
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                // Readers fill up what is missing at the end: a row that lacks cells costs nothing.
                if let Some(row) = self.table.rows.last_mut() {
                    let last = row.iter().rposition(|it| !it.is_empty());
                    row.truncate(last.map_or(1, |it| it + 1));
                }
            }
            TagEnd::Emphasis if self.image.is_none() => self.line.push('*'),
            TagEnd::Strong if self.image.is_none() => self.line.push_str("**"),
            TagEnd::Link if self.image.is_none() => {
                if let Some(url) = self.links.pop().flatten() {
                    self.line.push_str(&format!("]({})", address(&url)));
                }
            }
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some((leads, words)) = self.image.take() else {
            return;
        };
        let shown = image(&words);
        match leads {
            Some(url) => {
                self.line.push('[');
                self.text(&shown);
                self.line.push_str(&format!("]({})", address(&url)));
            }
            None => self.text(&shown),
        }
    }

    /// Not every reader knows fences within lists and quotations, but all know code that is set in.
    fn code_block(&mut self, text: &str, language: &str) {
        if !self.is_nested() {
            let block = fenced(text, language);
            return self.block(block);
        }
        if let Some(holder) = self.open.last_mut() {
            holder.is_loose = true;
        }
        let lines: Vec<String> = tame(text)
            .trim_end()
            .lines()
            .map(|it| format!("{INDENT}{it}"))
            .collect();
        self.block(lines.join("\n"));
    }

    fn end_holder(&mut self) {
        self.end_line();
        let Some(holder) = self.open.pop() else {
            return;
        };
        let between = if holder.is_loose || matches!(holder.kind, Kind::Page | Kind::Quote) {
            "\n\n"
        } else {
            "\n"
        };
        let inside = holder.blocks.join(between);
        let shown = match holder.kind {
            Kind::Page | Kind::Nothing | Kind::List(_) => inside,
            Kind::Quote => before_each(&inside, "> ", "> "),
            Kind::Item => {
                let first = match self.open.last().map(|it| it.kind) {
                    // A number of three digits takes more room than what is set in.
                    Some(Kind::List(Some(first))) => {
                        format!("{:<4}", format!("{}.", first.clamp(1, 99)))
                    }
                    _ => "-   ".to_owned(),
                };
                before_each(&inside, &first, INDENT)
            }
        };
        let Some(around) = self.open.last_mut() else {
            return;
        };
        around.is_loose |= holder.is_loose && holder.kind == Kind::Item;
        if !shown.trim().is_empty() {
            around.blocks.push(shown);
        }
    }
}

impl Table {
    fn text(&self) -> String {
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            let missing = if at == 0 {
                self.alignments.len().saturating_sub(row.len())
            } else {
                0
            };
            text.push_str(&format!(
                "| {} |{}\n",
                row.join(" | "),
                " |".repeat(missing)
            ));
            if at == 0 {
                let marks = self.alignments.iter().map(|it| match it {
                    Alignment::None => " --- |",
                    Alignment::Left => " :-- |",
                    Alignment::Center => " :-: |",
                    Alignment::Right => " --: |",
                });
                text.push_str(&format!("|{}\n", marks.collect::<String>()));
            }
        }
        text.trim_end().to_owned()
    }
}

/// The language of a block of code, where it is a plain word.
fn language(info: &str) -> String {
    let word = info.split_whitespace().next().unwrap_or_default();
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '-');
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        String::new()
    }
}

/// A text with something before each of its lines, but for empty ones after the first.
fn before_each(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let before = if at == 0 { first } else { others };
        out.push_str(if line.is_empty() {
            before.trim_end()
        } else {
            before
        });
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests;
