//! `pmrepo completions`, and the candidates that a shell is given while a command is typed.
//!
//! A command attaches a completer to an argument: `#[arg(add = completions::rules())]`. Completers
//! are asked in the middle of somebody's typing: they read little, and where something is wrong
//! they have no candidates and say nothing.

mod attach;
mod fields;
mod script;
mod words;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _,
};
use clap_complete::env::{CompleteEnv, Shells};

use super::{Ctx, Refusal, print};
use crate::config::Config;
use crate::env::Env;
use crate::env::completion_directory;
use crate::model::Status;
use crate::model::TemplateName;
use crate::rules;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// The variable by which the shell's code asks for candidates.
const VARIABLE: &str = "COMPLETE";

/// The program's name, as it is found in `PATH`.
const PROGRAM: &str = "pmrepo";

/// The most ids that are offered: a shell that shows more helps nobody.
const MOST_IDS: usize = 2000;

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Powershell => "powershell",
            Self::Elvish => "elvish",
        }
    }
}

/// Prints the shell code that asks this program for candidates.
pub(super) fn run(args: &Args, _: &Ctx) -> Result<super::Ending, Refusal> {
    let shells = Shells::builtins();
    let name = args.shell.name();
    let Some(shell) = shells.completer(name) else {
        return Err(Refusal::usage(format!(
            "there are no completions for {name}"
        )));
    };
    let mut code = Vec::new();
    shell
        .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut code)
        .map_err(|error| Refusal::failed(format!("the completions: {error}")))?;
    let code = String::from_utf8_lossy(&code);
    let code = match args.shell {
        Shell::Bash => script::bash(),
        Shell::Zsh => script::zsh(&code),
        Shell::Fish | Shell::Powershell | Shell::Elvish => code.into_owned(),
    };
    print(&code)?;
    Ok(super::Ending::Clean)
}

/// Answers a shell that asks for candidates; `false` where this is an ordinary run.
pub(super) fn answer(env: &Env) -> Result<bool, Refusal> {
    CompleteEnv::with_factory(|| attach::attach(super::command_line()))
        .var(VARIABLE)
        .bin(PROGRAM)
        .completer(PROGRAM)
        .try_complete(std::env::args_os(), Some(&env.directory))
        .map_err(|error| Refusal::failed(error.to_string()))
}

/// Completes ids of postmortems, and paths.
pub(super) fn ids_and_paths() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed_text = typed.to_string_lossy();
        let mut candidates = words::ids(&typed_text);
        candidates.extend(PathCompleter::any().complete(typed));
        candidates
    })
}

/// Completes the statuses of a postmortem.
pub(super) fn statuses() -> ArgValueCandidates {
    ArgValueCandidates::new(|| in_order(Status::ALL.iter().map(|it| it.as_str().into())))
}

/// Completes the configured severities, worst first.
pub(super) fn severities() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let config = Place::find().map(|place| place.config).unwrap_or_default();
        in_order(config.policy.severities.iter().map(|it| it.as_str().into()))
    })
}

/// Completes the codes of rules, each with what it finds.
pub(super) fn rules() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let rules = rules::TABLE.iter().map(|entry| entry.rule);
        rules
            .map(|rule| CompletionCandidate::new(rule.code).help(Some(rule.summary.into())))
            .collect()
    })
}

/// The templates.
pub(super) fn templates() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let all = TemplateName::ALL.into_iter();
        all.map(|it| CompletionCandidate::new(it.as_str()).help(Some(it.about().into())))
            .collect()
    })
}

/// The steps of the checklist: `add = ArgValueCandidates::new(completions::steps)`.
pub(super) fn steps() -> Vec<CompletionCandidate> {
    let config = Place::find().map(|place| place.config).unwrap_or_default();
    let steps = config.policy.steps.into_iter();
    steps
        .map(|step| CompletionCandidate::new(step.id).help(Some(step.text.into())))
        .collect()
}

/// Where the unfinished command would work.
struct Place {
    root: PathBuf,
    config: Config,
}

impl Place {
    /// The nearest directory upwards that holds a pmrepo.yaml.
    fn find() -> Option<Self> {
        let directory = completion_directory()?;
        let root = directory
            .ancestors()
            .find(|above| is_file(&above.join(ROOT_FILE)))?
            .to_path_buf();
        let path = RepoPath::new(ROOT_FILE)?;
        let bytes = Snapshot::disk(&root).read(&path).ok()?;
        let (config, _) = Config::read(&String::from_utf8(bytes).ok()?);
        Some(Self { root, config })
    }

    /// The names of the directories in the directories of years. Symbolic links are not followed.
    fn ids(&self) -> BTreeSet<String> {
        let postmortems = self.root.join(self.config.paths.postmortems.as_str());
        let mut ids = BTreeSet::new();
        for (_, year) in directories(&postmortems) {
            for (id, _) in directories(&year) {
                if can_be_typed(&id) {
                    ids.insert(id);
                }
            }
        }
        ids
    }

    /// The names of the notes of process reviews, in their directory and in those of years.
    fn reviews(&self) -> BTreeSet<String> {
        let top = self.root.join(self.config.paths.process_reviews.as_str());
        let years = directories(&top).into_iter().map(|(_, year)| year);
        let mut ids = BTreeSet::new();
        for directory in years.chain([top.clone()]) {
            for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
                let name = entry.file_name().into_string().unwrap_or_default();
                let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
                let id = name.strip_suffix(".md").filter(|_| is_file);
                if let Some(id) = id.filter(|it| can_be_typed(it)) {
                    ids.insert(id.to_owned());
                }
            }
        }
        ids
    }
}

/// Whether there is a file at a path, and no link.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_file())
}

/// Whether a name can be typed as it is shown: others are never offered, and stand in no other's way.
fn can_be_typed(name: &str) -> bool {
    !name.starts_with('.') && is_plain(name)
}

/// Whether a word means itself in every shell: a name, a path, or the setting of a field.
fn is_plain(word: &str) -> bool {
    let may_stand = |it: char| it.is_ascii_alphanumeric() || "._/@+-=,".contains(it);
    !word.starts_with(['-', '=']) && word.chars().all(may_stand)
}

/// The ids of postmortems, newest first: `add = ArgValueCandidates::new(completions::ids)`.
pub(super) fn ids() -> Vec<CompletionCandidate> {
    let ids = Place::find().map(|place| place.ids()).unwrap_or_default();
    in_order(ids.into_iter().rev().take(MOST_IDS).map(Into::into))
}

/// The ids of process reviews, newest first: `add = ArgValueCandidates::new(completions::reviews)`.
pub(super) fn reviews() -> Vec<CompletionCandidate> {
    let ids = Place::find().map(|place| place.reviews());
    let ids = ids.unwrap_or_default().into_iter().rev();
    in_order(ids.take(MOST_IDS).map(Into::into))
}

/// Candidates that a shell shows in the order given, not in the alphabet's.
fn in_order(candidates: impl Iterator<Item = CompletionCandidate>) -> Vec<CompletionCandidate> {
    candidates
        .enumerate()
        .map(|(at, it)| it.display_order(Some(at)))
        .collect()
}

fn directories(directory: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
        .collect()
}
