//! Which hook refused a commit: git tells whoever traces it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The variable that says where git tells of its hooks.
const VARIABLE: &str = "GIT_TRACE2_EVENT";

/// The largest trace that is read, in bytes: a hook may run git very often.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What git's environment needs, so that it tells in a file of its hooks.
pub(super) fn variable(file: &Path) -> (&'static str, &OsStr) {
    (VARIABLE, file.as_os_str())
}

/// The hook that refused, as git told in a file.
pub(super) fn refused(file: &Path) -> Option<String> {
    let bytes = fs::read(file).ok()?;
    let bytes = bytes.get(..MOST_BYTES.min(bytes.len()))?;
    in_events(&String::from_utf8_lossy(bytes))
}

/// The hook that refused, in the events of one process and those that it started. Those of the first
/// count: a hook may run git itself.
fn in_events(events: &str) -> Option<String> {
    let events = events.lines();
    let events: Vec<Value> = events
        .filter_map(|it| serde_json::from_str(it).ok())
        .collect();
    let main = events.first()?.get("sid")?;
    let own = || events.iter().filter(|it| it.get("sid") == Some(main));
    let is = |event: &Value, kind: &str| event.get("event").and_then(Value::as_str) == Some(kind);
    let failed = own().filter(|it| is(it, "child_exit"));
    let failed = failed.filter(|it| it.get("code").and_then(Value::as_i64) != Some(0));
    let mut hooks = failed.filter_map(|exit| {
        let of_it =
            |it: &&Value| is(it, "child_start") && it.get("child_id") == exit.get("child_id");
        own().find(of_it)?.get("hook_name")?.as_str()
    });
    hooks.next_back().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hook_that_failed_is_named_and_no_hook_of_a_hook() {
        let start = |sid: &str, id: u32, hook: &str| {
            format!(
                "{{\"event\":\"child_start\",\"sid\":\"{sid}\",\"child_id\":{id},\"child_class\":\"hook\",\"hook_name\":\"{hook}\"}}\n"
            )
        };
        let exit = |sid: &str, id: u32, code: u32| {
            format!(
                "{{\"event\":\"child_exit\",\"sid\":\"{sid}\",\"child_id\":{id},\"code\":{code}}}\n"
            )
        };
        let begun = "{\"event\":\"version\",\"sid\":\"a\"}\n".to_owned();
        let inner = start("a/b", 0, "post-checkout") + &exit("a/b", 0, 1);
        let passed = begun + &start("a", 0, "pre-commit") + &inner + &exit("a", 0, 0);
        assert_eq!(in_events(&passed), None);
        let refusing = passed + &start("a", 1, "commit-msg") + &exit("a", 1, 1) + "half a li";
        assert_eq!(in_events(&refusing).as_deref(), Some("commit-msg"));
        assert_eq!(in_events(""), None);
    }
}
