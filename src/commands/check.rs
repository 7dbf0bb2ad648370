//! `pmrepo check`: validates.

pub(super) mod change;
mod witness;

use std::collections::BTreeMap;

use clap::ValueEnum;

use super::Ctx;
use super::Refusal;
use super::Status;
use super::completions;
use super::print;
use super::say;
use crate::check;
use crate::check::Outcome;
use crate::check::Request;
use crate::commands::format::CheckFormat;
use crate::diagnostic::Edit;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::apply;
use crate::git::Ends;
use crate::render::Checked;
use crate::render::Detail;
use crate::root::Root;
use crate::rules;
use crate::rules::pm203_id_date;
use crate::rules::pm204_misplaced;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// How often files are mended and looked at again: one mending may make room for the next.
const MOST_ROUNDS: usize = 5;

/// Check postmortems: the work tree, what is staged, or a commit
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, directories or ids of postmortems; all of them where none is named
    #[arg(value_name = "PATH|ID", add = completions::ids_and_paths())]
    what: Vec<String>,
    /// Check what is staged, and fail on what the commit would introduce
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Check a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Check a change: every document that it touches, and what became of it (BASE...HEAD begins
    /// where the two part, BASE..HEAD compares them as they are)
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["staged", "rev", "fix", "what"])]
    range: Option<String>,
    /// With --range: only what the change introduces
    #[arg(long, requires = "range")]
    new_only: bool,
    /// Mend in the work tree what can be mended without guessing, then check
    #[arg(long, conflicts_with_all = ["staged", "rev"])]
    fix: bool,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: CheckFormat,
    /// Print findings only, no summary
    #[arg(long, short)]
    quiet: bool,
    /// Show findings of this rule only (code or name; may be given again)
    #[arg(long, value_name = "RULE", add = completions::rules())]
    rule: Vec<String>,
    /// The mildest level that is shown
    #[arg(long, value_enum, default_value = "warning")]
    level: Mildest,
    /// Show every finding, notes too, and fold none
    #[arg(long)]
    all: bool,
    /// The mildest level that makes the command fail
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    fail_on: Mildest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mildest {
    Note,
    Warning,
    Error,
}

impl Mildest {
    fn level(self) -> Level {
        match self {
            Self::Note => Level::Note,
            Self::Warning => Level::Warning,
            Self::Error => Level::Error,
        }
    }
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Refusal> {
    for word in &args.rule {
        if rules::find(word).is_none() {
            let error = Refusal::not_found(format!("`{word}` is no rule"));
            return Err(match rules::suggest(word) {
                Some(like) => error.hint(format!("did you mean `{like}`?")),
                None => error.hint("`pmrepo explain` lists them"),
            });
        }
    }
    if let Some(range) = &args.range {
        let (workspace, range) = change::open(ctx, &Ends::parse(range)?)?;
        let mut outcome = change::range(&workspace, ctx, range)?;
        if args.new_only {
            outcome.findings.retain(|it| it.introduced != Some(false));
        }
        return show(args, ctx, workspace.snapshot.name(), &outcome);
    }
    let state = match &args.rev {
        _ if args.staged => State::Staged,
        Some(revision) => State::Revision(revision.clone()),
        None => State::Worktree,
    };
    let workspace = Workspace::open(ctx.at(), &state)?;
    let outcome = if args.staged {
        change::staged(&workspace, ctx)?
    } else {
        let has_root = workspace.has_root()?;
        let only = wanted(args, &workspace, has_root)?;
        let roots = if has_root || only.is_empty() {
            workspace.roots()?
        } else {
            rootless(&workspace, &only)
        };
        let progress = ctx.env.progress("checked");
        let tick = || progress.tick();
        let mut outcome = Outcome::default();
        for root in roots {
            let request = Request {
                only: &only,
                progress: &tick,
                ..request(&workspace.snapshot, ctx, &root)?
            };
            let mut found = check::check(&root, &request)?;
            if args.fix {
                for _ in 0..MOST_ROUNDS {
                    if !mend(&workspace, &root, &found)? {
                        break;
                    }
                    found = check::check(&root, &request)?;
                }
            }
            outcome.merge(found);
        }
        outcome
    };
    show(args, ctx, workspace.snapshot.name(), &outcome)
}

/// Makes the edits that findings propose, in all files or none; whether there were any.
fn mend(workspace: &Workspace, root: &Root, outcome: &Outcome) -> Result<bool, Refusal> {
    if workspace.top.is_none() {
        return Err(
            Refusal::repository("a bare repository has no files to mend")
                .hint("run it in a clone, and push"),
        );
    }
    let mut edits: BTreeMap<&RepoPath, Vec<Edit>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Some(fix) = &finding.fix {
            let all = edits.entry(&finding.path).or_default();
            all.extend(fix.edits.iter().cloned());
        }
    }
    let mut all = Edits::none();
    for (path, edits) in edits {
        let text = root.text_of(path)?;
        let mended = apply(&text, &edits);
        all.change(path, text, mended);
    }
    for path in workspace.apply(&all)?.paths {
        say(format_args!("mended {path}"));
    }
    Ok(!all.is_empty())
}

