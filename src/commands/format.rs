//! The formats of what goes to standard output: for each kind of product one enum with its words on
//! the command line, and the renderer of each. A new format is a file in `render` and an arm here.

use clap::builder::PossibleValue;

use crate::change::timeline::Import;
use crate::config::Member;
use crate::render::Look;
use crate::render::csv;
use crate::render::github;
use crate::render::gitlab;
use crate::render::human;
use crate::render::json;
use crate::render::junit;
use crate::render::markdown;
use crate::render::sarif;
use crate::render::slack;
use crate::report::Public;
use crate::report::Secrets;
use crate::report::actions;
use crate::report::adoption;
use crate::report::check;
use crate::report::checklist;
use crate::report::history;
use crate::report::list::Row;
use crate::report::messages;
use crate::report::overdue;
use crate::report::overdue::By;
use crate::report::overdue::Unreadable;
use crate::report::pagerduty::missing;
use crate::report::people::Person;
use crate::report::pr;
use crate::report::process_reviews;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Review;
use crate::report::proof;
use crate::report::search;
use crate::report::show::View;
use crate::report::stats;
use crate::report::timeline;
use crate::report::trial;
use crate::snapshot::SnapshotError;

/// The format of what goes to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
}

impl Format {
    /// Writes a list of postmortems.
    pub fn list(
        self,
        snapshot: &str,
        (rows, unread): (&[Row], &[Unreadable]),
        look: &Look,
    ) -> String {
        match self {
            Self::Human => human::list(rows, look),
            Self::Json => json::list(snapshot, rows, unread),
        }
    }

    /// Writes what a search found.
    pub fn search(self, view: &search::View<'_>, look: &Look) -> String {
        match self {
            Self::Human => human::search(view, look),
            Self::Json => json::search(view),
        }
    }

    /// Writes what other deadlines would have meant, in which nothing confidential is.
    pub fn trial(self, view: &Public<trial::View>, look: &Look) -> String {
        match self {
            Self::Human => human::trial(view, look),
            Self::Json => json::trial(view),
        }
    }

    /// Writes what was told to whom.
    pub fn messages(
        self,
        snapshot: &str,
        (all, unread): (&[messages::Message], &[Unreadable]),
        look: &Look,
    ) -> String {
        match self {
            Self::Human => human::messages(all, look),
            Self::Json => json::messages(snapshot, all, unread),
        }
    }

    /// Writes which incidents have no postmortem.
    pub fn missing(self, snapshot: &str, view: &missing::View, look: &Look) -> String {
        match self {
            Self::Human => human::missing_incidents(view, look),
            Self::Json => json::missing_incidents(snapshot, view),
        }
    }

    /// Writes the people of a roster.
    pub fn people(self, snapshot: &str, members: &[Member], look: &Look) -> String {
        match self {
            Self::Human => human::people(members, look),
            Self::Json => json::people(snapshot, members),
        }
    }

    /// Writes what is known of a person.
    pub fn person(self, snapshot: &str, person: &Person, look: &Look) -> String {
        match self {
            Self::Human => human::person(person, look),
            Self::Json => json::person(snapshot, person),
        }
    }

    /// Writes the steps of checklists.
    pub fn checklist(
        self,
        snapshot: &str,
        (steps, unread): (&[checklist::Step], &[Unreadable]),
        ticks: &checklist::Ticks,
        look: &Look,
    ) -> String {
        match self {
            Self::Human => human::checklist(steps, ticks, look),
            Self::Json => json::checklist(snapshot, steps, ticks, unread),
        }
    }

    /// Writes a timeline.
    pub fn timeline(self, snapshot: &str, view: &timeline::View, look: &Look) -> String {
        match self {
            Self::Human => human::timeline(view, look),
            Self::Json => json::timeline(snapshot, view),
        }
    }

    /// Writes what a log gives for a timeline.
    pub fn import(self, import: &Import, explains: bool, look: &Look) -> String {
        match self {
            Self::Human => human::import(import, explains, look),
            Self::Json => json::import(import),
        }
    }

    /// Writes one postmortem in full.
    pub fn show(self, snapshot: &str, view: &View, look: &Look) -> String {
        match self {
            Self::Human => human::show(view, look),
            Self::Json => json::show(snapshot, view),
        }
    }

    /// Writes what became of a postmortem.
    pub fn history(self, snapshot: &str, view: &history::View, look: &Look) -> String {
        match self {
            Self::Human => human::history(view, look),
            Self::Json => json::history(snapshot, view),
        }
    }
}

/// The format of what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in GitHub Actions
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// A test report for CI
    Junit,
    /// A table for a job summary or a comment
    Markdown,
}

impl CheckFormat {
    /// Every format.
    pub fn all() -> &'static [Self] {
        <Self as clap::ValueEnum>::value_variants()
    }

    /// Writes what `check` found in the roots of which the secrets are.
    pub fn check(
        self,
        view: &check::View<'_>,
        secrets: &Secrets<'_>,
        look: &Look,
    ) -> Result<String, SnapshotError> {
        Ok(match self {
            Self::Human => human::check(view, look),
            Self::Json => json::check(view),
            Self::Sarif => sarif::check(&view.public(secrets)?),
            Self::Github => github::check(&view.public(secrets)?),
            Self::Gitlab => gitlab::check(&view.public(secrets)?),
            Self::Junit => junit::check(&view.public(secrets)?),
            Self::Markdown => markdown::check(&view.public(secrets)?),
        })
    }
}

