//! PM205: a person whom the roster does not know.

use std::collections::BTreeMap;

use super::Check;
use super::Context;
use super::Entry;
use super::Notes;
use super::people;
use super::people::Mention;
use crate::config::Roster;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::likeness;
use crate::likeness::Among;
use crate::model::bare;
use crate::postmortem::leftovers;
use crate::source::RepoPath;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM205",
    name: "unknown-person",
    level: Level::Warning,
    summary: "a person whom the roster does not know",
    page: include_str!("pm205_unknown_person.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

/// How many strangers a suggestion is looked for: each costs a look at the whole roster.
const MOST_SUGGESTIONS: usize = 20;
/// How many further places of a name are shown.
const MOST_LABELS: usize = 3;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mentions = people::mentioned(context);
    look(
        &context.policy.roster,
        &context.report().path,
        mentions,
        found,
    );
}

fn check_review(context: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    let mentions = people::mentioned_in_review(context.document);
    look(
        &context.policy.roster,
        &context.document.path,
        mentions,
        found,
    );
}

/// Finds the strangers among those whom a document names.
fn look(roster: &Roster, path: &RepoPath, mentions: Vec<Mention<'_>>, found: &mut Vec<Diagnostic>) {
    if roster.people.is_empty() {
        return;
    }
    // A stranger who is named in five places is one fault.
    let mut strangers: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
    for mention in mentions {
        let is_team = mention.name.contains('/');
        if is_team || leftovers::is_placeholder(mention.name) {
            continue;
        }
        if mention.may_be_team() && is_team_of(roster, mention.name) {
            continue;
        }
        if roster.find(mention.name).is_none() {
            let key = bare(mention.name).to_lowercase();
            strangers.entry(key).or_default().push(mention);
        }
    }
    for (number, mentions) in strangers.values().enumerate() {
        let Some((first, others)) = mentions.split_first() else {
            continue;
        };
        let near = (number < MOST_SUGGESTIONS)
            .then(|| suggestion(roster, first.name))
            .flatten();
        let help = match near {
            Some(handle) => format!("did you mean `{handle}`?"),
            None => "fix the name, or add the person to the roster".to_owned(),
        };
        let mut diagnostic = Diagnostic::new(
            &RULE,
            path,
            first.value.node.span,
            format!("`{}` is not in the roster", bare(first.name)),
        )
        .help(help)
        .pointer(first.value.pointer());
        for other in others.iter().take(MOST_LABELS) {
            diagnostic = diagnostic.label(other.value.node.span, "and here");
        }
        found.push(diagnostic);
    }
}

/// Whether somebody of the roster is in a team of that name.
fn is_team_of(roster: &Roster, name: &str) -> bool {
    roster
        .people
        .iter()
        .filter_map(|it| it.team.as_deref())
        .any(|team| bare(team).eq_ignore_ascii_case(bare(name)))
}

/// The handle of whoever is called nearly that.
fn suggestion<'a>(roster: &'a Roster, name: &str) -> Option<&'a str> {
    let known = roster.people.iter().flat_map(|member| {
        let names = std::iter::once(&member.handle).chain(&member.name);
        names.map(|name| (bare(name), bare(&member.handle)))
    });
    likeness::nearest(bare(name), known, Among::Names)
}
