//! The block that takes text: opened, filled with runs of prose, closed.

use pulldown_cmark::CowStr;

use super::{Leaf, Reader, join};
use crate::markdown::prose;
use crate::markdown::{Block, BlockKind, Joint, Run};
use crate::source::Span;

impl Reader<'_> {
    /// What a paragraph here is.
    pub(super) fn text_kind(&self) -> BlockKind {
        if self.quotes > 0 {
            BlockKind::Quote
        } else if self.items.is_empty() {
            BlockKind::Paragraph
        } else {
            BlockKind::ListItem
        }
    }

    pub(super) fn open_leaf(&mut self, kind: BlockKind, span: Span) {
        let starts_item = match self.items.last_mut() {
            Some(item) => !std::mem::replace(&mut item.has_block, true),
            None => false,
        };
        self.leaf = Some(Leaf {
            kind,
            span: None,
            fallback: Span::at(span.start),
            first_run: self.body.runs.len(),
            joint: Joint::Direct,
            title: (kind == BlockKind::Heading).then(String::new),
            starts_item,
        });
    }

    /// Text has come at `span`: where no block takes it, it is that of a tight list item.
    pub(super) fn inline_leaf(&mut self, span: Span) {
        if self.leaf.is_none() {
            let kind = self.text_kind();
            self.open_leaf(kind, span);
        }
    }

    /// The innermost block, and the text of the task whose first block it is, reach to `span`.
    pub(super) fn extend(&mut self, span: Span) {
        self.inline_leaf(span);
        let Some(leaf) = &mut self.leaf else {
            return;
        };
        leaf.span = Some(leaf.span.map_or(span, |before| join(before, span)));
        if !leaf.starts_item {
            return;
        }
        if let Some(task) = self.items.last_mut().and_then(|item| item.task.as_mut()) {
            task.text = Some(task.text.map_or(span, |before| join(before, span)));
        }
    }

    pub(super) fn end_inline_leaf(&mut self) {
        if self.leaf.is_some() {
            self.close_leaf();
        }
    }

    pub(super) fn close_leaf(&mut self) -> Option<Leaf> {
        let leaf = self.leaf.take()?;
        if leaf.kind == BlockKind::Code {
            return Some(leaf);
        }
        let span = leaf.span.unwrap_or(leaf.fallback);
        prose::leave_out(
            (self.text, &mut self.marks),
            span,
            leaf.first_run,
            &mut self.body,
        );
        if leaf.kind == BlockKind::TableCell && span.is_empty() {
            return Some(leaf);
        }
        self.body.blocks.push(Block {
            kind: leaf.kind,
            span,
            section: self.level_two,
            heading: self.heading,
            depth: self.items.len(),
            starts_item: leaf.starts_item,
            first_run: leaf.first_run,
            end_run: self.body.runs.len(),
        });
        Some(leaf)
    }

    /// A block that takes no text.
    pub(super) fn push_block(&mut self, kind: BlockKind, span: Span) {
        self.body.blocks.push(Block {
            kind,
            span,
            section: self.level_two,
            heading: self.heading,
            depth: self.items.len(),
            starts_item: false,
            first_run: 0,
            end_run: 0,
        });
    }

    pub(super) fn words(&mut self, words: &CowStr<'_>, span: Span) {
        if self
            .leaf
            .as_ref()
            .is_some_and(|leaf| leaf.kind == BlockKind::Code)
        {
            return;
        }
        self.extend(span);
        let skip = self.skip > 0;
        let text = self.text;
        let Some(leaf) = &mut self.leaf else {
            return;
        };
        if let Some(title) = &mut leaf.title {
            title.push_str(words);
        }
        if skip || leaf.kind == BlockKind::Quote {
            return;
        }
        let joint = std::mem::replace(&mut leaf.joint, Joint::Direct);
        let previous = if self.body.runs.len() > leaf.first_run {
            self.body.runs.last_mut()
        } else {
            None
        };
        match previous {
            Some(run) if joint != Joint::Cut && is_blank_between(text, run.span, span) => {
                run.span.end = span.end;
            }
            _ => self.body.runs.push(Run { span, joint }),
        }
    }

    /// Something in the text that is not prose.
    pub(super) fn cut(&mut self, span: Span) {
        self.extend(span);
        if let Some(leaf) = &mut self.leaf {
            leaf.joint = Joint::Cut;
        }
    }

    pub(super) fn code(&mut self, words: &CowStr<'_>, span: Span) {
        let fresh = self
            .items
            .last()
            .and_then(|item| item.task.as_ref())
            .is_some_and(|task| {
                task.id.is_none()
                    && task
                        .text
                        .is_none_or(|text| text.of(self.text).trim().is_empty())
            });
        if fresh {
            let inner = inside(self.text, span, words);
            self.cut(span);
            if let Some(task) = self.items.last_mut().and_then(|item| item.task.as_mut()) {
                task.id = Some((words.to_string(), inner));
                task.text = None;
            }
            return;
        }
        self.cut(span);
        if let Some(title) = self.leaf.as_mut().and_then(|leaf| leaf.title.as_mut()) {
            title.push_str(words);
        }
    }
}

/// Where the words of code stand between its ticks. Over several lines they are not what is written there:
/// then all between the ticks.
fn inside(text: &str, code: Span, words: &str) -> Span {
    let written = code.of(text);
    let between = written.trim_matches('`');
    let start = code.start + (written.len() - written.trim_start_matches('`').len());
    match between.find(words) {
        Some(at) => Span::new(start + at, start + at + words.len()),
        None => Span::new(start, start + between.len()),
    }
}

/// Whether nothing but white space stands between two spans.
fn is_blank_between(text: &str, one: Span, other: Span) -> bool {
    one.end == other.start || Span::new(one.end, other.start).of(text).trim().is_empty()
}
