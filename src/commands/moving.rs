//! `pmrepo move`: gives a postmortem another id.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use crate::calendar;
use crate::calendar::Toward;
use crate::change;
use crate::change::rename::Asked;

/// Change a postmortem's id, by its title or its date
///
/// The directory moves with all that lies in it. `related` of other postmortems, the incidents of process
/// reviews, and links that lead to its files follow. With --date the times of the incident move as many
/// days, and the clock on the wall stays as it is; with neither option the id follows the day on which the
/// report says that it began.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// What happened, in a few words: the report's title, and the end of the id
    #[arg(long)]
    title: Option<String>,
    /// The day on which it began
    #[arg(long)]
    date: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let id = args.id.as_deref();
    carry_out_on(id, ctx, &args.writing, &|root, files, by| {
        let zone = root.config.policy.zone;
        let date = args.date.as_deref();
        let date = date.map(|it| calendar::read_date(it, Toward::Past, by.now, zone));
        let asked = Asked {
            title: args.title.as_deref(),
            date: date.transpose().map_err(|it| it.refuse("--date"))?,
        };
        change::rename::rename(root, files, asked, by)
    })
}
