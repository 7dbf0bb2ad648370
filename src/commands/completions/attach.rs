//! Which argument is completed by what: by the name of its value, wherever it stands. Whatever completes
//! it, what a shell would not take as it stands is never offered.

use std::ffi::OsStr;

use clap::Arg;
use clap::Command;
use clap::ValueHint;
use clap_complete::engine::ArgValueCandidates;
use clap_complete::engine::ArgValueCompleter;
use clap_complete::engine::CompletionCandidate;
use clap_complete::engine::PathCompleter;
use clap_complete::engine::ValueCompleter;

use super::fields;
use super::is_plain;
use super::words;
use crate::render::sanitize;

/// What completes an argument.
type Completer = fn(&str) -> Vec<CompletionCandidate>;

/// The command line with a completer at each argument that has words of the repository.
pub(super) fn attach(command: Command) -> Command {
    below(command, "")
}

fn below(command: Command, path: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    let mut command = command;
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |it| below(it, path.trim_start()));
    }
    command.mut_args(|arg| {
        if let Some(complete) = completer(path, &arg) {
            let complete = move |typed: &OsStr| complete(&typed.to_string_lossy());
            return arg.add(only_plain(complete));
        }
        if let Some(inner) = arg.get::<ArgValueCompleter>().cloned() {
            return arg.add(only_plain(move |typed: &OsStr| inner.complete(typed)));
        }
        if let Some(inner) = arg.get::<ArgValueCandidates>().cloned() {
            return arg.add(only_plain(move |typed: &OsStr| {
                let typed = typed.to_string_lossy();
                let mut all = inner.candidates();
                all.retain(|it| it.get_value().to_string_lossy().starts_with(&*typed));
                all
            }));
        }
        match files(&arg) {
            Some(files) => arg.add(only_plain(move |typed: &OsStr| files.complete(typed))),
            None => arg,
        }
    })
}

/// What completes the path that an argument is; `None` where it is none.
fn files(arg: &Arg) -> Option<PathCompleter> {
    match arg.get_value_hint() {
        ValueHint::AnyPath => Some(PathCompleter::any()),
        ValueHint::FilePath => Some(PathCompleter::file()),
        ValueHint::DirPath => Some(PathCompleter::dir()),
        _ => None,
    }
}

/// A completer of which only those words are offered that mean themselves in every shell: bash puts them
/// on the command line as they are, and runs what is in them. What is said about a word shows nothing
/// but itself.
fn only_plain(
    complete: impl Fn(&OsStr) -> Vec<CompletionCandidate> + Send + Sync + 'static,
) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let mut all = complete(typed);
        all.retain(|it| it.get_value().to_str().is_some_and(is_plain));
        all.into_iter().map(with_plain_help).collect()
    })
}

fn with_plain_help(candidate: CompletionCandidate) -> CompletionCandidate {
    let help = candidate.get_help().map(ToString::to_string);
    candidate.help(help.map(|it| sanitize(&it).into_owned().into()))
}

/// What completes an argument of a command; `None` where nothing more than clap knows does.
fn completer(path: &str, arg: &Arg) -> Option<Completer> {
    let value = arg.get_value_names().and_then(|it| it.first());
    let value = value.map_or("", |it| it.as_str());
    Some(match (path, arg.get_id().as_str(), value) {
        ("set", "id", _) => |typed| {
            let mut all = words::ids(typed);
            all.extend(fields::of_report(typed));
            all
        },
        ("set", _, "FIELD=VALUE") => fields::of_report,
        ("action set", "words", _) => |typed| {
            let mut all = words::items(typed);
            all.extend(fields::of_item(typed));
            all
        },
        ("edit" | "action list", "id", _) => |typed| {
            let mut all = words::ids(typed);
            all.extend(words::reviews(typed));
            all
        },
        ("edit", "file", _) => words::files,
        ("check", "what", _) => return None,
        (path, "id", _) if path.starts_with("process-review") => words::reviews,
        (path, "words" | "item", _) if path.starts_with("action") => words::items,
        (_, "id", _) => words::ids,
        (_, "owner", "PERSON|TEAM") | (_, _, "PERSON|TEAM" | "PERSON") => words::people,
        (_, "service", _) => words::services,
        (_, "tag", _) => words::tags,
        ("checklist ask" | "checklist", "role", _) => words::roles,
        (_, "priority", _) => words::priorities,
        (_, "fail_on", _) => words::severities,
        _ => return None,
    })
}
