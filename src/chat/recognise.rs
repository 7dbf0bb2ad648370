//! Whose log a text looks like.

use super::Source;
use super::irc;
use super::paste;
use super::rows;

/// Whose log a text looks like that begins so.
pub(super) fn recognise(head: &str) -> Option<Source> {
    let text = head.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("WEBVTT") {
        return Some(Source::WebVtt);
    }
    let has = |names: &[&str]| names.iter().all(|it| text.contains(&format!("\"{it}\"")));
    let is_object = text
        .strip_prefix('{')
        .is_some_and(|it| it.trim_start().starts_with(['"', '}']));
    if is_object {
        return if has(&["messages", "sender", "payload"]) {
            Some(Source::MeetBot)
        } else if has(&["messages", "ts"]) {
            Some(Source::SlackApi)
        } else if has(&["type"]) && (has(&["version"]) || has(&["post"])) {
            Some(Source::Mattermost)
        } else {
            Some(Source::JsonLines)
        };
    }
    if text.starts_with('[') && has(&["ts"]) {
        return Some(Source::SlackApi);
    }
    if rows::is_table(text) {
        return Some(Source::Csv);
    }
    let pasted = paste::count(text);
    let chatted = text.lines().filter(|it| irc::is_line(it)).count();
    match (pasted, chatted) {
        (0, 0) => None,
        (pasted, chatted) if pasted >= chatted => Some(Source::SlackPaste),
        _ => Some(Source::Irc),
    }
}
