//! `pmrepo schema`: the schemas as they hold here.

use clap::ValueEnum;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::print;
use crate::config::Config;
use crate::render::json;
use crate::schema;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Print a JSON Schema for this repository
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which one
    #[arg(value_enum, default_value = "postmortem")]
    name: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Postmortem,
    ProcessReview,
    Message,
    Config,
    People,
    Output,
}

/// Runs it. Outside a repository it prints what holds by default.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let root = Workspace::open(ctx.at(), &State::Worktree).and_then(|it| it.one_root());
    let config = root.map_or_else(|_| Config::default(), |root| root.config);
    let name = match args.name {
        Name::Postmortem => schema::Name::Postmortem,
        Name::ProcessReview => schema::Name::ProcessReview,
        Name::Message => schema::Name::Message,
        Name::Config => schema::Name::Config,
        Name::People => schema::Name::People,
        Name::Output => schema::Name::Output,
    };
    let mut text = serde_json::to_string_pretty(&schema::effective(name, &config))
        .map_err(|it| Refusal::failed(it.to_string()))?;
    text.push('\n');
    print(&json::safe(&text))?;
    Ok(Ending::Clean)
}
