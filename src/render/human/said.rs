//! What there is to say of a change, in words.

mod fields;

use super::super::Look;
use crate::change::MessageSaid;
use crate::change::Said;
use crate::change::StepSaid;
use crate::change::TimelineSaid;
use crate::count::counted;
use crate::model::MessageName;
use crate::model::ReviewStatus;
use crate::tree::Applied;

/// What is printed of one thing, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// On standard output.
    Product(String),
    /// On standard error.
    Sentence(String),
    /// There too, as advice.
    Hint(String),
}

/// The line that tells of something, as it came with what was applied. It is to be made harmless by whoever
/// prints it.
pub fn said(said: &Said, applied: &Applied, look: &Look) -> Line {
    Line::Product(match said {
        Said::Wrote(path) => look.path(path),
        Said::Opened { file } => {
            let path = applied.fresh.clone().unwrap_or_default();
            let file = file.and_then(|it| path.join(it));
            look.path(&file.unwrap_or(path))
        }
        Said::Moved { id, from, to } => format!("{id}: {from} -> {to}"),
        Said::Set(said) => return fields::line(said, look),
        Said::Renamed { from, to } => format!("{from} -> {to}"),
        Said::GoesOn { id } => format!("{id}: not resolved any more"),
        Said::Added { item } => item.clone(),
        Said::Item { item, state } => format!("{item}: {state}"),
        Said::Proposed {
            item,
            title,
            origin,
        } => format!("{item}: {title} ({origin})"),
        Said::Timeline(said) => of_timeline(said),
        Said::NoTodo => "no TODO that is not an action item already".to_owned(),
        Said::Imported { item, from, to } => format!("{item}: {from} -> {to}"),
        Said::AllAsTracked => "every item is as the tracker says".to_owned(),
        Said::Step { id, step, what } => match what {
            StepSaid::Ticked => format!("{id}: {step} is done"),
            StepSaid::TickedAlready => format!("{id}: {step} is ticked already"),
            StepSaid::DoesNotApply => format!("{id}: {step} does not apply"),
            StepSaid::Asked => format!("{id}: {step}"),
        },
        Said::Message { id, name, what } => of_message(id, *name, *what),
        Said::Attends {
            review,
            person,
            status,
            is_known,
        } => {
            let says = match status {
                ReviewStatus::Held => "was there",
                ReviewStatus::Scheduled | ReviewStatus::Cancelled => "comes",
            };
            let already = if *is_known {
                ", as the notes say already"
            } else {
                ""
            };
            format!("{review}: {person} {says}{already}")
        }
        Said::ReviewMoved { review, from, to } => format!("{review}: {from} -> {to}"),
        Said::MayLack { path, why } => {
            return Line::Sentence(format!(
                "{} cannot be read, and may belong in the notes: {why}",
                look.path(path)
            ));
        }
        Said::NoLink { id } => {
            return Line::Hint(format!(
                "the message does not link {id}: `web_url` in pmrepo.yaml says where it is read"
            ));
        }
        Said::OnBranch { id, branch, main } => {
            return Line::Sentence(format!(
                "{id} is not on origin/{main} yet: the link goes to the branch {branch}"
            ));
        }
        Said::NotPushed { id, main } => {
            return Line::Sentence(format!(
                "{id} is not on origin/{main} yet: push it, so that readers find it where the link leads"
            ));
        }
        Said::NoChecklist { id } => {
            return Line::Hint(format!(
                "a major incident without `checklist.md`, where everybody sees who still has to do \
                 what: `pmrepo checklist new {id}` writes it"
            ));
        }
        Said::StayOpen {
            count,
            next,
            undated,
        } => {
            let stay = if *count == 1 { "stays" } else { "stay" };
            let mut line = format!("{} {stay} open", counted(*count, "action item"));
            match next {
                Some((name, due)) if *count == 1 => line.push_str(&format!(": {name}, due {due}")),
                Some((name, due)) => line.push_str(&format!(", the next is due {due} ({name})")),
                None => {}
            }
            if *undated > 0 {
                line.push_str(&format!("; {undated} without a day"));
            }
            return Line::Sentence(line);
        }
        Said::NamesTheSame { review } => {
            return Line::Hint(format!(
                "{review} is scheduled too, and names some of the same incidents"
            ));
        }
    })
}

/// The line that tells what became of a timeline.
fn of_timeline(said: &TimelineSaid) -> String {
    match said {
        TimelineSaid::Rows { id, count } => format!("{id}: {}", counted(*count, "new row")),
        TimelineSaid::NoRow => "no row that is not in the timeline already".to_owned(),
        TimelineSaid::IsTable { id } => format!("{id}: the timeline is a table already"),
    }
}

/// The line that tells what is on record of a message.
fn of_message(id: &str, name: MessageName, what: MessageSaid) -> String {
    match what {
        MessageSaid::Approved => format!("{id}: {name} is approved"),
        MessageSaid::Sent => format!("{id}: {name} was sent"),
        MessageSaid::Posted => format!("{id}: {name} was posted"),
        MessageSaid::Declined => format!("{id}: no {name} is sent"),
    }
}
