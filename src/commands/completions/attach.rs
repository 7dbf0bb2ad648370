//! Which argument is completed by what: by the name of its value, wherever it stands.

use clap::Arg;
use clap::Command;
use clap_complete::engine::ArgValueCompleter;
use clap_complete::engine::CompletionCandidate;

use super::fields;
use super::words;

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
    command.mut_args(|arg| match completer(path, &arg) {
        Some(complete) => arg.add(ArgValueCompleter::new(move |typed: &std::ffi::OsStr| {
            complete(&typed.to_string_lossy())
        })),
        None => arg,
    })
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
        ("edit", "id", _) => |typed| {
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
