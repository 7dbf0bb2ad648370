//! What an action item says of itself: who does it, its ticket, whether it is done.

use crate::adopt::people;
use crate::adopt::text;
use crate::adopt::words;

/// What a word of a state says.
pub(in crate::adopt) const DONE: &[&str] = &[
    "done",
    "complete",
    "completed",
    "closed",
    "finished",
    "resolved",
    "fixed",
    "merged",
    "shipped",
    "deployed",
    "implemented",
    "erledigt",
    "fertig",
    "fait",
    "termine",
    "hecho",
    "completado",
    "yes",
    "x",
];
pub(in crate::adopt) const OPEN: &[&str] = &[
    "open",
    "todo",
    "in progress",
    "pending",
    "not started",
    "new",
    "planned",
    "wip",
    "offen",
    "ongoing",
    "started",
    "backlog",
    "to do",
    "scheduled",
    "assigned",
    "en cours",
    "pendiente",
    "abierto",
    "in review",
];

/// Signs for a state.
pub(in crate::adopt) const SIGNS: [(&str, bool); 12] = [
    ("✅", true),
    ("☑", true),
    ("✔", true),
    ("🟢", true),
    ("[x]", true),
    ("[X]", true),
    ("🔲", false),
    ("⬜", false),
    ("☐", false),
    ("⏳", false),
    ("🚧", false),
    ("[ ]", false),
];

/// Whether a line begins with a box or another sign of a state.
pub(in crate::adopt) fn begins_with_sign(line: &str) -> bool {
    SIGNS.iter().any(|it| line.starts_with(it.0))
}

/// The words without a sign of their state, and what it says.
pub(in crate::adopt) fn without_sign(plain: &str) -> (&str, Option<bool>) {
    for (sign, is_done) in SIGNS {
        if let Some(rest) = plain.strip_prefix(sign) {
            return (rest.trim_start_matches(['\u{fe0f}', ' ']), Some(is_done));
        }
        if let Some(rest) = plain.strip_suffix(sign) {
            return (rest.trim_end(), Some(is_done));
        }
    }
    (plain, None)
}

/// A state that is said in brackets at an item's end, or before it: `(done)`, `DONE:`.
pub(in crate::adopt) fn done_inside(plain: &str) -> Option<bool> {
    let bare = plain.trim_end_matches(['.', ' ']);
    if let Some((_, inner)) = bare
        .strip_suffix([')', ']'])
        .and_then(|it| it.rsplit_once(['(', '[']))
    {
        let small = inner.to_lowercase();
        let small = small.trim();
        if DONE.contains(&small) {
            return Some(true);
        }
        if OPEN.contains(&small) {
            return Some(false);
        }
    }
    if ends_done(plain) {
        return Some(true);
    }
    let (head, _) = plain.split_once([':', ' '])?;
    let head = head.trim_matches(['[', ']', '(', ')']);
    match head {
        "DONE" | "Done" | "COMPLETED" | "Completed" => Some(true),
        "TODO" | "OPEN" => Some(false),
        _ => None,
    }
}

