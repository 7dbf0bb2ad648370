//! `pmrepo schema`: the schemas as they hold here.

use clap::ValueEnum;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::print;
use crate::config::Config;
use crate::export;
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
    Export,
}

/// Runs it. Outside a repository it prints what holds by default.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let root = Workspace::open(ctx.at(), &State::Worktree).and_then(|it| it.one_root());
    let config = root.map_or_else(|_| Config::default(), |root| root.config);
    let schema = match args.name {
        Name::Postmortem => schema::effective(schema::Name::Postmortem, &config),
        Name::ProcessReview => schema::effective(schema::Name::ProcessReview, &config),
        Name::Message => schema::effective(schema::Name::Message, &config),
        Name::Config => schema::effective(schema::Name::Config, &config),
        Name::People => schema::effective(schema::Name::People, &config),
        Name::Output => schema::effective(schema::Name::Output, &config),
        Name::Export => export::schema(),
    };
    let mut text =
        serde_json::to_string_pretty(&schema).map_err(|it| Refusal::failed(it.to_string()))?;
    text.push('\n');
    print(&json::safe(&text))?;
    Ok(Ending::Clean)
}
