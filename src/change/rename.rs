//! Giving a postmortem another id: its directory, what it says of itself, and what others say of it.

mod follow;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono::TimeDelta;
use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::SetSaid;
use super::front;
use super::telling;
use super::trailer;
use crate::calendar::Local;
use crate::calendar::Zone;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm803_closed_report_edited;
use crate::source::RepoPath;
use crate::template;
use crate::time::Moment;
use crate::timeline::TimelineRow;
use crate::tree::Edit;
use crate::tree::Edits;
use crate::tree::Moving;

/// The times of the incident itself: they go to another day together.
const TIMES: [FieldName; 6] = [
    FieldName::StartedAt,
    FieldName::DetectedAt,
    FieldName::PagedAt,
    FieldName::MitigatedAt,
    FieldName::ResolvedAt,
    FieldName::PublicAt,
];

/// How many bytes of a timestamp its date takes.
const DATE: usize = 10;

/// What a postmortem is to be called after.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Another title.
    pub title: Option<&'a str>,
    /// Another day on which the incident began.
    pub date: Option<NaiveDate>,
}

/// Gives a postmortem another id. Its directory moves with all that lies in it; the title, and the
/// times of the incident, become what is asked for. Where nothing is, the id follows the day that the
/// report says. What names the postmortem elsewhere follows it.
pub fn rename(root: &Root, files: &Files, asked: Asked<'_>, by: &By<'_>) -> Result<Draft, Refusal> {
    let before = Dossier::read(files, &root.snapshot().reader());
    let report = Postmortem::new(&root.config.policy, &before);
    let id = files.id.as_str();
    let title = asked.title.map(str::trim);
    if title == Some("") {
        return Err(Refusal::usage("the title is empty").hint("say what happened"));
    }
    let said = report.incident_date();
    let date = match (asked.date, title) {
        (Some(date), _) => Some(date),
        (None, Some(_)) => files.id.date().or(said),
        (None, None) => said.or(files.id.date()),
    };
    let Some(date) = date else {
        return Err(
            Refusal::unreadable(format!("{id} says no day")).hint("give it one: --date 2026-11-20")
        );
    };
    let old = match files.id.date() {
        Some(_) => id.get(DATE..).unwrap_or_default().trim_start_matches('-'),
        None => id,
    };
    let slug = title.map_or_else(|| old.to_owned(), template::slug);
    let new = format!("{date}-{slug}");
    let values = values(&report, title, said.zip(asked.date));
    let own = front::edits(root, files, &values)?;
    let over = root.snapshot().over(own.texts(root.snapshot()));
    let after = before.over(&over);
    if let Some(asked) = asked.date {
        must_begin_on(asked, &Postmortem::new(&root.config.policy, &after), id)?;
    }
    let rows = match said.zip(asked.date) {
        Some((said, asked)) if said != asked => rows_that_stay(&report),
        _ => 0,
    };
    let stay = (rows > 0).then(|| {
        let id = new.clone();
        Said::Set(SetSaid::RowsStay { id, count: rows })
    });
    if new == id {
        if own.is_empty() {
            return Err(
                Refusal::usage(format!("nothing to change: {id} is called that already"))
                    .hint("--title TITLE and --date DAY give it another id"),
            );
        }
        let headline = Headline::of(id, "change the title");
        let wrote = Said::Wrote(files.report.path.clone());
        let says = std::iter::once(wrote).chain(stay).collect();
        return Draft::make((root, by), headline, own, says);
    }
    let to = place(root, files, &new, date)?;
    let moving = Moving {
        from: files.directory.clone(),
        to,
    };
    let mut edits = Edits::moving(moving.clone());
    let mut text = root.text_of(&files.report.path)?;
    for (_, edit) in own.files() {
        if let Edit::Change { after, .. } = edit {
            text.clone_from(after);
        }
    }
    let follows = follow::all((root, by), files, (&moving, &new), &text)?;
    let touches_closed =
        follows.touches_closed || (report.status() == Some(Status::Closed) && !values.is_empty());
    edits.extend(follows.edits);
    let mut says = vec![Said::Renamed {
        from: id.to_owned(),
        to: new.clone(),
    }];
    says.extend(follows.others.into_iter().map(Said::Wrote));
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    let told = telling::of(root, (&before, &after), &names, root.clock(by.now));
    says.extend(told.into_iter().map(Said::Set));
    says.extend(stay);
    let headline = Headline::of(&new, format!("move from {id}"));
    let draft = Draft::make((root, by), headline, edits, says)?;
    Ok(if touches_closed {
        let rule = pm803_closed_report_edited::RULE.code;
        draft.with_trailer(trailer(rule, &format!("{id} is called {new} now")))
    } else {
        draft
    })
}

