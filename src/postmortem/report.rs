//! What a report says.

use chrono::NaiveDate;

use super::ActionItem;
use super::Amiss;
use super::Said;
use super::Waiver;
use super::secrecy;
use crate::config::CustomDeadline;
use crate::config::Policy;
use crate::config::is_titled;
use crate::document::Document;
use crate::markdown::BlockKind;
use crate::markdown::Section;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::Role;
use crate::model::Severity;
use crate::model::Status;
use crate::time;
use crate::time::Moment;
use crate::timeline;
use crate::timeline::Timeline;

/// Sections, by their configured names.
const TIMELINE: &str = "Timeline";
const IMPACT: &str = "Impact";
const FACTORS: &str = "Contributing Factors";

/// The times from which every policy reckons.
const RECKONED: [FieldName; 6] = [
    FieldName::StartedAt,
    FieldName::DetectedAt,
    FieldName::ResolvedAt,
    FieldName::MeetingScheduledFor,
    FieldName::MeetingHeldAt,
    FieldName::ReviewedAt,
];

/// Who comes to a review meeting of which nobody wrote down the attendees.
const CONCERNED: [Role; 7] = [
    Role::Owner,
    Role::IncidentCommander,
    Role::Deputy,
    Role::Scribe,
    Role::SubjectMatterExpert,
    Role::CustomerLiaison,
    Role::InternalLiaison,
];

/// Where the clock of an incident stands, from which deadlines are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentClock {
    /// It runs since `resolved_at`.
    Runs(Moment),
    /// The incident goes on: since when.
    GoesOn(Moment),
    /// The report says neither when it ended nor when it began: no deadline can be computed.
    Unknown,
}

/// A report, and the policy by which it is read.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What the configuration says, as plain data.
    pub policy: &'a Policy,
    /// The report as it was read.
    pub document: &'a Document,
}

impl<'a> Report<'a> {
    /// Reads a report.
    pub fn new(policy: &'a Policy, document: &'a Document) -> Self {
        Self { policy, document }
    }

