//! `pmrepo lsp`: the server for editors.

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::lsp;
use crate::lsp::End;

/// Serve an editor over standard input and output (Language Server Protocol)
///
/// An editor starts it; nobody types it. It shows while somebody writes what `pmrepo check` would say.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Speak over standard input and output, as it always does: some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Runs it.
pub(super) fn run(_args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let clock = || ctx.present_now();
    let mut output = std::io::stdout().lock();
    let end = lsp::serve(std::io::stdin(), &mut output, &clock);
    match end.map_err(|it| Refusal::failed(format!("the editor cannot be reached: {it}")))? {
        End::Orderly => Ok(Ending::Clean),
        End::Abrupt => Ok(Ending::Findings),
    }
}
