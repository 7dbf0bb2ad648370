//! Reads a timeline that is no table: its list items and lines.

use super::TimelineFaultKind;
use super::TimelineRow;
use super::clock;
use super::clock::Written;
use super::reader::Reader;
use super::zone;
use crate::markdown::BlockKind;
use crate::source::Span;
use crate::time::TimeFault;

/// The most bytes of a line that names a day for those below it.
const DATE_LINE: usize = 40;

impl Reader<'_> {
    /// Reads a section that has no table: its list items and lines.
    pub(super) fn no_table(&mut self, section: usize, heading: Span) {
        let body = self.body;
        let blocks = body.blocks_of(section);
        let is_text = |kind| !matches!(kind, BlockKind::Comment | BlockKind::Heading);
        if !blocks.iter().any(|block| is_text(block.kind)) {
            return;
        }
        let message = "the timeline is no table, so nothing can read it";
        let help = "begin it with `| Time | Event | Evidence |`, and give each event a row";
        self.fault(
            TimelineFaultKind::NoTable,
            heading,
            message.to_owned(),
            help.to_owned(),
        );
        let mut under = None;
        for block in blocks {
            if under != block.heading {
                under = block.heading;
                self.day = self.day_under(under).or(self.day);
            }
            if matches!(block.kind, BlockKind::ListItem | BlockKind::Paragraph) {
                self.lines(block.span);
            }
        }
    }

    /// Takes the zone that stands beside a date over its times.
    fn zone_of_day(&mut self, line: Span) {
        match zone::beside_date(self.text, line) {
            Some((_, Ok(zone))) => {
                self.above = Some(zone);
                self.lost = false;
            }
            Some((span, Err(fault))) => {
                self.lost = true;
                let help = fault.help();
                self.fault(TimelineFaultKind::Zone, span, fault.to_string(), help);
            }
            None => {}
        }
    }

    /// The lines of a paragraph or list item that begin with a time.
    fn lines(&mut self, block: Span) {
        let mut start = block.start;
        for line in block.of(self.text).split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            if let Some(date) = clock::date_in(line).filter(|_| line.len() < DATE_LINE) {
                self.day = Some(date);
                self.zone_of_day(span);
            }
            let Some((written, time_span, _, event)) = clock::begins(self.text, span) else {
                continue;
            };
            let clock = match written {
                Written::Clock(clock, _) => Some(clock),
                Written::Moment(_) | Written::Local(..) => None,
            };
            // In order they can be all the same.
            if matches!(written, Written::Local(_, None)) && self.named.is_none() && !self.lost {
                let words = time_span.of(self.text);
                let _ = self.no_time(time_span, words, TimeFault::NoOffset);
            }
            let time = self.moment(written, time_span);
            let time = time.unwrap_or(Err(TimelineFaultKind::Zone));
            let clock = clock.filter(|_| time == Err(TimelineFaultKind::NoDate));
            self.timeline.rows.push(TimelineRow {
                time,
                clock,
                time_span,
                event,
                evidence: Span::at(span.end),
                span,
            });
        }
    }
}
