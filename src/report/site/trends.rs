//! What many postmortems say together: figures to be drawn. Each says how many incidents it rests on.

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::NaiveDate;

use super::Card;
use crate::calendar::Zone;
use crate::model::ActionState;
use crate::report::stats::nearest_rank;
use crate::time;
use crate::time::Moment;

/// How many months are looked back.
const MONTHS: usize = 36;
const SECONDS_OF_DAY: f64 = 86_400.0;

/// Figures over all postmortems that are no secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trends {
    /// The severities, worst first.
    pub severities: Vec<String>,
    /// Incidents by month, the oldest first; in each by severity.
    pub months: Vec<Month>,
    /// How long reviews took.
    pub reviews: Vec<Review>,
    /// Incidents that are over and not reviewed.
    pub without_review: usize,
    /// Action items at the end of each month, and now.
    pub items: Vec<Items>,
    /// Items that are over and do not say since when.
    pub items_without_day: usize,
    /// How long it took to detect, to mitigate and to resolve.
    pub times: [Times; 3],
}

/// The incidents of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// How many there were, by severity.
    pub counts: Vec<usize>,
}

/// A review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Review {
    /// When the incident was over.
    pub resolved: NaiveDate,
    /// After how many days it was reviewed.
    pub days: f64,
    /// Whether that was in time; `None` where no review is owed.
    pub in_time: Option<bool>,
}

/// The action items on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items {
    /// The day.
    pub day: NaiveDate,
    /// Not done, and not late.
    pub open: usize,
    /// Not done, and late at the end of that day; today at the moment of the run.
    pub late: usize,
    /// Done until then.
    pub closed: usize,
}

/// How long something took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// What it is called.
    pub name: &'static str,
    /// In minutes, the shortest first.
    pub minutes: Vec<f64>,
    /// How many incidents do not say.
    pub unknown: usize,
}

impl Times {
    /// The value below which a share of all lies, given in hundredths; `None` of fewer than twenty.
    pub fn percentile(&self, hundredths: usize) -> Option<f64> {
        // As `stats` reckons it.
        let at = nearest_rank(self.minutes.len(), hundredths)?;
        self.minutes.get(at).copied()
    }
}

/// The figures of some postmortems as they stand on a day.
pub fn trends(cards: &[&Card], severities: &[String], zone: Zone, now: Moment) -> Trends {
    let today = zone.date_of(now);
    let mut all: Vec<String> = severities.to_vec();
    let mut others: Vec<&String> = cards
        .iter()
        .filter_map(|it| it.row.severity.as_ref())
        .collect();
    others.sort();
    for it in others {
        if !all.contains(it) {
            all.push(it.clone());
        }
    }
    let firsts = months(cards, today);
    let mut trends = Trends {
        months: by_month(cards, &all, &firsts),
        severities: all,
        items: items(cards, &firsts, zone, now),
        times: times(cards),
        ..Trends::default()
    };
    let oldest = firsts.first().copied().unwrap_or(today);
    for card in cards {
        let (Some(resolved), Some(reviewed)) = (card.resolved, card.reviewed) else {
            let is_over = card.resolved.is_some() && card.review_due.is_some();
            trends.without_review += usize::from(is_over);
            continue;
        };
        let day = zone.date_of(resolved);
        if day < oldest {
            continue;
        }
        trends.reviews.push(Review {
            resolved: day,
            days: days(reviewed.since(resolved)).max(0.0),
            in_time: card.review_due.map(|due| reviewed <= due),
        });
    }
    trends.reviews.sort_by(|a, b| {
        let by_day = a.resolved.cmp(&b.resolved);
        by_day.then_with(|| a.days.total_cmp(&b.days))
    });
    let over = cards
        .iter()
        .flat_map(|it| &it.items)
        .filter(|it| !it.is_open());
    trends.items_without_day = over
        .filter(|it| done(it.done_on.as_deref()).is_none())
        .count();
    trends
}

