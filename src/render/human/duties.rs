//! What a person does beside what they owe.

use super::super::Look;
use super::super::Tone;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use crate::report::mine::About;
use crate::report::mine::Duties;

const MEETINGS: [Column; 4] = [
    Column::Whole("WHEN"),
    Column::Whole("AT"),
    Column::Whole("MEETING"),
    Column::Cut("TITLE"),
];

const TO_REVIEW: [Column; 3] = [
    Column::Whole("POSTMORTEM"),
    Column::Wrapped("OWNER"),
    Column::Cut("TITLE"),
];

/// Writes the meetings that somebody attends, and what they should review; nothing where there is
/// neither.
pub(super) fn duties(duties: &Duties, look: &Look) -> String {
    let meetings = duties.meetings.iter().map(|it| {
        Row::new([
            format!("in {}", it.distance),
            look.moment(it.at),
            match it.about {
                About::Postmortem => it.subject.clone(),
                About::ProcessReview => format!("process-review {}", it.subject),
            },
            it.title.clone().unwrap_or_default(),
        ])
    });
    let to_review = duties.to_review.iter().map(|it| {
        Row::new([
            it.postmortem.clone(),
            it.owner.clone().unwrap_or_else(|| "nobody".to_owned()),
            it.title.clone().unwrap_or_default(),
        ])
    });
    let mut text = part("Meetings", &MEETINGS, &meetings.collect::<Vec<_>>(), look);
    text.push_str(&part(
        "To review",
        &TO_REVIEW,
        &to_review.collect::<Vec<_>>(),
        look,
    ));
    text
}

fn part(heading: &str, columns: &[Column], rows: &[Row], look: &Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heading = look.paint(Tone::Heading, heading);
    format!("{heading}\n\n{}\n", table(columns, rows, look))
}
