//! Which postmortems are meant: the filters of `list` and `search`.

use chrono::NaiveDate;

use super::Ctx;
use super::Refusal;
use super::completions;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::Zone;
use crate::report::asked;
use crate::report::asked::Asked;
use crate::report::asked::Word;
use crate::report::list::Filter;
use crate::root::Root;

/// Options that choose postmortems.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// Only with this status (may be given again, like all that follow)
    #[arg(long, add = completions::statuses())]
    status: Vec<String>,
    /// Only of this severity
    #[arg(long, add = completions::severities())]
    severity: Vec<String>,
    /// Only of this owner; `me` is who git says you are
    #[arg(long, value_name = "PERSON")]
    owner: Vec<String>,
    /// Only with this person in any part
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only about this service
    #[arg(long)]
    service: Vec<String>,
    /// Only with this tag
    #[arg(long)]
    tag: Vec<String>,
    /// Only incidents from this day on: 2026-11-20, yesterday, 7d
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only incidents up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Chosen {
    /// Whether none is left out.
    pub(super) fn is_everything(&self) -> bool {
        let Self {
            status,
            severity,
            owner,
            who,
            service,
            tag,
            since,
            until,
        } = self;
        let lists = [status, severity, owner, who, service, tag];
        lists.iter().all(|it| it.is_empty()) && since.is_none() && until.is_none()
    }

    /// What is meant in a root.
    pub(super) fn filter(
        &self,
        asked: &Asked<'_>,
        root: &Root,
        ctx: &Ctx,
    ) -> Result<Filter, Refusal> {
        let status = |it: &String| asked::status(it).map(|it| it.as_str().to_owned());
        let statuses: Result<_, _> = self.status.iter().map(status).collect();
        let zone = root.config.policy.zone;
        Ok(Filter {
            statuses: statuses?,
            severities: asked.words(Word::Severity, &self.severity)?,
            owners: asked.people(root, &self.owner)?,
            who: asked.people(root, &self.who)?,
            services: asked.words(Word::Service, &self.service)?,
            tags: asked.words(Word::Tag, &self.tag)?,
            since: day(self.since.as_deref(), "--since", zone, ctx)?,
            until: day(self.until.as_deref(), "--until", zone, ctx)?,
        })
    }
}

/// A day of the command line, in the past where that is left open.
pub(super) fn day(
    text: Option<&str>,
    flag: &str,
    zone: Zone,
    ctx: &Ctx,
) -> Result<Option<NaiveDate>, Refusal> {
    let read = |it: &str| {
        calendar::read_date(it, Toward::Past, ctx.now(zone)?, zone).map_err(|it| it.refuse(flag))
    };
    text.map(read).transpose()
}
