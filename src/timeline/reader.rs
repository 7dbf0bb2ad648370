//! Reads the rows of a timeline's tables, with the day and the zone that hold for each.

use chrono::NaiveDate;
use chrono::NaiveTime;

use super::Timeline;
use super::TimelineFaultKind;
use super::TimelineRow;
use super::clock;
use super::clock::Written;
use super::columns::Columns;
use super::columns::columns;
use super::zone;
use super::zone::Named;
use super::zone::marked;
use crate::calendar::Local;
use crate::calendar::Zone;
use crate::diagnostic::Fault;
use crate::markdown::Body;
use crate::markdown::Cell;
use crate::markdown::Row;
use crate::markdown::Section;
use crate::markdown::Table;
use crate::source::Span;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::parse_date;

/// The most bytes of a cell that a message repeats.
const EXCERPT: usize = 40;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) body: &'a Body,
    /// The zone that the column, the section or the document name.
    pub(super) named: Option<Zone>,
    /// The zone of the last row that has one.
    pub(super) above: Option<Zone>,
    /// Whether the last row that names a zone names none that is: of those below that name none it is not known.
    pub(super) lost: bool,
    /// The zone of times of day; `None` where the section names one that is none.
    pub(super) zone: Option<Zone>,
    /// The day of a time of day.
    pub(super) day: Option<NaiveDate>,
    /// The cell of the row's day, where it is none that can be read.
    undated: Option<Span>,
    /// The zone that the row names beside its time.
    beside: Option<Named>,
    /// The moment of the last row that has one.
    last: Option<Moment>,
    pub(super) timeline: Timeline,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing yet.
    pub(super) fn new(text: &'a str, body: &'a Body) -> Self {
        Self {
            text,
            body,
            named: None,
            above: None,
            lost: false,
            zone: Some(Zone::utc()),
            day: None,
            undated: None,
            beside: None,
            last: None,
            timeline: Timeline::default(),
        }
    }

    /// Reads a section, whose index is that.
    pub(super) fn read(&mut self, index: usize, section: &Section) {
        self.find_zone(index);
        let tables = self.body.tables_in(section.content);
        for table in tables {
            self.table(table);
        }
        if tables.is_empty() {
            self.no_table(index, section.heading);
        }
        self.timeline.has_table = !tables.is_empty();
    }

    /// Takes the zone that the section names, else the document, or the fault in it. Two that differ
    /// are a fault too: nobody knows which rows are meant.
    fn find_zone(&mut self, section: usize) {
        let named = zone::in_section(self.text, self.body, section).into_iter();
        let elsewhere = || zone::elsewhere(self.text, self.body, section);
        let mut named = named.peekable();
        let all = if named.peek().is_some() {
            named.collect()
        } else {
            Vec::from_iter(elsewhere())
        };
        for (span, named) in all {
            match (named, self.timeline.zone) {
                (Ok(zone), None) => {
                    self.named = Some(zone);
                    self.zone = Some(zone);
                    self.timeline.zone = Some((zone, span));
                }
                (Ok(zone), Some((before, _))) if zone == before => {}
                (Ok(zone), Some((before, _))) => {
                    self.zone = None;
                    self.timeline.zone = None;
                    let message = format!(
                        "the timeline names two zones, `{}` and `{}`",
                        before.short_name(),
                        zone.short_name()
                    );
                    let help = "name one for all of it, or write the zone over the column";
                    self.fault(TimelineFaultKind::Zone, span, message, help.to_owned());
                    return;
                }
                (Err(fault), _) => {
                    self.zone = None;
                    self.timeline.zone = None;
                    let help = fault.help();
                    self.fault(TimelineFaultKind::Zone, span, fault.to_string(), help);
                    return;
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let Some(columns) = columns(self.text, table) else {
            let message = "this table of the timeline has no columns `Time` and `Event`";
            let help = "begin it with `| Time | Event | Evidence |`";
            let span = match (table.header.first(), table.header.last()) {
                (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
                _ => table.span,
            };
            self.fault(
                TimelineFaultKind::Columns,
                span,
                message.to_owned(),
                help.to_owned(),
            );
            return;
        };
        self.day = self.day_under(table.heading);
        let (zone, named) = (self.zone, self.named);
        let over = zone::over_column(self.text, table, columns.time);
        let over_dates = || zone::over_column(self.text, table, columns.date?);
        if let Some((span, over)) = over.or_else(over_dates) {
            match over {
                Ok(over) => {
                    (self.zone, self.named) = (Some(over), Some(over));
                    self.timeline.zone.get_or_insert((over, span));
                }
                Err(fault) => {
                    (self.zone, self.named) = (None, None);
                    let help = fault.help();
                    self.fault(TimelineFaultKind::Zone, span, fault.to_string(), help);
                }
            }
        }
        for row in &table.rows {
            self.row(row, columns);
        }
        (self.zone, self.named) = (zone, named);
    }

    /// The day that the heading over a table or a list names.
    pub(super) fn day_under(&self, heading: Option<usize>) -> Option<NaiveDate> {
        let section = heading.and_then(|heading| self.body.sections.get(heading))?;
        clock::date_in(&section.title)
    }

    fn row(&mut self, row: &Row, columns: Columns) {
        if row.cells.iter().all(|cell| cell.span.is_empty()) {
            return;
        }
        let cell = |index: usize| {
            row.cells
                .get(index)
                .map_or(Span::at(row.span.end), |cell: &Cell| cell.span)
        };
        self.undated = None;
        let beside = columns.zone.map(cell);
        let beside = beside.filter(|it| !it.of(self.text).trim().is_empty());
        self.beside = beside.and_then(|it| zone::alone_in(self.text, marked(it, self.text)));
        if let Some(date) = columns.date.map(cell) {
            let place = marked(date, self.text);
            let words = place.of(self.text);
            if !words.is_empty() {
                self.day = clock::date_in(words);
                self.undated = self.day.is_none().then_some(place);
                let named = self.day.and_then(|_| zone::beside_date(self.text, place));
                self.beside = self.beside.take().or(named);
            }
        }
        let time_span = cell(columns.time);
        let (time, clock) = self.time(time_span, row.span);
        self.timeline.rows.push(TimelineRow {
            time,
            clock,
            time_span,
            event: cell(columns.event),
            evidence: columns.evidence.map_or(Span::at(row.span.end), cell),
            span: row.span,
        });
    }

    /// Reads the cell of a row's time: the moment, else the time of day.
    fn time(
        &mut self,
        span: Span,
        row: Span,
    ) -> (Result<Moment, TimelineFaultKind>, Option<NaiveTime>) {
        let place = marked(span, self.text);
        let words = place.of(self.text);
        if words.is_empty() {
            let time = self.refuse(
                TimelineFaultKind::NoTime,
                row,
                "this row of the timeline has no time",
                "write when it happened, or take the row out",
            );
            return (time, None);
        }
        let written = match clock::read(self.text, place) {
            Ok(written) => written.or_in(self.beside.take()),
            Err(fault) => return (self.no_time(span, words, fault), None),
        };
        let is_unnamed = matches!(written, Written::Local(_, None)) && self.named.is_none();
        let time = match (self.moment(written.clone(), place), self.undated) {
            (Some(Err(TimelineFaultKind::NoDate)), Some(date)) => {
                let fault = parse_date(date.of(self.text)).err();
                self.no_time(
                    date,
                    date.of(self.text),
                    fault.unwrap_or(TimeFault::DateShape),
                )
            }
            (Some(Err(TimelineFaultKind::NoDate)), None) => {
                let message =
                    format!("`{words}` is a time of day, and no heading says of which day");
                self.refuse(
                    TimelineFaultKind::NoDate,
                    span,
                    &message,
                    "put the table under a heading like `### 2026-11-20`, or write a whole timestamp",
                )
            }
            (Some(Ok(_)) | None, _) if is_unnamed && self.zone.is_some() => {
                self.no_time(span, words, TimeFault::NoOffset)
            }
            (Some(time), _) => time,
            (None, _) => Err(TimelineFaultKind::Zone),
        };
        let clock = match written {
            Written::Clock(clock, _) if time == Err(TimelineFaultKind::NoDate) => Some(clock),
            _ => None,
        };
        (time, clock)
    }

    /// The moment that is written at a place, in the zone behind it or the one that holds here. A fault of that
    /// zone is told, and `None`; of one that is none for all rows it has been told. So is a time that the clocks
    /// skipped there.
    pub(super) fn moment(
        &mut self,
        written: Written,
        place: Span,
    ) -> Option<Result<Moment, TimelineFaultKind>> {
        let (day, clock, named) = match written {
            Written::Moment(moment) => {
                self.day = Some(moment.local().date());
                self.last = Some(moment);
                self.above = Some(Zone::fixed(moment.offset()));
                self.lost = false;
                return Some(Ok(moment));
            }
            Written::Local(local, named) => (Some(local.date()), local.time(), named),
            Written::Clock(clock, named) => (self.day, clock, named),
        };
        self.day = day;
        let zone = match named {
            Some((_, Ok(zone))) => {
                self.above = Some(zone);
                self.lost = false;
                Some(zone)
            }
            Some((span, Err(fault))) => {
                self.lost = true;
                let help = fault.help();
                self.fault(TimelineFaultKind::Time, span, fault.to_string(), help);
                return Some(Err(TimelineFaultKind::Time));
            }
            None if self.lost && self.named.is_none() => return None,
            None => self
                .zone
                .map(|zone| self.named.or(self.above).unwrap_or(zone)),
        };
        let Some(day) = day else {
            return Some(Err(TimelineFaultKind::NoDate));
        };
        // Of a time that was there twice the one that goes on from the row above.
        let zone = zone?;
        let moment = match zone.local(day.and_time(clock)) {
            Local::Never(before, after) => return Some(self.skipped(zone, place, (before, after))),
            Local::Once(moment) => moment,
            Local::Twice(earlier, later) => {
                let is_later = |last: Moment| earlier < last && last <= later;
                if self.last.is_some_and(is_later) {
                    later
                } else {
                    earlier
                }
            }
        };
        self.last = Some(moment);
        Some(Ok(moment))
    }

    /// Refuses a time that the clocks of a zone skipped. It would be one of two by the clocks before and after.
    fn skipped(
        &mut self,
        zone: Zone,
        place: Span,
        (before, after): (Moment, Moment),
    ) -> Result<Moment, TimelineFaultKind> {
        let message = format!(
            "the time `{}` does not exist in {}: the clocks went forward and skipped it",
            place.of(self.text),
            zone.short_name()
        );
        let help = format!("write `{}` or `{}`", before.to_short(), after.to_short());
        self.refuse(TimelineFaultKind::Time, place, &message, &help)
    }

    pub(super) fn no_time(
        &mut self,
        span: Span,
        words: &str,
        fault: TimeFault,
    ) -> Result<Moment, TimelineFaultKind> {
        let shown: String = words.chars().take(EXCERPT).collect();
        let help = match fault {
            TimeFault::Shape | TimeFault::NoTime => {
                "write a timestamp like `2026-11-20T14:03Z`, or `14:03` under a heading like `### 2026-11-20`"
            }
            fault => fault.help(),
        };
        let what = match fault {
            TimeFault::DateShape | TimeFault::NoSuchDate if !words.contains(':') => "date",
            _ => "time",
        };
        let message = format!("the {what} `{shown}` {fault}");
        self.refuse(TimelineFaultKind::Time, span, &message, help)
    }

    fn refuse(
        &mut self,
        kind: TimelineFaultKind,
        span: Span,
        message: &str,
        help: &str,
    ) -> Result<Moment, TimelineFaultKind> {
        self.fault(kind, span, message.to_owned(), help.to_owned());
        Err(kind)
    }

    pub(super) fn fault(
        &mut self,
        kind: TimelineFaultKind,
        span: Span,
        message: String,
        help: String,
    ) {
        let fault = Fault::new(span, message).help(help);
        self.timeline.faults.push(fault.of_kind(kind));
    }
}
