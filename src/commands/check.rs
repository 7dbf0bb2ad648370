//! `pmrepo check`: validates.

use clap::ValueEnum;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_aside;
use super::completions;
use super::print;
use super::say;
use super::writing::Run;
use crate::change::Draft;
use crate::change::Headline;
use crate::check;
use crate::check::Comparison;
use crate::check::Judge;
use crate::check::Named;
use crate::check::Outcome;
use crate::check::Scope;
use crate::commands::format::CheckFormat;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::git::Ends;
use crate::render::Detail;
use crate::report::Secrets;
use crate::report::check::View;
use crate::root::Root;
use crate::rules;
use crate::snapshot;
use crate::source::RepoPath;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Check postmortems: the work tree, what is staged, or a commit
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, directories or ids of postmortems; all of them by default
    #[arg(value_name = "PATH|ID", add = completions::ids_and_paths())]
    what: Vec<String>,
    /// Check what is staged, and fail on what the commit would introduce
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Check a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Check a change: every document that it touches, and the change itself (BASE...HEAD starts
    /// at the merge base, BASE..HEAD compares the two as they are)
    #[arg(long, value_name = "RANGE", conflicts_with_all = ["staged", "rev", "fix", "what"])]
    range: Option<String>,
    /// With --range: only what the change introduces
    #[arg(long, requires = "range")]
    new_only: bool,
    /// Fix in the work tree what can be fixed without guessing, then check
    #[arg(long, conflicts_with_all = ["staged", "rev"])]
    fix: bool,
    #[command(flatten)]
    writing: Writing,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: CheckFormat,
    /// Print findings only, no summary
    #[arg(long, short)]
    quiet: bool,
    /// Show findings of this rule only (code or name; may be given again)
    #[arg(long, value_name = "RULE", add = completions::rules())]
    rule: Vec<String>,
    /// The lowest level that is shown
    #[arg(long, value_enum, default_value = "warning")]
    level: Mildest,
    /// Show every finding, notes too, and fold none
    #[arg(long)]
    all: bool,
    /// The lowest level that makes the command fail
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
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    for word in &args.rule {
        if rules::find(word).is_none() {
            let error = Refusal::not_found(format!("`{word}` is not a rule"));
            return Err(match rules::suggest(word) {
                Some(like) => error.hint(format!("did you mean `{like}`?")),
                None => error.hint("`pmrepo explain` lists them"),
            });
        }
    }
    if args.writing.is_given() && !args.fix {
        return Err(Refusal::usage("--dry-run and --commit go with --fix"));
    }
    let judged = match &args.range {
        Some(range) => of_range(args, ctx, range)?,
        None => of_state(args, ctx)?,
    };
    show(args, ctx, &judged)
}

/// What was judged, and what was found in it.
struct Judged {
    snapshot: String,
    /// Where one stands.
    here: RepoPath,
    roots: Vec<Root>,
    outcome: Outcome,
}

/// Judges a range of commits.
fn of_range(args: &Args, ctx: &Ctx, range: &str) -> Result<Judged, Refusal> {
    let (repo, range) = Workspace::open_range(ctx.at(), &Ends::parse(range)?)?;
    let comparison = Comparison::range(&repo, range)?;
    let (roots, scope) = (roots_of(&comparison)?, Scope::Change(&comparison));
    let mut outcome = check::check(&roots, scope, &Judge::quiet(&ctx.present))?;
    if args.new_only {
        outcome.findings.retain(|it| it.introduced != Some(false));
    }
    Ok(Judged {
        here: repo.relative(&ctx.directory).unwrap_or_default(),
        snapshot: range.head.to_string(),
        roots,
        outcome,
    })
}

/// The roots that a change touches, before they are judged: where that is little, by this thread alone.
pub(super) fn roots_of(comparison: &Comparison) -> Result<Vec<Root>, Refusal> {
    let roots = comparison.roots()?;
    if comparison.is_small(&roots) {
        snapshot::read_alone();
    }
    Ok(roots)
}

