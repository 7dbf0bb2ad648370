//! The lines of new rows, and of tables that are not there yet.

use chrono::NaiveDate;

use super::Insert;
use super::NewRow;
use super::Places;
use super::Style;
use super::line_end;
use crate::calendar::Zone;
use crate::time::Moment;
use crate::timeline::Columns;

/// The columns of a table that is new.
const FRESH: (Columns, usize) = (
    Columns {
        date: None,
        zone: None,
        time: 0,
        event: 1,
        evidence: Some(2),
    },
    3,
);

/// How the time of a row is written: one way after the other, until it is read back as it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As the section writes its times, in its zone.
    Styled,
    /// The same at the offset of the row beside it.
    StyledBeside,
    /// A timestamp at that offset.
    StampBeside,
    /// A timestamp in the zone of the section.
    Stamp,
    /// A date, a time and `UTC`, which says nothing of the rows below.
    Named,
}

impl Way {
    /// The first that is tried.
    pub(super) const FIRST: Self = Self::Styled;

    /// The one after it.
    pub(super) fn next(self) -> Option<Self> {
        match self {
            Self::Styled => Some(Self::StyledBeside),
            Self::StyledBeside => Some(Self::StampBeside),
            Self::StampBeside => Some(Self::Stamp),
            Self::Stamp => Some(Self::Named),
            Self::Named => None,
        }
    }
}

impl Places<'_> {
    /// The line of a row, in a table with these columns, and so many of them.
    pub(super) fn line(
        &self,
        (columns, count): (Columns, usize),
        row: &NewRow,
        way: (Way, Option<Moment>),
    ) -> String {
        let (date, time) = self.time(row.at, way, columns.date.is_some());
        let mut line = String::from("|");
        for index in 0..count {
            let cell = if index == columns.time {
                time.clone()
            } else if Some(index) == columns.date {
                date.clone()
            } else if Some(index) == columns.evidence {
                row.evidence.clone()
            } else if index != columns.event {
                String::new()
            } else if columns.evidence.is_some() || row.evidence.is_empty() {
                row.event.clone()
            } else {
                format!("{} ({})", row.event, row.evidence)
            };
            line.push(' ');
            line.push_str(&cell);
            line.push_str(if cell.is_empty() { "|" } else { " |" });
        }
        line.push_str(self.section.newline());
        line
    }

    /// The cells of the date, where it has a column of its own, and of the time.
    fn time(
        &self,
        at: Moment,
        (way, beside): (Way, Option<Moment>),
        has_date: bool,
    ) -> (String, String) {
        let at = at.minute();
        let shown = self.section.zone.show(at);
        let near = beside.map_or(shown, |it| at.at_offset(it.offset()));
        let clock = |at: Moment| at.local().format("%H:%M").to_string();
        let styled = |at: Moment| match self.style {
            _ if has_date => (at.date().to_string(), clock(at)),
            Style::Days => (String::new(), clock(at)),
            Style::Local => (String::new(), at.to_local_words()),
            Style::Stamps => (String::new(), at.to_short()),
        };
        match way {
            Way::Styled => styled(shown),
            Way::StyledBeside => styled(near),
            Way::StampBeside => (String::new(), near.to_short()),
            Way::Stamp => (String::new(), shown.to_short()),
            Way::Named => {
                let words = Zone::utc().show(at).to_local_words();
                (String::new(), format!("{words} UTC"))
            }
        }
    }

    /// A table that is not there yet: of a day, before the heading of a later one.
    pub(super) fn new_table(
        &self,
        rows: &[(&NewRow, Way)],
        (day, all): (NaiveDate, &[usize]),
    ) -> Insert {
        let section = self.section;
        let newline = section.newline();
        let mut at = self.end();
        if self.style == Style::Days {
            // The heading of the section itself may name a day too.
            let days = self.tables.iter().filter_map(|it| it.day);
            let days = days.filter(|(heading, _)| heading.start >= section.content.start);
            let later = days.filter(|(_, its)| *its > day);
            at = later.map(|(heading, _)| heading.start).min().unwrap_or(at);
        }
        let mut text = String::new();
        let is_apart = |it: &str| it.ends_with(&newline.repeat(2));
        if !section.text().get(..at).is_some_and(is_apart) {
            text.push_str(newline);
        }
        if self.style == Style::Days {
            text.push_str(&format!("### {day}{newline}{newline}"));
        }
        text.push_str(&format!(
            "| Time | Event | Evidence |{newline}|---|---|---|{newline}"
        ));
        let mut starts = Vec::new();
        for index in all {
            if let Some((row, way)) = rows.get(*index) {
                starts.push((text.len(), *index));
                text.push_str(&self.line(FRESH, row, (*way, None)));
            }
        }
        if at < section.text().len() {
            text.push_str(newline);
        }
        Insert {
            at,
            text,
            rows: starts,
        }
    }

    /// Behind the last line of the section that says something.
    fn end(&self) -> usize {
        let content = self.section.content.of(self.section.text());
        let said = content.trim_end();
        line_end(self.section.text(), self.section.content.start + said.len())
    }
}