/// How many days a span is.
#[expect(
    clippy::cast_precision_loss,
    reason = "no span between two moments is so long that a second of it is lost"
)]
fn days(span: chrono::TimeDelta) -> f64 {
    span.num_seconds() as f64 / SECONDS_OF_DAY
}

/// The first days of the months that are looked at, the oldest first.
fn months(cards: &[&Card], today: NaiveDate) -> Vec<NaiveDate> {
    let known = cards.iter().filter_map(|it| it.day());
    let Some(oldest) = known.filter(|it| *it <= today).min() else {
        return Vec::new();
    };
    let (mut year, mut month) = (today.year(), today.month());
    let mut firsts = Vec::new();
    while firsts.len() < MONTHS {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else {
            break;
        };
        firsts.push(first);
        if first <= oldest {
            break;
        }
        (year, month) = if month == 1 {
            (year - 1, 12)
        } else {
            (year, month - 1)
        };
    }
    firsts.reverse();
    firsts
}

fn by_month(cards: &[&Card], severities: &[String], firsts: &[NaiveDate]) -> Vec<Month> {
    let mut found: BTreeMap<NaiveDate, Vec<usize>> = firsts
        .iter()
        .map(|it| (*it, vec![0; severities.len()]))
        .collect();
    for card in cards {
        let first = card.day().and_then(|it| it.with_day(1));
        let at = card
            .row
            .severity
            .as_ref()
            .and_then(|it| severities.iter().position(|one| one == it));
        let counts = first.and_then(|it| found.get_mut(&it));
        if let Some(count) = at.zip(counts).and_then(|(at, counts)| counts.get_mut(at)) {
            *count += 1;
        }
    }
    let months = found.into_iter();
    months
        .map(|(first, counts)| Month { first, counts })
        .collect()
}

fn done(day: Option<&str>) -> Option<NaiveDate> {
    time::parse_date(day?).ok()
}

/// The items at the end of each month, and now.
fn items(cards: &[&Card], firsts: &[NaiveDate], zone: Zone, now: Moment) -> Vec<Items> {
    struct Item {
        from: NaiveDate,
        due: Option<Moment>,
        done: Option<NaiveDate>,
    }
    let mut all = Vec::new();
    for card in cards {
        let from = card.reviewed.or(card.resolved).map(Moment::date);
        let Some(from) = from.or_else(|| card.day()) else {
            continue;
        };
        for item in &card.items {
            let done = done(item.done_on.as_deref());
            let is_done = item.state() == Some(ActionState::Done);
            let is_over = !item.is_open();
            if is_over && !(is_done && done.is_some()) {
                continue;
            }
            all.push(Item {
                from,
                due: item.due_at,
                done: done.filter(|_| is_done),
            });
        }
    }
    let ends = firsts.iter().skip(1).filter_map(NaiveDate::pred_opt);
    let ends = ends.map(|day| (day, zone.end_of_day(day)));
    let today = zone.date_of(now);
    ends.chain([(today, now)])
        .map(|(day, at)| {
            let mut items = Items {
                day,
                open: 0,
                late: 0,
                closed: 0,
            };
            for it in all.iter().filter(|it| it.from <= day) {
                if it.done.is_some_and(|it| it <= day) {
                    items.closed += 1;
                } else if it.due.is_some_and(|it| it < at) {
                    items.late += 1;
                } else {
                    items.open += 1;
                }
            }
            items
        })
        .collect()
}

fn times(cards: &[&Card]) -> [Times; 3] {
    let of = |name, end: fn(&Card) -> Option<Moment>| {
        let mut times = Times {
            name,
            ..Times::default()
        };
        for card in cards {
            let span = card.began.zip(end(card)).map(|(from, to)| to.since(from));
            match span.filter(|it| *it >= chrono::TimeDelta::zero()) {
                Some(span) => times.minutes.push(days(span) * 24.0 * 60.0),
                None => times.unknown += 1,
            }
        }
        times.minutes.sort_by(f64::total_cmp);
        times
    };
    [
        of("detect", |it| it.detected),
        of("mitigate", |it| it.mitigated),
        of("resolve", |it| it.resolved),
    ]
}