    /// What it says in a field.
    pub fn field(&self, field: FieldName) -> Said<'a> {
        Said::of(self.document, field)
    }

    /// What it says in a field by its name, dotted, which may be one that the team added.
    pub fn field_called(&self, dotted: &str) -> Said<'a> {
        Said::called(self.document, dotted)
    }

    /// The moment that a field states; `None` where it is missing or unreadable.
    pub fn moment(&self, field: FieldName) -> Option<Moment> {
        self.field(field).moment()
    }

    /// Its title.
    pub fn title(&self) -> Option<&'a str> {
        self.field(FieldName::Title).text()
    }

    /// Its status; `None` where it is missing or none that is known.
    pub fn status(&self) -> Option<Status> {
        status_of(self.document)
    }

    /// Whether it has come as far as `status`. A postmortem that is not required, or whose status
    /// cannot be read, never has.
    pub fn has_reached(&self, status: Status) -> bool {
        self.status().is_some_and(|it| it.has_reached(status))
    }

    /// Whether somebody still has to do something; of an unknown status it is not said that nobody has.
    pub fn is_on_its_way(&self) -> bool {
        self.status().is_none_or(Status::is_open)
    }

    /// Its severity, if it is one that is configured.
    pub fn severity(&self) -> Option<&'a Severity> {
        self.policy
            .severity(self.field(FieldName::Severity).text()?)
    }

    /// Whether the incident is a major one (DESIGN 2): by its severity, or because it says so. What is no
    /// plain `false` says so: nobody is to owe less by a slip.
    pub fn is_major(&self) -> bool {
        let is_by_severity = || self.severity().is_some_and(|it| self.policy.is_major(it));
        self.field(FieldName::Major).may_be_true() || is_by_severity()
    }

    /// Whether nothing but its date may leave the repository.
    pub fn is_confidential(&self) -> bool {
        secrecy::is_confidential(self.document)
    }

    /// When the incident began, else when it was noticed, and which field says that.
    pub fn began(&self) -> Option<(FieldName, Moment)> {
        [FieldName::StartedAt, FieldName::DetectedAt]
            .into_iter()
            .find_map(|field| Some((field, self.moment(field)?)))
    }

    /// The incident's date in the configured zone (DESIGN 3).
    pub fn incident_date(&self) -> Option<NaiveDate> {
        let (_, began) = self.began()?;
        Some(self.policy.zone.date_of(began))
    }

    /// Whether the incident is older than `enforce_from`: it is judged mildly, and owes nothing. Where
    /// the report does not say when it was, its id does.
    pub fn is_from_before(&self) -> bool {
        let date = || self.incident_date().or_else(|| self.date_of_id());
        let is_before = |from| date().is_some_and(|date| date < from);
        self.policy.enforce_from.is_some_and(is_before)
    }

    /// The day with which its id begins.
    fn date_of_id(&self) -> Option<NaiveDate> {
        PostmortemId::date_in(self.document.path.parent()?.name())
    }

    /// Whether it was made of a document that was there before pmrepo.
    pub fn is_adopted(&self) -> bool {
        self.field(FieldName::AdoptedFrom).is_there()
    }

    /// Whether it says of what it was made in words that cannot be read.
    pub fn is_adopted_of_nothing(&self) -> bool {
        let node = self.field(FieldName::AdoptedFrom).node();
        node.is_some_and(|it| it.entries().is_empty())
    }

    /// Whether the incident is from before a day, as it is written: by when it began, else by when it
    /// was noticed. One that says neither is not older. The schema's `since` goes by the same.
    pub fn is_older_than(&self, day: NaiveDate) -> bool {
        let began = self.field(FieldName::StartedAt);
        let said = if began.is_there() {
            began
        } else {
            self.field(FieldName::DetectedAt)
        };
        said.text().is_some_and(|it| time::is_before(it, day))
    }

    /// Whether anything may be owed: a postmortem is required, was written here, and is not older than
    /// `enforce_from`.
    pub fn owes(&self) -> bool {
        !self.is_adopted() && self.may_owe()
    }

    /// The same of what it says itself: an adopted report owes that, and nothing else.
    pub fn may_owe(&self) -> bool {
        self.status() != Some(Status::NotRequired) && !self.is_from_before()
    }

    /// Where the incident's clock stands.
    pub fn clock(&self) -> IncidentClock {
        if let Some(at) = self.moment(FieldName::ResolvedAt) {
            return IncidentClock::Runs(at);
        }
        match self.began() {
            // A date that is there and cannot be read is not the same as none.
            Some((_, at)) if !self.field(FieldName::ResolvedAt).is_there() => {
                IncidentClock::GoesOn(at)
            }
            _ => IncidentClock::Unknown,
        }
    }

    /// Who has a role, as they are written.
    pub fn people(&self, role: Role) -> impl Iterator<Item = &'a str> + Clone {
        let said = role.field().map(|field| self.field(field));
        said.into_iter().flat_map(Said::people)
    }

    /// What customers felt: the field, else the first paragraph of the section about it.
    pub fn impact(&self) -> Option<String> {
        if let Some(text) = self.field(FieldName::ImpactSummary).words() {
            return Some(text.to_owned());
        }
        let (_, section) = self.section(IMPACT)?;
        let Document { text, body, .. } = self.document;
        let mut blocks = body.blocks_in(section.content).iter();
        let first = blocks.find(|it| it.kind == BlockKind::Paragraph && !it.span.is_empty())?;
        Some(one_line(first.span.of(text))).filter(|it| !it.is_empty())
    }

    /// What had to come together: the field, else the items of lists in the section about it.
    pub fn contributing_factors(&self) -> Vec<String> {
        let said = self.field(FieldName::ContributingFactors);
        let said: Vec<String> = said.texts().map(str::to_owned).collect();
        let Some((_, section)) = self.section(FACTORS).filter(|_| said.is_empty()) else {
            return said;
        };
        let Document { text, body, .. } = self.document;
        let items = body.blocks_in(section.content).iter();
        let items = items.filter(|it| it.kind == BlockKind::ListItem && it.starts_item);
        let items = items
            .filter(|it| it.depth <= 1)
            .map(|it| one_line(it.span.of(text)));
        items.filter(|it| !it.is_empty()).collect()
    }

    /// The action items, each with its place in the list.
    pub fn action_items(&self) -> impl Iterator<Item = ActionItem<'a>> + use<'a> {
        ActionItem::all(self.document, FieldName::ActionItems)
    }

    /// What of it is there and cannot be read: times from which something is reckoned, and what has not the
    /// form that it must have.
    pub fn amiss(&self) -> Vec<Amiss<'a>> {
        let is_asked_for = |field: &FieldName| {
            let mut asked = self.policy.custom.iter().flat_map(CustomDeadline::fields);
            asked.any(|(_, name)| name == field.as_str())
        };
        let others = FieldName::OF_THE_PAST.into_iter();
        let others = others.filter(|it| !RECKONED.contains(it) && is_asked_for(it));
        let times = RECKONED.into_iter().chain(others);
        let mut found = Amiss::all(self.document);
        found.extend(Amiss::times(self.document, times));
        found
    }

    /// The rules that do not hold for it.
    pub fn waivers(&self) -> impl Iterator<Item = Waiver<'a>> + use<'a> {
        Waiver::all(self.document)
    }

    /// The section of a configured name, and its index among the body's sections: one called by that
    /// name or an alias, in any case, else one with more words that can mean no other.
    pub fn section(&self, name: &str) -> Option<(usize, &'a Section)> {
        let sections = self.document.body.sections.iter().enumerate();
        let mut sections = sections.filter(|(_, it)| it.level == 2);
        let names = self.policy.names_of(name);
        let exact = sections
            .clone()
            .find(|(_, it)| is_titled(&names, &it.title));
        exact.or_else(|| {
            sections.find(|(_, it)| {
                let meant = self.policy.section_in(&it.title);
                meant.is_some_and(|rule| is_titled(&names, &rule.title))
            })
        })
    }

    /// Who comes to the meeting in which it is reviewed: whom it names, else everybody with a part in
    /// the response and after it.
    pub fn invited(&self) -> Vec<&'a str> {
        let named: Vec<&str> = self.field(FieldName::MeetingAttendees).people().collect();
        if !named.is_empty() {
            return named;
        }
        CONCERNED
            .into_iter()
            .flat_map(|role| self.people(role))
            .collect()
    }

    /// The section in which the timeline stands.
    pub fn timeline_section(&self) -> Option<&'a Section> {
        self.section(TIMELINE).map(|(_, section)| section)
    }

    /// The timeline; `None` where it has no section of that name.
    pub fn timeline(&self) -> Option<Timeline> {
        let (index, _) = self.section(TIMELINE)?;
        let Document { text, body, .. } = self.document;
        Some(timeline::timeline(text, body, index))
    }
}

/// The status that a report states, which takes no policy to read; `None` where it is missing or none
/// that is known.
pub fn status_of(report: &Document) -> Option<Status> {
    Status::parse(Said::of(report, FieldName::Status).text()?)
}
