//! What the words of a question mean. One that nothing knows is refused: an empty answer to a
//! misspelt name would say that nothing is late.
//!
//! What the roster or the configuration knows costs nothing; for other words all documents are read,
//! once for all of them.

mod known;
mod news;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use known::Known;
pub use news::Stranger;

use crate::config::Policy;
use crate::config::Someone;
use crate::count::counted;
use crate::likeness;
use crate::likeness::Among;
use crate::model::Role;
use crate::model::Severity;
use crate::model::Status;
use crate::model::bare;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::workspace::Workspace;

/// How many of the words that are known are listed where none is like the one that is not.
const LISTED: usize = 10;

/// A kind of word that documents know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A severity; the configuration knows some.
    Severity,
    /// A service.
    Service,
    /// A tag.
    Tag,
    /// An action item's priority; the configuration knows some.
    Priority,
    /// What an action item is good for; the schema knows some.
    ActionKind,
}

impl Word {
    /// With its article, as messages name it.
    fn name(self) -> &'static str {
        match self {
            Self::Severity => "a severity",
            Self::Service => "a service",
            Self::Tag => "a tag",
            Self::Priority => "a priority",
            Self::ActionKind => "a kind of action item",
        }
    }

    /// Those that a configuration knows.
    fn configured(self, policy: &Policy) -> Vec<&str> {
        match self {
            Self::Severity => policy.severities.iter().map(Severity::as_str).collect(),
            Self::Priority => policy.priorities.iter().map(String::as_str).collect(),
            Self::ActionKind => ACTION_KINDS.to_vec(),
            Self::Service | Self::Tag => Vec::new(),
        }
    }
}

/// What an action item may be good for.
const ACTION_KINDS: [&str; 6] = [
    "prevent",
    "detect",
    "mitigate",
    "repair",
    "process",
    "investigate",
];

/// The roots of which a question is asked, and what they know.
pub struct Asked<'a> {
    workspace: &'a Workspace,
    roots: Vec<&'a Root>,
    known: OnceCell<Known>,
}

impl<'a> Asked<'a> {
    /// A question of some roots.
    pub fn of(workspace: &'a Workspace, roots: impl IntoIterator<Item = &'a Root>) -> Self {
        Self {
            workspace,
            roots: roots.into_iter().collect(),
            known: OnceCell::new(),
        }
    }

    fn known(&self) -> Result<&Known, Refusal> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let known = Known::read(&self.roots)?;
        Ok(self.known.get_or_init(|| known))
    }

    /// People, or teams, whom words name, as one of the roots knows them.
    pub fn people(&self, root: &Root, words: &[String]) -> Result<Vec<Someone>, Refusal> {
        words.iter().map(|it| self.person(root, it)).collect()
    }

    /// A person, or a team, whom a word names.
    pub fn person(&self, root: &Root, word: &str) -> Result<Someone, Refusal> {
        let someone = self.workspace.someone(&root.config.policy, word)?;
        if self.knows(&someone)? {
            return Ok(someone);
        }
        Err(self.stranger(word, &someone)?)
    }

    /// Whether the roster or a document names somebody. Where there is no document, nothing can be
    /// wrong with an empty answer.
    fn knows(&self, someone: &Someone) -> Result<bool, Refusal> {
        let is_in_roster = |root: &&Root| {
            let roster = &root.config.policy.roster;
            roster.people.iter().any(|it| {
                let is_team = it.team.as_deref().is_some_and(|it| someone.is_called(it));
                is_team || roster.is(someone, &it.handle)
            })
        };
        if self.roots.iter().any(is_in_roster) {
            return Ok(true);
        }
        let known = self.known()?;
        let is_named = |root: &&Root| {
            let roster = &root.config.policy.roster;
            known.people.iter().any(|it| roster.is(someone, it))
        };
        Ok(known.is_empty() || self.roots.iter().any(is_named))
    }

    /// Nothing knows a person.
    fn stranger(&self, word: &str, someone: &Someone) -> Result<Refusal, Refusal> {
        let known = self.known()?;
        let is_me = Workspace::is_me(word);
        let name = if is_me { someone.name() } else { bare(word) };
        let what = if is_me {
            format!("git calls you `{name}`, and neither the roster nor any document does")
        } else {
            format!("nobody is called `{name}`, in the roster or in any document")
        };
        let members = self
            .roots
            .iter()
            .flat_map(|it| &it.config.policy.roster.people);
        let mut names: Vec<(&str, &str)> = Vec::new();
        let mut teams: BTreeSet<&str> = BTreeSet::new();
        for member in members {
            let handle = bare(&member.handle);
            let all = [
                Some(&member.handle),
                member.name.as_ref(),
                member.email.as_ref(),
            ];
            names.extend(all.into_iter().flatten().map(|it| (bare(it), handle)));
            teams.extend(member.team.as_deref());
        }
        names.extend(teams.iter().map(|it| (*it, *it)));
        names.extend(known.people.iter().map(|it| (bare(it), bare(it))));
        let like = someone
            .names()
            .find_map(|asked| {
                let near = |among| likeness::nearest(asked, names.iter().copied(), among);
                // Names are short: one wrong letter makes `bem` of `ben`.
                near(Among::Names).or_else(|| near(Among::Handles))
            })
            .or_else(|| shares_word(someone, &names));
        let mut refusal = Refusal::not_found(what);
        refusal = match like {
            Some(like) if is_me => refusal.hint(format!(
                "if you are `{like}`, name yourself instead of `me`"
            )),
            Some(like) => refusal.hint(format!("did you mean `{like}`?")),
            None => {
                let people = names.iter().filter(|(_, it)| !teams.contains(it));
                let mut handles: Vec<&str> = people.map(|(_, it)| *it).collect();
                handles.sort_unstable();
                handles.dedup();
                refusal.hint(listed("known:", &handles))
            }
        };
        Ok(known.doubt(refusal))
    }

    /// Words of a kind, as they are configured or written.
    pub fn words(&self, kind: Word, words: &[String]) -> Result<Vec<String>, Refusal> {
        words.iter().map(|it| self.word(kind, it)).collect()
    }

    /// A word of a kind, as it is configured or written.
    fn word(&self, kind: Word, word: &str) -> Result<String, Refusal> {
        let roots = self.roots.iter();
        let mut configured: Vec<&str> = Vec::new();
        for word in roots.flat_map(|it| kind.configured(&it.config.policy)) {
            if !configured.contains(&word) {
                configured.push(word);
            }
        }
        let is_it = |it: &&str| likeness::is_same(it, word) && !word.trim().is_empty();
        if let Some(found) = configured.iter().copied().find(is_it) {
            return Ok(found.to_owned());
        }
        let known = self.known()?;
        let written = known.words(kind);
        let mut all = configured;
        for word in written {
            if !all.contains(&word.as_str()) {
                all.push(word);
            }
        }
        let exact = all.iter().find(|it| it.eq_ignore_ascii_case(word.trim()));
        if let Some(found) = exact.copied().or_else(|| all.iter().copied().find(is_it)) {
            return Ok(found.to_owned());
        }
        // Where there is nothing, no empty answer is wrong.
        if known.is_empty() && kind.configured(&Policy::default()).is_empty() {
            return Ok(word.to_owned());
        }
        let refusal = Refusal::not_found(format!("`{word}` is not {}", kind.name()));
        let like = likeness::nearest_word(word, all.iter().copied(), Among::Names);
        // Of a few words that differ in a digit, the nearest says nothing.
        let refusal = match like {
            Some(like) if !matches!(kind, Word::Severity | Word::Priority) => {
                refusal.hint(format!("did you mean `{like}`?"))
            }
            _ => refusal.hint(listed("one of", &all)),
        };
        Err(known.doubt(refusal))
    }
}

