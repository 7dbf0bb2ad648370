//! What the demo is made of: the texts in `content/`, and `story.yaml`, which says when each of
//! them came about and by whom.

use serde::Deserialize;

use super::super::Refusal;

/// The story itself.
const STORY: &str = include_str!("content/story.yaml");

/// The texts, with their paths in `content/`.
macro_rules! texts {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("content/", $path)))),+]
    };
}

/// Every text; a test holds this list against the directory.
pub(super) const TEXTS: &[(&str, &str)] = texts![
    "card-payments/checklist.md",
    "card-payments/messages/external.md",
    "card-payments/messages/notice.md",
    "card-payments/notes/jonas.md",
    "card-payments/postmortem.md",
    "checkout-latency/checklist.md",
    "checkout-latency/evidence/cache.log",
    "checkout-latency/messages/external.md",
    "checkout-latency/messages/notice.md",
    "checkout-latency/messages/results.md",
    "checkout-latency/notes/diego.md",
    "checkout-latency/notes/priya-timeouts.md",
    "checkout-latency/postmortem.md",
    "draft-prices/postmortem.md",
    "email-backlog/postmortem.md",
    "hall-two-cooling/checklist.md",
    "hall-two-cooling/messages/notice.md",
    "hall-two-cooling/postmortem.md",
    "ingest-disk-full/postmortem.md",
    "login-retry-storm/checklist.md",
    "login-retry-storm/messages/notice.md",
    "login-retry-storm/postmortem.md",
    "map-tiles-quota/postmortem.md",
    "orders-locked/checklist.md",
    "orders-locked/messages/external.md",
    "orders-locked/messages/notice.md",
    "orders-locked/messages/results.md",
    "orders-locked/notes/ben.md",
    "orders-locked/postmortem.md",
    "partner-certificate/checklist.md",
    "partner-certificate/messages/external.md",
    "partner-certificate/messages/notice.md",
    "partner-certificate/messages/results.md",
    "partner-certificate/notes/mara.md",
    "partner-certificate/postmortem.md",
    "probe-alarm/postmortem.md",
    "review-held/review.md",
    "review-scheduled/review.md",
    "search-index-lost/checklist.md",
    "search-index-lost/messages/external.md",
    "search-index-lost/messages/notice.md",
    "search-index-lost/messages/results.md",
    "search-index-lost/notes/luca.md",
    "search-index-lost/postmortem.md",
    "stale-dns/checklist.md",
    "stale-dns/messages/notice.md",
    "stale-dns/notes/diego.md",
    "stale-dns/postmortem.md",
    "top/README.md",
    "top/people.yaml",
    "top/pmrepo.yaml",
];

/// The text at a path of `content/`.
pub(super) fn text(path: &str) -> Result<&'static str, Refusal> {
    TEXTS
        .iter()
        .find(|(it, _)| *it == path)
        .map(|(_, text)| *text)
        .ok_or_else(|| Refusal::failed(format!("the demo has no text `{path}`")))
}

/// Something that has files and a history: a postmortem, a process review, the repository itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    /// Its directory in `content/`; for a postmortem the slug of its id.
    pub(super) name: String,
    /// Where its files lie.
    pub(super) place: Place,
    /// Its day, counted from the present one.
    pub(super) day: i64,
    /// Its commits, in their order.
    pub(super) steps: Vec<Step>,
}

impl Item {
    /// Its texts, with their paths below its directory.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        TEXTS.iter().filter_map(|(path, text)| {
            let below = path.strip_prefix(&self.name)?.strip_prefix('/')?;
            Some((below, *text))
        })
    }
}

/// Where the files of an item lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// At the top of the repository.
    Top,
    /// In a directory of `postmortems/`.
    Postmortem,
    /// A file of `process-reviews/`; its day is a working day.
    Review,
}

/// A commit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// What the texts know it by.
    pub(super) name: String,
    /// The day, counted from the item's.
    day: Option<i64>,
    /// The same in working days.
    workday: Option<u32>,
    /// The time of day.
    pub(super) at: String,
    /// Who makes it: a handle of the roster.
    pub(super) by: String,
    /// The message.
    pub(super) says: String,
}

impl Step {
    /// Its day.
    pub(super) fn day(&self) -> Day {
        match self.workday {
            Some(count) => Day::Working(count),
            None => Day::Plain(self.day.unwrap_or_default()),
        }
    }
}

/// A day, counted from an item's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// So many days later; negative: earlier.
    Plain(i64),
    /// So many working days later.
    Working(u32),
}

/// Everything that the demo tells.
pub(super) fn items() -> Result<Vec<Item>, Refusal> {
    serde_yaml::from_str(STORY).map_err(|it| Refusal::failed(format!("the demo's story: {it}")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_text_is_listed_and_told_of() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/demo/content");
        let mut found: Vec<String> = walkdir::WalkDir::new(&content)
            .into_iter()
            .map(|it| it.unwrap())
            .filter(|it| it.file_type().is_file() && it.file_name() != "story.yaml")
            .map(|it| it.path().strip_prefix(&content).unwrap().to_owned())
            .map(|it| it.to_str().unwrap().replace('\\', "/"))
            .collect();
        found.sort();
        let listed: Vec<&str> = TEXTS.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
        let items = items().unwrap();
        let told: usize = items.iter().map(|item| item.texts().count()).sum();
        assert_eq!(told, TEXTS.len());
        assert!(items.iter().all(|item| item.texts().next().is_some()));
    }

    #[test]
    fn each_step_has_one_day() {
        for step in items().unwrap().iter().flat_map(|item| &item.steps) {
            assert!(step.day.is_some() != step.workday.is_some(), "{step:?}");
        }
    }
}
