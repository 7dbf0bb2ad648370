//! Lists of postmortems by month, severity, service, tag and status, in pages of a size that a browser
//! shows at once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Datelike as _;
use rayon::prelude::*;
use serde::Serialize;

use super::entry::Entry;
use super::job::Job;
use super::names::Names;
use super::part::Part;
use super::theme::Theme;
use super::theme::Way;
use crate::count::counted;
use crate::report::site::Card;
use crate::report::site::Digest;

/// How many lines of a list stand on one page.
pub(super) const ON_PAGE: usize = 250;

/// A postmortem with its entry, which stands in several lists.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) card: &'a Card,
    pub(super) entry: &'a Entry,
    pub(super) part: &'a Part<'a>,
}

/// Groups by one thing.
#[derive(Serialize)]
pub(super) struct Groups {
    anchor: &'static str,
    title: &'static str,
    members: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    to: String,
    count: String,
}

#[derive(Serialize)]
struct Page<'a> {
    count: String,
    entries: Vec<&'a Entry>,
    kept: Vec<String>,
    pages: Vec<Way>,
}

/// The pages on which a list goes on, where there is more than one: the first has the list's own name.
pub(super) fn turns(name: &str, count: usize) -> Vec<String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let pages = count.div_ceil(ON_PAGE).max(1);
    let of = |page: usize| match page {
        1 => name.to_owned(),
        // A dot is in no name that is given.
        page => format!("{stem}.{page}.{ending}"),
    };
    (1..=pages).map(of).collect()
}

/// The ways to the pages of a list, seen from one of them; none where there is but one.
pub(super) fn ways(names: &[String], here: &str) -> Vec<Way> {
    if names.len() < 2 {
        return Vec::new();
    }
    let numbered = names.iter().zip(1..);
    numbered
        .map(|(name, number): (&String, usize)| Way {
            name: number.to_string(),
            to: name.clone(),
            is_here: name == here,
        })
        .collect()
}

/// The pages of a list of postmortems.
pub(super) fn list<'a>(
    theme: &'a Theme,
    (name, title): (&str, &str),
    all: &[Listed<'a>],
    kept: &[String],
) -> Vec<Job<'a>> {
    let names = turns(name, all.len());
    let mut chunks = all.chunks(ON_PAGE);
    let mut jobs = Vec::new();
    for page in &names {
        let entries = chunks.next().unwrap_or_default();
        let is_last = jobs.len() + 1 == names.len();
        let input = Page {
            count: counted(all.len(), "postmortem"),
            entries: entries.iter().map(|it| it.entry).collect(),
            kept: if is_last { kept.to_vec() } else { Vec::new() },
            pages: ways(&names, page),
        };
        let frame = theme.frame(page, title);
        jobs.push(Job::page_of(theme, "list", frame, &input.digest(), input));
    }
    jobs
}

impl Page<'_> {
    /// The digest of all that it says. That of each entry is known.
    fn digest(&self) -> String {
        let Self {
            count,
            entries,
            kept,
            pages,
        } = self;
        let mut digest = Digest::new();
        for entry in entries {
            digest.of(entry.of);
        }
        digest.value(&(count, kept, pages)).finish()
    }
}

/// By what postmortems are grouped.
struct Sort {
    anchor: &'static str,
    title: &'static str,
    directory: &'static str,
    /// What the title of a group's page begins with.
    of: &'static str,
    is_newest_first: bool,
    words: fn(&Card) -> Vec<Cow<'_, str>>,
}

const SORTS: [Sort; 5] = [
    Sort {
        anchor: "months",
        title: "By month",
        directory: "months",
        of: "Month",
        is_newest_first: true,
        words: |it| {
            let day = it.day();
            let month = day.map(|it| format!("{:04}-{:02}", it.year(), it.month()));
            vec![month.map_or(Cow::Borrowed("no date"), Cow::Owned)]
        },
    },
    Sort {
        anchor: "severities",
        title: "By severity",
        directory: "severities",
        of: "Severity",
        is_newest_first: false,
        words: |it| it.row.severity.iter().map(Cow::from).collect(),
    },
    Sort {
        anchor: "services",
        title: "By service",
        directory: "services",
        of: "Service",
        is_newest_first: false,
        words: |it| each_once(&it.row.services),
    },
    Sort {
        anchor: "tags",
        title: "By tag",
        directory: "tags",
        of: "Tag",
        is_newest_first: false,
        words: |it| each_once(&it.row.tags),
    },
    Sort {
        anchor: "states",
        title: "By status",
        directory: "statuses",
        of: "Status",
        is_newest_first: false,
        words: |it| it.row.status.iter().map(Cow::from).collect(),
    },
];

/// Words, each once, and none that is blank.
fn each_once(words: &[String]) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<'_, str>> = words
        .iter()
        .map(|it| Cow::Borrowed(it.trim()))
        .filter(|it| !it.is_empty())
        .collect();
    words.sort();
    words.dedup();
    words
}

/// The pages of all groups, and what leads to them.
pub(super) fn all<'a>(theme: &'a Theme, listed: &[Listed<'a>]) -> (Vec<Job<'a>>, Vec<Groups>) {
    let sorted: Vec<_> = SORTS
        .par_iter()
        .map(|sort| sort.pages(theme, listed))
        .collect();
    let (jobs, ways): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
    let ways = ways.into_iter().flatten();
    (jobs.into_iter().flatten().collect(), ways.collect())
}

impl Sort {
    /// The pages of its groups, and what leads to them where there is any.
    fn pages<'a>(&self, theme: &'a Theme, listed: &[Listed<'a>]) -> (Vec<Job<'a>>, Option<Groups>) {
        let mut found: BTreeMap<Cow<'_, str>, Vec<Listed<'a>>> = BTreeMap::new();
        for it in listed {
            for word in (self.words)(it.card) {
                found.entry(word).or_default().push(*it);
            }
        }
        // Each has a directory of its own, and so its own names.
        let mut names = Names::new(theme.style());
        let mut jobs = Vec::new();
        let mut groups = Vec::new();
        for (word, members) in &found {
            let name = names.give(self.directory, word);
            groups.push(Group {
                name: word.to_string(),
                count: members.len().to_string(),
                to: name.clone(),
            });
            let title = format!("{} {word}", self.of);
            jobs.extend(list(theme, (&name, &title), members, &[]));
        }
        if self.is_newest_first {
            groups.reverse();
        }
        let ways = (!groups.is_empty()).then_some(Groups {
            anchor: self.anchor,
            title: self.title,
            members: groups,
        });
        (jobs, ways)
    }
}
