//! The values that a field may have.

use std::collections::BTreeSet;

use super::Kind;
use super::Offer;
use crate::config::Roster;
use crate::diagnostic::Level;
use crate::front_matter::scalar;
use crate::lsp::cursor::Cursor;
use crate::lsp::here::Here;
use crate::lsp::here::Part;
use crate::lsp::yaml::Yaml;
use crate::rules;
use crate::schema::FieldKind;

/// The fields of the roster for whom it does not have yet, and for what is there already.
const HANDLE: &str = "people[].handle";
const TEAM: &str = "people[].team";
/// The keys of `pmrepo.yaml` below which things are called by their own names.
const RULES: &str = "rules";
const SECTIONS: &str = "sections";
const STEPS: &str = "checklist.drop[]";

/// The values that a field may have.
pub(super) fn of(here: &Here<'_>, yaml: &Yaml, cursor: &Cursor) -> Vec<Offer> {
    let name = cursor.name();
    if here.part == Part::Configuration {
        let own = of_configuration(here, cursor, &name);
        if !own.is_empty() {
            return own;
        }
    }
    let is_value = cursor.key.is_some() || name.ends_with(crate::schema::ITEM);
    let Some(field) = yaml.field(cursor).filter(|_| is_value) else {
        return Vec::new();
    };
    let policy = &here.root.config.policy;
    match field.kind {
        FieldKind::Person if name == HANDLE => strangers(here),
        FieldKind::Person | FieldKind::PersonOrTeam => people(here),
        FieldKind::Text if name == TEAM => teams(here),
        FieldKind::PostmortemId => ids(here),
        FieldKind::Severity => {
            let all = policy.severities.iter();
            let all = all.map(|it| {
                let is_major = policy.is_major(it);
                let offer = Offer::new(it.as_str(), Kind::Value);
                offer.detail(if is_major { "major" } else { "" })
            });
            all.collect()
        }
        FieldKind::Priority => words(&policy.priorities),
        FieldKind::Rule => codes(),
        FieldKind::Timestamp => {
            let now = policy.zone.show(here.now).minute();
            vec![Offer::new(now.to_short(), Kind::Value).detail("now")]
        }
        FieldKind::Date => {
            let today = here.root.today(here.now);
            vec![Offer::new(today.to_string(), Kind::Value).detail("today")]
        }
        FieldKind::YesOrNo => words(&["true".to_owned(), "false".to_owned()]),
        FieldKind::ActionItemId => vec![next_item(here)],
        _ if !field.words.is_empty() => words(&field.words),
        _ => {
            let list = name.trim_end_matches(crate::schema::ITEM);
            let known = here.words.lists.get(list);
            known.into_iter().flatten().map(word).collect()
        }
    }
}

fn word(text: &String) -> Offer {
    let mut offer = Offer::new(text, Kind::Value);
    offer.text = Some(scalar(text));
    offer
}

fn words(all: &[String]) -> Vec<Offer> {
    all.iter().map(word).collect()
}

/// The roster; as it was last, where it cannot be read because somebody types in it.
fn roster<'a>(here: &'a Here<'_>) -> &'a Roster {
    let roster = &here.root.config.policy.roster;
    if roster.people.is_empty() {
        &here.words.roster
    } else {
        roster
    }
}

/// The people of the roster, then those whom reports name.
pub(super) fn people(here: &Here<'_>) -> Vec<Offer> {
    let roster = roster(here);
    let mut offers = Vec::new();
    let mut known = BTreeSet::new();
    for member in &roster.people {
        known.insert(member.handle.as_str());
        let about = [&member.name, &member.team].into_iter().flatten();
        let about: Vec<&str> = about.map(String::as_str).collect();
        let mut offer = Offer::new(&member.handle, Kind::Reference).detail(about.join(", "));
        offer.rank = 1;
        offers.push(offer);
    }
    let others = here.words.people.iter();
    let others = others.filter(|it| !known.contains(it.as_str()));
    offers.extend(others.map(word));
    offers
}

/// Whom reports name although the roster does not.
fn strangers(here: &Here<'_>) -> Vec<Offer> {
    let roster = roster(here);
    let others = here.words.people.iter();
    let others = others.filter(|it| !is_team(it) && roster.find(it).is_none());
    others.map(word).collect()
}

/// The teams of the roster, and those that reports name.
fn teams(here: &Here<'_>) -> Vec<Offer> {
    let members = roster(here).people.iter();
    let members = members.filter_map(|it| it.team.as_ref());
    let others = here.words.people.iter().filter(|it| is_team(it));
    let all: BTreeSet<&String> = members.chain(others).collect();
    all.into_iter().map(word).collect()
}

/// Whether a name is one of a team.
fn is_team(name: &str) -> bool {
    name.contains('/')
}

/// The ids of the other postmortems, newest first.
pub(super) fn ids(here: &Here<'_>) -> Vec<Offer> {
    let own = here.files.as_ref().map(|it| &it.id);
    let all = here.standing.ids().rev().filter(|it| Some(*it) != own);
    let offers = all.map(|it| {
        let title = here.words.titles.get(it.as_str());
        let title = title.map(String::as_str).unwrap_or_default();
        Offer::new(it.as_str(), Kind::Module).detail(title)
    });
    offers.collect()
}

/// The rules that can be waived or set.
fn codes() -> Vec<Offer> {
    let all = rules::TABLE.iter().map(|it| it.rule);
    let offers = all.map(|it| {
        let mut offer = Offer::new(it.code, Kind::Keyword).detail(it.name);
        it.summary.clone_into(&mut offer.about);
        offer
    });
    offers.collect()
}

fn next_item(here: &Here<'_>) -> Offer {
    let document = here.document();
    let report = crate::postmortem::Report::new(&here.root.config.policy, &document);
    let numbers = report.action_items();
    let numbers = numbers.filter_map(|it| it.id()?.strip_prefix("AI-")?.parse::<u32>().ok());
    let next = numbers.max().unwrap_or(0).saturating_add(1);
    Offer::new(format!("AI-{next}"), Kind::Value).detail("the next that is free")
}

/// What the configuration calls by its own name.
fn of_configuration(here: &Here<'_>, cursor: &Cursor, name: &str) -> Vec<Offer> {
    let is_in =
        |group: &str| cursor.way.len() == 1 && cursor.way.first().is_some_and(|it| it == group);
    let ends = |all: Vec<Offer>| {
        let all = all.into_iter().map(|mut it| {
            it.text = Some(format!("{}: ", it.label));
            it
        });
        all.collect()
    };
    match &cursor.key {
        None if is_in(RULES) => ends(codes()),
        None if is_in(SECTIONS) => {
            let all = here.root.config.policy.sections.iter();
            ends(all.map(|it| Offer::new(&it.title, Kind::Keyword)).collect())
        }
        None if name == STEPS => super::steps(here),
        Some(_) if is_in(RULES) => {
            let levels = Level::ALL.iter().rev().map(|it| it.as_str());
            let all = levels.chain(["off"]);
            all.map(|it| Offer::new(it, Kind::Value)).collect()
        }
        _ => Vec::new(),
    }
}
