//! What is new, for readers of feeds (Atom).

use serde::Serialize;

use super::groups::Listed;
use super::job::Job;
use super::theme::Theme;
use crate::report::site::Digest;
use crate::time::Moment;

/// How many entries a feed has.
const MOST: usize = 50;

/// A thing that is new.
pub(super) struct News {
    /// What it is known by for ever.
    pub(super) key: String,
    /// Since when it is as it is.
    pub(super) at: Moment,
    /// Its title.
    pub(super) title: String,
    /// Its page.
    pub(super) to: String,
    /// What it is about, in short.
    pub(super) summary: String,
}

#[derive(Serialize)]
struct Feed {
    id: String,
    title: String,
    updated: String,
    /// Where the site is; empty where nobody says: then addresses are seen from the feed.
    at: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    title: String,
    updated: String,
    to: String,
    summary: String,
}

/// The feed of some news.
pub(super) fn job<'a>(theme: &'a Theme, base: Option<&str>, mut news: Vec<News>) -> Job<'a> {
    news.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.key.cmp(&b.key)));
    news.truncate(MOST);
    let updated = news
        .first()
        .map_or_else(|| Moment::from_unix(0, 0), |it| it.at);
    let base = base.unwrap_or_default();
    let entries = news.iter().map(|it| Entry {
        id: id(&[base, &it.key]),
        title: it.title.clone(),
        updated: it.at.to_string(),
        to: it.to.clone(),
        summary: it.summary.clone(),
    });
    let feed = Feed {
        id: id(&[base, theme.title()]),
        title: theme.title().to_owned(),
        updated: updated.to_string(),
        at: base.to_owned(),
        entries: entries.collect(),
    };
    Job::page(theme, "feed", theme.frame("feed.xml", theme.title()), feed)
}

/// The news of postmortems.
pub(super) fn of_postmortems(listed: &[Listed<'_>]) -> Vec<News> {
    let dated = listed.iter().filter_map(|it| {
        let at = [it.card.reviewed, it.card.resolved, it.card.began];
        Some((at.into_iter().flatten().next()?, it))
    });
    let mut dated: Vec<(Moment, &Listed<'_>)> = dated.collect();
    // Few of them stand in the feed.
    if dated.len() > MOST {
        dated.select_nth_unstable_by(MOST, |(a, one), (b, other)| {
            b.cmp(a)
                .then_with(|| one.card.row.path.cmp(&other.card.row.path))
        });
        dated.truncate(MOST);
    }
    let news = dated.into_iter().map(|(at, it)| {
        let card = it.card;
        let mut about = vec![it.entry.day.clone()];
        about.extend(it.entry.severity.clone());
        about.extend(it.entry.status.clone());
        about.extend(it.entry.services.iter().cloned());
        about.extend(card.row.impact.clone());
        News {
            key: card.row.path.to_string(),
            at,
            title: card.title.clone(),
            to: it.entry.to.clone(),
            summary: about.join(" \u{b7} "),
        }
    });
    news.collect()
}

/// An id that is the same for the same words, as a UUID of the kind that anybody may make (version 8).
fn id(words: &[&str]) -> String {
    let mut digest = Digest::new();
    for word in words {
        digest.text(word);
    }
    let hex = digest.finish();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let (start, middle) = (part(0, 8), part(8, 12));
    let (version, variant) = (part(13, 16), part(17, 20));
    format!(
        "urn:uuid:{start}-{middle}-8{version}-8{variant}-{}",
        part(20, 32)
    )
}
