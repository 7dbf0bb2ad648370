//! Who owes something.

use crate::model::Role;
use crate::postmortem::Report;

/// Who owes what a role owes: whoever has it, else the incident commander, else nobody.
pub(super) fn owing(report: &Report<'_>, role: Role) -> Vec<String> {
    let named = |role| report.people(role).map(str::to_owned).collect::<Vec<_>>();
    let people = named(role);
    if people.is_empty() {
        named(Role::IncidentCommander)
    } else {
        people
    }
}
