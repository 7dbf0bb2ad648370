//! Process reviews for forges, wikis and chats.

use super::text;
use crate::render::address::address;
use crate::report::Public;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Incident;
use crate::report::process_reviews::Item;
use crate::report::process_reviews::Review;

/// Writes a table of process reviews.
pub fn process_reviews(reviews: &Public<Vec<Review>>) -> String {
    let mut out = String::from(
        "| Review | Status | When | Chair | Incidents | Open tweaks |\n|---|---|---|---|---|---|\n",
    );
    for it in reviews.iter() {
        let cell = |it: &Option<String>| text(it.as_deref().unwrap_or("-"));
        let status = match it.unreadable {
            Some(_) => "unreadable".to_owned(),
            None => cell(&it.status),
        };
        let open = it.tweaks.iter().filter(|it| it.is_open()).count();
        out.push_str(&format!(
            "| {} | {status} | {} | {} | {} | {open} |\n",
            text(&it.id),
            cell(&it.scheduled_for),
            cell(&it.chair),
            it.incidents.len(),
        ));
    }
    out
}

/// Writes what a review has to talk about.
pub fn agenda(agenda: &Public<Agenda>) -> String {
    let mut out = match &agenda.review {
        Some(review) => head(review),
        None => "### Process review, not scheduled yet\n".to_owned(),
    };
    for it in &agenda.incidents {
        out.push_str(&format!("\n#### {}\n", heading(it)));
        out.push_str(&incident(it));
    }
    for name in &agenda.kept {
        out.push_str(&format!("\n#### {}\n", text(name)));
    }
    if !agenda.tweaks.is_empty() {
        out.push_str("\n#### Tweaks that earlier reviews left open\n\n");
        for it in &agenda.tweaks {
            out.push_str(&item(it));
        }
    }
    match agenda.unreadable.len() {
        0 => {}
        1 => out.push_str("\n1 file cannot be read and may belong here.\n"),
        count => out.push_str(&format!(
            "\n{count} files cannot be read and may belong here.\n"
        )),
    }
    out
}

fn head(review: &Review) -> String {
    let when = review.scheduled_for.as_deref().unwrap_or(&review.id);
    let mut facts = Vec::new();
    facts.extend(review.status.as_ref().map(|it| text(it)));
    facts.extend(
        review
            .chair
            .as_ref()
            .map(|it| format!("chair: {}", text(it))),
    );
    if review.is_open_to_all {
        facts.push("anyone may join".to_owned());
    }
    format!(
        "### Process review, {}\n\n{}\n",
        text(when),
        facts.join(", ")
    )
}

fn heading(it: &Incident) -> String {
    let name = text(&it.id);
    let name = match &it.url {
        Some(url) => format!("[{name}]({})", address(url)),
        None => name,
    };
    let title = it.title.as_deref().unwrap_or("(no title)");
    let severity = it.severity.as_deref().unwrap_or("-");
    format!("{name}: {} ({})", text(title), text(severity))
}

fn incident(it: &Incident) -> String {
    let mut out = String::new();
    let mut facts = Vec::new();
    facts.extend(
        it.commander
            .as_ref()
            .map(|it| format!("Led by {}", text(it))),
    );
    facts.extend(it.due.map(|due| {
        let late = if it.is_late { ", late" } else { "" };
        format!("review due {}{late}", due.date())
    }));
    if !facts.is_empty() {
        out.push_str(&format!("\n{}\n", facts.join("; ")));
    }
    if !it.went_badly.is_empty() {
        out.push_str("\nWhat didn't go so well:\n\n");
    }
    for line in &it.went_badly {
        out.push_str(&format!("- {}\n", text(line)));
    }
    if !it.action_items.is_empty() {
        out.push_str("\nStill open of what is to change in the process:\n\n");
    }
    for action in &it.action_items {
        out.push_str(&item(action));
    }
    out
}

fn item(it: &Item) -> String {
    let mut facts = vec![text(it.owner.as_deref().unwrap_or("nobody"))];
    facts.extend(it.due.as_ref().map(|due| {
        let late = if it.is_late { ", **late**" } else { "" };
        format!("due {}{late}", text(due))
    }));
    format!(
        "- {}: {} ({})\n",
        text(&it.name),
        text(&it.title),
        facts.join(", ")
    )
}
