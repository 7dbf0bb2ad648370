//! What people read: each finding with its source line, and one line at the end.

mod actions;
mod adoption;
mod checklist;
mod due;
mod duties;
mod edits;
mod finding;
mod history;
mod list;
mod messages;
mod overdue;
mod page;
mod pagerduty;
mod paragraph;
mod people;
mod pr;
mod process_reviews;
mod rules;
mod said;
mod search;
mod show;
mod stats;
mod templates;
mod timeline;
mod trial;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Detail, Look, sanitize};
use crate::count::{counted, grouped};
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::report::check::View;
use crate::source::RepoPath;

pub use actions::actions;
pub use adoption::adoption;
pub use adoption::summary as adoption_summary;
pub use checklist::checklist;
pub use edits::edits;
pub use history::history;
pub use list::list;
pub use messages::messages;
pub use overdue::overdue;
pub use page::page;
pub use pagerduty::lines;
pub use pagerduty::missing as missing_incidents;
pub use pagerduty::pulled;
pub use pagerduty::push;
pub use pagerduty::step;
pub use people::people;
pub use people::person;
pub use pr::pr;
pub use process_reviews::agenda;
pub use process_reviews::process_reviews;
pub use rules::rules;
pub use said::Line;
pub use said::said;
pub use search::search;
pub use show::{not_ready, points, show};
pub use stats::stats;
pub use templates::templates;
pub use timeline::import;
pub use timeline::timeline;
pub use trial::trial;

/// How many findings of one rule in one file are shown before the rest is folded into a line.
const SHOWN_OF_ONE_RULE: usize = 3;

/// From how many files on they are written on all cores: threads for a few would take longer.
const MANY: usize = 64;

/// How many ids are named where older errors are counted; where there are more, none is.
const NAMED_IDS: usize = 3;

/// Writes what `check` found: the findings, one line for older errors, one line with the counts.
pub fn check(view: &View<'_>, look: &Look) -> String {
    let shown: Vec<&Finding> = view.shown.iter().map(AsRef::as_ref).collect();
    let mut text = by_file(&shown, &view.missing, look);
    if look.detail != Detail::Quiet {
        text.push_str(&older_line(&view.older));
        text.push_str(&last_line(view));
    }
    text
}

/// Writes findings alone, without a line of counts, for commands that refuse because of them.
pub fn findings<'a>(findings: impl IntoIterator<Item = &'a Finding>, look: &Look) -> String {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    by_file(&findings, &BTreeMap::new(), look)
}

/// The command that sets what is missing, as a line of its own, so that it can be copied; nothing where
/// there is none.
pub fn missing(command: Option<&String>) -> String {
    command.map_or_else(String::new, |it| format!("{}\n\n", sanitize(it)))
}

/// Writes findings, those of a file in a row, and behind them the command that sets what the file lacks.
fn by_file(findings: &[&Finding], commands: &BTreeMap<RepoPath, String>, look: &Look) -> String {
    let files: Vec<&[&Finding]> = findings.chunk_by(|a, b| a.path == b.path).collect();
    let write = |file: &&[&Finding]| {
        let command = file.first().and_then(|it| commands.get(&it.path));
        of_file(file, look) + &missing(command)
    };
    if files.len() < MANY {
        files.iter().map(write).collect()
    } else {
        files.par_iter().map(write).collect()
    }
}

fn of_file(findings: &[&Finding], look: &Look) -> String {
    let mut text = String::new();
    let mut counts: BTreeMap<(&str, Level), usize> = BTreeMap::new();
    for finding in findings {
        let kind = (finding.rule.code, finding.level);
        let count = counts.entry(kind).or_default();
        if look.detail == Detail::All || *count < SHOWN_OF_ONE_RULE {
            text.push_str(&finding::render(finding, look));
            text.push_str("\n\n");
        }
        if look.detail != Detail::All {
            *count += 1;
        }
    }
    push_folded(&mut text, &counts);
    text
}

/// The lines for the findings of one file that were not shown.
fn push_folded(text: &mut String, counts: &BTreeMap<(&str, Level), usize>) {
    let before = text.len();
    for ((code, _), count) in counts {
        let more = count.saturating_sub(SHOWN_OF_ONE_RULE);
        if more > 0 {
            let more = grouped(more);
            text.push_str(&format!(
                "… and {more} more of {code} in this file: --all shows them\n"
            ));
        }
    }
    if text.len() > before {
        text.push('\n');
    }
}

/// One line for what was there before the change that is judged: `4 older errors: pmrepo check ID`.
fn older_line(older: &BTreeMap<String, usize>) -> String {
    let count: usize = older.values().sum();
    if count == 0 {
        return String::new();
    }
    let mut command = "pmrepo check".to_owned();
    if older.len() <= NAMED_IDS {
        for id in older.keys() {
            command.push(' ');
            command.push_str(&sanitize(id));
        }
    }
    format!("{}: {command}\n", counted(count, "older error"))
}

/// The last line: `3 errors, 1 warning in 2 of 12 documents`.
pub(super) fn last_line(view: &View<'_>) -> String {
    let totals = &view.totals;
    let documents = totals.summary.documents;
    if totals.documents == 0 && totals.others.is_empty() {
        return match documents {
            0 => "nothing to check\n".to_owned(),
            _ => format!(
                "{} checked, nothing found\n",
                counted(documents, "document")
            ),
        };
    }
    let mut places = Vec::new();
    match totals.documents {
        0 => {}
        count if count >= documents => places.push(counted(count, "document")),
        count => places.push(format!(
            "{} of {}",
            grouped(count),
            counted(documents, "document")
        )),
    }
    match (totals.others.len(), totals.others.first()) {
        (1, Some(path)) => places.push(sanitize(path).into_owned()),
        (count, Some(_)) => places.push(counted(count, "other file")),
        (_, None) => {}
    }
    let fix = match totals.fixable {
        0 => String::new(),
        count => format!("; `pmrepo check --fix` fixes {}", grouped(count)),
    };
    let counts = totals.summary.in_words();
    let more = match view.hidden {
        0 => String::new(),
        hidden => format!("; --all shows {} more", grouped(hidden)),
    };
    format!("{counts} in {}{fix}{more}\n", places.join(" and "))
}

#[cfg(test)]
mod tests;
