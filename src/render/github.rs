//! Workflow commands of GitHub Actions, which show a message beside its line.

use super::sanitize;
use crate::deadline::State;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::report::Public;
use crate::report::check;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::View;

/// How loud an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loudness {
    /// Something is broken.
    Error,
    /// Something is late, or doubtful.
    Warning,
    /// For information.
    Notice,
}

/// Writes what `check` found, an annotation for each finding. The worst come first: GitHub shows
/// ten of each kind and step.
pub fn check(view: &Public<check::View<'_>>) -> String {
    let mut findings: Vec<&Finding> = view.shown.iter().map(AsRef::as_ref).collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.level));
    findings
        .into_iter()
        .map(|finding| {
            let loudness = match finding.level {
                Level::Error => Loudness::Error,
                Level::Warning => Loudness::Warning,
                Level::Note => Loudness::Notice,
            };
            let title = format!("{} {}", finding.rule.code, finding.rule.name);
            let message = match &finding.help {
                Some(help) => format!("{} ({help})", finding.message),
                None => finding.message.clone(),
            };
            annotation(
                loudness,
                (finding.path.as_str(), finding.start.line),
                &title,
                &message,
            )
        })
        .collect()
}

/// Writes what is owed, an annotation for each item.
pub fn overdue(view: &Public<View<'_>>) -> String {
    let mut out = String::new();
    for item in &view.items {
        let Some((loudness, message)) = told(item) else {
            continue;
        };
        let place = item.place();
        let at = (place.path.as_str(), place.line);
        out.push_str(&annotation(loudness, at, &place.name(), &message));
    }
    for it in &view.kept {
        let (loudness, message) = match it.among {
            Among::Unreadable => (Loudness::Error, "cannot be read"),
            Among::Owed(State::Overdue) => (Loudness::Warning, "late"),
            Among::Owed(State::Soon) => (Loudness::Notice, "due soon"),
            Among::Owed(State::Open | State::Met) | Among::Unresolved => continue,
        };
        out.push_str(&annotation(loudness, ("", 1), &it.name, message));
    }
    out
}

/// What is said of an item, and how loud; nothing of what there is time for.
fn told(item: &Item) -> Option<(Loudness, String)> {
    let it = match item {
        Item::Unreadable(it) => return Some((Loudness::Error, it.why.clone())),
        Item::Owed(it) => it,
    };
    let (what, people) = (it.what(), it.people());
    match it.state {
        State::Overdue => Some((
            Loudness::Warning,
            format!("{what} is {} late, owed by {people}", it.distance),
        )),
        State::Soon => Some((
            Loudness::Notice,
            if it.has_passed {
                format!("{what} was due {}, owed by {people}", it.when())
            } else {
                format!("{what} is due {}, owed by {people}", it.when())
            },
        )),
        State::Open | State::Met => None,
    }
}

/// One annotation: where (path and line; no path shows it with the job), a title, a message.
pub fn annotation(loudness: Loudness, at: (&str, usize), title: &str, message: &str) -> String {
    let word = match loudness {
        Loudness::Error => "error",
        Loudness::Warning => "warning",
        Loudness::Notice => "notice",
    };
    let (path, line) = at;
    let place = if path.is_empty() {
        String::new()
    } else {
        format!("file={},line={line},", property(path))
    };
    format!(
        "::{word} {place}title={}::{}\n",
        property(title),
        data(message)
    )
}

/// The message of a command: one line, in which nothing ends it.
fn data(text: &str) -> String {
    sanitize(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command: the separators too are escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_begin_a_command_of_its_own() {
        assert_eq!(
            annotation(
                Loudness::Warning,
                ("a,b:c\n::error::", 3),
                "t::",
                "100%\n::error::x"
            ),
            "::warning file=a%2Cb%3Ac\\n%3A%3Aerror%3A%3A,line=3,title=t%3A%3A::100%25\\n::error::x\n"
        );
    }
}
