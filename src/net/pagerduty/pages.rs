//! Answers that come in pages.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::Value;

use super::PagerDuty;
use crate::net::Request;
use crate::pagerduty::Incident;
use crate::pagerduty::has_more;
use crate::pagerduty::list;
use crate::pagerduty::own_id;
use crate::refusal::Refusal;
use crate::time::Moment;

/// How many are asked for at a time: the most that there is.
const PAGE: usize = 100;
/// So far a list can be read; behind it PagerDuty answers 400.
const FARTHEST: usize = 10_000;
/// The longest time of which incidents are asked for at once.
const WINDOW: TimeDelta = TimeDelta::days(90);
/// The most incidents that are held at once: more are no one's whom this program is for.
const MOST: usize = 200_000;

/// The states in which incidents are asked for.
const STATES: [&str; 3] = ["triggered", "acknowledged", "resolved"];
/// Those in which somebody is, or should be, at work on them.
const OPEN: [&str; 2] = ["triggered", "acknowledged"];

/// All pages of a list.
pub(super) struct Pages {
    found: Vec<Value>,
    /// Whether there is more than can be read.
    is_cut: bool,
}

impl Pages {
    /// What was found; refuses where that is not all.
    pub(super) fn whole(self, request: &Request) -> Result<Vec<Value>, Refusal> {
        if self.is_cut {
            let path = &request.path;
            return Err(Refusal::unreadable(format!(
                "PagerDuty: {path}: there are more than {FARTHEST}"
            )));
        }
        Ok(self.found)
    }
}

impl PagerDuty {
    /// Reads all pages. What is said of their number is not trusted, and pages that bring nothing new end it.
    pub(super) fn pages(&self, request: &Request, key: &str) -> Result<Pages, Refusal> {
        let mut found: Vec<Value> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut offset = 0;
        loop {
            let page = request
                .clone()
                .with("limit", PAGE.to_string())
                .with("offset", offset.to_string());
            let answer = self.get(&page)?;
            let before = found.len();
            let items = list(&answer.body, key);
            for it in items {
                if own_id(it).is_none_or(|id| seen.insert(id.to_owned())) {
                    found.push(it.clone());
                }
            }
            if !has_more(&answer.body) {
                return Ok(Pages {
                    found,
                    is_cut: false,
                });
            }
            if found.len() == before {
                return Err(Refusal::unreadable(format!(
                    "PagerDuty: {}: it says that there is more, and sends nothing new",
                    request.path
                )));
            }
            // A page may be shorter than was asked for.
            offset += items.len();
            if offset + PAGE > FARTHEST {
                return Ok(Pages {
                    found,
                    is_cut: true,
                });
            }
        }
    }

    /// The incidents that began in a time.
    pub fn incidents(&self, since: Moment, until: Moment) -> Result<Vec<Incident>, Refusal> {
        let mut all = Vec::new();
        let mut seen = BTreeSet::new();
        let mut windows = windows(since, until);
        windows.reverse();
        while let Some((from, to)) = windows.pop() {
            let mut request = Request::get("/incidents")
                .with("since", utc(from))
                .with("until", utc(to))
                .with("time_zone", "UTC")
                .with("sort_by", "created_at:asc");
            for state in STATES {
                request = request.with("statuses[]", state);
            }
            let pages = self.pages(&request, "incidents")?;
            if pages.is_cut {
                let half = TimeDelta::seconds(to.since(from).num_seconds() / 2);
                if half < TimeDelta::seconds(1) {
                    return Err(Refusal::unreadable(
                        "PagerDuty: too many incidents in one second",
                    ));
                }
                let middle = from.plus(half);
                windows.push((middle, to));
                windows.push((from, middle));
                continue;
            }
            let found = pages.found.iter().filter_map(Incident::read);
            all.extend(found.filter(|it| seen.insert(it.id.clone())));
            if all.len() > MOST {
                return Err(
                    Refusal::usage(format!("there are more than {MOST} incidents"))
                        .hint("look at less with --since"),
                );
            }
        }
        Ok(all)
    }
}

impl PagerDuty {
    /// The incidents that are open now, whenever they began, and whether these are all: behind so many
    /// PagerDuty lists no more.
    pub fn open_incidents(&self) -> Result<(Vec<Incident>, bool), Refusal> {
        let mut request = Request::get("/incidents")
            .with("date_range", "all")
            .with("time_zone", "UTC")
            .with("sort_by", "created_at:asc");
        for state in OPEN {
            request = request.with("statuses[]", state);
        }
        let pages = self.pages(&request, "incidents")?;
        let found = pages.found.iter().filter_map(Incident::read);
        Ok((found.collect(), !pages.is_cut))
    }
}

/// A time in parts that can be asked for.
fn windows(since: Moment, until: Moment) -> Vec<(Moment, Moment)> {
    let mut windows = Vec::new();
    let mut from = since;
    while from < until {
        let to = from.plus(WINDOW).min(until);
        windows.push((from, to));
        from = to;
    }
    windows
}

fn utc(at: Moment) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_is_too_long_and_none_is_left_out() {
        let day = |it: i64| Moment::from_unix(it * 86_400, 0);
        assert_eq!(windows(day(0), day(0)), []);
        assert_eq!(
            windows(day(0), day(200)),
            [(day(0), day(90)), (day(90), day(180)), (day(180), day(200))]
        );
        assert_eq!(utc(day(1)), "1970-01-02T00:00:00Z");
    }
}
