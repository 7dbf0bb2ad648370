//! `pmrepo site`: pages of all postmortems for a browser.

use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::say;
use crate::commands::which::Which;
use crate::count::counted;
use crate::site;
use crate::site::Asked;
use crate::site::Audience;
use crate::site::Style;
use crate::tree::Output;
use crate::workspace::Workspace;

/// Make a site of all postmortems that opens from a file and on any host
///
/// Only what changed is written again, what is no longer made is removed, and nothing else in DIR is
/// touched. Of a confidential postmortem only the date is in it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The directory of the site, made where it is missing; none that holds postmortems
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
    #[command(flatten)]
    which: Which,
    /// For whom: internal, or external, which has the approved messages to customers alone
    #[arg(
        long,
        value_enum,
        default_value = "internal",
        hide_possible_values = true
    )]
    audience: For,
    #[arg(
        long,
        value_enum,
        default_value = "html",
        hide_possible_values = true,
        help = "What pages are written in: html for a browser, or markdown for MkDocs, TechDocs, Hugo and mdBook"
    )]
    format: Format,
    /// Where the site will be, as an address: the feed has whole addresses then
    #[arg(long, value_name = "URL", value_parser = base)]
    base_url: Option<String>,
}

/// For whom a site is made.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum For {
    Internal,
    External,
}

/// What pages are written in.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Html,
    Markdown,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let walk = workspace.walk(&ctx.present)?;
    let directory = ctx.directory.join(&args.directory);
    let taken = walk.roots.iter().flat_map(|(root, _)| root.places());
    workspace.must_lie_beside(&directory, taken)?;
    // What was made before, and what there is now, are read at once.
    let (output, listed) = rayon::join(
        || Output::open(&directory),
        || {
            walk.roots
                .iter()
                .try_for_each(|(root, _)| root.layout().map(drop))
        },
    );
    let output = output?;
    listed?;
    let progress = ctx.env.progress("read");
    let asked = Asked {
        roots: &walk.roots,
        snapshot: workspace.snapshot.name(),
        as_of: walk.as_of,
        audience: match args.audience {
            For::Internal => Audience::Internal,
            For::External => Audience::External,
        },
        style: match args.format {
            Format::Html => Style::Html,
            Format::Markdown => Style::Markdown,
        },
        base: args.base_url.as_deref(),
        progress: &|| progress.tick(),
    };
    let made = site::make(asked, output)?;
    drop(progress);
    let mut said = format!(
        "{}: {} of {} written",
        args.directory.display(),
        made.written,
        counted(made.files, "file"),
    );
    if made.removed > 0 {
        said.push_str(&format!(", {} removed", made.removed));
    }
    if made.kept > 0 {
        let kept = counted(made.kept, "confidential postmortem");
        said.push_str(&format!("; {kept} left out"));
    }
    say(format_args!("{said}."));
    // The run is about to end: to give all of it back, piece by piece, would take a while.
    std::mem::forget(walk);
    Ok(Ending::Clean)
}

/// Reads the address of a site.
fn base(text: &str) -> Result<String, String> {
    let is_plain = text
        .chars()
        .all(|it| it.is_ascii_graphic() && !"<>\"'`\\".contains(it));
    let schemes = ["https://", "http://"];
    let rest = schemes.iter().find_map(|it| text.strip_prefix(it));
    match rest {
        Some(rest) if is_plain && !rest.is_empty() && !rest.contains(['?', '#']) => {
            Ok(format!("{}/", text.trim_end_matches('/')))
        }
        _ => Err("an address like https://pm.example.com/".to_owned()),
    }
}
