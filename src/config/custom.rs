//! Deadlines that a team adds: clocks that law or contract set (DESIGN 4).

use chrono::NaiveDate;

use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Role;
use crate::model::Severity;
use crate::source::Span;
use crate::time::Term;

/// The fields from which such a clock may run, in the order in which their moments come.
pub fn custom_anchors() -> impl Iterator<Item = FieldName> {
    let all = [
        FieldName::StartedAt,
        FieldName::DetectedAt,
        FieldName::ResolvedAt,
        FieldName::ReviewedAt,
    ];
    all.into_iter()
}

/// An entry of `deadlines.custom`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomDeadline {
    /// What it is called.
    pub name: String,
    /// Where that stands in `pmrepo.yaml`.
    pub span: Span,
    /// The field from which it runs: one of [`custom_anchors`].
    pub after: FieldName,
    /// How long there is.
    pub within: Term,
    /// Who owes it.
    pub owed_by: Role,
    /// Which incidents owe it.
    pub of: Whose,
    /// A field, dotted, that has to hold something for it; `None`: it is owed whatever the report says.
    pub when: Option<String>,
    /// What meets it.
    pub met_by: MetBy,
    /// Incidents before this day owe it not.
    pub since: Option<NaiveDate>,
}

/// Which incidents owe something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All of them.
    All,
    /// The major ones, by severity or because the report says so.
    Major,
    /// Those of some severities.
    These(Vec<Severity>),
}

/// What meets a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetBy {
    /// A field, dotted, that holds something; where it is a timestamp, since then.
    Field(String),
    /// A message that was sent, or is not to be.
    Message(MessageName),
    /// A step of the checklist that is settled or ticked, by its id.
    Step(String),
}

impl CustomDeadline {
    /// The fields that it reads, each with the key that names it.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let met_by = match &self.met_by {
            MetBy::Field(field) => Some(("met_by/field", field.as_str())),
            MetBy::Message(_) | MetBy::Step(_) => None,
        };
        let when = self.when.as_deref().map(|it| ("when", it));
        when.into_iter().chain(met_by)
    }
}
