//! `pmrepo edit`: opens a postmortem in the editor, then checks it.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::check;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::MESSAGES;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::render::Detail;
use crate::render::human;
use crate::root::Root;
use crate::source::RepoPath;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Open a postmortem in the editor, then check it
///
/// The editor is that of `GIT_EDITOR`, `VISUAL` or `EDITOR`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// Another file than the report: checklist, notice, results, external, or a path below it
    file: Option<String>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let tree = workspace.tree()?;
    let (root, files) = workspace.find(args.id.as_deref())?;
    let path = match &args.file {
        Some(word) => file(&workspace, &files, word)?,
        None => files.report.path.clone(),
    };
    ctx.env.edit(&tree.path(&path))?;
    judge(ctx, &workspace, &root, &files)
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

/// The file of a postmortem that a word means; only one that is there.
fn file(workspace: &Workspace, files: &Files, word: &str) -> Result<RepoPath, Refusal> {
    let below = |name: &str| files.directory.join(name);
    let plain = word.trim_end_matches(".md");
    [
        below(word),
        below(&format!("{word}.md")),
        below(&format!("{MESSAGES}/{plain}.md")),
    ]
    .into_iter()
    .flatten()
    .find(|path| workspace.snapshot.exists(path))
    .ok_or_else(|| {
        let mut there: Vec<&str> = files
            .read_files()
            .map(|it| &it.path)
            .chain(&files.notes)
            .filter_map(|it| it.below(&files.directory))
            .collect();
        there.sort_unstable();
        Refusal::not_found(format!("{} has no file `{word}`", files.id))
            .hint(format!("there are {}", there.join(", ")))
    })
}
