//! PM705: a tweak to the process has no owner.

use super::Check;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM705",
    name: "tweak-without-owner",
    level: Level::Warning,
    summary: "a tweak to the process has no owner",
    page: include_str!("pm705_tweak_without_owner.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::ProcessReview(check),
};

fn check(review: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    if !review.is_held() {
        return;
    }
    for tweak in review.tweaks() {
        if tweak.field(FieldName::Owner).is_there() || !tweak.owes() {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &review.document.path,
                tweak.place(),
                "this tweak has no `owner`",
            )
            .help("write who does it; a team will do")
            .pointer(tweak.pointer_to(FieldName::Owner)),
        );
    }
}
