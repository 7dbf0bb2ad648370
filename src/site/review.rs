//! The pages of process reviews.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::Fact;
use super::entry::Line;
use super::entry::Linked;
use super::entry::in_words;
use super::job::Job;
use super::names::Places;
use super::part::Part;
use super::postmortem::Shown;
use super::postmortem::shown;
use super::theme::Theme;
use super::theme::up;
use super::ways::Ways;
use crate::count::counted;
use crate::refusal::Refusal;
use crate::report::process_reviews::Review;
use crate::report::site;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::time::Moment;

#[derive(Serialize)]
struct List {
    reviews: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    to: String,
    about: Vec<String>,
}

#[derive(Serialize)]
struct Input<'a> {
    facts: Vec<Fact>,
    body: Shown,
    items: Vec<Line<'a>>,
}

/// The list of reviews, and the page of each.
pub(super) fn jobs<'a>(
    theme: &'a Theme,
    parts: &'a [Part<'a>],
    places: &'a Places,
) -> Result<Vec<Job<'a>>, Refusal> {
    let mut jobs = Vec::new();
    let mut reviews = Vec::new();
    for part in parts {
        let entries: BTreeMap<&RepoPath, &Entry> = part
            .root
            .process_reviews()?
            .iter()
            .map(|it| (&it.path, it))
            .collect();
        for review in &part.site.reviews {
            let page = places.of_path(&review.path);
            let (Some(page), Some(entry)) = (page, entries.get(&review.path).copied()) else {
                continue;
            };
            reviews.push(row(review, page));
            jobs.push(Job {
                name: page.to_owned(),
                title: format!("Process review {}", review.id),
                // There are few: each is made, and written where it has changed.
                of: None,
                make: Box::new(move || one(theme, part, places, (review, page, entry))),
            });
        }
    }
    let frame = theme.frame(&theme.name("reviews"), "Process reviews");
    jobs.push(Job::page(theme, "reviews", frame, List { reviews }));
    Ok(jobs)
}

fn row(review: &Review, page: &str) -> Row {
    let mut about = Vec::new();
    about.extend(review.status.iter().cloned());
    about.extend(review.at.map(Moment::to_local_words));
    about.push(counted(review.incidents.len(), "incident"));
    Row {
        title: format!("Process review {}", review.id),
        to: page.to_owned(),
        about,
    }
}

fn one(
    theme: &Theme,
    part: &Part<'_>,
    places: &Places,
    (review, page, entry): (&Review, &str, &Entry),
) -> Result<String, Refusal> {
    let reader = part.root.snapshot().reader();
    let notes = site::notes(&part.site, entry, &reader);
    let directory = entry.path.parent().unwrap_or_default();
    let ways = Ways {
        style: theme.style(),
        part,
        places,
        page,
        directory: &directory,
    };
    let items = review.tweaks.iter();
    let input = Input {
        facts: facts(review, (part, places), page),
        body: shown(&notes.body, &ways, theme.style()).0,
        items: items
            .map(|it| Line::new(it, part.now, ("", None)))
            .collect(),
    };
    let title = format!("Process review {}", review.id);
    theme.page("review", &theme.frame(page, &title), &input)
}

fn facts(review: &Review, (part, places): (&Part<'_>, &Places), page: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    let at = review.at.map(Moment::to_short);
    let said = [
        ("status", review.status.as_deref()),
        ("when", at.as_deref()),
        ("chair", review.chair.as_deref()),
        ("not held because", review.cancelled_because.as_deref()),
    ];
    for (name, value) in said {
        facts.extend(value.map(|it| Fact::new(name, it)));
    }
    if !review.attendees.is_empty() {
        facts.push(Fact::list("attendees", &review.attendees));
    }
    if !review.incidents.is_empty() {
        let from = up(page);
        let incidents = review.incidents.iter().map(|id| Linked {
            text: id.clone(),
            to: places
                .of_id(part.number, id)
                .map(|it| format!("{from}{it}")),
        });
        facts.push(Fact {
            name: in_words("incidents"),
            values: incidents.collect(),
        });
    }
    facts
}
