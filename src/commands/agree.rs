//! Whether somebody wants what is about to happen in another place.

use super::Ctx;
use super::Refusal;
use super::say;

/// The option of every command that asks before it does something.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Unasked {
    /// Do it without asking
    #[arg(long, short)]
    yes: bool,
}

impl Unasked {
    /// Whether it is done without asking.
    pub(super) fn is_said(self) -> bool {
        self.yes
    }
}

/// Options of every command that changes another place.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Agreeing {
    #[command(flatten)]
    unasked: Unasked,
    /// Show the requests, and send none of those that change something
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

impl Agreeing {
    /// Whether nothing is changed, here and there.
    pub(super) fn is_dry(&self) -> bool {
        self.dry_run
    }

    /// Asks whether that is to be done which was shown.
    pub(super) fn agrees(&self, ctx: &Ctx, question: &str) -> Result<bool, Refusal> {
        if self.unasked.is_said() {
            return Ok(true);
        }
        if !ctx.env.can_ask() {
            return Err(Refusal::usage("there is nobody to ask; nothing was done")
                .hint("--yes does it, --dry-run shows the requests"));
        }
        confirms(ctx, question, "Nothing was done.")
    }
}

/// Refuses to go on where nobody can be asked; the hint says what goes without.
pub(super) fn must_be_there(ctx: &Ctx, hint: &str) -> Result<(), Refusal> {
    if ctx.env.can_ask() {
        return Ok(());
    }
    Err(Refusal::usage("there is nobody to ask").hint(hint))
}

/// Asks, and says what follows from a no.
pub(super) fn confirms(ctx: &Ctx, question: &str, nothing: &str) -> Result<bool, Refusal> {
    let answer = ctx.env.prompt().confirm(question, false);
    let is_wanted = answer.map_err(|it| Refusal::from(it).hint("--yes never asks"))?;
    if !is_wanted {
        say(nothing);
    }
    Ok(is_wanted)
}
