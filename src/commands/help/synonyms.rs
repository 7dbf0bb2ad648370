//! What other tools call a command, and what it is called here.

/// A word that somebody may try, and the commands that may be meant.
const SYNONYMS: [(&[&str], &[&str]); 28] = [
    (&["status", "info", "view", "cat"], &["show"]),
    (&["log", "history", "blame"], &["show --history"]),
    (&["ls"], &["list"]),
    (&["find", "grep", "similar", "like"], &["search"]),
    (&["metrics", "figures", "mttr", "trends"], &["stats"]),
    (
        &["dump", "csv", "tables", "parquet", "sqlite", "datasette"],
        &["export"],
    ),
    (
        &["try", "simulate", "what-if", "deadline", "deadlines"],
        &["policy try"],
    ),
    (&["audit", "evidence", "proof"], &["prove"]),
    (&["late", "due", "remind", "sla", "report"], &["overdue"]),
    (&["todo", "todos", "my", "me", "inbox"], &["mine"]),
    (
        &["create", "start", "open", "add", "declare", "incident"],
        &["new"],
    ),
    (&["setup", "install"], &["init", "hooks install"]),
    (&["update", "assign", "own", "field"], &["set"]),
    (
        &["lint", "validate", "verify", "test", "doctor"],
        &["check"],
    ),
    (&["fix", "fmt", "format"], &["check --fix"]),
    (&["resolved", "over", "end", "stop"], &["resolve"]),
    (&["close", "next", "promote", "finish"], &["advance"]),
    (&["tick", "done"], &["checklist done", "action done"]),
    (&["step", "steps", "task", "tasks"], &["checklist"]),
    (&["item", "items", "actions"], &["action"]),
    (
        &["ticket", "tickets", "issue", "jira", "github"],
        &["action ticket", "action sync"],
    ),
    (&["pd", "push", "pull", "missing", "sync"], &["pagerduty"]),
    (
        &["send", "notify", "mail", "publish", "notice", "announce"],
        &["message"],
    ),
    (&["review", "diff", "mr"], &["pr", "process-review"]),
    (&["ical", "ics"], &["calendar"]),
    (
        &["html", "web", "pages", "publish-site", "build"],
        &["site"],
    ),
    (&["hook"], &["hooks"]),
    (&["rule", "rules", "why"], &["explain"]),
];

/// The commands that a word means which is none.
pub(super) fn meant(word: &str) -> Option<&'static [&'static str]> {
    let word = word.to_lowercase();
    let found = SYNONYMS.iter().find(|(words, _)| words.contains(&&*word));
    found.map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_suggested_is_a_command_and_what_suggests_it_is_none() {
        let command = crate::commands::command_line();
        for (words, meant) in SYNONYMS {
            for word in words {
                assert!(command.find_subcommand(word).is_none(), "{word}");
            }
            for it in meant {
                let mut names = it.split(' ').filter(|it| !it.starts_with('-'));
                let found = names.try_fold(&command, |at, name| at.find_subcommand(name));
                assert!(found.is_some(), "{it}");
            }
        }
    }
}
