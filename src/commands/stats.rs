//! `pmrepo stats`: whether reviews and action items get better.

mod plots;

use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::chosen::day;
use super::export::tables;
use super::given;
use super::print;
use super::repos::Opened;
use super::repos::Repos;
use crate::calendar::Zone;
use crate::commands::format::StatsFormat;
use crate::commands::which::Which;
use crate::config::Policy;
use crate::render::Detail;
use crate::report::stats;
use crate::report::stats::By;
use crate::report::stats::Paged;
use crate::report::stats::Question;
use crate::report::tables::Depth;
use crate::root::Root;

/// Show whether reviews and action items get better
///
/// Every figure says on how many it rests, and what could not be used and why. Whether a review was in time is
/// judged by the configuration that held when it was reviewed. Below twenty incidents there is no percentile:
/// one more incident would change it. There is no mean, no "MTTR", no arrow and nothing per person: durations
/// of incidents are so uneven that means say nothing about how well a team responds (Davidovic, "Incident
/// Metrics in SRE", 2021; the VOID reports 2021 and 2022), and what counts people makes them report less.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    repos: Repos,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: StatsFormat,
    /// Only incidents from this day on: 2026-11-20, yesterday, 90d
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only incidents up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Put incidents together by month, quarter, service, severity or tag
    #[arg(long, value_enum)]
    by: Option<By>,
    /// What `pagerduty missing --format json` printed, or PagerDuty's `GET /incidents` answered, to find major
    /// incidents without a postmortem
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pagerduty: Option<PathBuf>,
    /// Draw plots into this directory instead, as SVG files; it is made where it is missing
    #[arg(
        long,
        value_name = "DIR",
        value_hint = clap::ValueHint::DirPath,
        conflicts_with_all = ["format", "by", "pagerduty"]
    )]
    svg: Option<PathBuf>,
}

impl clap::ValueEnum for By {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self {
            Self::Month => "The month of the incident",
            Self::Quarter => "Its quarter",
            Self::Service => "The services that were affected; an incident counts in each",
            Self::Severity => "Its severity",
            Self::Tag => "Its tags; an incident counts in each",
        };
        Some(clap::builder::PossibleValue::new(self.as_str()).help(help))
    }
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let opened = args.repos.open(ctx, &args.which.state())?;
    let mut roots = Vec::new();
    for Opened { workspace, .. } in &opened {
        roots.extend(workspace.roots()?);
    }
    // A day is one day, whatever the zones of the roots.
    let zone = roots
        .first()
        .map_or(Zone::utc(), |it| it.config.policy.zone);
    let question = Question {
        since: day(args.since.as_deref(), "--since", zone, ctx)?,
        until: day(args.until.as_deref(), "--until", zone, ctx)?,
        by: args.by,
        paged: args.paged(ctx, &roots)?,
    };
    if let Some(directory) = &args.svg {
        return plots::draw(directory, &opened, &question, ctx);
    }
    let all = tables(&opened, Depth::FrontMatter, ctx)?;
    let view = stats::stats(&all, &question);
    print(&args.format.stats(&view, &ctx.look(Detail::Folded)))?;
    Ok(Ending::Clean)
}

impl Args {
    /// The major incidents that were paged, where a file says so.
    fn paged(&self, ctx: &Ctx, roots: &[Root]) -> Result<Option<Vec<Paged>>, Refusal> {
        let Some(file) = &self.pagerduty else {
            return Ok(None);
        };
        let text = given::text(file, given::EXPORT, ctx)?;
        let policies: Vec<&Policy> = roots.iter().map(|it| &it.config.policy).collect();
        stats::paged(&text, &policies).map(Some)
    }
}
