//! `pmrepo edit`: opens a postmortem in the editor, then checks it.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::commission::Commission;
use super::completions;
use super::print;
use super::say;
use super::writing::Committing;
use crate::change::Headline;
use crate::change::items;
use crate::change::items::Place;
use crate::check;
use crate::corpus::CHECKLIST;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::MESSAGES;
use crate::corpus::NOTES;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::MessageName;
use crate::render::Detail;
use crate::render::human;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Open a postmortem or a process review in the editor, then check it
///
/// The editor is the one that git would start: `GIT_EDITOR`, `core.editor`, `VISUAL` or `EDITOR`. A file
/// in `notes/` is made if it does not exist.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it, or a process review's; inside the postmortem's directory it
    /// may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// Another file than the report: checklist, notice, results, external, notes/NAME.md
    file: Option<String>,
    #[command(flatten)]
    committing: Committing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let roots = workspace.roots()?;
    let (root, place) = items::find_among(&workspace, roots, args.id.as_deref())?;
    let path = match (&place, &args.file) {
        (Place::Postmortem(files), Some(word)) => file(&workspace, files, word)?,
        (Place::ProcessReview(_), Some(_)) => {
            let message = format!("{} is one file: the notes of a process review", place.id());
            return Err(Refusal::usage(message));
        }
        (_, None) => place.path().clone(),
    };
    let commission = Commission::begin(
        ctx,
        &workspace,
        (&args.committing, root.config.commits),
        &[&path],
    )?;
    open(ctx, &workspace, &path)?;
    let ending = match &place {
        Place::Postmortem(files) => judge(ctx, &workspace, &root, files)?,
        Place::ProcessReview(notes) => judge_review(ctx, &workspace, &root, notes)?,
    };
    let is_written = workspace.snapshot.exists(&path);
    if !is_written {
        say("nothing was written");
    } else if ending == Ending::Clean {
        let headline = Headline::of(place.id(), format!("edit {}", path.name()));
        commission.end(&[&path], &headline.line(&Applied::default()), &[])?;
    }
    Ok(ending)
}

/// Opens a file in the editor that git would start. Its directory is made where it is missing, and
/// goes again where nothing is written.
pub(super) fn open(ctx: &Ctx, workspace: &Workspace, path: &RepoPath) -> Result<(), Refusal> {
    let tree = workspace.tree()?;
    let editor = workspace.repo.as_ref().and_then(|it| it.editor());
    let _room = tree.room_for(path)?;
    ctx.env.edit(editor.as_deref(), &tree.path(path))?;
    Ok(())
}

/// Shows what `check` finds in the notes of a process review now.
fn judge_review(
    ctx: &Ctx,
    workspace: &Workspace,
    root: &Root,
    notes: &Entry,
) -> Result<Ending, Refusal> {
    let notes = Document::read(&workspace.snapshot.reader(), notes, Sort::WithFrontMatter);
    let clock = root.clock(ctx.now(root.config.policy.zone)?);
    let found = check::judge_review(root, &notes, clock).into_findings();
    show(ctx, workspace, &found)
}

/// Shows what `check` finds in a postmortem now. The editor may have made files; they are looked for
/// again.
pub(super) fn judge(
    ctx: &Ctx,
    workspace: &Workspace,
    root: &Root,
    files: &Files,
) -> Result<Ending, Refusal> {
    let (root, files) = workspace.again(root, files)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let clock = root.clock(ctx.now(root.config.policy.zone)?);
    let found = check::judge(&root, &dossier, clock).into_findings();
    show(ctx, workspace, &found)
}

fn show(ctx: &Ctx, workspace: &Workspace, found: &[Finding]) -> Result<Ending, Refusal> {
    let shown: Vec<&Finding> = found.iter().filter(|it| it.level > Level::Note).collect();
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    print(&human::findings(shown, &look))?;
    let fails = found.iter().any(|it| it.level == Level::Error);
    Ok(if fails {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// The file of a postmortem that a word means: one that is there, or a note that is yet to be written.
fn file(workspace: &Workspace, files: &Files, word: &str) -> Result<RepoPath, Refusal> {
    let below = |name: &str| files.directory.join(name);
    let plain = word.trim_end_matches(".md");
    let places = [
        below(word),
        below(&format!("{word}.md")),
        below(&format!("{MESSAGES}/{plain}.md")),
    ];
    let mut places = places.into_iter().flatten();
    if let Some(path) = places.find(|path| workspace.snapshot.exists(path)) {
        return Ok(path);
    }
    if let Some(note) = new_note(files, word) {
        return Ok(note);
    }
    let id = &files.id;
    let refusal = Refusal::not_found(format!("{id} has no file `{word}`"));
    if format!("{plain}.md") == CHECKLIST {
        return Err(refusal.hint(format!("`pmrepo checklist new {id}` writes it")));
    }
    let name = plain
        .strip_prefix(MESSAGES)
        .map_or(plain, |it| it.trim_start_matches('/'));
    let refusal = match MessageName::parse(name) {
        Some(name) => refusal.hint(format!("`pmrepo message new {id} {name}` writes it")),
        None => refusal.hint("the only new file that `edit` makes is a note: notes/NAME.md"),
    };
    let mut there: Vec<&str> = files
        .read_files()
        .map(|it| &it.path)
        .chain(&files.notes)
        .filter_map(|it| it.below(&files.directory))
        .collect();
    there.sort_unstable();
    Err(refusal.hint(format!("it has {}", there.join(", "))))
}

/// A note that is yet to be written: `notes/NAME.md`, of a name that a file can have.
fn new_note(files: &Files, word: &str) -> Option<RepoPath> {
    let name = word.strip_prefix(NOTES)?.strip_prefix('/')?;
    let is_plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
    let is_shown = !name.chars().any(char::is_control);
    let name = if name.contains('.') {
        name.to_owned()
    } else {
        format!("{name}.md")
    };
    let path = files.directory.join(&format!("{NOTES}/{name}"))?;
    (is_plain && is_shown).then_some(path)
}