/// The fields that become what is asked for. `dates` are the day that the report says, and the other.
fn values(
    report: &Postmortem<'_>,
    title: Option<&str>,
    dates: Option<(NaiveDate, NaiveDate)>,
) -> Vec<(&'static str, Value)> {
    let mut values = Vec::new();
    if let Some(title) = title.filter(|it| report.title() != Some(*it)) {
        values.push((FieldName::Title.as_str(), json!(title)));
    }
    let away = dates.map_or(TimeDelta::zero(), |(said, asked)| {
        asked.signed_duration_since(said)
    });
    if away.is_zero() {
        return values;
    }
    // All go the way of the first, or they would not keep their distances.
    let zone = report.policy.zone;
    let is_of_zone = |it: Moment| zone.show(it).offset() == it.offset();
    let began = report.began().map(|it| it.1);
    let zone = began.is_some_and(is_of_zone).then_some(zone);
    for field in TIMES {
        let said = report.field(field);
        if let (Some(text), Some(at)) = (said.text(), said.moment())
            && let Some(text) = on_another_day(text, at, away, zone)
        {
            values.push((field.as_str(), json!(text)));
        }
    }
    values
}

/// A timestamp some days away. In a zone the clock on the wall there is the same, so that the offset may be another; what
/// the clocks skip there is as much later as they are put forward. Without one the offset stays.
fn on_another_day(text: &str, at: Moment, away: TimeDelta, zone: Option<Zone>) -> Option<String> {
    let rest = text.get(DATE..)?;
    let shown = zone.map_or(at, |it| it.show(at));
    let local = shown.local().checked_add_signed(away)?;
    let there = match zone.map(|it| it.local(local)) {
        Some(Local::Once(it) | Local::Twice(it, _) | Local::Never(it, _)) => it,
        None => Moment::from_local(local, at.offset()),
    };
    let there = if shown.offset() == at.offset() {
        there
    } else {
        there.at_offset(at.offset())
    };
    let clock = |it: Moment| (it.offset(), it.local().time());
    Some(if clock(there) == clock(at) {
        format!("{}{rest}", there.date())
    } else {
        there.to_short()
    })
}

/// Refuses a report that would not begin on the day that is asked for: its offset is not that of the zone.
fn must_begin_on(asked: NaiveDate, after: &Postmortem<'_>, id: &str) -> Result<(), Refusal> {
    let zone = after.policy.zone;
    let Some((field, began)) = after.began().filter(|it| zone.date_of(it.1) != asked) else {
        return Ok(());
    };
    let message = format!(
        "{id} would begin on {} in {}, not on {asked}",
        zone.date_of(began),
        zone.short_name()
    );
    Err(Refusal::not_ready(message).hint(format!(
        "say when it began, `pmrepo set {id} {}=TIME`; then `pmrepo move {id}` follows",
        field.as_str()
    )))
}

/// How many rows of the Timeline are of a day of the incident: they stay there when its times do not.
fn rows_that_stay(report: &Postmortem<'_>) -> usize {
    let zone = report.policy.zone;
    let times = TIMES.iter().filter_map(|it| report.field(*it).moment());
    let days: BTreeSet<NaiveDate> = times.map(|it| zone.date_of(it)).collect();
    let rows = report.timeline().map(|it| it.rows).unwrap_or_default();
    let stays = |row: &&TimelineRow| row.time.is_ok_and(|it| days.contains(&zone.date_of(it)));
    rows.iter().filter(stays).count()
}

/// Where it will lie; refused where something is there, or another one is called so.
fn place(root: &Root, files: &Files, id: &str, date: NaiveDate) -> Result<RepoPath, Refusal> {
    let parent = files.directory.parent().unwrap_or_else(RepoPath::root);
    let is_year =
        |it: &RepoPath| it.name().len() == 4 && it.name().bytes().all(|it| it.is_ascii_digit());
    let above = parent.parent().filter(|_| is_year(&parent));
    let parent = above
        .and_then(|it| it.join(&date.format("%Y").to_string()))
        .unwrap_or(parent);
    let to = parent
        .join(id)
        .ok_or_else(|| Refusal::usage(format!("`{id}` cannot be the name of a directory")))?;
    let taken = root
        .layout()?
        .postmortems
        .iter()
        .find(|it| it.directory != files.directory && it.id.eq_ignore_ascii_case(id));
    let taken = taken.map(|it| it.directory.clone());
    let is_there =
        root.snapshot().exists(&to) || root.snapshot().list(&to).is_ok_and(|it| !it.is_empty());
    match taken.or(is_there.then(|| to.clone())) {
        Some(path) => Err(Refusal::not_ready(format!("{path} is there already"))
            .hint("give it another title or date: --title, --date")
            .about(&path)),
        None => Ok(to),
    }
}
