//! The steps in words.

use super::input::RoleInput;
use super::input::StepInput;

/// The step that stands once for each subject matter expert.
const NOTES: &str = "sme.add-notes";

/// A role's heading, the sentence under it, and its steps: id and text.
type Role = (
    &'static str,
    Option<&'static str>,
    &'static [(&'static str, &'static str)],
);

/// The roles in the order of the file.
const ROLES: [Role; 6] = [
    (
        "Incident commander",
        None,
        &[
            (
                "ic.group-related",
                "Group related incidents under the primary one.",
            ),
            ("ic.final-severity", "Set the final severity."),
            ("ic.resolve", "Resolve the incident."),
            (
                "ic.assign-owner",
                "Create the postmortem and give it an owner.",
            ),
            (
                "ic.internal-notice",
                "Tell the stakeholders that there was an incident, with a link to the postmortem.",
            ),
            (
                "ic.check-progress",
                "Check now and then that the postmortem will be done in time.",
            ),
        ],
    ),
    (
        "Deputy",
        Some(
            "No steps of its own. The incident commander may ask for help; what is asked becomes a step.",
        ),
        &[],
    ),
    (
        "Scribe",
        None,
        &[
            (
                "scribe.key-events",
                "Bring the key events from the chat into the timeline.",
            ),
            (
                "scribe.collect-todos",
                "Collect every TODO into the postmortem.",
            ),
        ],
    ),
    (
        "Subject matter experts",
        None,
        &[(NOTES, "Add whatever notes help, in `notes/`.")],
    ),
    (
        "Customer liaison",
        None,
        &[
            (
                "cl.answer-customers",
                "Answer the customers who asked about the incident.",
            ),
            (
                "cl.publish-external",
                "Follow the postmortem, and put the external message on the status page once it is approved.",
            ),
        ],
    ),
    (
        "Internal liaison",
        Some(
            "No steps of its own. The incident commander may ask for help; what is asked becomes a step.",
        ),
        &[],
    ),
];

/// The standard checklist, nobody named and nothing ticked. Leave out the steps that the
/// configuration drops, name the people, and repeat the experts' step with [`expert_step`].
pub fn standard_roles() -> Vec<RoleInput> {
    ROLES
        .iter()
        .map(|(title, note, steps)| RoleInput {
            title: (*title).to_owned(),
            people: Vec::new(),
            note: note.map(str::to_owned),
            steps: steps
                .iter()
                .map(|(id, text)| StepInput {
                    id: (*id).to_owned(),
                    person: None,
                    text: (*text).to_owned(),
                    done: false,
                })
                .collect(),
        })
        .collect()
}

/// The step of one subject matter expert.
pub fn expert_step(person: &str) -> StepInput {
    StepInput {
        id: NOTES.to_owned(),
        person: Some(person.to_owned()),
        text: "Add whatever notes help, in `notes/`.".to_owned(),
        done: false,
    }
}
