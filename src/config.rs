//! `pmrepo.yaml`: every key has a default, and an empty file is a whole configuration.
//!
//! What the file says is read here and judged in `check`: a fault leaves the default in its
//! place, so that everything else is still judged.

mod audiences;
mod code_owners;
mod custom;
mod headings;
mod policy;
mod read;
mod roster;
mod scale;
mod shape;
mod site_look;
pub mod steps;
mod terms;
mod trial;
mod web_url;

pub use audiences::Audiences;
pub use code_owners::CODE_OWNERS;
pub use code_owners::CodeOwners;
pub use custom::CustomDeadline;
pub use custom::MetBy;
pub use custom::Whose;
pub use custom::custom_anchors;
pub use policy::Earlier;
pub use policy::Policy;
pub use policy::SectionRule;
pub use policy::is_titled;
pub use roster::name_and_address;
pub use roster::{Member, Roster, Someone, Who};
pub use scale::Scale;
pub use shape::SCHEMA;
pub use site_look::Colour;
pub use site_look::Frame;
pub use site_look::Paint;
pub use site_look::SiteLook;
pub use trial::TRIED;
pub use trial::Tried;
pub use trial::with_tried;
pub use web_url::WebUrl;

use crate::diagnostic::Fault;
use crate::diagnostic::Level;
use crate::front_matter;
use crate::model::Tracker;
use crate::source::RepoPath;
use crate::source::Span;

/// The format of `pmrepo.yaml` that this program reads.
pub const FORMAT: u32 = 1;

/// Where things lie below the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The postmortems.
    pub postmortems: RepoPath,
    /// The notes of process reviews.
    pub process_reviews: RepoPath,
    /// The roster.
    pub people: RepoPath,
}

/// A field that the configuration adds to the front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraField {
    /// Its name, at the top level.
    pub name: String,
    /// Where it is named.
    pub span: Span,
    /// What it may hold, as a JSON Schema.
    pub schema: serde_json::Value,
}

/// From which status on a field is required, and of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Where the field is named.
    pub span: Span,
    /// The status; `None` takes the requirement away.
    pub from: Option<crate::model::Status>,
    /// The severities it holds for; everybody where there are none.
    pub severities: Vec<crate::model::Severity>,
    /// Incidents before this day are judged without it.
    pub since: Option<chrono::NaiveDate>,
}

/// What is asked of the commit that sets a postmortem to reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FourEyes {
    /// It is by somebody else than the owner.
    Author,
    /// It has a signature that git accepts.
    Signed,
}

impl FourEyes {
    /// The word for it in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Signed => "signed",
        }
    }
}

/// Where tickets are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPlace {
    /// Which tracker it is.
    pub preset: Tracker,
    /// The project in it; `None` where the tracker's own program knows.
    pub project: Option<String>,
}

/// When a command commits what it wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commits {
    /// When it is asked to.
    #[default]
    Never,
    /// Unless it is asked not to.
    Auto,
}

/// What a `pmrepo.yaml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The number of its format, where that is one that only a newer pmrepo reads.
    pub newer: Option<u64>,
    /// What rules may know of it.
    pub policy: Policy,
    /// Where things lie.
    pub paths: Paths,
    /// A file of holidays, below the root, and where that is said.
    pub holidays_file: Option<(RepoPath, Span)>,
    /// More fields of the front matter.
    pub fields: Vec<ExtraField>,
    /// Fields that are required otherwise than by default, by dotted name.
    pub required: Vec<(String, Requirement)>,
    /// Levels of rules: code or name, its place, and the level (`None`: off).
    pub rule_levels: Vec<(String, Span, Option<Level>)>,
    /// Where people see the repository's files, or what is made of them.
    pub web_url: Option<WebUrl>,
    /// The severities that priorities in PagerDuty stand for, in the order of the file.
    pub pagerduty_priorities: Vec<(String, crate::model::Severity)>,
    /// Where tickets are made.
    pub tracker: Option<TicketPlace>,
    /// The refs that a server guards; none means the branch that HEAD names.
    pub guarded_refs: Vec<String>,
    /// What is asked of the commit that sets a postmortem to reviewed; `None`: nothing.
    pub four_eyes: Option<FourEyes>,
    /// When a command commits what it wrote.
    pub commits: Commits,
    /// Who gets which message.
    pub audiences: Audiences,
    /// What a site looks like.
    pub site: SiteLook,
}

impl Default for Config {
    fn default() -> Self {
        let path = |it: &str| RepoPath::new(it).unwrap_or_default();
        Self {
            newer: None,
            policy: Policy::default(),
            paths: Paths {
                postmortems: path("postmortems"),
                process_reviews: path("process-reviews"),
                people: path("people.yaml"),
            },
            holidays_file: None,
            fields: Vec::new(),
            required: Vec::new(),
            rule_levels: Vec::new(),
            web_url: None,
            pagerduty_priorities: Vec::new(),
            tracker: None,
            guarded_refs: Vec::new(),
            four_eyes: None,
            commits: Commits::Never,
            audiences: Audiences::default(),
            site: SiteLook::default(),
        }
    }
}

impl Config {
    /// Takes the holidays of an iCalendar file.
    pub fn read_holidays(&mut self, text: &str) -> Vec<Fault> {
        let (holidays, mut faults) = crate::calendar::parse_holidays(text);
        let days = holidays.into_iter().map(|it| it.date).collect();
        if let Err(error) = self.policy.set_holidays(days) {
            faults.push(Fault::new(Span::default(), error));
        }
        faults
    }

    /// Where the text of a configuration asks for a second pair of eyes.
    pub fn place_of_four_eyes(text: &str) -> Span {
        let (root, _) = front_matter::read_yaml(text);
        let asked = root
            .as_ref()
            .and_then(|it| it.get("guard")?.get("four_eyes"));
        asked.map(|it| it.span).unwrap_or_default()
    }

    /// Takes the text of a roster.
    pub fn read_roster(&mut self, text: &str) -> Vec<Fault> {
        let (roster, faults) = Roster::read(text);
        self.policy.roster = roster;
        faults
    }
}
