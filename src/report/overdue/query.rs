//! What is asked of all that roots owe, and the answer.

use std::sync::Arc;

use chrono::TimeDelta;

use super::Clock;
use super::Item;
use super::Ledger;
use super::Owed;
use super::Read;
use super::Summary;
use super::View;
use super::Whom;
use super::Wish;
use super::collect;
use crate::calendar::Zone;
use crate::config::CodeOwners;
use crate::config::Policy;
use crate::config::Someone;
use crate::deadline::State;
use crate::likeness;
use crate::model::DeadlineKind;
use crate::report::list::Depth;
use crate::report::mine::Asked;
use crate::report::mine::Duties;
use crate::root::Root;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time::Moment;

/// How much of what is owed is wanted. What cannot be read always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// What is late, and what is due soon.
    Pressing,
    /// Also what there is time for; every item has a line of its own.
    Open,
    /// Also what is met.
    All,
}

impl Breadth {
    fn takes(self, state: State) -> bool {
        match state {
            State::Overdue | State::Soon => true,
            State::Open => self != Self::Pressing,
            State::Met => self == Self::All,
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// How much is wanted.
    pub breadth: Breadth,
    /// What is due within this is due soon.
    pub soon: TimeDelta,
    /// In which groups; `None`: by how it stands.
    pub by: Option<By>,
    /// Whether it is said how each was computed.
    pub explains: bool,
    /// Whether people are called by their chat handles.
    pub mentions: bool,
    /// The most that is shown.
    pub limit: Option<usize>,
    /// How many lines a postmortem has.
    pub lines: Lines,
}

/// How many lines a postmortem has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One where only what presses is wanted, else one for each item.
    AsWanted,
    /// One for each item.
    Each,
}

/// Of whom it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of everybody, as far as a filter takes it; also which incidents go on.
    All(Filter),
    /// Of one person: what they owe, and what is on its way where they led the response. What cannot
    /// be read is theirs too, unless it says whose it is.
    One(Someone),
}

impl Whose {
    fn takes(&self, item: &Item, policy: &Policy) -> bool {
        match (self, item) {
            // What all the rest was judged by concerns whoever asks, whatever they ask for.
            (_, Item::Unreadable(it)) if it.whom == Whom::Everybody => true,
            (Self::All(filter), _) if !filter.is_about(&item.place().path) => false,
            (Self::All(_), Item::Unreadable(_)) => true,
            (Self::All(filter), Item::Owed(it)) => filter.takes(it, policy),
            (Self::One(me), Item::Unreadable(it)) => match &it.whom {
                Whom::Everybody | Whom::Unknown => true,
                Whom::Named(people) => people.iter().any(|it| policy.roster.is(me, it)),
            },
            (Self::One(me), Item::Owed(it)) => {
                let is_me = |it: &String| policy.roster.is(me, it);
                let is_on_its_way = it.kind == DeadlineKind::Reviewed
                    && it.incident.commander.as_ref().is_some_and(is_me);
                it.owed_by.iter().any(is_me) || is_on_its_way
            }
        }
    }
}

/// Which deadlines are wanted. Everything that is given must hold; within one list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The directory of the one postmortem that is wanted.
    pub postmortem: Option<RepoPath>,
    /// Who must do it.
    pub who: Vec<Someone>,
    /// The postmortem's owner.
    pub owners: Vec<Someone>,
    /// Severities.
    pub severities: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Kinds.
    pub kinds: Vec<DeadlineKind>,
}

impl Filter {
    /// Whether a file belongs to the postmortem that is wanted.
    fn is_about(&self, path: &RepoPath) -> bool {
        let wanted = self.postmortem.as_ref();
        wanted.is_none_or(|it| path.below(it).is_some())
    }

    /// Whether a deadline is wanted. People are compared through the roster.
    fn takes(&self, owed: &Owed, policy: &Policy) -> bool {
        let person = |wanted: &[Someone], found: &[String]| {
            wanted.is_empty()
                || found
                    .iter()
                    .any(|it| wanted.iter().any(|w| policy.roster.is(w, it)))
        };
        let word = |wanted: &[String], found: &[String]| {
            wanted.is_empty()
                || found
                    .iter()
                    .any(|it| wanted.iter().any(|w| likeness::is_same(w, it)))
        };
        let incident = &owed.incident;
        person(&self.who, &owed.owed_by)
            && person(&self.owners, incident.owner.as_slice())
            && word(&self.severities, incident.severity.as_slice())
            && word(&self.services, &incident.services)
            && (self.kinds.is_empty() || self.kinds.contains(&owed.kind))
    }
}

/// What items are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who owes it.
    Owner,
    /// The teams of those who owe it.
    Team,
    /// The role that owes it.
    Role,
    /// The services that were affected.
    Service,
    /// The incident's severity.
    Severity,
    /// What is owed.
    Kind,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Owner,
        Self::Team,
        Self::Role,
        Self::Service,
        Self::Severity,
        Self::Kind,
    ];

    /// Its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Role => "role",
            Self::Service => "service",
            Self::Severity => "severity",
            Self::Kind => "kind",
        }
    }

    /// The groups that a deadline belongs to.
    pub fn keys(self, owed: &Owed) -> Vec<String> {
        let or = |keys: Vec<String>, none: &str| {
            if keys.is_empty() {
                vec![none.to_owned()]
            } else {
                keys
            }
        };
        match self {
            Self::Owner => or(owed.owed_by.clone(), "nobody"),
            Self::Team => or(owed.teams().to_vec(), "no team"),
            Self::Service => or(owed.incident.services.clone(), "no service"),
            Self::Role => vec![owed.role.as_str().to_owned()],
            Self::Severity => or(owed.incident.severity.clone().into_iter().collect(), "-"),
            Self::Kind => vec![owed.kind.as_str().to_owned()],
        }
    }
}

