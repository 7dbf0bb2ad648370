//! What the templates get: plain data, nothing that still has to be worked out.
//!
//! Timestamps are texts as they are to stand in the file, with their offset. People are handles.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::TemplateName;

/// What a template may use: a field of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the template.
    pub name: &'static str,
    /// What it holds, as its documentation says it.
    pub about: &'static str,
    /// Its type, as it is written here.
    of: &'static str,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A text, or nothing.
    MaybeText,
    /// Yes or no.
    Flag,
    /// Texts.
    Texts,
    /// Texts by names.
    TextsByName,
    /// A list, each with fields of its own.
    Each(&'static [Field]),
}

impl Field {
    /// What it holds; `None` for a type that no input has.
    pub fn holds(&self) -> Option<Holds> {
        Some(match self.of {
            "String" => Holds::Text,
            "Option<String>" => Holds::MaybeText,
            "bool" => Holds::Flag,
            "Vec<String>" => Holds::Texts,
            "BTreeMap<String, String>" => Holds::TextsByName,
            list => {
                let of = list.strip_prefix("Vec<")?.strip_suffix('>')?;
                let (_, fields) = STRUCTS.iter().find(|(name, _)| *name == of)?;
                Holds::Each(fields)
            }
        })
    }
}

/// The fields that a template may use.
pub fn fields(of: TemplateName) -> &'static [Field] {
    match of {
        TemplateName::Report => ReportInput::FIELDS,
        TemplateName::Checklist => ChecklistInput::FIELDS,
        TemplateName::Notice | TemplateName::Results | TemplateName::External => {
            MessageInput::FIELDS
        }
        TemplateName::ProcessReview => ProcessReviewInput::FIELDS,
        TemplateName::PullRequest
        | TemplateName::CodeOwners
        | TemplateName::GithubWorkflow
        | TemplateName::GithubOverdue
        | TemplateName::GitlabJob => CiInput::FIELDS,
    }
}

