//! Several repositories at once, each with a name.

use super::Ctx;
use super::Refusal;
use crate::workspace::At;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Options of commands that can read several repositories.
#[derive(Debug, clap::Args)]
pub(super) struct Repos {
    /// Read this repository (may be given again); NAME=PATH gives it another name
    #[arg(long = "repo", value_name = "PATH", value_hint = clap::ValueHint::DirPath)]
    repos: Vec<String>,
}

/// A repository that is read.
pub(super) struct Opened {
    /// What it is called.
    pub(super) name: String,
    /// What is read of it.
    pub(super) workspace: Workspace,
}

impl Opened {
    /// The only one: nobody asks what it is called.
    pub(super) fn unnamed(workspace: Workspace) -> Self {
        Self {
            name: String::new(),
            workspace,
        }
    }
}

impl Repos {
    /// Whether repositories are named, and not only the one around is read.
    pub(super) fn are_named(&self) -> bool {
        !self.repos.is_empty()
    }

    /// Opens those that are named, else the one around. No two may have one name: rows of one would be
    /// taken for the other's.
    pub(super) fn open(&self, ctx: &Ctx, state: &State) -> Result<Vec<Opened>, Refusal> {
        if self.repos.is_empty() {
            let workspace = Workspace::open(ctx.at(), state)?;
            return Ok(vec![Opened {
                name: workspace.name(),
                workspace,
            }]);
        }
        let mut all: Vec<Opened> = Vec::new();
        for word in &self.repos {
            let one = open(word, ctx, state)?;
            if all.iter().any(|it| it.name == one.name) {
                let message = format!("two repositories are called `{}`", one.name);
                return Err(
                    Refusal::usage(message).hint("give one of them another name: --repo NAME=PATH")
                );
            }
            all.push(one);
        }
        Ok(all)
    }
}

fn open(word: &str, ctx: &Ctx, state: &State) -> Result<Opened, Refusal> {
    let whole = ctx.directory.join(word);
    let (name, directory) = match word.split_once('=') {
        Some((name, path)) if !whole.is_dir() && !name.trim().is_empty() => {
            (Some(name.trim()), ctx.directory.join(path))
        }
        _ => (None, whole),
    };
    if !directory.is_dir() {
        return Err(Refusal::usage(format!(
            "--repo {word}: there is no such directory"
        )));
    }
    // Where git runs us in a hook, its environment is about another repository.
    let at = At {
        directory: &directory,
        in_hook: false,
    };
    let workspace = Workspace::open(at, state)?;
    Ok(Opened {
        name: name.map_or_else(|| workspace.name(), str::to_owned),
        workspace,
    })
}
