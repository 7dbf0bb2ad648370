//! `pmrepo demo`: a small real repository to play with.

mod dates;
mod story;
mod tell;

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::hooks;
use super::print;
use super::quoted::quoted;
use super::run_words;
use crate::count::counted;
use crate::env;
use crate::git::NewRepo;
use crate::tree::Folder;
use story::Place;
use tell::Tale;

/// What is run in the demo, so that the reader sees its output.
const SHOWN: [&[&str]; 2] = [&["check"], &["list"]];

/// What the reader may try next.
const NEXT: [&[&str]; 3] = [
    &["show", "checkout"],
    &["advance", "ingest"],
    &["explain", "PM502"],
];

/// The settings of the repository: it has an author of its own, and what the reader has configured
/// for other repositories does not reach into it.
const SETTINGS: [(&str, &str); 5] = [
    ("user.name", "Amina Diallo"),
    ("user.email", "amina@example.com"),
    ("commit.gpgsign", "false"),
    ("core.autocrlf", "false"),
    ("core.hooksPath", ".git/hooks"),
];

/// Make a small git repository with a dozen postmortems to play with
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to make it: an empty directory, or one to make; a temporary one by default
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: Option<PathBuf>,
}

/// Runs it. Everything is worked out before anything is written.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let tale = Tale::read()?;
    let commits = tale.commits(ctx.now(tale.config.policy.zone)?)?;
    let directory = match &args.directory {
        Some(directory) => empty_directory(&ctx.directory.join(directory))?,
        None => Folder::scratch("pmrepo-demo-")?.path().to_path_buf(),
    };
    let mut repo = NewRepo::create(&directory, &SETTINGS)?;
    for commit in &commits {
        repo.commit(&commit.author, &commit.message, &commit.files)?;
    }
    repo.finish()?;
    hooks::install_anew(&directory.join(".git"))?;

    let program = program(ctx);
    let place = quoted(&directory.to_string_lossy());
    print(&format!(
        "A repository to play with, in {place}: {}, {}, {}.\n",
        counted(tale.count(Place::Postmortem), "postmortem"),
        counted(tale.count(Place::Review), "process review"),
        counted(commits.len(), "commit"),
    ))?;
    let inside = ctx.moved_to(&directory);
    for words in SHOWN {
        print(&format!("\n$ {program} {}\n", words.join(" ")))?;
        run_words(words, &inside)?;
    }
    let mut next = format!("\nNext, try:\n\n  cd {place}\n");
    for words in NEXT {
        next.push_str(&format!("  {program} {}\n", words.join(" ")));
    }
    print(&next)?;
    Ok(Ending::Clean)
}

/// Takes a directory that is empty, or makes one.
fn empty_directory(directory: &Path) -> Result<PathBuf, Refusal> {
    match fs::read_dir(directory) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                let shown = directory.display();
                return Err(Refusal::not_ready(format!("{shown} is not empty"))
                    .hint("name an empty directory, or none for a temporary one"));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Folder::make(directory)?;
        }
        Err(error) => return Err(Refusal::io(directory, &error)),
    }
    Ok(directory.to_path_buf())
}

/// How the reader calls this program, with the clock that this run was given.
fn program(ctx: &Ctx) -> String {
    let mut program = quoted(&env::program().to_string_lossy());
    if let Some(as_of) = ctx.as_of() {
        program.push_str(&format!(" --as-of {}", quoted(as_of)));
    }
    program
}
