//! From the story to commits.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value;

use super::super::Refusal;
use super::dates::Dates;
use super::story;
use super::story::Day;
use super::story::Item;
use super::story::Place;
use super::story::Step;
use crate::config::Config;
use crate::git::Author;
use crate::model::Status;
use crate::source::RepoPath;
use crate::template;
use crate::time::Moment;
use crate::time::add_days;

/// A commit of the demo.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    /// Who makes it, and when.
    pub(super) author: Author,
    /// What it says.
    pub(super) message: String,
    /// The files that it brings or changes: path and text.
    pub(super) files: BTreeMap<String, String>,
}

/// What the demo tells at a moment.
#[derive(Clone, Debug)]
pub(super) struct Tale {
    /// The configuration of its repository.
    pub(super) config: Config,
    items: Vec<Item>,
}

impl Tale {
    /// Reads the story and what its repository is configured to.
    pub(super) fn read() -> Result<Self, Refusal> {
        let (mut config, _) = Config::read(story::text("top/pmrepo.yaml")?);
        config.read_roster(story::text("top/people.yaml")?);
        Ok(Self {
            config,
            items: story::items()?,
        })
    }

    /// How many items there are of a kind.
    pub(super) fn count(&self, place: Place) -> usize {
        self.items.iter().filter(|it| it.place == place).count()
    }

    /// The commits, oldest first, seen from `now`.
    pub(super) fn commits(&self, now: Moment) -> Result<Vec<Commit>, Refusal> {
        let today = self.config.policy.zone.date_of(now);
        let mut ids = BTreeMap::new();
        let mut told = Vec::new();
        for item in &self.items {
            let dates = self.dates(item, today)?;
            if item.place == Place::Postmortem {
                ids.insert(item.name.clone(), format!("{}-{}", dates.day, item.name));
            }
            for (count, step) in item.steps.iter().enumerate() {
                let at = dates.moment(step.day(), &step.at).ok_or_else(no_room)?;
                if at.unix() < 0 {
                    return Err(no_room());
                }
                told.push((at, count, item, dates.clone()));
            }
        }
        told.sort_by_key(|(at, count, ..)| (at.unix(), *count));
        let mut commits = Vec::with_capacity(told.len());
        for (at, count, item, dates) in told {
            let Some((step, before)) = item
                .steps
                .get(..=count)
                .and_then(|steps| steps.split_last())
            else {
                continue;
            };
            let reached: Vec<&Step> = before.iter().chain([step]).collect();
            let mut files = self.files(item, &reached, &dates, &ids)?;
            if !before.is_empty() {
                let earlier: Vec<&Step> = before.iter().collect();
                let old = self.files(item, &earlier, &dates, &ids)?;
                files.retain(|path, text| old.get(path) != Some(text));
            }
            commits.push(Commit {
                author: self.author(&step.by, at)?,
                message: step.says.clone(),
                files,
            });
        }
        Ok(commits)
    }

    fn dates(&self, item: &Item, today: NaiveDate) -> Result<Dates, Refusal> {
        let mut dates = Dates {
            day: add_days(today, item.day).ok_or_else(no_room)?,
            calendar: self.config.policy.calendar.clone(),
        };
        if item.place == Place::Review {
            dates.day = dates.date(Day::Working(0)).ok_or_else(no_room)?;
        }
        Ok(dates)
    }

    fn author(&self, handle: &str, at: Moment) -> Result<Author, Refusal> {
        let member = self.config.policy.roster.find(handle);
        let unknown = || Refusal::failed(format!("the demo's roster does not know `{handle}`"));
        let member = member.ok_or_else(unknown)?;
        Ok(Author {
            name: member.name.clone().ok_or_else(unknown)?,
            email: member.email.clone().ok_or_else(unknown)?,
            at,
        })
    }

    /// The files of an item once it has come as far as these steps.
    fn files(
        &self,
        item: &Item,
        reached: &[&Step],
        dates: &Dates,
        ids: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let paths = &self.config.paths;
        let year = dates.day.format("%Y");
        let day = dates.day;
        let directory = match item.place {
            Place::Top => String::new(),
            Place::Postmortem => {
                format!("{}/{year}/{day}-{}/", paths.postmortems, item.name)
            }
            Place::Review => format!("{}/{year}/{day}", paths.process_reviews),
        };
        let mut input = Map::new();
        for step in &item.steps {
            let is_reached = reached.iter().any(|it| it.name == step.name);
            input.insert(step.name.clone(), Value::Bool(is_reached));
        }
        input.insert("status".to_owned(), Value::from(status(reached).as_str()));
        if let Some(web) = &self.config.web_url {
            let path = RepoPath::new(&format!("{directory}postmortem.md"));
            let url = path.and_then(|it| web.of(&it, None));
            input.insert("url".to_owned(), Value::from(url));
        }
        let mut files = BTreeMap::new();
        for (name, text) in item.texts() {
            let made = template::render_with(name, text, &input, |environment| {
                dates.add_to(environment, ids);
            })
            .map_err(|it| Refusal::failed(format!("{}: {it}", item.name)))?;
            if made.is_empty() {
                continue;
            }
            let path = match item.place {
                Place::Review => format!("{directory}.md"),
                Place::Top | Place::Postmortem => format!("{directory}{name}"),
            };
            files.insert(path, made);
        }
        Ok(files)
    }
}

/// The status after some steps: that of the last one that bears a status's name.
fn status(reached: &[&Step]) -> Status {
    reached
        .iter()
        .rev()
        .find_map(|step| Status::parse(&step.name.replace('_', "-")))
        .unwrap_or(Status::Draft)
}

fn no_room() -> Refusal {
    Refusal::usage("the demo's history does not fit between 1970 and 9999")
        .hint("choose another time: `--as-of 2026-11-20`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_timestamp;

    #[test]
    fn whatever_the_day_the_past_is_past() {
        let tale = Tale::read().unwrap();
        let start = parse_timestamp("2027-12-20T00:01+01:00").unwrap();
        for days in 0..21 {
            let now = start.plus(chrono::TimeDelta::days(days));
            let commits = tale.commits(now).unwrap();
            assert!(commits.iter().all(|it| it.author.at < now), "{now}");
            assert!(commits.is_sorted_by(|one, next| one.author.at < next.author.at));
            for commit in commits {
                assert!(!commit.files.is_empty(), "{}", commit.message);
            }
        }
    }

    #[test]
    fn where_there_is_no_room_it_says_so() {
        let tale = Tale::read().unwrap();
        for now in [Moment::first(), Moment::last(), Moment::from_unix(0, 0)] {
            let error = tale.commits(now).unwrap_err();
            assert_eq!(error, no_room());
        }
    }
}
