//! Process reviews: the table of `process-review list`, and an agenda.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use super::paragraph::hanging;
use super::paragraph::in_tone;
use crate::count::counted;
use crate::model::ReviewStatus;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Incident;
use crate::report::process_reviews::Item;
use crate::report::process_reviews::Review;

/// What stands for something that the notes do not say.
const UNSAID: &str = "-";

/// Writes a table of process reviews.
pub fn process_reviews(reviews: &[Review], look: &Look) -> String {
    if reviews.is_empty() {
        return "no process reviews\n".to_owned();
    }
    let columns = [
        Column::Whole("ID"),
        Column::Whole("STATUS"),
        Column::Whole("WHEN"),
        Column::Wrapped("CHAIR"),
        Column::Count("PEOPLE"),
        Column::Count("INCIDENTS"),
        Column::Count("OPEN TWEAKS"),
    ];
    let cell = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows: Vec<Row> = reviews
        .iter()
        .map(|it| {
            let status = match it.unreadable {
                Some(_) => "unreadable".to_owned(),
                None => cell(&it.status),
            };
            let open = it.tweaks.iter().filter(|it| it.is_open()).count();
            let when = it.scheduled_for.as_ref().map(|it| look.written(it));
            let row = Row::new([
                it.id.clone(),
                status,
                cell(&when),
                cell(&it.chair),
                it.attendees.len().to_string(),
                it.incidents.len().to_string(),
                format!("{open} of {}", it.tweaks.len()),
            ]);
            match (&it.unreadable, it.is(ReviewStatus::Scheduled)) {
                (Some(_), _) => row.toned(1, Tone::Late),
                (None, false) if open == 0 => row.all(Tone::Over),
                (None, _) => row,
            }
        })
        .collect();
    let mut text = table(&columns, &rows, look);
    text.extend(look.zone_words().map(|it| format!("\n{it}\n")));
    text
}

/// Writes what a review has to talk about.
pub fn agenda(agenda: &Agenda, look: &Look) -> String {
    let mut text = head(agenda.review.as_ref(), look);
    text.push('\n');
    match agenda.incidents.len() {
        0 => text.push_str("No incidents.\n"),
        count => text.push_str(&format!(
            "{}\n",
            look.paint(Tone::Heading, &counted(count, "incident"))
        )),
    }
    for it in &agenda.incidents {
        text.push('\n');
        text.push_str(&incident(it, agenda.review.is_some(), look));
    }
    text.push('\n');
    if agenda.tweaks.is_empty() {
        text.push_str("No tweak is left open by earlier reviews.\n");
    } else {
        let heading = "Tweaks that earlier reviews left open";
        text.push_str(&format!("{}\n\n", look.paint(Tone::Heading, heading)));
        for it in &agenda.tweaks {
            text.push_str(&item(it, look));
        }
    }
    if !agenda.unreadable.is_empty() {
        let heading = "Cannot be read, and may belong here";
        text.push_str(&format!("\n{}\n\n", look.paint(Tone::Heading, heading)));
        for it in &agenda.unreadable {
            text.push_str(&hanging(
                "  ",
                2,
                &format!("{}: {}", look.path(&it.path), it.message),
                look,
            ));
        }
    }
    text
}

/// The review itself.
fn head(review: Option<&Review>, look: &Look) -> String {
    let Some(review) = review else {
        return "No process review is scheduled. One that is called now would talk about:\n"
            .to_owned();
    };
    let said = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
    let title = format!("Process review {}", sanitize(&review.id));
    let mut text = format!("{}\n\n", look.paint(Tone::Heading, &title));
    let when = review.scheduled_for.as_ref();
    let when = when.map(|it| format!("{}{}", look.written(it), look.zone_name()));
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&hanging(&format!("{label:<10}"), 10, value, look));
        }
    };
    line("when:", &said(&when));
    line("status:", &said(&review.status));
    line("chair:", &said(&review.chair));
    if review.is_open_to_all {
        line("invited:", "anyone");
    } else {
        line("invited:", &review.invited.join(", "));
    }
    let people = if review.is(ReviewStatus::Held) {
        "present:"
    } else {
        "coming:"
    };
    line(people, &review.attendees.join(", "));
    line(
        "because:",
        review.cancelled_because.as_deref().unwrap_or_default(),
    );
    text
}

fn incident(it: &Incident, has_review: bool, look: &Look) -> String {
    let title = it.title.as_deref().unwrap_or("(no title)");
    let severity = it.severity.as_deref().unwrap_or(UNSAID);
    let confidential = if it.is_confidential {
        ", confidential"
    } else {
        ""
    };
    let mut text = hanging(
        "  ",
        4,
        &format!("{}: {title} ({severity}{confidential})", it.id),
        look,
    );
    let mut facts = Vec::new();
    if has_review && !it.is_listed {
        facts.push("not in the notes yet".to_owned());
    }
    facts.extend(it.commander.as_ref().map(|it| format!("led by {it}")));
    match (&it.resolved_at, &it.status) {
        (None, _) => facts.push("not resolved yet".to_owned()),
        (_, status) => facts.extend(status.as_ref().map(|it| format!("report: {it}"))),
    }
    let due = it.due.map(|due| format!("review due {}", due.date()));
    facts.extend(due.clone().filter(|_| !it.is_late));
    text.push_str(&hanging("    ", 4, &facts.join("; "), look));
    if let Some(due) = due.filter(|_| it.is_late) {
        let line = hanging("    ", 4, &format!("{due}, late"), look);
        text.push_str(&in_tone(Tone::Late, &line, look));
    }
    if it.went_badly.is_empty() {
        let line = "what didn't go so well: the report does not say";
        text.push_str(&hanging("    ", 4, line, look));
    } else {
        text.push_str("    what didn't go so well:\n");
    }
    for line in &it.went_badly {
        text.push_str(&hanging("    - ", 6, line, look));
    }
    if !it.action_items.is_empty() {
        let heading = "action items about the process that are open:";
        text.push_str(&hanging("    ", 4, heading, look));
    }
    for action in &it.action_items {
        text.push_str(&format!("  {}", item(action, look)));
    }
    text
}

/// An item on a line of its own.
fn item(it: &Item, look: &Look) -> String {
    let mut facts = vec![it.owner.clone().unwrap_or_else(|| "nobody".to_owned())];
    facts.push(it.state.clone());
    facts.extend(it.due.as_ref().map(|due| {
        let late = if it.is_late { ", late" } else { "" };
        format!("due {due}{late}")
    }));
    let said = format!("{}: {} ({})", it.name, it.title, facts.join(", "));
    let line = hanging("  - ", 6, &said, look);
    let tone = if it.is_late { Tone::Late } else { Tone::Plain };
    in_tone(tone, &line, look)
}