/// The format of a list of action items, or of process reviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ActionFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// A table for an issue or a wiki
    Markdown,
    /// A table for spreadsheets
    Csv,
}

impl ActionFormat {
    /// Writes action items.
    pub fn actions(
        self,
        snapshot: &str,
        (items, unread): (&[actions::Item], &[Unreadable]),
        look: &Look,
    ) -> String {
        match self {
            Self::Human => human::actions(items, look),
            Self::Json => json::actions(snapshot, items, unread),
            Self::Markdown => markdown::actions(&actions::public(items)),
            Self::Csv => csv::actions(&actions::public(items)),
        }
    }

    /// Writes process reviews.
    pub fn process_reviews(self, snapshot: &str, reviews: &[Review], look: &Look) -> String {
        match self {
            Self::Human => human::process_reviews(reviews, look),
            Self::Json => json::process_reviews(snapshot, reviews),
            Self::Markdown => markdown::process_reviews(&process_reviews::public(reviews)),
            Self::Csv => csv::process_reviews(&process_reviews::public(reviews)),
        }
    }
}

/// The format of a process review's agenda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum AgendaFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// Text for an issue, a wiki or a chat; of what is confidential the date alone
    Markdown,
}

impl AgendaFormat {
    /// Writes what a review has to talk about.
    pub fn agenda(self, snapshot: &str, agenda: &Agenda, look: &Look) -> String {
        match self {
            Self::Human => human::agenda(agenda, look),
            Self::Json => json::agenda(snapshot, agenda),
            Self::Markdown => markdown::agenda(&agenda.public()),
        }
    }
}

/// The format of what becomes of old postmortems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum AdoptFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// A table for an issue or a pull request; of what is confidential the date alone
    Markdown,
}

impl AdoptFormat {
    /// Writes what becomes of documents.
    pub fn adoption(self, view: &adoption::View, look: &Look) -> String {
        match self {
            Self::Human => human::adoption(view, look),
            Self::Json => json::adoption(view),
            Self::Markdown => markdown::adoption(&view.public()),
        }
    }
}

/// The format of the review of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum PrFormat {
    /// Text for people
    Human,
    /// One comment for the pull request
    #[default]
    Markdown,
    /// JSON with a version, for programs
    Json,
}

impl PrFormat {
    /// Writes the review of a change.
    pub fn pr(
        self,
        view: &pr::View,
        secrets: &Secrets<'_>,
        look: &Look,
    ) -> Result<String, SnapshotError> {
        Ok(match self {
            Self::Human => human::pr(view, look),
            Self::Markdown => markdown::pr(&view.public(secrets)?),
            Self::Json => json::pr(view),
        })
    }
}

/// The format of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LetterFormat {
    /// The file as it is
    #[default]
    Human,
    /// Plain text, as in a mail
    Text,
    /// HTML, as in a mail: no script, nothing that is fetched
    Html,
    /// The whole mail
    Eml,
}

/// The format of a report about what is owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum OwedFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// Tables for a job summary or an issue
    Markdown,
    /// Text for Slack
    Slack,
    /// A table for spreadsheets
    Csv,
    /// Annotations in GitHub Actions
    Github,
    /// A test report for CI
    Junit,
}

impl OwedFormat {
    /// Whether a program reads it, which wants every deadline and folds by itself.
    pub fn is_for_programs(self) -> bool {
        matches!(self, Self::Json | Self::Csv | Self::Junit | Self::Github)
    }

    /// Writes what is owed.
    pub fn overdue(self, view: &overdue::View<'_>, look: &Look) -> String {
        match self {
            Self::Human => human::overdue(view, look),
            Self::Json => json::overdue(view),
            Self::Markdown => markdown::overdue(&view.public()),
            Self::Slack => slack::overdue(&view.public()),
            Self::Csv => csv::overdue(&view.public()),
            Self::Github => github::overdue(&view.public()),
            Self::Junit => junit::overdue(&view.public()),
        }
    }
}

/// The format of a pack of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ProofFormat {
    /// Text with the commands, for whoever has to be shown it
    #[default]
    Markdown,
    /// JSON with a version, for programs
    Json,
}

impl ProofFormat {
    /// Writes a pack of evidence, beside which a bundle may lie.
    pub fn proof(self, view: &Public<proof::View>, bundle: Option<&str>) -> String {
        match self {
            Self::Markdown => markdown::proof(view, bundle),
            Self::Json => json::proof(view, bundle),
        }
    }
}

/// The format of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum StatsFormat {
    /// Text for people, with small plots
    #[default]
    Human,
    /// JSON with a version, for programs
    Json,
    /// A table for spreadsheets
    Csv,
}

impl StatsFormat {
    /// Writes figures, in which nothing confidential is.
    pub fn stats(self, view: &Public<stats::View>, look: &Look) -> String {
        match self {
            Self::Human => human::stats(view, look),
            Self::Json => json::stats(view),
            Self::Csv => csv::stats(view),
        }
    }
}

impl clap::ValueEnum for By {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Owner => "Who owes it",
            Self::Team => "The team of whoever owes it",
            Self::Role => "The role that owes it",
            Self::Service => "The services that were affected",
            Self::Severity => "The incident's severity",
            Self::Kind => "What is owed",
        };
        Some(PossibleValue::new(self.as_str()).help(help))
    }
}
