//! The text of a new `pmrepo.yaml`.

use chrono::NaiveDate;
use clap::ValueEnum;

use crate::config::Policy;
use crate::front_matter::scalar;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Severity;
use crate::rules::pm812_own_approval;

/// Which process a new root begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Preset {
    /// All roles, a review meeting, a message to customers
    #[default]
    Standard,
    /// A team of five: owner and commander, the pull request is the review
    Small,
}

/// What goes into it.
pub(super) struct Choices {
    pub(super) preset: Preset,
    /// The severities, worst first; the default ones where there are none.
    pub(super) severities: Vec<String>,
    pub(super) timezone: Option<String>,
    /// The day before which incidents are judged mildly.
    pub(super) enforce_from: Option<NaiveDate>,
}

/// What a team of five does without: roles and meeting.
const NOT_REQUIRED: [FieldName; 5] = [
    FieldName::MeetingScheduledFor,
    FieldName::MeetingHeldAt,
    FieldName::MeetingAttendees,
    FieldName::Scribe,
    FieldName::SubjectMatterExperts,
];
/// The steps of the roles that it does without.
const DROPPED: [&str; 5] = [
    "scribe.key-events",
    "scribe.collect-todos",
    "sme.add-notes",
    "cl.answer-customers",
    "cl.publish-external",
];
/// The deadlines that need a meeting or a liaison.
const NO_DEADLINES: [DeadlineKind; 3] = [
    DeadlineKind::MeetingScheduled,
    DeadlineKind::ResultsMail,
    DeadlineKind::ExternalMessage,
];

/// Writes it. Whether its words are sound is for whoever reads it again to say.
pub(super) fn text(choices: &Choices) -> String {
    let mut text = String::from(
        "# Every key has a default; `pmrepo schema config` describes them.\nschema: 1\n",
    );
    if let Some(zone) = &choices.timezone {
        text.push_str(&format!("timezone: {}\n", scalar(zone)));
    }
    if !choices.severities.is_empty() {
        let words: Vec<String> = choices.severities.iter().map(|it| scalar(it)).collect();
        text.push_str(&format!("severities: [{}]\n", words.join(", ")));
    }
    if let Some(date) = choices.enforce_from {
        text.push_str(&format!(
            "# Faults in older incidents are warnings, and those owe nothing.\nenforce_from: {date}\n"
        ));
    }
    if choices.preset == Preset::Small {
        text.push_str(&small(&choices.severities));
    }
    text
}

fn small(severities: &[String]) -> String {
    let default = Policy::default().severities;
    let severities: Vec<&str> = if severities.is_empty() {
        default.iter().map(Severity::as_str).collect()
    } else {
        severities.iter().map(String::as_str).collect()
    };
    let major: Vec<String> = severities
        .iter()
        .take(2)
        .map(|it| format!("{}: none", scalar(it)))
        .collect();
    let major = major.join(", ");
    let mut text = String::from("\n# A team of five: the pull request is the review.\nrequired:\n");
    for field in NOT_REQUIRED {
        text.push_str(&format!("  {field}: never\n"));
    }
    text.push_str("checklist:\n  drop:\n");
    for step in DROPPED {
        text.push_str(&format!("    - {step}\n"));
    }
    // Nobody is left for a second pair of eyes.
    text.push_str(&format!(
        "rules:\n  {}: off\n",
        pm812_own_approval::RULE.name
    ));
    text.push_str("deadlines:\n");
    for kind in NO_DEADLINES {
        text.push_str(&format!("  {kind}: {{{major}}}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_choice_makes_a_configuration_without_faults() {
        for preset in [Preset::Standard, Preset::Small] {
            for severities in [
                vec![],
                vec!["no".to_owned(), "P 2: x".to_owned(), "3".to_owned()],
            ] {
                let text = text(&Choices {
                    preset,
                    severities: severities.clone(),
                    timezone: Some("Europe/Berlin".to_owned()),
                    enforce_from: NaiveDate::from_ymd_opt(2026, 3, 1),
                });
                let (config, faults) = Config::read(&text);
                assert_eq!(faults, [], "{text}");
                if !severities.is_empty() {
                    let read = config.policy.severities.iter().map(Severity::as_str);
                    assert!(read.eq(severities.iter().map(String::as_str)));
                }
                assert_eq!(config.required.is_empty(), preset == Preset::Standard);
            }
        }
    }
}
