//! The commands in groups, as the help lists them.

use super::NAMES;
use super::heading;

/// Every command, in the group in which somebody looks for it. One that stands in none is listed at the
/// end, and a test says so.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Begin", &["init", "adopt", "new", "edit", "demo"]),
    (
        "Every day",
        &[
            "show",
            "list",
            "mine",
            "overdue",
            "set",
            "resolve",
            "checklist",
            "action",
            "timeline",
            "message",
            "note",
            "check",
            "advance",
            "reopen",
            "move",
        ],
    ),
    ("Reviews", &["meeting", "pr", "process-review"]),
    (
        "To look at",
        &["search", "stats", "export", "policy", "prove"],
    ),
    (
        "Other places",
        &["pagerduty", "calendar", "site", "lsp", "mcp", "post"],
    ),
    (
        "Set up",
        &[
            "hooks",
            "people",
            "template",
            "explain",
            "schema",
            "completions",
            "man",
        ],
    ),
];

/// The commands in their groups, each with what it does.
pub(super) fn list(command: &clap::Command, width: usize) -> String {
    let mut text = String::new();
    let of_no_group = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .filter(|name| *name != "help" && !GROUPS.iter().any(|(_, names)| names.contains(name)));
    let more: Vec<&str> = of_no_group.collect();
    for (title, names) in GROUPS.iter().copied().chain([("More", more.as_slice())]) {
        let lines: Vec<String> = names
            .iter()
            .filter_map(|name| command.find_subcommand(name))
            .filter(|it| !it.is_hide_set())
            .map(|it| line(it, width))
            .collect();
        if !lines.is_empty() {
            text.push_str(&format!(
                "\n{}\n{}",
                heading(&format!("{title}:")),
                lines.concat()
            ));
        }
    }
    text
}

/// A command and what it does; what does not fit goes on below itself.
fn line(command: &clap::Command, width: usize) -> String {
    let styles = clap::builder::Styles::default();
    let style = styles.get_literal();
    let name = command.get_name();
    let about = command.get_about().map(ToString::to_string);
    let about = about.unwrap_or_default();
    let about = crate::render::wrapped(&about, width.saturating_sub(NAMES));
    let below = format!("\n{}", " ".repeat(NAMES));
    let gap = " ".repeat(NAMES.saturating_sub(name.len() + 2));
    format!(
        "  {style}{name}{style:#}{gap}{}\n",
        about.replace('\n', &below)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_group_and_only_one() {
        let command = crate::commands::command_line();
        let all: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        for it in command.get_subcommands() {
            let name = it.get_name();
            let count = all.iter().filter(|it| **it == name).count();
            assert_eq!(count, 1, "`{name}` belongs in one group: {}", file!());
        }
    }
}
