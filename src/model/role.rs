//! The parts that people have in a response and after it.

use super::FieldName;

/// A part in the response, or in what comes after it, for which somebody may owe something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees the postmortem through.
    Owner,
    /// Led the response.
    IncidentCommander,
    /// Stood beside the commander.
    Deputy,
    /// Wrote things down.
    Scribe,
    /// Knew the systems.
    SubjectMatterExpert,
    /// Spoke with customers.
    CustomerLiaison,
    /// Spoke with the rest of the company.
    InternalLiaison,
    /// Came along to learn.
    Shadow,
    /// Does an action item.
    ActionItemOwner,
    /// Leads a process review.
    Chair,
}

words!(Role {
    Owner = "owner",
    IncidentCommander = "incident_commander",
    Deputy = "deputy",
    Scribe = "scribe",
    SubjectMatterExpert = "subject_matter_expert",
    CustomerLiaison = "customer_liaison",
    InternalLiaison = "internal_liaison",
    Shadow = "shadow",
    ActionItemOwner = "action_item_owner",
    Chair = "chair",
});

/// How a role is written where reports and checklists speak of it.
struct Written {
    /// The field of the report that names whoever has it.
    field: FieldName,
    /// What the ids of its steps begin with; `None` for a role that never has steps.
    prefix: Option<&'static str>,
    /// Its heading in the checklist.
    title: &'static str,
}

impl Role {
    /// The roles that a report names, in the order of the checklist.
    pub fn of_report() -> impl Iterator<Item = Self> {
        let order = [
            Self::IncidentCommander,
            Self::Deputy,
            Self::Scribe,
            Self::SubjectMatterExpert,
            Self::CustomerLiaison,
            Self::InternalLiaison,
            Self::Shadow,
            Self::Owner,
        ];
        order.into_iter()
    }

    /// The roles that have a heading in the checklist, in its order.
    pub fn of_checklist() -> impl Iterator<Item = Self> {
        Self::of_report().filter(|role| role.prefix().is_some())
    }

    fn written(self) -> Option<Written> {
        let (field, prefix, title) = match self {
            Self::Owner => (FieldName::Owner, Some("owner"), "Owner"),
            Self::IncidentCommander => (
                FieldName::IncidentCommander,
                Some("ic"),
                "Incident commander",
            ),
            Self::Deputy => (FieldName::Deputy, Some("deputy"), "Deputy"),
            Self::Scribe => (FieldName::Scribe, Some("scribe"), "Scribe"),
            Self::SubjectMatterExpert => (
                FieldName::SubjectMatterExperts,
                Some("sme"),
                "Subject matter experts",
            ),
            Self::CustomerLiaison => (FieldName::CustomerLiaison, Some("cl"), "Customer liaison"),
            Self::InternalLiaison => (FieldName::InternalLiaison, Some("il"), "Internal liaison"),
            Self::Shadow => (FieldName::Shadow, None, "Shadow"),
            Self::ActionItemOwner | Self::Chair => return None,
        };
        Some(Written {
            field,
            prefix,
            title,
        })
    }

    /// The field of a report that names whoever has it; `None` for a role that no report names.
    pub fn field(self) -> Option<FieldName> {
        Some(self.written()?.field)
    }

    /// The last part of that field, which is the role's id in a list of steps:
    /// `subject_matter_experts`.
    pub fn key(self) -> Option<&'static str> {
        let field = self.field()?.as_str();
        Some(field.strip_prefix("roles.").unwrap_or(field))
    }

    /// The role with a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::of_report().find(|role| role.key() == Some(key))
    }

    /// Whether its field holds several people.
    pub fn holds_several(self) -> bool {
        self == Self::SubjectMatterExpert
    }

    /// What the ids of its steps in the checklist begin with: `sme`; `None` for a role without any.
    pub fn prefix(self) -> Option<&'static str> {
        self.written()?.prefix
    }

    /// How the ids of steps that somebody asked for name it: `customer-liaison`, in
    /// `ask.customer-liaison.1`.
    pub fn slug(self) -> Option<String> {
        self.key().map(|it| it.replace('_', "-"))
    }

    /// The role with steps that a word means, as people write it: its key, the beginning of its
    /// steps, or its heading.
    pub fn called(word: &str) -> Option<Self> {
        let plain = |it: &str| it.trim().replace(['-', ' '], "_").to_lowercase();
        let word = plain(word);
        let is_it = |it: Option<&str>| it.is_some_and(|it| plain(it) == word);
        Self::of_checklist().find(|it| is_it(it.key()) || is_it(it.prefix()) || is_it(it.title()))
    }

    /// Its heading in the checklist: `Subject matter experts`; `None` where no report names it.
    pub fn title(self) -> Option<&'static str> {
        Some(self.written()?.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_by_each_of_its_words() {
        for role in Role::of_report() {
            assert_eq!(role.key().and_then(Role::of_key), Some(role));
        }
        for role in Role::of_checklist() {
            assert_eq!(role.prefix().and_then(Role::called), Some(role));
            assert_eq!(role.title().and_then(Role::called), Some(role));
            let slug = role.slug().unwrap();
            assert_eq!(Role::called(&slug), Some(role));
        }
        assert_eq!(Role::of_key("chair"), None);
        assert_eq!(Role::called("shadow"), None);
        let in_reports = Role::ALL.iter().filter(|it| it.field().is_some()).count();
        assert_eq!(Role::of_report().count(), in_reports);
    }
}
