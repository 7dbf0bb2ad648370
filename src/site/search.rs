//! What the search in the page reads: scripts that hold words, as a page that was opened from a file can
//! fetch nothing else.

use rayon::prelude::*;
use serde::Serialize;

use super::escape::visible;
use super::groups::Listed;
use super::job::Job;
use super::postmortem;
use super::theme::Theme;
use crate::refusal::Refusal;
use crate::report::site;

/// How many postmortems one script holds: one more changes one script.
const IN_SHARD: usize = 500;

#[derive(Serialize)]
struct Found<'a> {
    /// The page.
    u: &'a str,
    /// The title.
    t: String,
    /// What is told of it.
    a: String,
    /// The words by which it is found.
    w: String,
}

#[derive(Serialize)]
struct Page {
    shards: Vec<String>,
}

/// The page with the search, and its scripts.
pub(super) fn jobs<'a>(theme: &'a Theme, listed: &[Listed<'a>]) -> Vec<Job<'a>> {
    // The oldest first: what is new comes into the last script.
    let mut oldest: Vec<Listed<'a>> = listed.to_vec();
    oldest.reverse();
    let shards = oldest.par_chunks(IN_SHARD).enumerate();
    let mut jobs: Vec<Job<'a>> = shards
        .map(|(number, some)| shard(theme, number, some))
        .collect();
    // The newest first, as hits that are as good come in that order.
    let shards = jobs.iter().rev().map(|it| it.name.clone()).collect();
    let frame = theme.frame("search.html", "Search");
    jobs.push(Job::page(theme, "search", frame, Page { shards }));
    jobs
}

/// One of the scripts. What it says is read where it must be written.
fn shard<'a>(theme: &Theme, number: usize, some: &[Listed<'a>]) -> Job<'a> {
    let mut digest = theme.digest();
    for it in some {
        digest.of(it.entry.of).some(it.card.digest.as_deref());
        digest.text(&it.part.share.to_string());
    }
    let some = some.to_vec();
    Job {
        name: format!("search/{number}.js"),
        title: String::new(),
        of: Some(digest.finish()),
        make: Box::new(move || {
            let found = some.par_iter().map(Found::of);
            Ok(script(&found.collect::<Result<Vec<_>, _>>()?))
        }),
    }
}

impl<'a> Found<'a> {
    fn of(it: &Listed<'a>) -> Result<Self, Refusal> {
        let Listed { card, entry, part } = *it;
        let layout = part.root.layout()?;
        let files = layout.postmortems.get(card.at);
        let words =
            files.and_then(|files| site::words((part.root, &part.site), (card, files), part.share));
        let mut about = vec![entry.day.as_str()];
        about.extend(entry.severity.as_deref());
        about.extend(entry.status.as_deref());
        about.extend(entry.services.iter().map(String::as_str));
        Ok(Self {
            u: &entry.to,
            t: visible(&card.title),
            a: visible(&about.join(" \u{b7} ")),
            w: words.ok_or_else(|| postmortem::is_stale(card))?,
        })
    }
}

/// A script that hands values to the search.
fn script(found: &[Found<'_>]) -> String {
    let mut text = String::from("pmrepo.add([\n");
    for it in found.iter().rev() {
        let line = serde_json::to_string(it).unwrap_or_default();
        // Neither the end of a line to JavaScript of old, nor the beginning of a tag.
        let line = line.replace('<', "\\u003c");
        let line = line
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
        text.push_str(&line);
        text.push_str(",\n");
    }
    text.push_str("]);\n");
    text
}
