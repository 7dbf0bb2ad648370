//! `pmrepo mcp`: the server for agents.

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::mcp;
use crate::mcp::Setting;

/// Serve an agent over standard input and output (Model Context Protocol)
///
/// An agent's program starts it; nobody types it. Its tools read the postmortems and write nothing, unless
/// drafts are allowed. A confidential postmortem is its date alone.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show confidential postmortems too
    #[arg(long)]
    confidential: bool,
    /// Let the agent draft in the work tree: a postmortem, fields of a draft, notes, rows with evidence,
    /// proposed action items
    #[arg(long)]
    allow_drafts: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let setting = Setting {
        directory: ctx.directory.clone(),
        clock: &|| ctx.present_now(),
        shows_confidential: args.confidential,
        allows_drafts: args.allow_drafts,
    };
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let served = mcp::serve(&mut input, &mut output, &setting);
    served.map_err(|it| Refusal::failed(format!("the agent cannot be reached: {it}")))?;
    Ok(Ending::Clean)
}
