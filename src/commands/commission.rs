//! The commit after a command that wrote: looked at before, made behind, and told of.

use super::Ctx;
use super::Refusal;
use super::quoted::quoted;
use super::say;
use super::writing::Commit;
use super::writing::Committing;
use crate::config::Commits;
use crate::git::Committed;
use crate::render::sanitize;
use crate::source::RepoPath;
use crate::workspace::Outcome;
use crate::workspace::Pending;
use crate::workspace::Workspace;

/// A commit that is to be made once the files are written, or none.
pub(super) struct Commission<'a> {
    ctx: &'a Ctx,
    workspace: &'a Workspace,
    /// What is to be committed; `None` where nothing is.
    pending: Option<Pending>,
    /// The message that somebody gave.
    message: Option<&'a str>,
    /// Whether somebody asked for it: then it is missed where there is nothing to commit.
    is_asked: bool,
}

impl<'a> Commission<'a> {
    /// Looks whether there is to be a commit, and whether there can be one, before anything is
    /// written. What is asked for and cannot be is refused; what is only usual is left out, and said.
    pub(super) fn begin(
        ctx: &'a Ctx,
        workspace: &'a Workspace,
        (committing, commits): (&'a Committing, Commits),
        paths: &[&RepoPath],
    ) -> Result<Self, Refusal> {
        let commit = committing.decide(commits)?;
        let pending = match commit {
            Commit::No => None,
            Commit::Asked(_) => Some(workspace.pending(paths)?),
            Commit::Usual => match workspace.pending(paths) {
                Ok(pending) => Some(pending),
                Err(why) => {
                    say(format_args!("Not committed: {}.", why.message));
                    None
                }
            },
        };
        Ok(Self {
            ctx,
            workspace,
            pending,
            message: match commit {
                Commit::Asked(message) => message,
                Commit::No | Commit::Usual => None,
            },
            is_asked: matches!(commit, Commit::Asked(_)),
        })
    }

    /// Whether it is to be made.
    pub(super) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Makes another one before it, in which files get other places and nothing else becomes of them.
    pub(super) fn moves(
        &self,
        moves: &[(RepoPath, RepoPath)],
        message: &str,
    ) -> Result<(), Refusal> {
        let Some(pending) = &self.pending else {
            return Ok(());
        };
        let line = sanitize(message);
        let made = pending.commit_moves(moves, &line).map_err(|why| {
            why.hint("all is written, and nothing committed: `git status` shows what there is")
        })?;
        if let Some(commit) = made {
            say(format_args!("Committed {}: {line}", commit.id));
        }
        Ok(())
    }

    /// Makes it, and says what became of it and what comes next. Trailers that no commit will carry
    /// are shown.
    pub(super) fn end(
        &self,
        paths: &[&RepoPath],
        headline: &str,
        trailers: &[String],
    ) -> Result<(), Refusal> {
        let Some(pending) = &self.pending else {
            show_trailers(self.ctx, trailers);
            return Ok(());
        };
        let subject = self.message.unwrap_or(headline);
        let message = message(subject, trailers);
        match pending.commit(self.workspace, paths, &message)? {
            Outcome::Nothing if self.is_asked => {
                say("Nothing to commit: all is as in the last one.");
            }
            Outcome::Nothing => {}
            Outcome::Made {
                commit,
                swept_in,
                push,
            } => {
                for path in &swept_in {
                    let path = self.workspace.shown(path);
                    say(format_args!(
                        "{path} had other changes that were not committed: they are in this commit too."
                    ));
                }
                self.tell(&commit, subject, push.as_deref());
            }
            Outcome::Refused { why, files } => return Err(refused(why, &files, &message)),
        }
        Ok(())
    }

    /// Says which commit was made, and what comes next.
    fn tell(&self, commit: &Committed, subject: &str, push: Option<&[String]>) {
        let on = match &commit.branch {
            Some(branch) => format!(" on {branch}"),
            None => String::new(),
        };
        let first = subject.lines().next().unwrap_or_default();
        say(format_args!("Committed {}{on}: {first}", commit.id));
        if commit.branch.is_none() {
            self.ctx
                .hint("HEAD is on no branch; keep the commit with: git switch --create NAME");
        }
        if let Some(words) = push {
            let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
            self.ctx.hint(words.join(" "));
        }
    }
}

/// Shows the lines that a commit must carry and that nothing writes.
pub(super) fn show_trailers(ctx: &Ctx, trailers: &[String]) {
    for trailer in trailers {
        ctx.hint(format_args!(
            "the commit's message needs the line: {trailer}"
        ));
    }
}

/// A commit's message. What a terminal would act on is made visible, in history too.
fn message(subject: &str, trailers: &[String]) -> String {
    let mut message: Vec<String> = subject
        .lines()
        .map(|it| sanitize(it).into_owned())
        .collect();
    let missing: Vec<&String> = trailers.iter().filter(|it| !message.contains(it)).collect();
    if !missing.is_empty() {
        message.push(String::new());
        message.extend(missing.into_iter().map(|it| sanitize(it).into_owned()));
    }
    message.join("\n")
}

/// What to do where git did not make a commit of files that are written.
fn refused(why: Refusal, files: &[String], message: &str) -> Refusal {
    let files: Vec<String> = files.iter().map(|it| quoted(it)).collect();
    let files = files.join(" ");
    let lines = message.lines().filter(|it| !it.is_empty());
    let words: Vec<String> = lines.map(|it| format!("-m {}", quoted(it))).collect();
    let words = words.join(" ");
    why.hint(format!("written, and not committed: {files}"))
        .hint(format!(
            "fix what is said above, then: git add {files} && git commit {words} -- {files}"
        ))
}
