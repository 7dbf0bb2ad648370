//! Sections, table cells, tasks, links and comments, each put together where it ends.

use pulldown_cmark::CowStr;

use super::{Leaf, Reader};
use crate::markdown::{BlockKind, Cell, Link, Section, Task, one_line};
use crate::source::Span;

/// Bytes beyond an address in which it is looked for from a link's end: its title's markup.
const LINK_SLACK: usize = 64;

impl Reader<'_> {
    pub(super) fn link(&mut self, url: &CowStr<'_>, title: usize, span: Span, is_image: bool) {
        // The address stands near the link's end; looking no further keeps nested images cheap.
        let window = url.len() + title + LINK_SLACK;
        let mut from = span.end.saturating_sub(window).max(span.start);
        while from < span.end && !self.text.is_char_boundary(from) {
            from += 1;
        }
        let found = Span::new(from, span.end).of(self.text).rfind(&**url);
        let url_span = match found {
            Some(at) if !url.is_empty() => Span::new(from + at, from + at + url.len()),
            _ => span,
        };
        self.body.links.push(Link {
            url: url.to_string(),
            span,
            url_span,
            is_image,
        });
    }

    pub(super) fn open_section(&mut self, level: u8, span: Span) {
        self.close_sections(level, span.start);
        self.body.sections.push(Section {
            level,
            title: String::new(),
            heading: self.trimmed(span),
            content: Span::new(span.end, self.body.span.end),
            parent: self.open.last().copied(),
        });
        let index = self.body.sections.len() - 1;
        self.open.push(index);
        self.heading = Some(index);
        match level {
            1 => self.level_two = None,
            2 => self.level_two = Some(index),
            _ => {}
        }
    }

    /// Ends the open sections of `level` and below at `end`.
    pub(super) fn close_sections(&mut self, level: u8, end: usize) {
        while let Some(last) = self.open.last() {
            let Some(section) = self.body.sections.get_mut(*last) else {
                return;
            };
            if section.level < level {
                return;
            }
            section.content = Span::new(section.content.start.min(end), end);
            self.open.pop();
        }
    }

    pub(super) fn name_section(&mut self, leaf: Option<Leaf>) {
        if self.quotes > 0 || !self.items.is_empty() {
            return;
        }
        let title = leaf.and_then(|leaf| leaf.title).unwrap_or_default();
        if let Some(section) = self.body.sections.last_mut() {
            section.title = one_line(&title);
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(leaf) = self.close_leaf() else {
            return;
        };
        let span = leaf.span.unwrap_or(leaf.fallback);
        // The sign that takes the meaning from the first character is of the cell too.
        let before = self.text.get(..span.start).unwrap_or_default();
        let is_escaped = !span.is_empty() && before.ends_with('\\');
        let span = Span::new(span.start - usize::from(is_escaped), span.end);
        if let Some(table) = &mut self.table {
            table.cells.push(Cell { span });
        }
    }

    pub(super) fn end_item(&mut self) {
        let Some(item) = self.items.pop() else {
            return;
        };
        let Some(task) = item.task else {
            return;
        };
        let end = task.id.as_ref().map_or(task.marker.end, |(_, id)| id.end);
        let text_span = task.text.unwrap_or(Span::at(end));
        let trimmed = text_span.of(self.text).trim_start();
        let text_span = Span::new(text_span.end - trimmed.len(), text_span.end);
        self.body.tasks.push(Task {
            checked: task.checked,
            marker: task.marker,
            span: item.span,
            id: task.id,
            text: one_line(trimmed),
            text_span,
            heading: self.heading,
        });
    }

    /// Parts an HTML block into its comments and the rest.
    pub(super) fn html_block(&mut self, html: Span) {
        let mut from = html.start;
        let mut rest = false;
        while let Some(at) = Span::new(from, html.end).of(self.text).find("<!--") {
            let start = from + at;
            rest |= !Span::new(from, start).of(self.text).trim().is_empty();
            let end = Span::new(start + 4, html.end)
                .of(self.text)
                .find("-->")
                .map_or(html.end, |end| start + 4 + end + 3);
            let comment = self.trimmed(Span::new(start, end));
            self.push_block(BlockKind::Comment, comment);
            from = end;
        }
        rest |= !Span::new(from, html.end).of(self.text).trim().is_empty();
        if rest {
            let html = self.trimmed(html);
            self.push_block(BlockKind::Html, html);
        }
    }
}
