//! What a command gets besides its arguments: the environment, the clock, the look of the output.

use std::fmt::Display;
use std::path::Path;
use std::path::PathBuf;

use super::complaint;
use super::{Ending, Globals, Refusal};
use crate::calendar::Present;
use crate::calendar::Zone;
use crate::calendar::read_as_of;
use crate::change::By;
use crate::env;
use crate::env::Env;
use crate::render::Detail;
use crate::render::Look;
use crate::render::sanitize;
use crate::report::overdue::Unreadable;
use crate::root::Root;
use crate::time::Moment;
use crate::workspace::At;
use crate::workspace::State;
use crate::workspace::Workspace;

/// What a command works with.
#[derive(Debug)]
pub(super) struct Ctx {
    /// What the program was started in.
    pub(super) env: Env,
    /// The directory that the command works in: `-C`, else the current one.
    pub(super) directory: PathBuf,
    /// What is taken for the present: `--as-of`, else now.
    pub(super) present: Present,
    globals: Globals,
}

impl Ctx {
    pub(super) fn new(env: Env, globals: Globals) -> Result<Self, Refusal> {
        let directory = match &globals.directory {
            Some(directory) => env.directory.join(directory),
            None => env.directory.clone(),
        };
        if !directory.is_dir() {
            let shown = directory.display();
            return Err(Refusal::usage(format!("{shown} is not a directory")));
        }
        let present = Present::new(env.now, globals.as_of.clone());
        Ok(Self {
            env,
            directory,
            present,
            globals,
        })
    }

    /// The same for another directory, where no hook runs.
    pub(super) fn moved_to(&self, directory: &Path) -> Self {
        Self {
            env: Env {
                in_hook: false,
                ..self.env.clone()
            },
            directory: directory.to_path_buf(),
            present: self.present.clone(),
            globals: self.globals.clone(),
        }
    }

    /// Where the command works.
    pub(super) fn at(&self) -> At<'_> {
        At {
            directory: &self.directory,
            in_hook: self.env.in_hook,
        }
    }

    /// Who makes a change in a root, and when.
    pub(super) fn by<'a>(&self, workspace: &'a Workspace, root: &Root) -> Result<By<'a>, Refusal> {
        Ok(By {
            workspace,
            now: self.now(root.config.policy.zone)?,
            meant: &[],
        })
    }

    /// What is taken for the present now: a command that goes on for hours asks again.
    pub(super) fn present_now(&self) -> Present {
        Present::new(env::now(), self.globals.as_of.clone())
    }

    /// What `--as-of` was given.
    pub(super) fn as_of(&self) -> Option<&str> {
        self.globals.as_of.as_deref()
    }

    /// The clock of the run in the configured zone: `--as-of`, else now.
    pub(super) fn now(&self, zone: Zone) -> Result<Moment, Refusal> {
        self.present.in_zone(zone)
    }

    /// How text for people looks on standard output.
    pub(super) fn look(&self, detail: Detail) -> Look {
        let terminals = self.env.terminals;
        Look {
            colour: self.env.colour.decide(self.globals.color, terminals.output),
            terminal: terminals.width,
            detail,
            ..Look::default()
        }
    }

    /// How text for people looks on standard error.
    pub(super) fn look_of_errors(&self, detail: Detail) -> Look {
        Look {
            colour: self.colour_of_errors(),
            terminal: self.env.terminals.width,
            detail,
            ..Look::default()
        }
    }

    /// Gives advice on standard error, as errors do: `hint: …`.
    pub(super) fn hint(&self, hint: impl Display) {
        env::say(&complaint::hint_line(
            &hint.to_string(),
            self.colour_of_errors(),
        ));
    }

    /// Says why the command could not do its work.
    pub(super) fn complain(&self, error: &Refusal) {
        // Where nothing can be opened, nobody stands anywhere.
        let workspace = Workspace::open(self.at(), &State::Worktree);
        let error = match &workspace {
            Ok(workspace) => workspace.seen(error),
            Err(_) => error.clone(),
        };
        env::say(&complaint::text(&error, self.colour_of_errors()));
    }

    fn colour_of_errors(&self) -> bool {
        let is_terminal = self.env.terminals.error;
        self.env.colour.decide(self.globals.color, is_terminal)
    }
}

/// Writes the product of a command to standard output. That nobody reads it any more is not an error.
pub(super) fn print(text: &str) -> Result<(), Refusal> {
    env::print(text).map_err(|error| Refusal::failed(format!("standard output: {error}")))
}

/// Says a sentence about the work on standard error.
pub(super) fn say(text: impl Display) {
    let mut lines = String::new();
    for line in text.to_string().lines() {
        lines.push_str(&sanitize(line));
        lines.push('\n');
    }
    env::say(&lines);
}

/// Names on standard error what cannot be read and so may be missing from a list, of a confidential
/// postmortem its date alone: whoever asks is not told that there is nothing.
pub(super) fn say_unread(all: &[Unreadable]) -> Ending {
    if all.is_empty() {
        return Ending::Clean;
    }
    say("cannot be read, and may belong here:");
    for it in all {
        say(it.public_line().as_str());
    }
    Ending::Findings
}

/// Takes whatever `--as-of` can read; the zone, and with it the moment, comes later.
pub(super) fn as_of_shape(text: &str) -> Result<String, String> {
    // Only the shape is looked at: any moment will do.
    match read_as_of(text, Moment::from_unix(0, 0), Zone::utc()) {
        Ok(_) => Ok(text.to_owned()),
        Err(fault) => Err(format!("{fault}; {}", fault.help())),
    }
}
