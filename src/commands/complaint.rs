//! How a refusal looks on a terminal: `error: …`, then `hint: …`.

use std::error::Error as StdError;

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE};

use crate::env::EditorError;
use crate::env::NoAnswer;
use crate::refusal::Refusal;
use crate::render::sanitize;

/// The lines that are shown of a refusal.
pub(super) fn text(refusal: &Refusal, colour: bool) -> String {
    let style = colour.then_some(DEFAULT_ERROR_STYLE);
    let mut text = labelled("error", &refusal.message, style);
    for hint in &refusal.hints {
        text.push_str(&hint_line(hint, colour));
    }
    text
}

/// A line of advice.
pub(super) fn hint_line(hint: &str, colour: bool) -> String {
    labelled("hint", hint, colour.then_some(DEFAULT_HELP_STYLE))
}

/// Labelled text; further lines are indented below the first.
fn labelled(label: &str, text: &str, style: Option<anstyle::Style>) -> String {
    let style = style.unwrap_or_default();
    let mut lines = text.lines().map(sanitize);
    let first = lines.next().unwrap_or_default();
    let mut labelled = format!("{style}{label}:{style:#} {first}\n");
    for line in lines {
        labelled.push_str(&format!("  {line}\n"));
    }
    labelled
}

/// Only commands start an editor: no lower floor has to give advice about it.
impl From<EditorError> for Refusal {
    fn from(error: EditorError) -> Self {
        let it = Self::failed(with_sources(&error));
        match error {
            EditorError::NotSet => it.hint("set EDITOR, for example to `vi`"),
            EditorError::Start(..) | EditorError::Failed(_) => it,
        }
    }
}

/// All questions come before anything is written.
impl From<NoAnswer> for Refusal {
    fn from(error: NoAnswer) -> Self {
        Self::failed(error.to_string()).hint("nothing was written")
    }
}

/// An error and what it was caused by, in one line.
fn with_sources(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn causes_become_advice() {
        assert_eq!(
            text(&Refusal::no_root(), false),
            "error: there is no pmrepo.yaml here or above, and none is tracked\n\
             hint: run `pmrepo init` at the top of the repository\n"
        );
        let two = ["2026-11-20-checkout", "2026-11-21-checkout"];
        assert_eq!(
            text(&Refusal::ambiguous_id("check", &two), false),
            "error: `check` fits 2 postmortems\n\
             hint: 2026-11-20-checkout\n\
             hint: 2026-11-21-checkout\n"
        );
        let many = vec!["2026-11-20-x"; 12];
        let refusal = Refusal::ambiguous_id("x", &many);
        assert!(text(&refusal, false).ends_with("\nhint: … and 2 more\n"));
    }

    #[test]
    fn the_whole_chain_of_causes_is_said() {
        let cause = EditorError::Start("vim".into(), io::Error::other("no luck"));
        assert_eq!(
            text(&Refusal::from(cause), false),
            "error: cannot start the editor `vim`: no luck\n"
        );
    }

    #[test]
    fn names_from_outside_cannot_reach_the_terminal() {
        let hostile = text(&Refusal::usage("no `\u{1b}[2J` here\nbelow"), false);
        assert_eq!(hostile, "error: no `\\u{1b}[2J` here\n  below\n");
        assert!(text(&Refusal::usage("x"), true).contains("\u{1b}["));
    }
}
