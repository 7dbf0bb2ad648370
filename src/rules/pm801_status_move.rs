//! PM801: the status moves where it may not.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM801",
    name: "status-move",
    level: Level::Error,
    summary: "the status moves where it may not",
    page: include_str!("pm801_status_move.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let Some((before, after)) = change.statuses() else {
        return;
    };
    if is_legal(before, after) {
        return;
    }
    let help = match (before, after) {
        (Status::Closed, _) => {
            "what was learnt later belongs into another postmortem, named in `related`; where it must be opened again, `pmrepo reopen` takes it one step back and says why"
        }
        (_, Status::NotRequired) => "what has been reviewed was required",
        _ => "go back one status at a time",
    };
    let report = change.after.report();
    found.push(
        Diagnostic::new(
            &RULE,
            &report.path,
            change.after.field(FieldName::Status).place(),
            format!("the status moves from {before} to {after}"),
        )
        .help(help)
        .pointer("/status"),
    );
}

/// Forwards, one back, and where nothing has been reviewed, to `not-required` and from there.
fn is_legal(before: Status, after: Status) -> bool {
    match (before, after) {
        (before, after) if before == after => true,
        (Status::Closed, _) | (Status::Reviewed, Status::NotRequired) => false,
        (Status::NotRequired, _) | (_, Status::NotRequired) => true,
        (before, after) => after > before || after.next() == Some(before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_move_is_judged() {
        use Status::*;
        let legal: Vec<(Status, Status)> = Status::ALL
            .into_iter()
            .flat_map(|before| Status::ALL.map(|after| (before, after)))
            .filter(|(before, after)| before != after && is_legal(*before, *after))
            .collect();
        assert_eq!(
            legal,
            [
                (Draft, InReview),
                (Draft, Reviewed),
                (Draft, Closed),
                (Draft, NotRequired),
                (InReview, Draft),
                (InReview, Reviewed),
                (InReview, Closed),
                (InReview, NotRequired),
                (Reviewed, InReview),
                (Reviewed, Closed),
                (NotRequired, Draft),
                (NotRequired, InReview),
                (NotRequired, Reviewed),
                (NotRequired, Closed),
            ]
        );
    }
}
