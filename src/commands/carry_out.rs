//! What every command does with a draft: apply it, and print what is so then.

mod fields;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::commission;
use super::commission::Commission;
use super::print;
use super::say;
use super::strangers::drafted;
use super::writing::Run;
use super::writing::Writing;
use crate::change::By;
use crate::change::Draft;
use crate::change::MessageSaid;
use crate::change::Said;
use crate::change::StepSaid;
use crate::change::TimelineSaid;
use crate::corpus::Files;
use crate::count::counted;
use crate::env;
use crate::model::MessageName;
use crate::model::ReviewStatus;
use crate::render::Detail;
use crate::render::Look;
use crate::render::human;
use crate::render::sanitize;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Applies a draft, prints what it says, and commits it where that is asked for. With `--dry-run`
/// it is only shown.
pub(super) fn carry_out(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: &Draft,
    writing: &Writing,
) -> Result<Applied, Refusal> {
    carry_out_and(ctx, workspace, (draft, writing), &mut |_| Ok(()))
}

/// The same, with what is yet to be done between the writing and the commit.
pub(super) fn carry_out_and(
    ctx: &Ctx,
    workspace: &Workspace,
    (draft, writing): (&Draft, &Writing),
    between: &mut dyn FnMut(&Applied) -> Result<(), Refusal>,
) -> Result<Applied, Refusal> {
    draft.must_be_clean()?;
    if writing.run() == Run::Dry {
        let foreseen = workspace.foresee(&draft.edits);
        // The lines that would change name the files.
        let is_path = |it: &&Said| matches!(it, Said::Wrote(_) | Said::Opened { .. });
        let says = draft.says.iter().filter(|it| !is_path(it));
        tell(
            ctx,
            workspace,
            &says.cloned().collect::<Vec<_>>(),
            &foreseen,
        )?;
        tell_what_is_asked(ctx, draft);
        print(&human::edits(
            &draft.edits,
            &foreseen,
            &ctx.look(Detail::All).seen(&workspace.here, []),
        ))?;
        commission::show_trailers(ctx, &draft.trailers);
        say("nothing was written");
        return Ok(foreseen);
    }
    let paths = draft.edits.paths(None);
    let paths: Vec<&RepoPath> = paths.iter().collect();
    let commit = Commission::begin(
        ctx,
        workspace,
        (writing.committing(), draft.commits),
        &paths,
    )?;
    let applied = workspace.apply(&draft.edits)?;
    show_aside(ctx, workspace, draft, &applied);
    tell(ctx, workspace, &draft.says, &applied)?;
    tell_what_is_asked(ctx, draft);
    between(&applied)?;
    let paths = draft.edits.paths(applied.fresh.as_ref());
    let paths: Vec<&RepoPath> = paths.iter().collect();
    commit.end(&paths, &draft.headline.line(&applied), &draft.trailers)?;
    Ok(applied)
}

/// The same for a command whose product is something else: the lines that change, or would change,
/// stand beside it.
pub(super) fn carry_out_aside(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: &Draft,
    writing: &Writing,
) -> Result<Applied, Refusal> {
    if writing.run() == Run::Dry {
        let foreseen = workspace.foresee(&draft.edits);
        tell(ctx, workspace, &draft.says, &foreseen)?;
        show_aside(ctx, workspace, draft, &foreseen);
        say("nothing was written");
        return Ok(foreseen);
    }
    carry_out(ctx, workspace, draft, writing)
}

/// Shows the lines that change on standard error. Of a file that is new and whose path is the product
/// there is nothing more to show.
fn show_aside(ctx: &Ctx, workspace: &Workspace, draft: &Draft, applied: &Applied) {
    let look = ctx.look_of_errors(Detail::Folded).seen(&workspace.here, []);
    let mut edits = draft.edits.clone();
    for said in &draft.says {
        match said {
            Said::Wrote(path) if edits.creates(path) => edits.forget(path),
            _ => {}
        }
    }
    let named = Applied {
        fresh: None,
        ..applied.clone()
    };
    env::say(&human::edits(&edits, &named, &look));
}

/// Says what a draft asks for that is not there yet.
fn tell_what_is_asked(ctx: &Ctx, draft: &Draft) {
    if !draft.asks.is_empty() {
        let points = human::points(&draft.asks, &ctx.look_of_errors(Detail::Folded));
        env::say(&format!("This asks for more:\n\n{points}"));
    }
}

/// Makes a draft for the postmortem that an id means, or for the one in whose directory one stands, and
/// carries it out.
pub(super) fn carry_out_on(
    id: Option<&str>,
    ctx: &Ctx,
    writing: &Writing,
    make: &dyn Fn(&Root, &Files, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    carry_out_found(ctx, writing, &|it| it.find_to_write(id), make)
}

/// Finds what a command is about, and the root that it lies in.
type Find<'a, T> = dyn Fn(&Workspace) -> Result<(Root, T), Refusal> + 'a;

/// The same for whatever is found.
pub(super) fn carry_out_found<T>(
    ctx: &Ctx,
    writing: &Writing,
    find: &Find<'_, T>,
    make: &dyn Fn(&Root, &T, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, found) = find(&workspace)?;
    let draft = drafted(ctx, &workspace, &root, &|by| make(&root, &found, by))?;
    carry_out(ctx, &workspace, &draft, writing)?;
    Ok(Ending::Clean)
}

/// Prints what is said: the product on standard output, then advice on standard error.
pub(super) fn tell(
    ctx: &Ctx,
    workspace: &Workspace,
    says: &[Said],
    applied: &Applied,
) -> Result<(), Refusal> {
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    let mut product = String::new();
    let mut advice = Vec::new();
    for said in says {
        match line(said, applied, &look) {
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
fn line(said: &Said, applied: &Applied, look: &Look) -> Line {
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
