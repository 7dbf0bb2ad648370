//! The review of a change as one comment.

use super::text;
use crate::diagnostic::Finding;
use crate::report::pr::Postmortem;
use crate::report::pr::QUESTIONS;
use crate::report::pr::View;

/// By this CI finds the comment that it wrote before. It cannot come from a document, whose `<` are
/// escaped.
const MARKER: &str = "<!-- pmrepo pr -->";
/// The longest comment, in bytes; forges take some more.
const LONGEST: usize = 58_000;
/// How much of one list is shown.
const MOST: usize = 20;

/// Writes the comment.
pub fn pr(view: &View) -> String {
    let mut out = format!("{MARKER}\n## Postmortems in this change\n");
    if view.postmortems.is_empty() {
        out.push_str("\nNone.\n");
    }
    let mut left = 0;
    for postmortem in &view.postmortems {
        let one = block(postmortem);
        if left > 0 || out.len() + one.len() > LONGEST {
            left += 1;
        } else {
            out.push_str(&one);
        }
    }
    if left > 0 {
        out.push_str(&format!("\n… and {left} more: `pmrepo pr` shows them.\n"));
    }
    let others: Vec<String> = view.others.iter().map(finding).collect();
    let mut last = String::new();
    list(&mut last, "Elsewhere", &others);
    if !view.postmortems.is_empty() {
        let questions = QUESTIONS.map(|it| format!("- {it}\n"));
        last.push_str(&format!(
            "\n### Questions to read with\n\n{}",
            questions.concat()
        ));
    }
    if out.len() + last.len() <= LONGEST + 2000 {
        out.push_str(&last);
    }
    out
}

fn block(it: &Postmortem) -> String {
    let mut out = format!("\n### {}\n\n", text(&it.public_subject()));
    let title = it.title.as_deref().filter(|_| !it.is_confidential);
    let title = title.map_or_else(String::new, |title| format!("**{}**: ", text(title)));
    let status = |it: Option<crate::model::Status>| it.map_or("no status", |it| it.as_str());
    let moves = match it.before {
        _ if it.is_new => format!("new, {}", status(it.after)),
        before if before == it.after => format!("stays {}", status(it.after)),
        before => format!("moves from {} to {}", status(before), status(it.after)),
    };
    out.push_str(&format!("{title}{moves}.\n"));
    if it.is_confidential {
        return out;
    }
    if let Some(next) = it.next {
        let lacking: Vec<String> = it
            .lacking
            .iter()
            .map(|it| format!("[ ] {}", text(&it.message)))
            .collect();
        if lacking.is_empty() {
            out.push_str(&format!("\n- [x] Everything that {next} needs is there.\n"));
        } else {
            list(&mut out, &format!("Before {next}"), &lacking);
        }
    }
    let texts = |all: &[String]| all.iter().map(|it| text(it)).collect::<Vec<_>>();
    list(&mut out, "What changes", &texts(&it.facts));
    let findings: Vec<String> = it.findings.iter().map(finding).collect();
    list(&mut out, "Findings", &findings);
    list(&mut out, "Deadlines", &texts(&it.deadlines));
    if !it.reviewers.is_empty() {
        let people: Vec<String> = it.reviewers.iter().map(|it| text(it)).collect();
        out.push_str(&format!("\nReviewers might be {}.\n", people.join(", ")));
    }
    out
}

fn finding(it: &Finding) -> String {
    format!(
        "{} {} {}:{}: {}",
        it.level.as_str(),
        it.rule.code,
        text(it.path.name()),
        it.start.line,
        text(&it.message)
    )
}

/// A list with a heading; nothing where it is empty.
fn list(out: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{heading}:\n\n"));
    for line in lines.iter().take(MOST) {
        out.push_str(&format!("- {line}\n"));
    }
    if lines.len() > MOST {
        out.push_str(&format!("- … and {} more\n", lines.len() - MOST));
    }
}
