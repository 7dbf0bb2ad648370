//! The meeting in which a postmortem is reviewed.

use super::By;
use super::Draft;
use super::Headline;
use super::fields;
use super::fields::Manner;
use super::fields::Setting;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::FieldName;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;

/// What is known of a meeting, as people write it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meeting<'a> {
    /// When it is to be.
    pub on: Option<&'a str>,
    /// When it was.
    pub held: Option<&'a str>,
    /// Who was there, or comes; nobody is named where it is empty.
    pub attendees: &'a [String],
    /// Who led it.
    pub facilitator: Option<&'a str>,
    /// Where it can be seen.
    pub recording: Option<&'a str>,
    /// Why there is none.
    pub none_because: Option<&'a str>,
}

/// Writes down what is known of a meeting. One that is called off is no longer scheduled, and where
/// there is one, nothing says any more why there is none.
pub fn meeting(
    root: &Root,
    files: &Files,
    known: &Meeting<'_>,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let dossier = Dossier::read(files, &root.snapshot().reader());
    let report = Postmortem::new(&root.config.policy, &dossier);
    let is_there = |field| report.field(field).is_there();
    let attendees: Vec<String> = known
        .attendees
        .iter()
        .map(|it| it.replace(',', "\\,"))
        .collect();
    let attendees = attendees.join(", ");
    let mut values: Vec<(FieldName, &str)> = Vec::new();
    let what = if let Some(because) = known.none_because {
        if because.trim().is_empty() {
            return Err(Refusal::usage("the reason is empty").hint("say why there is no meeting"));
        }
        if is_there(FieldName::MeetingHeldAt) {
            let message = format!("{}: the meeting was held already", files.id);
            return Err(
                Refusal::not_ready(message).hint("`meeting.held_at` in the report says when")
            );
        }
        values.push((FieldName::NoMeetingBecause, because));
        // What was planned falls with it.
        if is_there(FieldName::Meeting) {
            values.push((FieldName::Meeting, ""));
        }
        "there is no meeting"
    } else {
        let said = [
            (FieldName::MeetingScheduledFor, known.on),
            (FieldName::MeetingHeldAt, known.held),
            (
                FieldName::MeetingAttendees,
                Some(attendees.as_str()).filter(|it| !it.is_empty()),
            ),
            (FieldName::MeetingFacilitator, known.facilitator),
            (FieldName::MeetingRecording, known.recording),
        ];
        for (field, value) in said {
            values.extend(value.map(|it| (field, it)));
        }
        if values.is_empty() {
            return Err(Refusal::usage("nothing to write down").hint(
                "--on WHEN plans the meeting, --held WHEN says that it was, --none-because WHY that \
                 there is none",
            ));
        }
        if let Some((field, _)) = values.iter().find(|(_, it)| it.trim().is_empty()) {
            return Err(Refusal::usage(format!("`{field}` is empty")));
        }
        if is_there(FieldName::NoMeetingBecause) {
            values.push((FieldName::NoMeetingBecause, ""));
        }
        match (known.held, known.on) {
            (Some(_), _) => "the meeting was held",
            (None, Some(_)) => "plan the meeting",
            (None, None) => "say more of the meeting",
        }
    };
    let settings: Vec<Setting<'_>> = values
        .iter()
        .map(|(field, value)| Setting {
            field: field.as_str(),
            manner: Manner::Is,
            value,
        })
        .collect();
    let draft = fields::set(root, files, &settings, by)?;
    Ok(Draft {
        headline: Headline::of(&files.id, what),
        ..draft
    })
}
