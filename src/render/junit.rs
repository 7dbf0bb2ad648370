//! Test reports as CI systems show them.

use quick_junit::NonSuccessKind;
use quick_junit::Report;
use quick_junit::TestCase;
use quick_junit::TestCaseStatus;
use quick_junit::TestSuite;

use super::Checked;
use super::sanitize;
use crate::diagnostic::Level;
use crate::report::overdue::{State, View};

/// Writes what `check` found: each finding is a test, and an error has failed. Where nothing was
/// found there is one test, which holds.
pub fn check(checked: &Checked<'_>) -> String {
    let mut suite = TestSuite::new("pmrepo check");
    for finding in &checked.shown {
        let place = format!("{}:{}", finding.start.line, finding.start.column);
        let text = format!("{place}: {}", sanitize(&finding.message));
        let mut status = match finding.level {
            Level::Error => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Level::Warning | Level::Note => TestCaseStatus::success(),
        };
        let is_error = finding.level == Level::Error;
        if is_error {
            status.set_type(finding.rule.name);
            status.set_message(text.clone());
            if let Some(help) = &finding.help {
                status.set_description(sanitize(help).into_owned());
            }
        }
        let name = format!("{} {}", finding.rule.code, finding.start.line);
        let mut case = TestCase::new(name, status);
        case.set_classname(sanitize(finding.path.as_str()).into_owned());
        if !is_error {
            case.set_system_out(format!("{}: {text}", finding.level.as_str()));
        }
        suite.add_test_case(case);
    }
    if checked.shown.is_empty() {
        let name = super::counted(checked.documents, "document");
        suite.add_test_case(TestCase::new(name, TestCaseStatus::success()));
    }
    report("pmrepo", suite)
}

/// Writes what is owed: each item is a test, and one that is late or cannot be read has failed.
pub fn overdue(view: &View<'_>) -> String {
    let mut suite = TestSuite::new("pmrepo overdue");
    for item in &view.items {
        let people = if item.owed_by.is_empty() {
            "nobody".to_owned()
        } else {
            item.owed_by.join(", ")
        };
        let failure = match item.state {
            State::Overdue => Some(format!("{} late, owed by {people}", item.distance)),
            State::Unreadable => Some(item.explanation.clone()),
            State::Soon | State::Open | State::Met => None,
        };
        let status = match failure {
            Some(message) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_message(sanitize(&message).into_owned());
                status
            }
            None => TestCaseStatus::success(),
        };
        let mut case = TestCase::new(sanitize(&item.what()).into_owned(), status);
        case.set_classname(sanitize(&item.public_subject()).into_owned());
        suite.add_test_case(case);
    }
    report("pmrepo", suite)
}

/// A report of one suite, as XML.
pub(super) fn report(name: &str, suite: TestSuite) -> String {
    let mut report = Report::new(name);
    report.add_test_suite(suite);
    // Into memory nothing can fail.
    report.to_string().unwrap_or_default()
}
