//! `pmrepo explain`: a rule's page, or the list of all rules.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::render::Detail;
use crate::render::human;
use crate::rules;

/// Explain a rule, or list all rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rule's code or name: PM101, missing-field
    #[arg(add = completions::rules())]
    rule: Option<String>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let Some(word) = &args.rule else {
        let rules = rules::TABLE.iter().map(|entry| entry.rule);
        let text = human::rules(rules, &ctx.look(Detail::Folded));
        print(&text)?;
        return Ok(Ending::Clean);
    };
    let Some(rule) = rules::find(word) else {
        let error = Refusal::not_found(format!("`{word}` is not a rule"));
        return Err(match rules::suggest(word) {
            Some(like) => error.hint(format!("did you mean `{like}`?")),
            None => error.hint("`pmrepo explain` without a word lists them"),
        });
    };
    print(&human::page(
        &rules::readable(rule.page),
        &ctx.look(Detail::Folded),
    ))?;
    Ok(Ending::Clean)
}
