//! What one value of a field is: the name of the definition that its schema refers to.

/// What one value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKind {
    /// Somebody's own words.
    Text,
    /// A moment with its offset.
    Timestamp,
    /// A day.
    Date,
    /// A human being.
    Person,
    /// A human being, or a team.
    PersonOrTeam,
    /// A word of the team's scale of severities.
    Severity,
    /// A word of the team's scale of priorities.
    Priority,
    /// Where a postmortem is.
    Status,
    /// Whether a process review has been held.
    ReviewStatus,
    /// Who noticed first.
    Detection,
    /// The id of an action item.
    ActionItemId,
    /// What an action item is good for.
    ActionKind,
    /// How far an action item is.
    ActionState,
    /// Where work is tracked: an id or an address.
    Ticket,
    /// Where more can be found: an id or an address.
    Link,
    /// An address.
    Url,
    /// The id of a postmortem.
    PostmortemId,
    /// An incident in the tracker.
    Incident,
    /// A word to find something by.
    Tag,
    /// The code or name of a rule.
    Rule,
    /// A file and a line of it.
    Origin,
    /// A number without a fraction.
    WholeNumber,
    /// A number without a fraction, or the word that it is not known.
    Count,
    /// True or false.
    YesOrNo,
    /// Whatever the schema says: it has no name for it.
    Other,
}

impl FieldKind {
    /// The kinds that schemas have a definition for, by the name of that.
    pub const DEFINED: [(&str, Self); 23] = [
        ("text", Self::Text),
        ("timestamp", Self::Timestamp),
        ("date", Self::Date),
        ("person", Self::Person),
        ("person-or-team", Self::PersonOrTeam),
        ("severity", Self::Severity),
        ("priority", Self::Priority),
        ("status", Self::Status),
        ("review-status", Self::ReviewStatus),
        ("detection", Self::Detection),
        ("action-item-id", Self::ActionItemId),
        ("action-kind", Self::ActionKind),
        ("action-state", Self::ActionState),
        ("ticket", Self::Ticket),
        ("link", Self::Link),
        ("url", Self::Url),
        ("postmortem-id", Self::PostmortemId),
        ("incident", Self::Incident),
        ("tag", Self::Tag),
        ("rule", Self::Rule),
        ("origin", Self::Origin),
        ("whole-number", Self::WholeNumber),
        ("count", Self::Count),
    ];

    /// The kind that a definition stands for; `None` where it defines something else.
    pub fn of_definition(name: &str) -> Option<Self> {
        let mut defined = Self::DEFINED.iter();
        defined.find(|(it, _)| *it == name).map(|(_, kind)| *kind)
    }

    /// The kind that a reference within a schema stands for: `#/$defs/timestamp`.
    pub fn of_reference(target: &str) -> Option<Self> {
        Self::of_definition(target.strip_prefix("#/$defs/")?)
    }

    /// The kind in whose definition a place of a schema lies: `/$defs/timestamp/pattern`.
    pub fn of_place(pointer: &str) -> Option<Self> {
        let (name, _) = pointer.strip_prefix("/$defs/")?.split_once('/')?;
        Self::of_definition(name)
    }

    /// The kind of what a schema gives a type of JSON only.
    pub fn of_type(name: &str) -> Self {
        match name {
            "boolean" => Self::YesOrNo,
            "integer" => Self::WholeNumber,
            _ => Self::Other,
        }
    }
}
