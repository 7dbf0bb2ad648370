//! Postmortems that may be of the same incident as a new one.

use chrono::TimeDelta;
use rayon::prelude::*;

use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::likeness;
use crate::likeness::Among;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;

/// How far apart the dates of two postmortems may be that name the same incident elsewhere.
const NEAR: TimeDelta = TimeDelta::days(31);
/// Where an incident has a name elsewhere.
const ELSEWHERE: [FieldName; 2] = [FieldName::Pagerduty, FieldName::Channel];

/// The ids of postmortems of the same day with a title like that of a new one, and of those that name
/// the same incident or channel.
pub(super) fn of(root: &Root, name: &str, report: &Report<'_>) -> Result<Vec<String>, Refusal> {
    let (date, slug) = (PostmortemId::date_in(name), PostmortemId::slug_in(name));
    let (Some(date), Some(slug)) = (date, slug) else {
        return Ok(Vec::new());
    };
    let names = |it: &Report<'_>| -> Vec<(FieldName, String)> {
        let named = ELSEWHERE.into_iter();
        let named =
            named.filter_map(|field| Some((field, it.field(field).words()?.to_lowercase())));
        named.collect()
    };
    let own = names(report);
    let is_alike = |files: &&Files| {
        let other = PostmortemId::slug_in(&files.id);
        files.id.date() == Some(date)
            && other.is_some_and(|it| likeness::nearest_word(slug, [it], Among::Names).is_some())
    };
    let snapshot = root.snapshot();
    let names_the_same = |files: &&Files| {
        let away = files
            .id
            .date()
            .map(|it| it.signed_duration_since(date).abs());
        if own.is_empty() || away.is_none_or(|it| it > NEAR) {
            return false;
        }
        let document = Document::read(&snapshot.reader(), &files.report, Sort::FactsOnly);
        let theirs = names(&Report::new(&root.config.policy, &document));
        theirs.iter().any(|it| own.contains(it))
    };
    let all = root.layout()?.postmortems.par_iter();
    let found = all.filter(|it| is_alike(it) || names_the_same(it));
    Ok(found.map(|it| it.id.to_string()).collect())
}
