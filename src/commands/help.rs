//! The help: commands in groups, examples at the end of each, and what a wrong command may have meant.

mod examples;
mod groups;
mod synonyms;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;

use crate::env;
use crate::env::ColourChoice;
use crate::env::Env;

/// The widest help, in columns: longer lines are hard to read.
const WIDEST: usize = 100;
/// The columns of a terminal that help is laid out for at least.
const NARROWEST: usize = 40;
/// How many columns the names of commands take in the list of all, with the gap behind.
const NAMES: usize = 18;

/// By how much examples go in.
const INDENT: usize = 2;

/// The command line with its help: groups and examples, laid out for a width.
pub(super) fn dressed(command: clap::Command, width: Option<usize>) -> clap::Command {
    let width = width.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST);
    let command = command.term_width(width);
    let groups = groups::list(&command, width);
    with_examples(command, "", width).help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{groups}\n{}\n{{options}}{{after-help}}",
        heading("Options:")
    ))
}

/// Puts the examples of each command below its help.
fn with_examples(command: clap::Command, path: &str, width: usize) -> clap::Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    let mut command = command;
    for name in names {
        let below = format!("{path} {name}");
        command = command.mut_subcommand(name, |it| with_examples(it, below.trim_start(), width));
    }
    let lines = examples::of(path);
    if lines.is_empty() {
        return command;
    }
    let mut text = heading("Examples:");
    for line in lines {
        for line in examples::fitting(line, width.saturating_sub(INDENT)) {
            text.push_str(&format!("\n{}{line}", " ".repeat(INDENT)));
        }
    }
    if let Some(more) = command.get_after_help() {
        text.push_str(&format!("\n\n{}", more.ansi()));
    }
    command.after_help(StyledStr::from(text))
}

/// A heading, as the help writes them.
fn heading(text: &str) -> String {
    let style = clap::builder::Styles::default();
    let style = style.get_header();
    format!("{style}{text}{style:#}")
}

/// Prints help or a version, or says why the command line is none; gives the exit status.
pub(super) fn answer(mut error: clap::Error, words: &[OsString], env: &Env) -> i32 {
    suggest(&mut error);
    if error.kind() == ErrorKind::UnknownArgument {
        // That it might be a value behind `--` helps nobody here.
        error.remove(ContextKind::Suggested);
    }
    let is_trouble = error.use_stderr();
    let terminals = env.terminals;
    let is_terminal = if is_trouble {
        terminals.error
    } else {
        terminals.output
    };
    let text = error.render();
    let text = if env.colour.decide(colour_asked(words), is_terminal) {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    // Where a paragraph ends, the library leaves its indent.
    let lines = text.lines().map(|it| format!("{}\n", it.trim_end()));
    let text: String = lines.collect();
    if is_trouble {
        env::say(&text);
    } else {
        // Help into a closed pipe is no trouble.
        let _ = env::print(&text);
    }
    error.exit_code()
}

/// What `--color` asks for on a command line that need not be a right one.
fn colour_asked(words: &[OsString]) -> ColourChoice {
    let mut words = words.iter().filter_map(|it| it.to_str());
    let mut asked = ColourChoice::Auto;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None if word == "--" => break,
            None => None,
        };
        let read = value.map(|it| <ColourChoice as clap::ValueEnum>::from_str(it, false));
        if let Some(Ok(choice)) = read {
            asked = choice;
        }
    }
    asked
}

/// Names the command that a word of another tool means.
fn suggest(error: &mut clap::Error) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return;
    };
    if let Some(meant) = synonyms::meant(word) {
        let meant = ContextValue::Strings(meant.iter().map(|it| (*it).to_owned()).collect());
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
}