/// Makes the inputs, and from their documentation what `pmrepo template` says of them.
macro_rules! inputs {
    ($(
        $(#[doc = $about:literal])+
        pub struct $name:ident {
            $($(#[doc = $doc:literal])+ pub $field:ident: $of:ty,)+
        }
    )+) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
            pub struct $name {
                $($(#[doc = $doc])+ pub $field: $of,)+
            }

            impl $name {
                /// Its fields, in their order.
                pub const FIELDS: &'static [Field] = &[
                    $(Field {
                        name: stringify!($field),
                        about: concat!($($doc),+),
                        of: stringify!($of),
                    },)+
                ];
            }
        )+

        /// The fields of every struct by its name.
        static STRUCTS: &[(&str, &[Field])] = &[$((stringify!($name), $name::FIELDS),)+];
    };
}

inputs! {
    /// A new report. What is `None` or empty is not known yet.
    pub struct ReportInput {
        /// What happened.
        pub title: String,
        /// One of the configured severities.
        pub severity: String,
        /// Whether the incident is major, by its severity or because it says `major: true`: the front
        /// matter then prepares for what is asked of those.
        pub is_major: bool,
        /// Whether the report says `major: true`.
        pub major: bool,
        /// When customers began to feel it.
        pub started_at: Option<String>,
        /// When it was noticed.
        pub detected_at: Option<String>,
        /// When it was over.
        pub resolved_at: Option<String>,
        /// Who owns the postmortem.
        pub owner: Option<String>,
        /// Who led the response.
        pub commander: Option<String>,
        /// Who stood beside the commander.
        pub deputy: Option<String>,
        /// Who wrote things down.
        pub scribe: Option<String>,
        /// Who knew the systems.
        pub experts: Vec<String>,
        /// Who was the customer liaison.
        pub customer_liaison: Option<String>,
        /// Who was the internal liaison.
        pub internal_liaison: Option<String>,
        /// The services that were touched.
        pub services: Vec<String>,
        /// When the review meeting is.
        pub meeting: Option<String>,
        /// The incident in PagerDuty.
        pub pagerduty: Option<String>,
        /// The zone for clock times in the timeline: an IANA name, `UTC`, or an offset.
        pub zone: String,
        /// The sections of the body, in their order.
        pub sections: Vec<SectionInput>,
        /// What is required before the review and not known yet, by dotted names.
        pub asked: Vec<String>,
        /// What a field means, by its dotted name: `hints["detected_at"]`.
        pub hints: BTreeMap<String, String>,
    }

    /// A section of a report's body.
    pub struct SectionInput {
        /// The title, a heading of level 2.
        pub title: String,
        /// What is to be written there, shown as a comment.
        pub prompt: String,
        /// Whether it is the timeline, which gets a table.
        pub is_timeline: bool,
    }

    /// A new `checklist.md`.
    pub struct ChecklistInput {
        /// What happened.
        pub title: String,
        /// The roles, in their order.
        pub roles: Vec<RoleInput>,
    }

    /// A role and its steps.
    pub struct RoleInput {
        /// The role in words: `Incident commander`.
        pub title: String,
        /// Who has it.
        pub people: Vec<String>,
        /// A sentence under the heading, where there is something to say.
        pub note: Option<String>,
        /// The steps.
        pub steps: Vec<StepInput>,
    }

    /// One step of a role.
    pub struct StepInput {
        /// Its id.
        pub id: String,
        /// Whose step it is, where it stands once for each of several people.
        pub person: Option<String>,
        /// What is to be done.
        pub text: String,
        /// Whether it is ticked.
        pub done: bool,
    }

    /// A new message.
    pub struct MessageInput {
        /// Whom it goes to; may be empty.
        pub to: Vec<String>,
        /// What happened.
        pub title: String,
        /// The postmortem's id.
        pub id: String,
        /// The severity, for those inside.
        pub severity: String,
        /// Where the postmortem can be read.
        pub url: Option<String>,
        /// Who owns the postmortem.
        pub owner: Option<String>,
        /// When customers began to feel it.
        pub started_at: Option<String>,
        /// When it was over.
        pub resolved_at: Option<String>,
        /// The services that were touched.
        pub services: Vec<String>,
        /// What customers felt, from the report.
        pub impact: Option<String>,
        /// What had to come together, from the report.
        pub contributing_factors: Vec<String>,
        /// The work that comes out of it.
        pub action_items: Vec<ActionInput>,
    }

    /// An action item as messages and notes mention it.
    pub struct ActionInput {
        /// Its id: `AI-1`, or `ID/AI-1` from outside.
        pub id: String,
        /// What is to be done.
        pub title: String,
        /// The person or team who does it.
        pub owner: Option<String>,
        /// The due date.
        pub due: Option<String>,
    }

    /// New notes of a process review.
    pub struct ProcessReviewInput {
        /// When the meeting is.
        pub scheduled_for: String,
        /// Who leads it.
        pub chair: Option<String>,
        /// Who is asked to come; nobody stands for `anyone`.
        pub invited: Vec<String>,
        /// The incidents whose response is looked at.
        pub incidents: Vec<IncidentInput>,
        /// What earlier reviews left open.
        pub open_tweaks: Vec<ActionInput>,
    }

    /// An incident as a process review looks at it.
    pub struct IncidentInput {
        /// The postmortem's id.
        pub id: String,
        /// What happened.
        pub title: String,
        /// The severity.
        pub severity: String,
        /// The status of the postmortem.
        pub status: Option<String>,
        /// The incident's date, for one that is confidential.
        pub date: String,
        /// The way from the notes to the report, as an address.
        pub link: String,
        /// Whether nothing but the date may stand in the notes.
        pub is_confidential: bool,
        /// Who led the response.
        pub commander: Option<String>,
        /// What didn't go so well, from the report.
        pub went_badly: Vec<String>,
        /// The report's open action items of kind `process`.
        pub action_items: Vec<ActionInput>,
    }

    /// What `init --ci` writes.
    pub struct CiInput {
        /// The version of pmrepo that CI installs.
        pub version: String,
        /// The branch that is judged on every push.
        pub branch: String,
        /// The directory of `pmrepo.yaml`, with a `/` at its end; empty at the top of the repository.
        pub root: String,
        /// The directory of the postmortems, below `root`.
        pub postmortems: String,
        /// Who reviews, as the forge names them: `@org/sre`. May be empty.
        pub owners: Vec<String>,
    }
}
