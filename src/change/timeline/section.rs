//! The section of a report in which the timeline stands, as it is read.

use chrono::NaiveDate;

use crate::calendar::Zone;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::BlockKind;
use crate::markdown::Table;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::Span;
use crate::timeline::Timeline;
use crate::timeline::date_in;

/// The section, read.
pub(super) struct Section {
    pub(super) document: Document,
    pub(super) timeline: Timeline,
    /// What stands under its heading.
    pub(super) content: Span,
    pub(super) zone: Zone,
}

impl Section {
    /// The section, where it is a table or nothing yet.
    pub(super) fn read(root: &Root, files: &Files) -> Result<Self, Refusal> {
        let section = Self::read_any(root, files)?;
        let has_other = || {
            let blocks = section.document.body.blocks_in(section.content).iter();
            let kinds = [BlockKind::ListItem, BlockKind::Code, BlockKind::Quote];
            blocks.filter(|it| kinds.contains(&it.kind)).count() > 0
        };
        if !section.timeline.has_table && has_other() {
            return Err(Refusal::not_ready("the timeline is no table")
                .hint(format!(
                    "`pmrepo timeline table {}` turns bullets with times into rows",
                    files.id
                ))
                .about(&files.report.path));
        }
        Ok(section)
    }

    /// The section, whatever stands in it.
    pub(super) fn read_any(root: &Root, files: &Files) -> Result<Self, Refusal> {
        let path = &files.report.path;
        let text = root.text_of(path)?;
        let document = super::super::reading::with(root, path, &text, Sort::WithFrontMatter);
        Self::of(root, document).ok_or_else(|| {
            Refusal::not_ready("the report has no section for the timeline")
                .hint("add a heading `## Timeline`")
                .about(path)
        })
    }

    /// The same of a document; `None` where it has no such section.
    pub(super) fn of(root: &Root, document: Document) -> Option<Self> {
        let report = Report::new(&root.config.policy, &document);
        let timeline = report.timeline()?;
        let content = report.timeline_section()?.content;
        let zone = timeline
            .zone
            .as_ref()
            .map_or_else(Zone::utc, |(zone, _)| *zone);
        Some(Self {
            document,
            timeline,
            content,
            zone,
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.document.text
    }

    pub(super) fn tables(&self) -> &[Table] {
        self.document.body.tables_in(self.content)
    }

    /// The heading over a table, and the day that it names.
    pub(super) fn day(&self, table: &Table) -> Option<(Span, NaiveDate)> {
        let heading = self.document.body.sections.get(table.heading?)?;
        Some((heading.heading, date_in(&heading.title)?))
    }

    /// The end of a line in this text.
    pub(super) fn newline(&self) -> &'static str {
        if self.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}
