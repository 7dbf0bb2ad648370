//! Words of the domain on the command line: listed in the help and by completions, read in any case.

use clap::builder::PossibleValue;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

use super::Refusal;
use crate::calendar::Zone;

/// Reads one of some words, in any case; gives it as the domain writes it.
pub(super) fn one_of(
    words: impl IntoIterator<Item = impl Into<PossibleValue>>,
) -> impl TypedValueParser<Value = String> {
    // All of them are written in lower case. That the case does not matter is said of the whole command
    // line, by `in_any_case`.
    PossibleValuesParser::new(words).map(|it| it.to_lowercase())
}

/// The zone that `--tz` names.
pub(super) fn zone(word: Option<&str>) -> Result<Option<Zone>, Refusal> {
    let zone = word.map(|word| {
        Zone::parse_word(word).map_err(|it| {
            let help = it.help();
            Refusal::usage(format!("--tz: {it}")).hint(help)
        })
    });
    zone.transpose()
}

/// Lets every option that takes one of some words take it in any case.
pub(super) fn in_any_case(command: clap::Command) -> clap::Command {
    let is_counted =
        |it: &clap::Arg| it.get_action().takes_values() && !it.get_possible_values().is_empty();
    command
        .mut_args(|it| {
            if is_counted(&it) {
                it.ignore_case(true)
            } else {
                it
            }
        })
        .mut_subcommands(in_any_case)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_that_is_listed_is_in_lower_case() {
        fn look(command: &clap::Command) {
            for argument in command.get_arguments() {
                for value in argument.get_possible_values() {
                    let name = value.get_name();
                    assert_eq!(name, name.to_lowercase());
                }
            }
            command.get_subcommands().for_each(look);
        }
        look(&crate::commands::command_line());
    }
}