fn request<'a>(snapshot: &'a Snapshot, ctx: &Ctx, root: &Root) -> Result<Request<'a>, Refusal> {
    Ok(Request {
        snapshot,
        now: ctx.now(root.config.policy.zone)?,
        only: &[],
        progress: &|| {},
    })
}

/// The paths that the words on the command line name.
fn wanted(args: &Args, workspace: &Workspace, has_root: bool) -> Result<Vec<RepoPath>, Refusal> {
    let mut paths = Vec::new();
    for word in &args.what {
        let path = workspace.here.join(word);
        let is_there = path.as_ref().is_some_and(|path| {
            workspace.snapshot.exists(path)
                || workspace.snapshot.list(path).is_ok_and(|it| !it.is_empty())
        });
        match path {
            Some(path) if is_there => paths.push(path),
            // Without a root there are no ids.
            _ if !has_root => return Err(Refusal::unknown_id(word)),
            _ => paths.push(workspace.find(Some(word))?.1.directory),
        }
    }
    Ok(paths)
}

/// For files that are named where there is no `pmrepo.yaml`: the defaults, and nothing is asked of
/// where the files lie.
fn rootless(workspace: &Workspace, only: &[RepoPath]) -> Vec<Root> {
    let snapshot = &workspace.snapshot;
    let mut directories: Vec<RepoPath> = only
        .iter()
        .map(|path| match snapshot.entry(path) {
            Some(_) => path.parent().unwrap_or_default(),
            None => path.clone(),
        })
        .collect();
    directories.sort();
    directories.dedup();
    directories
        .into_iter()
        .map(|directory| {
            let mut root = Root::open(snapshot, &directory);
            root.config.paths.postmortems = RepoPath::root();
            for rule in [&pm203_id_date::RULE, &pm204_misplaced::RULE] {
                root.levels.set(rule, None);
            }
            root
        })
        .collect()
}

/// Prints what was found, and says how the command ends: what is shown never changes that.
fn show(args: &Args, ctx: &Ctx, snapshot: &str, outcome: &Outcome) -> Result<Status, Refusal> {
    let mildest = if args.all {
        Level::Note
    } else {
        args.level.level()
    };
    let shown: Vec<&Finding> = outcome
        .findings
        .iter()
        .filter(|it| it.level >= mildest || args.format == CheckFormat::Json)
        .filter(|it| args.rule.is_empty() || args.rule.iter().any(|word| it.rule.is_called(word)))
        .collect();
    let touches_nothing =
        args.staged && outcome.documents == 0 && shown.is_empty() && outcome.older.is_empty();
    let detail = if args.quiet || touches_nothing {
        Detail::Quiet
    } else if args.all {
        Detail::All
    } else {
        Detail::Folded
    };
    let checked = Checked {
        snapshot,
        as_of: ctx.now(crate::calendar::Zone::utc())?,
        documents: outcome.documents,
        findings: &outcome.findings,
        shown,
        older: &outcome.older,
    };
    print(&args.format.check(&checked, &ctx.look(detail)))?;
    let fails = outcome
        .findings
        .iter()
        .any(|it| it.level >= args.fail_on.level());
    Ok(if fails {
        Status::Findings
    } else {
        Status::Clean
    })
}
