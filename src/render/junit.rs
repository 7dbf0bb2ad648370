//! Test reports as CI systems show them: the XML that Ant began with and all of them read, with all
//! that its schema asks for.

use super::sanitize;
use crate::count::counted;
use crate::deadline::State;
use crate::diagnostic::Level;
use crate::report::Public;
use crate::report::check;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::Kept;
use crate::report::overdue::UNREADABLE;
use crate::report::overdue::View;
use crate::time::Moment;

/// A test: what was found, or what is owed.
struct Case {
    /// What it is part of: a file, a postmortem.
    class: String,
    name: String,
    failure: Option<Failure>,
}

struct Failure {
    kind: &'static str,
    message: String,
    text: String,
}

/// Writes what `check` found: each finding is a test, and an error has failed. Where nothing was
/// found there is one test, which holds.
pub fn check(view: &Public<check::View<'_>>) -> String {
    let mut cases: Vec<Case> = view
        .shown
        .iter()
        .map(|finding| {
            let message = sanitize(&finding.message);
            let is_error = finding.level == Level::Error;
            Case {
                class: sanitize(finding.path.as_str()).into_owned(),
                name: format!("{} {}: {message}", finding.rule.code, finding.start.line),
                failure: is_error.then(|| Failure {
                    kind: finding.rule.name,
                    message: message.clone().into_owned(),
                    text: sanitize(finding.help.as_deref().unwrap_or_default()).into_owned(),
                }),
            }
        })
        .collect();
    if cases.is_empty() {
        cases.push(Case {
            class: "pmrepo".to_owned(),
            name: counted(view.totals.summary.documents, "document"),
            failure: None,
        });
    }
    report("pmrepo check", view.as_of, &cases)
}

/// Writes what is owed: each item is a test, and one that is late or cannot be read has failed.
pub fn overdue(view: &Public<View<'_>>) -> String {
    let mut cases: Vec<Case> = view.items.iter().map(|it| case(it)).collect();
    cases.extend(view.kept.iter().filter_map(kept));
    report("pmrepo overdue", view.as_of, &cases)
}

fn case(item: &Item) -> Case {
    let failure = match item {
        Item::Unreadable(it) => Some((UNREADABLE, it.why.clone())),
        Item::Owed(it) => match it.state {
            State::Overdue => Some((
                State::Overdue.as_str(),
                format!("{} late, owed by {}", it.distance, it.people()),
            )),
            State::Soon | State::Open | State::Met => None,
        },
    };
    Case {
        class: sanitize(&item.place().name()).into_owned(),
        name: sanitize(item.what()).into_owned(),
        failure: failure.map(|(kind, message)| Failure {
            kind,
            message: sanitize(&message).into_owned(),
            text: String::new(),
        }),
    }
}

/// A postmortem of which it is said how it stands, and nothing else.
fn kept(it: &Kept) -> Option<Case> {
    let (name, message) = match it.among {
        Among::Unreadable => (UNREADABLE, Some("cannot be read")),
        Among::Owed(State::Overdue) => (State::Overdue.as_str(), Some("late")),
        Among::Owed(state) => (state.as_str(), None),
        Among::Unresolved => return None,
    };
    Some(Case {
        class: it.name.clone(),
        name: name.to_owned(),
        failure: message.map(|message| Failure {
            kind: name,
            message: message.to_owned(),
            text: String::new(),
        }),
    })
}

/// A report of one suite. Nothing was measured: its times are 0, and it ran at the clock of the run.
fn report(name: &str, as_of: Moment, cases: &[Case]) -> String {
    let failures = cases.iter().filter(|it| it.failure.is_some()).count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite package=\"pmrepo\" \
         id=\"0\" name=\"{name}\" timestamp=\"{}\" hostname=\"localhost\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"0\" time=\"0\">\n    <properties/>\n",
        as_of.utc().format("%Y-%m-%dT%H:%M:%S"),
        cases.len(),
    );
    for case in cases {
        let (class, name) = (escape(&case.class), escape(&case.name));
        out.push_str(&format!(
            "    <testcase classname=\"{class}\" name=\"{name}\" time=\"0\""
        ));
        match &case.failure {
            None => out.push_str("/>\n"),
            Some(failure) => out.push_str(&format!(
                ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                failure.kind,
                escape(&failure.message),
                escape(&failure.text),
            )),
        }
    }
    out.push_str("    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n");
    out
}

/// What XML would take for markup, in a text or an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            // Not even by its number may this stand in XML.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
            }
            _ => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_that_is_no_xml() {
        assert_eq!(
            escape("<a>&'\"\0\u{8}\u{1f}\u{fffe}\u{ffff}\t\u{e9}"),
            "&lt;a&gt;&amp;&apos;&quot;\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\t\u{e9}"
        );
    }
}