/// The person one of whose words is one of those that were asked for: `Carol Smith` is like `carol`.
fn shares_word<'a>(someone: &Someone, names: &[(&'a str, &'a str)]) -> Option<&'a str> {
    let words = |it: &str| -> Vec<String> {
        let local = it.split('@').next().unwrap_or(it).to_lowercase();
        let words = local.split(|it: char| !it.is_alphanumeric());
        words.filter(|it| it.len() > 2).map(str::to_owned).collect()
    };
    let asked: Vec<String> = someone.names().flat_map(words).collect();
    let mut names = names.iter();
    names
        .find(|(name, _)| words(name).iter().any(|it| asked.contains(it)))
        .map(|(_, handle)| *handle)
}

/// The words that there are, the first of them.
fn listed(verb: &str, words: &[&str]) -> String {
    let shown: Vec<&str> = words.iter().take(LISTED).copied().collect();
    match words.len().saturating_sub(LISTED) {
        _ if words.is_empty() => "no document names any".to_owned(),
        0 => format!("{verb} {}", shown.join(", ")),
        more => format!("{verb} {} and {more} more", shown.join(", ")),
    }
}

/// The status of a postmortem that a word means, in any case.
pub fn status(word: &str) -> Result<Status, Refusal> {
    let mut all = Status::ALL.into_iter();
    let found = all.find(|it| likeness::is_same(it.as_str(), word));
    found.ok_or_else(|| Refusal::no_status(word))
}

/// The role with steps that a word means: its key, the beginning of its steps, or its heading.
pub fn role(word: &str) -> Result<Role, Refusal> {
    Role::called(word).ok_or_else(|| {
        let keys = || Role::of_checklist().filter_map(Role::key);
        let refusal = Refusal::not_found(format!("`{word}` is not a role"));
        match likeness::nearest_word(word, keys(), Among::Names) {
            Some(like) => refusal.hint(format!("did you mean `{like}`?")),
            None => refusal.hint(format!("one of {}", keys().collect::<Vec<_>>().join(", "))),
        }
    })
}

impl Known {
    /// Says of a refusal how far it can be trusted.
    fn doubt(&self, refusal: Refusal) -> Refusal {
        match self.unreadable {
            0 => refusal,
            many => refusal.hint(format!(
                "{} cannot be read and may name it: see `pmrepo check`",
                counted(many, "document")
            )),
        }
    }
}