/// Judges the work tree, what is staged, or a commit.
fn of_state(args: &Args, ctx: &Ctx) -> Result<Judged, Refusal> {
    let state = match &args.rev {
        _ if args.staged => State::Staged,
        Some(revision) => State::Revision(revision.clone()),
        None => State::Worktree,
    };
    let workspace = Workspace::open(ctx.at(), &state)?;
    let (roots, outcome) = if let (true, Some(repo)) = (args.staged, &workspace.repo) {
        let mut comparison = Comparison::staged(repo, &workspace.snapshot);
        comparison.only(&workspace, &args.what)?;
        let (roots, scope) = (roots_of(&comparison)?, Scope::Change(&comparison));
        let outcome = check::check(&roots, scope, &Judge::quiet(&ctx.present))?;
        if roots.is_empty() && !args.what.is_empty() {
            say(format_args!("nothing of that is staged"));
        }
        (roots, outcome)
    } else {
        let named = Named::find(&workspace, &args.what)?;
        for word in &named.aside {
            say(format_args!(
                "`{word}` is not checked itself, the postmortem that it belongs to is"
            ));
        }
        let scope = match named.paths.as_slice() {
            [] => Scope::Tree,
            paths => Scope::Paths(paths),
        };
        let progress = ctx.env.progress("checked");
        let judge = Judge {
            present: &ctx.present,
            watch: &|_| progress.tick(),
        };
        let outcome = if args.fix {
            mended(
                (ctx, &args.writing),
                &workspace,
                (&named.roots, scope),
                &judge,
            )?
        } else {
            check::check(&named.roots, scope, &judge)?
        };
        if outcome.documents == 0 && !args.what.is_empty() {
            say(format_args!(
                "there is no postmortem in what is named: only the configuration was checked"
            ));
        }
        (named.roots, outcome)
    };
    Ok(Judged {
        snapshot: workspace.snapshot.name().to_owned(),
        here: workspace.here,
        roots,
        outcome,
    })
}

/// Fixes what can be fixed, root by root; what is found then.
fn mended(
    (ctx, writing): (&Ctx, &Writing),
    workspace: &Workspace,
    (roots, scope): (&[Root], Scope<'_>),
    judge: &Judge<'_>,
) -> Result<Outcome, Refusal> {
    if workspace.top.is_none() {
        return Err(Refusal::repository("a bare repository has no files to fix")
            .hint("run it in a clone, and push"));
    }
    let mut outcome = Outcome::default();
    let mut edits = Edits::none();
    let mut steps = Vec::new();
    for root in roots {
        let mending = check::mend(root, scope, judge)?;
        edits.extend(mending.edits);
        steps.extend(mending.steps);
        outcome.merge(mending.outcome);
    }
    let headline = Headline::Across("Fix what needs no guess".to_owned());
    let wants = |it: &Root| it.config.commits;
    let commits = roots.first().map(wants).unwrap_or_default();
    let draft = Draft::of_edits(headline, edits, commits);
    carry_out_aside(ctx, workspace, &draft, writing)?;
    if writing.run() == Run::Real {
        for path in &steps {
            say(format_args!("fixed {}", workspace.shown(path)));
        }
    }
    Ok(outcome)
}

/// Prints what was found, and says how the command ends: what is shown never changes that.
fn show(args: &Args, ctx: &Ctx, judged: &Judged) -> Result<Ending, Refusal> {
    let outcome = &judged.outcome;
    let mildest = if args.all {
        Level::Note
    } else {
        args.level.level()
    };
    let is_asked = |it: &&Finding| {
        args.rule.is_empty() || args.rule.iter().any(|word| it.rule.is_called(word))
    };
    let asked: Vec<&Finding> = outcome.findings.iter().filter(is_asked).collect();
    let is_shown = |it: &&Finding| it.level >= mildest || args.format == CheckFormat::Json;
    let shown: Vec<&Finding> = asked.iter().copied().filter(is_shown).collect();
    let hidden = asked.len() - shown.len();
    let touches_nothing =
        args.staged && outcome.documents == 0 && shown.is_empty() && outcome.older.is_empty();
    let detail = if args.quiet || touches_nothing {
        Detail::Quiet
    } else if args.all {
        Detail::All
    } else {
        Detail::Folded
    };
    let as_of = ctx.now(crate::calendar::Zone::utc())?;
    let view = View::new((&judged.snapshot, as_of), outcome, shown);
    let view = view.with_advice(&judged.roots, hidden);
    let secrets = Secrets::of(&judged.roots);
    let look = ctx.look(detail).seen(&judged.here, []);
    print(&args.format.check(&view, &secrets, &look)?)?;
    let fails = outcome
        .findings
        .iter()
        .any(|it| it.level >= args.fail_on.level());
    if fails && args.staged && args.format == CheckFormat::Human {
        say_refused(ctx, &view);
    }
    Ok(if fails {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// Says who refuses a commit, and what to do next: git says neither.
fn say_refused(ctx: &Ctx, view: &View<'_>) {
    let counts = view.totals.summary.in_words();
    say(format_args!(
        "pmrepo refuses this commit: {counts} in what is staged"
    ));
    ctx.hint("fix it, `git add` it and commit again; `pmrepo explain CODE` says more of a rule");
    ctx.hint("`git commit --no-verify` commits it all the same; the server may refuse it then");
}
