//! One manual page. Most of it is `clap_mangen`'s; the synopsis, in which values stand, and the examples
//! are ours.

use std::io;

use clap::Arg;
use clap::Command;
use clap_mangen::Man;

/// Writes a page.
pub(super) fn page(command: &Command, man: &Man) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    text.extend(synopsis(command).into_bytes());
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(help) = command.get_after_help() {
        text.extend(after(&help.to_string()).into_bytes());
    }
    Ok(text)
}

/// How a command is called: each option with its value.
fn synopsis(command: &Command) -> String {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut text = format!(".SH SYNOPSIS\n\\fB{}\\fR", escaped(name));
    let shown = command.get_arguments().filter(|it| !it.is_hide_set());
    let (places, options): (Vec<&Arg>, Vec<&Arg>) = shown.partition(|it| it.is_positional());
    for it in options.into_iter().chain(places) {
        let one = call(it);
        let one = if it.is_required_set() {
            one
        } else {
            format!("[{one}]")
        };
        text.push_str(&format!(" {one}"));
    }
    if command.has_subcommands() {
        text.push_str(" \\fICOMMAND\\fR");
    }
    text.push('\n');
    text
}

/// An option with its value, or what stands in its place.
fn call(arg: &Arg) -> String {
    let id = arg.get_id().as_str().to_uppercase();
    let names = arg.get_value_names().map(|it| it.join(" "));
    let value = names.unwrap_or(id);
    let several = match arg.get_num_args() {
        Some(count) if count.max_values() > 1 => "...",
        _ => "",
    };
    let value = format!("\\fI{}\\fR{several}", escaped(&value));
    let flag = match (arg.get_short(), arg.get_long()) {
        (_, Some(long)) => format!("--{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, None) => return value,
    };
    let flag = format!("\\fB{}\\fR", escaped(&flag));
    let takes = arg.get_action().takes_values();
    match (takes, arg.is_require_equals_set()) {
        (false, _) => flag,
        (true, false) => format!("{flag} {value}"),
        (true, true) => format!("{flag}[={value}]"),
    }
}

/// What stands below the help: the examples, as they are, and what else there is.
fn after(help: &str) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for line in help.lines() {
        match line.strip_prefix("  ") {
            Some(example) if is_open => text.push_str(&format!("{}\n", escaped(example))),
            _ if line == "Examples:" => {
                text.push_str(".SH EXAMPLES\n.nf\n");
                is_open = true;
            }
            _ => {
                if is_open && !line.is_empty() {
                    text.push_str(".fi\n.SH NOTES\n");
                    is_open = false;
                }
                text.push_str(&format!("{}\n", escaped(line)));
            }
        }
    }
    if is_open {
        text.push_str(".fi\n");
    }
    text
}

/// A text in which nothing is a command to roff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) {
        format!("\\&{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synopsis_has_the_values_of_its_options() {
        let command = crate::commands::command_line();
        let list = command.find_subcommand("list").unwrap();
        let text = synopsis(list);
        assert!(
            text.contains("[\\fB\\-\\-since\\fR \\fIDATE\\fR]"),
            "{text}"
        );
        let action = command.find_subcommand("action").unwrap();
        let drop = synopsis(action.find_subcommand("drop").unwrap());
        assert!(
            drop.contains(" \\fB\\-\\-because\\fR \\fIREASON\\fR"),
            "{drop}"
        );
        assert!(
            drop.contains("[\\fB\\-\\-commit\\fR[=\\fIMESSAGE\\fR]]"),
            "{drop}"
        );
    }

    #[test]
    fn examples_stand_as_they_are_and_nothing_is_a_command() {
        assert_eq!(
            after("Examples:\n  pmrepo pr --x\n\n.so /etc/passwd"),
            ".SH EXAMPLES\n.nf\npmrepo pr \\-\\-x\n\n.fi\n.SH NOTES\n\\&.so /etc/passwd\n"
        );
        assert_eq!(escaped("a\\b"), "a\\eb");
    }
}
