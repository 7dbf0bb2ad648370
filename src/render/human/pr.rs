//! The review of a change, on a terminal.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use super::show::points;
use crate::diagnostic::Finding;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::report::pr::Postmortem;
use crate::report::pr::ProcessReview;
use crate::report::pr::QUESTIONS;
use crate::report::pr::View;

/// Writes what a change makes of postmortems; what is missing and what is wrong is told once.
pub fn pr(view: &View, look: &Look) -> String {
    let mut text = String::new();
    if !view.configuration.is_empty() {
        let changes = list("Configuration and roster:", &view.configuration, look);
        text.push_str(changes.trim_start());
        text.push('\n');
    }
    if view.postmortems.is_empty() && view.reviews.is_empty() {
        text.push_str("No postmortem changes.\n");
    }
    for it in &view.postmortems {
        text.push_str(&postmortem(it, look));
        text.push('\n');
    }
    for it in &view.reviews {
        text.push_str(&review(it, look));
        text.push('\n');
    }
    if !view.others.is_empty() {
        text.push_str(&found("Elsewhere:", view.others.iter(), look));
        text.push('\n');
    }
    if !view.postmortems.is_empty() {
        text.push_str(&heading_of(Tone::Heading, "Questions to read with:", look));
        text.push('\n');
        let questions = QUESTIONS.iter().map(|it| hanging("  - ", 4, it, look));
        text.extend(questions);
    }
    if !view.squash.is_empty() {
        let heading = "A squash merge has to keep these lines in its message:";
        text.push_str(&format!("\n{}\n", heading_of(Tone::Heading, heading, look)));
        for line in &view.squash {
            text.push_str(&format!("{}\n", sanitize(&line.text)));
        }
    }
    text
}

fn postmortem(it: &Postmortem, look: &Look) -> String {
    let title = it.title.as_deref().unwrap_or("(no title)");
    let mut text = heading_of(Tone::Heading, title, look);
    let status = |it: Option<Status>| it.map(|it| it.as_str().to_owned());
    let moves = moves(it.is_new, status(it.before), status(it.after));
    text.push_str(&hanging("", 2, &format!("{} {moves}", it.id), look));
    text.push_str(&found("Wrong:", it.findings.iter(), look));
    if let Some(next) = it.next {
        let heading = format!("Missing for {next}:");
        text.push_str(&found(&heading, it.missing(), look));
        if let Some(command) = &it.set_missing {
            text.push_str(&format!("\n{}\n", sanitize(command)));
        }
        if it.lacking.is_empty() {
            text.push_str(&format!("\nReady for {next}.\n"));
        }
    }
    text.push_str(&list("What changes:", &it.facts, look));
    let deadlines: Vec<String> = it.deadlines.iter().map(|it| look.times_in(it)).collect();
    text.push_str(&list("Deadlines:", &deadlines, look));
    if !it.reviewers.is_empty() {
        let line = format!("Reviewers might be {}.", it.reviewers.join(", "));
        text.push_str(&format!("\n{}", hanging("", 2, &line, look)));
    } else if it.after == Some(Status::InReview) {
        let line = "Nobody but the owner is named: ask somebody who was not there.";
        text.push_str(&format!("\n{}", hanging("", 2, line, look)));
    }
    text
}

fn review(it: &ProcessReview, look: &Look) -> String {
    let title = format!("Process review {}", it.id);
    let mut text = heading_of(Tone::Heading, &title, look);
    let moves = moves(it.is_new, it.before.clone(), it.after.clone());
    text.push_str(&hanging("", 2, &format!("It {moves}"), look));
    text.push_str(&found("Wrong:", it.findings.iter(), look));
    if it.after.as_deref().and_then(ReviewStatus::parse) == Some(ReviewStatus::Scheduled) {
        text.push_str(&found("Missing for held:", it.missing(), look));
    }
    text.push_str(&list("What changes:", &it.facts, look));
    text
}

fn found<'a>(heading: &str, findings: impl Iterator<Item = &'a Finding>, look: &Look) -> String {
    let points = points(findings, look);
    if points.is_empty() {
        return points;
    }
    format!("\n{}\n{points}", heading_of(Tone::Heading, heading, look))
}

fn list(heading: &str, lines: &[String], look: &Look) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|it| hanging("  - ", 4, it, look));
    let lines: String = lines.collect();
    format!("\n{}\n{lines}", heading_of(Tone::Heading, heading, look))
}

/// What becomes of a status.
fn moves(is_new: bool, before: Option<String>, after: Option<String>) -> String {
    let word = |it: Option<String>| it.unwrap_or_else(|| "no status".to_owned());
    if is_new {
        format!("is new, {}", word(after))
    } else if before == after {
        format!("stays {}", word(after))
    } else {
        format!("moves from {} to {}", word(before), word(after))
    }
}
