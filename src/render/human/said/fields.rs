//! What is printed of fields that are set.

use super::super::super::Look;
use super::Line;
use crate::change::SetSaid;
use crate::count::counted;
use crate::report::asked::Stranger;

/// The line that tells of something.
pub(super) fn line(said: &SetSaid, look: &Look) -> Line {
    match said {
        SetSaid::Sections { id, titles } => {
            let count = counted(titles.len(), "section");
            Line::Sentence(format!("{id} has {count} more: {}", titles.join(", ")))
        }
        SetSaid::Needs { id, fields } => Line::Sentence(format!(
            "a major incident needs besides: {} (`pmrepo show {id}` says more)",
            fields.join(", ")
        )),
        SetSaid::ExpertSteps { path, people } => {
            let each = if people.len() == 1 {
                "has a step"
            } else {
                "have a step each"
            };
            Line::Sentence(format!("{}: {} {each}", look.path(path), people.join(", ")))
        }
        SetSaid::Understood { field, when } => Line::Sentence(format!("{field}: {when}")),
        SetSaid::New(Stranger { name, like }) => Line::Sentence(match like {
            Some(like) => format!("{name} is new here; did you mean {like}?"),
            None => format!("{name} is new here"),
        }),
        SetSaid::Twin(id) => Line::Hint(format!(
            "{id} may be of the same incident: `pmrepo show {id}`"
        )),
        SetSaid::RowsStay { id, count } => {
            let stay = if *count == 1 { "stays" } else { "stay" };
            Line::Hint(format!(
                "{} of the timeline {stay} on the old day: `pmrepo edit {id}` opens the report",
                counted(*count, "row")
            ))
        }
        SetSaid::Doubt(doubt) => Line::Hint(doubt.clone()),
        SetSaid::DeadlineMoves(it) => Line::Sentence(it.to_string()),
        SetSaid::StaysPublic => Line::Hint(
            "git's history and the pages that are published already keep what they have: \
             remove it there by hand where that matters"
                .to_owned(),
        ),
        SetSaid::BecomesPublic => {
            Line::Hint("exports and published pages show it from now on".to_owned())
        }
    }
}
