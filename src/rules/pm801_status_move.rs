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
        found.extend(lost(change));
        return;
    };
    if is_legal((before, after), change.past.was_reviewed) {
        return;
    }
    let help = match (before, after) {
        (Status::Closed, _) => {
            "what was learnt later belongs in another postmortem, named in `related`; where it must be opened again, `pmrepo reopen` takes it one step back and says why"
        }
        (_, Status::NotRequired) => "what has been reviewed was required",
        _ if change.past.was_reviewed || before == Status::Reviewed => {
            "what has been reviewed goes back with a reason: `pmrepo reopen` takes it one step back and says why"
        }
        _ => "go back one status at a time",
    };
    let report = change.after.report();
    found.push(
        Diagnostic::new(
            &RULE,
            &report.path,
            change.after.field(FieldName::Status).place(),
            if change.past.was_reviewed && before != Status::Reviewed {
                format!("the status moves from {before} to {after}, and this had been reviewed")
            } else {
                format!("the status moves from {before} to {after}")
            },
        )
        .help(help)
        .pointer("/status"),
    );
}

/// A status that could be read and is not there any more: by none of the rules that ask for one, which a
/// waiver reaches, would anybody know that it had left draft.
fn lost(change: &Change<'_>) -> Option<Diagnostic> {
    let before = change.before.status()?;
    let report = change.after.report();
    if !before.has_reached(Status::InReview) || !report.is_readable() {
        return None;
    }
    let place = change.after.field(FieldName::Status).place();
    let message = format!("the status was {before}, and there is none any more");
    let lost = Diagnostic::new(&RULE, &report.path, place, message);
    Some(lost.help("write it back").pointer("/status"))
}

/// Forwards, and where nothing has ever been reviewed, one back, to `not-required` and from there.
fn is_legal((before, after): (Status, Status), was_reviewed: bool) -> bool {
    match (before, after) {
        (before, after) if before == after => true,
        (Status::Closed, _) | (Status::Reviewed, Status::NotRequired) => false,
        (Status::NotRequired, _) => true,
        (_, Status::NotRequired) => !was_reviewed,
        (before, after) if after > before => true,
        (Status::Reviewed, _) => false,
        (before, after) => after.next() == Some(before) && !was_reviewed,
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
            .filter(|(before, after)| before != after && is_legal((*before, *after), false))
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
                (Reviewed, Closed),
                (NotRequired, Draft),
                (NotRequired, InReview),
                (NotRequired, Reviewed),
                (NotRequired, Closed),
            ]
        );
        let lost: Vec<(Status, Status)> = legal
            .into_iter()
            .filter(|it| !is_legal(*it, true))
            .collect();
        assert_eq!(
            lost,
            [
                (Draft, NotRequired),
                (InReview, Draft),
                (InReview, NotRequired)
            ]
        );
    }
}
