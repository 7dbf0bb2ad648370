//! `pmrepo list`: what there is.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::chosen::Chosen;
use super::print;
use super::repos::Opened;
use super::repos::Repos;
use super::say_unread;
use crate::commands::format::Format;
use crate::commands::which::Which;
use crate::render::Detail;
use crate::render::sanitize;
use crate::report::asked::Asked;
use crate::report::list;
use crate::report::list::Depth;

/// List postmortems, newest first
///
/// Exit status 1 if one cannot be read and may be missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    repos: Repos,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    chosen: Chosen,
    /// Print the paths of the reports alone, a line each
    #[arg(long, conflicts_with = "format")]
    path: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let opened = args.repos.open(ctx, &args.which.state())?;
    // Only programs are told what stands in a body.
    let depth = match args.format {
        Format::Human => Depth::FrontMatter,
        Format::Json => Depth::Whole,
    };
    let mut rows = Vec::new();
    let mut paths = Vec::new();
    let mut unread = Vec::new();
    for Opened { name, workspace } in &opened {
        let roots = workspace.roots()?;
        let asked = Asked::of(workspace, &roots);
        let mut found = Vec::new();
        for root in &roots {
            let filter = args.chosen.filter(&asked, root, ctx)?;
            let all = list::list(root, &workspace.snapshot, &filter, depth)?;
            found.extend(all.rows);
            for mut it in all.unread {
                it.place.repo = args.repos.are_named().then(|| name.as_str().into());
                unread.push(it);
            }
        }
        paths.extend(found.iter().map(|row| workspace.usable(&row.path)));
        if args.repos.are_named() {
            for row in &mut found {
                row.repo = Some(name.clone());
            }
        }
        rows.extend(found);
    }
    let text = if args.path {
        let lines = paths.iter().map(|it| format!("{}\n", sanitize(it)));
        lines.collect()
    } else {
        let look = ctx.look(Detail::Folded);
        let (snapshot, look) = match opened.as_slice() {
            [Opened { workspace, .. }] => {
                (workspace.snapshot.name(), look.seen(&workspace.here, []))
            }
            [Opened { workspace, .. }, ..] => (workspace.snapshot.name(), look),
            [] => ("", look),
        };
        args.format.list(snapshot, (&rows, &unread), &look)
    };
    print(&text)?;
    Ok(say_unread(&unread))
}
