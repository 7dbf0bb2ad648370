//! What a rule may know.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::config::Policy;
use crate::config::Scale;
use crate::config::SectionRule;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::markdown::Section;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::schema::Fields;
use crate::source::RepoPath;
use crate::source::Span;
use crate::timeline::Timeline;

use super::Clock;
use super::actions;
use super::actions::Title;
use super::language;
use super::language::Hit;

/// One postmortem, as its rules see it: all that it says, and what several rules ask of its texts.
pub struct Context<'a> {
    postmortem: Postmortem<'a>,
    /// The fields of its report.
    pub fields: &'a Fields,
    /// The moment of the run.
    pub clock: Clock,
    sections: OnceCell<Vec<Option<(usize, &'a Section)>>>,
    titles: OnceCell<Vec<Title<'a>>>,
    timeline: OnceCell<Option<Timeline>>,
    phrases: OnceCell<language::Found>,
}

impl<'a> Deref for Context<'a> {
    type Target = Postmortem<'a>;

    fn deref(&self) -> &Postmortem<'a> {
        &self.postmortem
    }
}

impl<'a> Context<'a> {
    /// A postmortem whose report has these fields, looked at by a clock.
    pub fn new(postmortem: Postmortem<'a>, fields: &'a Fields, clock: Clock) -> Self {
        Self {
            postmortem,
            fields,
            clock,
            sections: OnceCell::new(),
            titles: OnceCell::new(),
            timeline: OnceCell::new(),
            phrases: OnceCell::new(),
        }
    }

    /// The sections that the policy knows, each with the one of the report that is it, and its index among the
    /// body's sections.
    pub(super) fn sections(
        &self,
    ) -> impl Iterator<Item = (&'a SectionRule, Option<(usize, &'a Section)>)> {
        let known = &self.postmortem.policy.sections;
        let of = |rule: &SectionRule| self.postmortem.section(&rule.title);
        let there = self.sections.get_or_init(|| known.iter().map(of).collect());
        known.iter().zip(there.iter().copied())
    }

    /// The titles of its action items that are still to be done.
    pub(super) fn titles(&self) -> &[Title<'a>] {
        self.titles
            .get_or_init(|| actions::titles(&self.postmortem))
    }

    /// The report's timeline, read once; `None` where it has no section of that name.
    pub fn timeline(&self) -> Option<&Timeline> {
        self.timeline
            .get_or_init(|| self.postmortem.timeline())
            .as_ref()
    }

    /// What the phrases of a language rule hit.
    pub(super) fn hits(&self, rule: &Rule) -> impl Iterator<Item = &Hit> {
        self.phrases()
            .hits
            .iter()
            .filter(move |hit| hit.rule == rule)
    }

    /// The placeholders in the report's body.
    pub fn placeholders(&self) -> &[Span] {
        &self.phrases().placeholders
    }

    fn phrases(&self) -> &language::Found {
        self.phrases
            .get_or_init(|| language::scan(&self.postmortem))
    }
}

/// The notes of a process review, as their rules see them.
pub struct Notes<'a> {
    review: ProcessReview<'a>,
    /// The moment of the run.
    pub clock: Clock,
}

impl<'a> Deref for Notes<'a> {
    type Target = ProcessReview<'a>;

    fn deref(&self) -> &ProcessReview<'a> {
        &self.review
    }
}

impl<'a> Notes<'a> {
    /// Notes, looked at by a clock.
    pub fn new(review: ProcessReview<'a>, clock: Clock) -> Self {
        Self { review, clock }
    }
}

/// What history knows of a postmortem that a change touches. Only what the move of its status asks for
/// is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Whether it had been reviewed at some time before the change.
    pub was_reviewed: bool,
    /// The last status that it stated before the change, where it stated none then.
    pub last_status: Option<Status>,
    /// The statuses that the commits of the change give it, one after the other.
    pub between: Vec<Status>,
}

/// A postmortem before and after a change.
pub struct Change<'a> {
    /// As it was.
    pub before: &'a Context<'a>,
    /// As it is, where its places are.
    pub after: &'a Context<'a>,
    /// What its severity is called now that the team may have given its scale other words.
    pub scale: Scale,
    /// What history knows.
    pub past: Past,
}

impl Change<'_> {
    /// The status before: where none could be read, the last that history knows.
    pub fn status_before(&self) -> Option<Status> {
        self.before.status().or(self.past.last_status)
    }

    /// The status before and after; `None` where one of them cannot be read.
    pub fn statuses(&self) -> Option<(Status, Status)> {
        self.status_before().zip(self.after.status())
    }

    /// Whether a field has got another value. A severity whose word alone changed has not.
    pub fn changes(&self, field: &str) -> bool {
        let value = |it: &Context<'_>| it.report().root()?.get(field).map(Node::to_json);
        let (was, is) = (value(self.before), value(self.after));
        let renamed = || {
            let now = self.scale.now(was.as_ref()?.as_str()?)?;
            Some(is.as_ref()?.as_str()? == now.as_str())
        };
        was != is && !(field == FieldName::Severity.as_str() && renamed() == Some(true))
    }
}

/// What is known of one postmortem when the root is looked at as a whole. The text is not kept:
/// where a rule finds something, the file is read again for its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The postmortem's id; `None` for a process review, and for a report at the very top.
    pub id: Option<PostmortemId>,
    /// Its report.
    pub path: RepoPath,
    /// Whether it is confidential.
    pub is_confidential: bool,
    /// Ids of other postmortems that it names, with their places and JSON pointers.
    pub names: Vec<(String, Span, String)>,
    /// The incident's number in PagerDuty and in the tracker, with its field and place.
    pub incidents: Vec<(String, FieldName, Span)>,
}

/// A root as a whole.
pub struct Repository<'a> {
    /// What the configuration says.
    pub policy: &'a Policy,
    /// The postmortems that are judged, by report path.
    pub judged: &'a [Arc<Brief>],
    /// The process reviews that are judged; only `path` and `names` are filled.
    pub reviews: &'a [Arc<Brief>],
    /// Every postmortem of the root: its ids, and the directories that bear them.
    pub ids: &'a BTreeMap<PostmortemId, Vec<RepoPath>>,
}