/// What a cell or detail says of the state.
pub(in crate::adopt) fn state(words: &str) -> Option<bool> {
    let plain = text::plain(words);
    for (sign, is_done) in SIGNS {
        if plain.contains(sign) {
            return Some(is_done);
        }
    }
    let small = words::plain(&plain);
    if DONE.contains(&small.as_str()) {
        Some(true)
    } else if OPEN.contains(&small.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Who does an item, where it says so: a label, or the only handle in it.
pub(in crate::adopt) fn owner(plain: &str, source: &str) -> Option<String> {
    let lower = plain.to_lowercase();
    if lower.len() == plain.len() {
        for label in [
            "owner:",
            "assignee:",
            "assigned to:",
            "assigned to ",
            "dri:",
            "responsible:",
            "owned by ",
            "verantwortlich:",
        ] {
            if let Some(at) = lower.find(label) {
                let rest = plain.get(at + label.len()..).unwrap_or("");
                let end = rest
                    .find([',', ';', ')', ']', '|', '.'])
                    .unwrap_or(rest.len());
                let words = rest.get(..end).unwrap_or("");
                return people::one(
                    words
                        .split(" – ")
                        .next()
                        .unwrap_or("")
                        .split(" - ")
                        .next()
                        .unwrap_or(""),
                )
                .ok();
            }
        }
    }
    if let Some((_, rest)) = source.split_once("[~") {
        let (name, behind) = rest.split_once(']')?;
        let is_only = !behind.contains("[~") && !source.contains('@');
        return is_only.then(|| people::one(name).ok()).flatten();
    }
    let is_gap = |it: char| it.is_whitespace() || "()[],;:*".contains(it);
    let handles = source.match_indices('@').filter_map(|(at, _)| {
        let begins = source
            .get(..at)
            .is_none_or(|it| it.is_empty() || it.ends_with(is_gap));
        let rest = source.get(at + 1..).filter(|_| begins)?;
        let word = rest.split(is_gap).next().unwrap_or("");
        (word.len() > 1 && !word.contains(['/', '@', '`'])).then_some((word, rest))
    });
    let mut handles = handles;
    let (first, rest) = handles.next()?;
    let is_only = handles.all(|it| it.0 == first);
    is_only.then(|| people::mentioned(rest)).flatten()
}

/// Whether words end with a mark in capitals that says that it is done: `OPS-17 DONE`.
pub(in crate::adopt) fn ends_done(plain: &str) -> bool {
    let last = plain.trim_end_matches(['.', ' ', '!']).rsplit(' ').next();
    matches!(last, Some("DONE" | "COMPLETED" | "FIXED"))
}

/// What an address of a ticket has in it.
pub(in crate::adopt) const TRACKERS: [&str; 16] = [
    "/issues/",
    "/issue/",
    "/pull/",
    "/pulls/",
    "/merge_requests/",
    "/browse/",
    "/work_items/",
    "/-/issues",
    "linear.app/",
    "trello.com/c/",
    "app.asana.com/",
    "bugzilla",
    "phabricator.",
    "/tickets/",
    "/ticket/",
    "shortcut.com/",
];

/// The only ticket that words name: an address, or a number like `OPS-123`.
pub(in crate::adopt) fn ticket(source: &str) -> Option<String> {
    let mut found: Option<&str> = None;
    let mut rest = source;
    while let Some(at) = rest.find("http") {
        let tail = rest.get(at..).unwrap_or("");
        let end = tail
            .find(|it: char| it.is_whitespace() || "()[]<>|\"`".contains(it))
            .unwrap_or(tail.len());
        let address = tail
            .get(..end)
            .unwrap_or("")
            .trim_end_matches(['.', ',', ';', ':']);
        rest = tail.get(end.max(4)..).unwrap_or("");
        let is_ticket = address.contains("://") && TRACKERS.iter().any(|it| address.contains(it));
        if is_ticket {
            match found {
                Some(before) if before != address => return None,
                _ => found = Some(address),
            }
        }
    }
    if let Some(address) = found {
        return Some(address.to_owned());
    }
    let mut numbers = source
        .split(|it: char| it.is_whitespace() || "()[]<>|,;:.`*\"".contains(it))
        .filter(|it| is_number(it));
    let first = numbers.next()?;
    numbers.all(|it| it == first).then(|| first.to_owned())
}

/// Whether a word is the number of a ticket: `OPS-123`, `#123`.
pub(in crate::adopt) fn is_number(word: &str) -> bool {
    if let Some(number) = word.strip_prefix('#') {
        return !number.is_empty()
            && number.len() < 9
            && number.bytes().all(|it| it.is_ascii_digit());
    }
    let Some((project, number)) = word.split_once('-') else {
        return false;
    };
    let is_project = (2..=10).contains(&project.len())
        && project
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        && project.starts_with(|it: char| it.is_ascii_uppercase())
        && !matches!(
            project,
            "SEV"
                | "UTC"
                | "GMT"
                | "AI"
                | "SHA"
                | "UTF"
                | "ISO"
                | "HTTP"
                | "RFC"
                | "CVE"
                | "TLS"
                | "IPV"
        );
    is_project
        && !number.is_empty()
        && number.len() < 8
        && number.bytes().all(|it| it.is_ascii_digit())
}
