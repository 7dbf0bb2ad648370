//! PM309: lines that end in blanks.

use memchr::memchr_iter;

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Edit;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::markdown::BlockKind;
use crate::model::FieldName;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM309",
    name: "trailing-blanks",
    level: Level::Note,
    summary: "lines that end in blanks",
    page: include_str!("pm309_trailing_blanks.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// The most lines of one file that are mended at once: no text that somebody wrote has more, and a
/// hostile one costs no memory.
const MOST_LINES: usize = 10_000;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for document in context.dossier.documents() {
        let mut blanks = blanks(document);
        // The text of what was adopted stays as somebody wrote it.
        if document.field(FieldName::AdoptedFrom.as_str()).is_some() {
            blanks.retain(|it| it.end <= document.body.span.start);
        }
        let Some(first) = blanks.first() else {
            continue;
        };
        let message = match blanks.len() {
            1 => "this line ends in blanks".to_owned(),
            MOST_LINES => format!(
                "this and {} or more other lines end in blanks",
                MOST_LINES - 1
            ),
            2 => "this and another line end in blanks".to_owned(),
            count => format!("this and {} other lines end in blanks", count - 1),
        };
        let fix = Fix {
            title: "take the blanks away".to_owned(),
            edits: blanks
                .iter()
                .map(|span| Edit {
                    span: *span,
                    text: String::new(),
                })
                .collect(),
        };
        found.push(
            Diagnostic::new(&RULE, &document.path, *first, message)
                .help("`pmrepo check --fix` takes them away")
                .fix(fix),
        );
    }
}

/// The blanks at the ends of lines, where they mean nothing.
fn blanks(document: &Document) -> Vec<Span> {
    let text = document.text.as_str();
    if document.body.too_large {
        return Vec::new();
    }
    let mut kept = None;
    let mut found = Vec::new();
    let mut start = 0;
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let at = std::mem::replace(&mut start, end + 1);
        // Most lines do not: their last byte is enough.
        let last = text.as_bytes().get(at..end).and_then(<[u8]>::last);
        if !matches!(last, Some(b' ' | b'\t' | b'\r')) {
            continue;
        }
        let line = text.get(at..end).unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.ends_with([' ', '\t']) {
            continue;
        }
        let words = line.trim_end_matches([' ', '\t']);
        let span = Span::new(at + words.len(), at + line.len());
        let kept = kept.get_or_insert_with(|| Kept::of(document));
        let breaks_line = line.ends_with("  ") && kept.goes_on(span.end);
        // A backslash before the end of a line would break it too.
        if breaks_line || words.ends_with('\\') || kept.is_verbatim(Span::new(at, span.end)) {
            continue;
        }
        found.push(span);
        if found.len() == MOST_LINES {
            break;
        }
    }
    found
}

/// What blanks at the ends of lines may belong to; both lists are sorted, and nothing overlaps.
struct Kept {
    /// Code, HTML, and texts of the front matter that keep their lines.
    verbatim: Vec<Span>,
    /// Blocks of text, in which two blanks break a line.
    text: Vec<Span>,
}

impl Kept {
    fn of(document: &Document) -> Self {
        let mut kept = Self {
            verbatim: Vec::new(),
            text: Vec::new(),
        };
        if let Some(root) = document.root() {
            block_scalars(root, &mut kept.verbatim);
        }
        for block in &document.body.blocks {
            match block.kind {
                BlockKind::Code | BlockKind::Html => kept.verbatim.push(block.span),
                BlockKind::Comment | BlockKind::TableCell => {}
                _ => kept.text.push(block.span),
            }
        }
        kept
    }

    /// Whether a line is one of code or the like.
    fn is_verbatim(&self, line: Span) -> bool {
        let next = self.verbatim.partition_point(|it| it.end <= line.start);
        self.verbatim
            .get(next)
            .is_some_and(|it| it.start < line.end)
    }

    /// Whether what follows `end` belongs to the same text as what stands before it.
    fn goes_on(&self, end: usize) -> bool {
        let next = self.text.partition_point(|it| it.end <= end);
        self.text.get(next).is_some_and(|it| it.start < end)
    }
}

fn block_scalars(node: &Node, kept: &mut Vec<Span>) {
    match &node.value {
        Value::Text(_) if matches!(node.style, Style::Literal | Style::Folded) => {
            kept.push(node.span);
        }
        Value::List(items) => items.iter().for_each(|item| block_scalars(item, kept)),
        Value::Map(entries) => entries
            .iter()
            .for_each(|entry| block_scalars(&entry.value, kept)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::blanks;
    use crate::diagnostic::Edit;
    use crate::diagnostic::apply;
    use crate::document::Document;
    use crate::document::Sort;
    use crate::source::RepoPath;

    #[test]
    fn blanks_that_mean_something_stay() {
        // `_` stands for a blank that stays, `~` for one that goes.
        let marked = "---~\ntitle: A~~\nsummary: |\n  one__\n  two_\nowner: alice~\r\n---\n~~\n\
            ## Heading~~\n\nA line~\nthat is broken__\nhere, and ends~~\n\n- item__\n  more~\n\n\
            | a | b |~~\n|---|---|~~\n| c | d |~~\n\n```sh~\ncode_\n```\n\n    code__\n    more_\n\n\
            > quote__\n> more~\n>~\n\n<!-- note~~\nmore~ -->\n\n<pre>\nfor_\n</pre>\n\na\\_\nb~";
        let marked = marked.replace("```sh~", "```sh_");
        let text = marked.replace(['_', '~'], " ");
        let document =
            Document::from_text(&RepoPath::default(), text.clone(), Sort::WithFrontMatter);
        let edits: Vec<Edit> = blanks(&document)
            .into_iter()
            .map(|span| Edit {
                span,
                text: String::new(),
            })
            .collect();
        let expected = marked
            .replace("more~ -->", "more_ -->")
            .replace('~', "")
            .replace('_', " ");
        assert_eq!(apply(&text, &edits), expected);
    }
}
