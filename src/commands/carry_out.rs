//! What every command does with a draft: apply it, and print what is so then.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::print;
use super::say;
use crate::change::By;
use crate::change::Draft;
use crate::change::MessageSaid;
use crate::change::Said;
use crate::change::StepSaid;
use crate::corpus::Files;
use crate::count::counted;
use crate::model::ReviewStatus;
use crate::render::sanitize;
use crate::root::Root;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Applies a draft, and prints what it says.
pub(super) fn carry_out(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: &Draft,
) -> Result<Applied, Refusal> {
    let applied = workspace.apply(&draft.edits)?;
    tell(ctx, &draft.says, &applied)?;
    Ok(applied)
}

/// Makes a draft for the postmortem that an id means, applies it, and prints what it says.
pub(super) fn carry_out_on(
    id: &str,
    ctx: &Ctx,
    make: &dyn Fn(&Root, &Files, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(id))?;
    let draft = make(&root, &files, &ctx.by(&workspace, &root)?)?;
    carry_out(ctx, &workspace, &draft)?;
    Ok(Ending::Clean)
}

/// Prints what is said: the product on standard output, then advice on standard error.
pub(super) fn tell(ctx: &Ctx, says: &[Said], applied: &Applied) -> Result<(), Refusal> {
    let mut product = String::new();
    let mut advice = Vec::new();
    for said in says {
        match line(said, applied) {
            Line::Product(line) => {
                product.push_str(&sanitize(&line));
                product.push('\n');
            }
            other => advice.push(other),
        }
    }
    print(&product)?;
    for it in advice {
        match it {
            Line::Sentence(line) => say(line),
            Line::Hint(line) => ctx.hint(line),
            Line::Product(_) => {}
        }
    }
    Ok(())
}

/// What is printed, and where.
enum Line {
    /// On standard output.
    Product(String),
    /// On standard error.
    Sentence(String),
    /// There too, as advice.
    Hint(String),
}

/// The line that tells of something.
fn line(said: &Said, applied: &Applied) -> Line {
    Line::Product(match said {
        Said::Wrote(path) => path.to_string(),
        Said::Opened { file } => {
            let path = applied.fresh.clone().unwrap_or_default();
            let file = file.and_then(|it| path.join(it));
            file.unwrap_or(path).to_string()
        }
        Said::Moved { id, from, to } => format!("{id}: {from} -> {to}"),
        Said::Added { item } => item.clone(),
        Said::Item { item, state } => format!("{item}: {state}"),
        Said::Proposed {
            item,
            title,
            origin,
        } => format!("{item}: {title} ({origin})"),
        Said::NoTodo => "no TODO that is not an action item already".to_owned(),
        Said::Imported { item, from, to } => format!("{item}: {from} -> {to}"),
        Said::AllAsTracked => "every item is as the tracker says".to_owned(),
        Said::Step { id, step, what } => match what {
            StepSaid::Ticked => format!("{id}: {step} is done"),
            StepSaid::TickedAlready => format!("{id}: {step} is ticked already"),
            StepSaid::DoesNotApply => format!("{id}: {step} does not apply"),
            StepSaid::Asked => format!("{id}: {step}"),
        },
        Said::Message { id, name, what } => match what {
            MessageSaid::Sent => format!("{id}: {name} was sent"),
            MessageSaid::Declined => format!("{id}: no {name} is sent"),
        },
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
                "{path} cannot be read, and may belong into the notes: {why}"
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
