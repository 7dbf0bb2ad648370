//! The names of refs that a server guards, with a `*` at the end for whatever follows.

use crate::likeness;
use crate::likeness::Among;

/// The directories of refs that people mean.
const USUAL: [&str; 2] = ["heads", "tags"];

/// What no name of a ref holds.
const NEVER: [char; 7] = ['~', '^', ':', '?', '[', '\\', '*'];

/// Why a name guards nothing that it could mean, and what to write instead; `None` where all is well.
pub(super) fn wrong_with(name: &str) -> Option<(String, String)> {
    let message = |it: &str| format!("`{name}` guards nothing: {it}");
    let start = name.strip_suffix('*').unwrap_or(name);
    if name.contains(|it: char| it.is_whitespace() || it.is_control()) {
        let without: String = name.split_whitespace().collect();
        let help = format!("write `{without}`");
        return Some((message("no ref has a blank in its name"), help));
    }
    if let Some((before, _)) = start.split_once('*') {
        let help =
            format!("write `{before}*`: a `*` at the end stands for whatever follows, `/` too");
        return Some((message("a `*` may stand at the end alone"), help));
    }
    let parts: Vec<&str> = start.split('/').collect();
    if name == start && name.ends_with('/') {
        let help = format!("write `{name}*` for all that begins so");
        return Some((message("no ref ends with `/`"), help));
    }
    let (last, whole) = parts.split_last()?;
    let is_part = |it: &&str| {
        !it.is_empty() && !it.starts_with('.') && !it.ends_with(".lock") && !it.ends_with('.')
    };
    let is_last = |it: &&str| name != start || is_part(it);
    let is_name = whole.iter().all(is_part) && is_last(last) && !last.starts_with('.');
    if !is_name || start.contains("..") || start.contains("@{") || start.contains(NEVER) {
        let help = "`git check-ref-format` says which names there can be".to_owned();
        return Some((message("it is no name that git gives a ref"), help));
    }
    let kind = parts.get(1).copied().filter(|it| !USUAL.contains(it))?;
    let is_whole = parts.len() > 2;
    let near = likeness::nearest_word(kind, USUAL, Among::Names).filter(|_| is_whole)?;
    let meant = name.replacen(kind, near, 1);
    Some((
        message("git keeps no refs there"),
        format!("write `{meant}`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_guards_nothing_is_wrong_and_what_to_write_is_said() {
        for good in [
            "refs/heads/main",
            "refs/heads/*",
            "refs/*",
            "refs/heads/release/*",
            "refs/heads/v1.*",
            "refs/heads*",
            "refs/tags/v1",
            "refs/for/main",
            "refs/heads/ma\u{ef}n",
        ] {
            assert_eq!(wrong_with(good), None, "{good}");
        }
        for (bad, help) in [
            ("refs/heads/**", "write `refs/heads/*`"),
            ("refs/heads/*/x", "write `refs/heads/*`"),
            ("refs/heads/main ", "write `refs/heads/main`"),
            ("refs/heads/\tmain", "write `refs/heads/main`"),
            ("refs/heads/", "write `refs/heads/*`"),
            ("refs/head/main", "write `refs/heads/main`"),
            ("refs/Heads/*", "write `refs/heads/*`"),
            ("refs/heads/[a-z]", "check-ref-format"),
            ("refs/heads//main", "check-ref-format"),
            ("refs/heads/.x", "check-ref-format"),
            ("refs/heads/a..b", "check-ref-format"),
            ("refs/heads/a.lock", "check-ref-format"),
            ("refs/heads/ma?n", "check-ref-format"),
        ] {
            let (_, said) = wrong_with(bad).unwrap_or_default();
            assert!(said.contains(help), "{bad}: {said}");
        }
    }
}
