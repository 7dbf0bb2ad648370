//! Lists of postmortems by month, severity, service, tag and status, in pages of a size that a browser
//! shows at once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::Entry;
use super::job::Job;
use super::names::Names;
use super::theme::Theme;
use super::theme::Way;
use crate::count::counted;
use crate::report::site::Card;

/// How many lines of a list stand on one page.
pub(super) const ON_PAGE: usize = 250;

/// A postmortem with its entry, which stands in several lists.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) card: &'a Card,
    pub(super) entry: &'a Entry,
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
        jobs.push(Job::page(theme, "list", theme.frame(page, title), input));
    }
    jobs
}

/// By what postmortems are grouped.
struct Sort {
    anchor: &'static str,
    title: &'static str,
    directory: &'static str,
    /// What the title of a group's page begins with.
    of: &'static str,
    is_newest_first: bool,
    words: fn(&Card) -> Vec<String>,
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
            vec![day.map_or_else(|| "no date".to_owned(), |it| it.format("%Y-%m").to_string())]
        },
    },
    Sort {
        anchor: "severities",
        title: "By severity",
        directory: "severities",
        of: "Severity",
        is_newest_first: false,
        words: |it| it.row.severity.iter().cloned().collect(),
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
        words: |it| it.row.status.iter().cloned().collect(),
    },
];

/// Words, each once, and none that is blank.
fn each_once(words: &[String]) -> Vec<String> {
    let mut words: Vec<String> = words
        .iter()
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    words.sort();
    words.dedup();
    words
}

/// The pages of all groups, and what leads to them.
pub(super) fn all<'a>(theme: &'a Theme, listed: &[Listed<'a>]) -> (Vec<Job<'a>>, Vec<Groups>) {
    let mut jobs = Vec::new();
    let mut ways = Vec::new();
    let mut names = Names::new(theme.style());
    for sort in &SORTS {
        let mut found: BTreeMap<String, Vec<Listed<'a>>> = BTreeMap::new();
        for it in listed {
            for word in (sort.words)(it.card) {
                found.entry(word).or_default().push(*it);
            }
        }
        if found.is_empty() {
            continue;
        }
        let mut groups = Vec::new();
        for (word, members) in &found {
            let name = names.give(sort.directory, word);
            groups.push(Group {
                name: word.clone(),
                count: members.len().to_string(),
                to: name.clone(),
            });
            let title = format!("{} {word}", sort.of);
            jobs.extend(list(theme, (&name, &title), members, &[]));
        }
        if sort.is_newest_first {
            groups.reverse();
        }
        ways.push(Groups {
            anchor: sort.anchor,
            title: sort.title,
            members: groups,
        });
    }
    (jobs, ways)
}