/// What makes the answer a bad one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Nothing.
    Nothing,
    /// What is late, and what cannot be read.
    Anything,
    /// What is late of these severities, and what cannot be read.
    Severities(Vec<String>),
}

impl FailOn {
    fn counts(&self, item: &Item) -> bool {
        match (self, item) {
            (Self::Nothing, _) => false,
            (Self::Anything | Self::Severities(_), Item::Unreadable(_)) => true,
            (Self::Anything, Item::Owed(it)) => it.state == State::Overdue,
            (Self::Severities(words), Item::Owed(it)) => {
                it.state == State::Overdue
                    && it
                        .incident
                        .severity
                        .as_ref()
                        .is_some_and(|it| words.iter().any(|word| likeness::is_same(word, it)))
            }
        }
    }
}

/// The answer: what all roots owe, as far as it is wanted.
#[derive(Clone, Debug)]
pub struct Answer {
    question: Question,
    repo: Option<Arc<str>>,
    as_of: Moment,
    zones: Vec<Zone>,
    ledger: Ledger,
    duties: Option<Duties>,
}

impl Answer {
    /// An answer of which nothing is known yet, by a clock.
    pub fn new(question: Question, as_of: Moment) -> Self {
        Self {
            question,
            repo: None,
            as_of,
            zones: Vec::new(),
            ledger: Ledger::default(),
            duties: None,
        }
    }

    /// Says of what is added from now on in which repository it is; without that there is but one.
    pub fn in_repo(&mut self, name: &str) {
        self.repo = Some(name.into());
    }

    /// Adds what a root owes by its clock. `progress` is called once for each postmortem.
    pub fn add(
        &mut self,
        root: &Root,
        now: Moment,
        whose: &Whose,
        progress: &(dyn Fn() + Sync),
    ) -> Result<(), SnapshotError> {
        let clock = Clock {
            now,
            soon: self.question.soon,
        };
        let breadth = self.question.breadth;
        let owners = match whose {
            Whose::One(_) => CodeOwners::of(root.snapshot()),
            Whose::All(_) => CodeOwners::default(),
        };
        let wish = Wish {
            state: &|state| breadth.takes(state),
            depth: Depth::FrontMatter,
            explains: self.question.explains,
            tell: &|read, _| {
                if let Read::Postmortem(_) = read {
                    progress();
                }
                match whose {
                    Whose::One(me) => {
                        let owners = &owners;
                        Some(Asked { me, now, owners }.of(read))
                    }
                    Whose::All(_) => None,
                }
            },
        };
        let (mut found, told) = collect(root, clock, &wish)?;
        let policy = &root.config.policy;
        self.zones.push(policy.zone);
        let is_wanted = |it: &Item| it.state().is_none_or(|it| breadth.takes(it));
        found
            .items
            .retain(|it| is_wanted(it) && whose.takes(it, policy));
        for item in &mut found.items {
            item.place_mut().repo.clone_from(&self.repo);
        }
        for it in &mut found.unresolved {
            it.repo.clone_from(&self.repo);
        }
        self.ledger.items.extend(found.items);
        match whose {
            Whose::All(filter) => {
                let unresolved = found.unresolved.into_iter();
                let about = unresolved.filter(|it| filter.is_about(&it.path));
                self.ledger.unresolved.extend(about);
            }
            Whose::One(_) => {
                let duties = self.duties.get_or_insert_default();
                duties.extend(told.into_iter().flatten());
            }
        }
        // What one root owes comes sorted.
        if self.zones.len() > 1 {
            self.ledger.sort();
        }
        Ok(())
    }

    /// The zones of the roots that it is about.
    pub fn zones(&self) -> impl Iterator<Item = Zone> + use<'_> {
        self.zones.iter().copied()
    }

    /// Whether it is a bad one.
    pub fn fails(&self, on: &FailOn) -> bool {
        self.ledger.items.iter().any(|it| on.counts(it))
    }

    /// What is shown of it. What cannot be read is never left out.
    pub fn view<'a>(&'a self, snapshot: &'a str) -> View<'a> {
        let all = &self.ledger.items;
        let mut left = self.question.limit.unwrap_or(all.len());
        let items: Vec<&Item> = all
            .iter()
            .filter(|it| match it {
                Item::Unreadable(_) => true,
                Item::Owed(_) => {
                    let is_kept = left > 0;
                    left = left.saturating_sub(1);
                    is_kept
                }
            })
            .collect();
        View {
            as_of: self.as_of,
            snapshot,
            hidden: all.len() - items.len(),
            items,
            unresolved: self.ledger.unresolved.iter().collect(),
            kept: Vec::new(),
            summary: Summary::of(all),
            by: self.question.by,
            is_open: self.question.breadth != Breadth::Pressing
                || self.question.lines == Lines::Each,
            duties: self.duties.as_ref(),
            explains: self.question.explains,
            mentions: self.question.mentions,
        }
    }
}
