//! From a root to what its site shows.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::Asked;
use super::Card;
use super::Secrets;
use super::Site;
use crate::corpus::Dossier;
use crate::deadline::State;
use crate::model::PostmortemId;
use crate::refusal::Refusal;
use crate::report::list;
use crate::report::list::Depth;
use crate::report::overdue;
use crate::report::overdue::Clock;
use crate::report::overdue::Item;
use crate::report::overdue::Read;
use crate::report::overdue::Wish;
use crate::report::process_reviews;
use crate::report::process_reviews::Review;
use crate::report::public;
use crate::report::public::Public;
use crate::root::Root;
use crate::snapshot::SnapshotError;

/// What is due within this is due soon.
const SOON: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// What was read of a document.
enum Told {
    Card(Box<Card>),
    Kept(String, Option<NaiveDate>),
    Review(Box<Review>),
}

/// What a site shows of a root. Bodies are not read: pages and what is searched do that, where they must be made.
pub fn collect(root: &Root, asked: Asked<'_>) -> Result<Public<Site>, Refusal> {
    let policy = &root.config.policy;
    let wish = Wish {
        depth: Depth::FrontMatter,
        explains: false,
        state: &|it| it != State::Met,
        tell: &|read, _| match read {
            Read::Postmortem(postmortem) => {
                (asked.progress)();
                let dossier = postmortem.dossier;
                let row = list::row(root, &dossier.id, postmortem.report());
                if postmortem.is_confidential() {
                    return Told::Kept(row.id, PostmortemId::date_in(&dossier.id));
                }
                Told::Card(Box::new(Card::new(row, &postmortem)))
            }
            Read::ProcessReview(review) => {
                Told::Review(Box::new(process_reviews::review(policy, review.document)))
            }
        },
    };
    let clock = Clock {
        now: asked.now,
        soon: SOON,
    };
    let (owed, told) = overdue::collect(root, clock, &wish)?;
    let mut site = Site::default();
    let mut cards: Vec<Box<Card>> = Vec::with_capacity(told.len());
    let mut ids = Vec::new();
    for it in told {
        match it {
            Told::Card(mut card) => {
                card.at = cards.len() + ids.len();
                cards.push(card);
            }
            Told::Kept(id, day) => {
                ids.push(id);
                site.kept.push(day);
            }
            Told::Review(review) => site.reviews.push(*review),
        }
    }
    let is_kept = |it: &Item| it.place().is_confidential;
    let kept = |state| {
        let kept = owed.items.iter().filter(|it| is_kept(it));
        kept.filter(|it| it.state() == state).count()
    };
    site.kept_late = kept(Some(State::Overdue));
    site.kept_unreadable = kept(None);
    site.owed = owed.items;
    site.owed.retain(|it| !is_kept(it));
    site.kept.sort_by(|a, b| b.cmp(a));
    // The newest first. Cards are large: they are moved once they are in order.
    cards.par_sort_by(|a, b| {
        let by_day = b.day().cmp(&a.day());
        by_day.then_with(|| a.row.id.cmp(&b.row.id))
    });
    site.cards = cards.into_iter().map(|it| *it).collect();
    process_reviews::sort(&mut site.reviews);
    let others: Vec<&str> = site.cards.iter().map(|it| it.row.id.as_str()).collect();
    let secrets = Secrets::new(&ids, &others);
    site.secrets = secrets.ok_or_else(too_many)?;
    if !site.secrets.is_empty() {
        keep_secrets(root, &mut site)?;
    }
    Ok(site.public())
}

/// Nobody has so many that they cannot be looked for.
fn too_many() -> Refusal {
    Refusal::failed("there are too many confidential postmortems to keep their ids out of a site")
}

/// Takes the ids of confidential postmortems out of all texts. Pages that may have one are made to know.
fn keep_secrets(root: &Root, site: &mut Site) -> Result<(), SnapshotError> {
    let secrets = &site.secrets;
    let named: std::collections::BTreeSet<String> = root
        .layout()?
        .postmortems
        .par_iter()
        .map_init(
            || root.snapshot().reader(),
            |reader, files| {
                let dossier = Dossier::read_facts(files, reader);
                let mut documents = dossier.documents();
                let is_named = documents.any(|it| secrets.are_in(&it.text));
                is_named.then(|| dossier.report.path.to_string())
            },
        )
        .flatten()
        .collect();
    for card in &mut site.cards {
        if !named.contains(card.row.path.as_str()) {
            continue;
        }
        card.digest = None;
        card.related.retain(|it| !secrets.are_in(it));
        secrets.take_out(&mut card.title);
        let row = &mut card.row;
        for text in [&mut row.title, &mut row.impact, &mut row.owner] {
            secrets.take_out_of(text);
        }
        for text in row.services.iter_mut().chain(&mut row.tags) {
            secrets.take_out(text);
        }
        for item in &mut card.items {
            for text in [
                &mut item.title,
                &mut item.reason,
                &mut item.ticket,
                &mut item.owner,
            ] {
                secrets.take_out_of(text);
            }
            for text in &mut item.services {
                secrets.take_out(text);
            }
        }
    }
    for item in &mut site.owed {
        redact_item(secrets, item);
    }
    for review in &mut site.reviews {
        for id in &mut review.incidents {
            if secrets.are_in(id) {
                *id = public::name(id);
            }
        }
        secrets.take_out_of(&mut review.cancelled_because);
        for item in &mut review.tweaks {
            secrets.take_out_of(&mut item.title);
            secrets.take_out_of(&mut item.reason);
        }
    }
    Ok(())
}

fn redact_item(secrets: &Secrets, item: &mut Item) {
    match item {
        Item::Owed(it) => {
            let title = it.incident.title.as_deref();
            if let Some(Cow::Owned(title)) = title.map(|it| secrets.taken_out(it)) {
                Arc::make_mut(&mut it.incident).title = Some(title);
            }
            if let Some(part) = &mut it.part {
                secrets.take_out_of(&mut part.action_title);
            }
        }
        Item::Unreadable(it) => secrets.take_out(&mut it.why),
    }
}
