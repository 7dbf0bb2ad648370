//! What a root asks less than it did, and the bar by which it is judged as long as nobody has allowed
//! that: the words of the new configuration with what the old one asked for.

mod body;
mod custom;
mod eras;
mod levels;
mod places;
mod required;
mod returned;
mod roster;
mod terms;
mod words;

use serde_json::Value;

pub(super) use body::renamed;

use crate::config::Config;
use crate::config::Policy;
use crate::config::Roster;
use crate::config::Scale;
use crate::diagnostic::Levels;
use crate::model::Severity;
use crate::root::Root;
use crate::source::RepoPath;

/// One thing that is asked less than before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lowering {
    /// The file that says so.
    pub(super) file: OwnFile,
    /// The JSON pointer of its place in that file; the place may be gone.
    pub(super) pointer: String,
    /// What it is: lower case, no full stop.
    pub(super) message: String,
}

/// One of a root's own files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OwnFile {
    /// `pmrepo.yaml`.
    Config,
    /// The roster.
    Roster,
}

/// What two roots are to each other that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// The same root, before and after.
    Same,
    /// The same, which has moved: its places are others, and its people and refs are not.
    Moved,
    /// One to which postmortems of the other came: its places and refs are its own, and so are its people,
    /// but none of them is somebody else there.
    Joined,
    /// One that takes over what the other had: its people, places and refs are its own.
    Other,
}

/// What is known beside the two configurations.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// The branch that is guarded where the configuration names none; `None` where nobody can say.
    pub(super) head_ref: Option<String>,
    /// The old places in which something is left that the new ones do not hold.
    pub(super) left: Vec<RepoPath>,
    /// What was said before.
    pub(super) earlier: Earlier,
    /// The severities of reports that are major by their own word and may owe something.
    pub(super) major_by_word: Vec<Severity>,
}

/// What a root said up to the configuration before, the latest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier {
    /// Its configurations, without their rosters.
    pub(super) configs: Vec<Config>,
    /// Its rosters.
    pub(super) rosters: Vec<Roster>,
}

/// The bar.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// What is asked less.
    pub(super) lowered: Vec<Lowering>,
    /// The configuration, with what the one before asked for.
    config: Config,
    /// The levels, each the stricter of the two.
    levels: Levels,
    /// Blocks of the reports' schema that the one before had.
    asked: Vec<Value>,
}

impl Bar {
    /// Compares two roots. Where nothing is asked less, the bar is the new one itself.
    pub(super) fn new((before, after): (&Root, &Root), kin: Kin, beside: &Beside) -> Self {
        let mut bar = Self {
            lowered: Vec::new(),
            config: after.config.clone(),
            levels: after.levels.clone(),
            asked: Vec::new(),
        };
        if before.config == after.config {
            return bar;
        }
        // Whoever adds a key says here whether less can be asked by it.
        let Config {
            newer: _,
            policy,
            paths,
            // Which days nobody works is the team's to say, and no report is judged by it.
            holidays_file: _,
            // A field that is added asks nothing, and one that is gone may not be there any more.
            fields: _,
            required: _,
            rule_levels: _,
            web_url: _,
            // What other places' words mean here asks nothing.
            pagerduty_priorities: _,
            tracker: _,
            guarded_refs,
            four_eyes,
            commits: _,
            audiences: _,
            site: _,
        } = &before.config;
        let scale = Scale::new(&policy.severities, &after.config.policy.severities);
        bar.policy(policy, &scale, kin);
        bar.major_by_word((policy, &scale), &beside.major_by_word);
        bar.levels(before, after);
        bar.required(before, after, &scale);
        bar.four_eyes(*four_eyes);
        match kin {
            Kin::Same => {
                bar.paths(paths, beside);
                bar.refs(guarded_refs, beside);
            }
            Kin::Moved => bar.refs(guarded_refs, beside),
            Kin::Joined | Kin::Other => {}
        }
        match kin {
            Kin::Same | Kin::Moved => bar.returned(&before.config, &beside.earlier),
            Kin::Joined | Kin::Other => {}
        }
        bar.lowered.sort();
        bar
    }

    fn policy(&mut self, before: &Policy, scale: &Scale, kin: Kin) {
        let Policy {
            // The zone moves each deadline by hours, and makes none longer.
            zone: _,
            // The weekend counts in the terms; holidays are the team's to say.
            calendar: _,
            weekend: _,
            enforce_from,
            severities: _,
            major: _,
            priorities,
            deadlines: _,
            deadlines_since: _,
            custom: _,
            review_notes: _,
            review_every: _,
            sections,
            steps,
            // What is dropped is missing among the steps.
            dropped_steps: _,
            roster,
        } = before;
        self.enforcement(*enforce_from);
        self.major(before, scale);
        self.priorities(priorities);
        let eras = eras::of(before, &self.config.policy);
        self.terms((before, scale), &eras);
        self.custom(before, scale);
        self.sections(sections, &eras);
        self.steps(steps);
        match kin {
            Kin::Same | Kin::Moved => self.roster(roster),
            Kin::Joined if !self.config.policy.roster.people.is_empty() => self.roster(roster),
            Kin::Joined | Kin::Other => {}
        }
    }

    /// Something in the configuration is asked less.
    fn lower(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.lowered.push(Lowering {
            file: OwnFile::Config,
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// A root by which what is asked less is still asked for; `None` where nothing is.
    pub(super) fn over(&self, root: &Root) -> Option<Root> {
        let is_lowered = !self.lowered.is_empty();
        is_lowered
            .then(|| root.judging_by(self.config.clone(), self.levels.clone(), self.asked.clone()))
    }
}

#[cfg(test)]
mod tests;
