//! `pmrepo explain`: a rule's page, or the list of all rules.

use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::rules;

/// Explain a rule, or list all rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rule's code or name: PM101, missing-field
    #[arg(add = completions::rules())]
    rule: Option<String>,
}

/// Runs it.
pub(super) fn run(args: &Args) -> Result<Ending, Refusal> {
    let Some(word) = &args.rule else {
        let mut text = String::new();
        for entry in rules::TABLE {
            let rule = entry.rule;
            text.push_str(&format!(
                "{}  {:<18}  {:<7}  {}\n",
                rule.code,
                rule.name,
                rule.level.as_str(),
                rule.summary
            ));
        }
        print(&text)?;
        return Ok(Ending::Clean);
    };
    let Some(rule) = rules::find(word) else {
        let error = Refusal::not_found(format!("`{word}` is no rule"));
        return Err(match rules::suggest(word) {
            Some(like) => error.hint(format!("did you mean `{like}`?")),
            None => error.hint("`pmrepo explain` without a word lists them"),
        });
    };
    print(&rules::readable(rule.page))?;
    Ok(Ending::Clean)
}
