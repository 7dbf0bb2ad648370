//! `pmrepo list`: what there is.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::Zone;
use crate::commands::format::Format;
use crate::commands::which::Which;
use crate::render::Detail;
use crate::render::sanitize;
use crate::report::asked;
use crate::report::asked::Asked;
use crate::report::asked::Word;
use crate::report::list;
use crate::report::list::Depth;
use crate::report::list::Filter;
use crate::workspace::Workspace;

/// List postmortems, newest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
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
    /// Print the paths of the reports alone, a line each
    #[arg(long, conflicts_with = "format")]
    path: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let date = |text: &Option<String>, flag: &str, zone: Zone| {
        let read = |it: &String| {
            calendar::read_date(it, Toward::Past, ctx.now(zone)?, zone)
                .map_err(|it| it.refuse(flag))
        };
        text.as_ref().map(read).transpose()
    };
    let statuses: Vec<String> = args
        .status
        .iter()
        .map(|it| asked::status(it).map(|it| it.as_str().to_owned()))
        .collect::<Result<_, _>>()?;
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let mut rows = Vec::new();
    let roots = workspace.roots()?;
    let asked = Asked::of(&workspace, &roots);
    for root in &roots {
        let policy = &root.config.policy;
        let filter = Filter {
            statuses: statuses.clone(),
            severities: asked.words(Word::Severity, &args.severity)?,
            owners: asked.people(root, &args.owner)?,
            who: asked.people(root, &args.who)?,
            services: asked.words(Word::Service, &args.service)?,
            tags: asked.words(Word::Tag, &args.tag)?,
            since: date(&args.since, "--since", policy.zone)?,
            until: date(&args.until, "--until", policy.zone)?,
        };
        // Only programs are told what stands in a body.
        let depth = match args.format {
            Format::Human => Depth::FrontMatter,
            Format::Json => Depth::Whole,
        };
        rows.extend(list::list(root, &workspace.snapshot, &filter, depth)?);
    }
    let text = if args.path {
        rows.iter()
            .map(|row| format!("{}\n", sanitize(&workspace.usable(&row.path))))
            .collect()
    } else {
        let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
        args.format.list(workspace.snapshot.name(), &rows, &look)
    };
    print(&text)?;
    Ok(Ending::Clean)
}
