//! The text of a new `pmrepo.yaml`.

use chrono::NaiveDate;
use clap::ValueEnum;

use crate::config::Policy;
use crate::front_matter::scalar;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Severity;
use crate::rules::pm812_own_approval;
use crate::schema;

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
    /// Which keys are named.
    pub(super) keys: Keys,
}

/// Which keys a new configuration names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// Those that are set.
    Set,
    /// The others too, in comments.
    All,
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
    let more = match choices.keys {
        Keys::Set => "`pmrepo schema config` describes them",
        Keys::All => "remove the first `#` of a line to set one",
    };
    let mut text = format!("# Every key has a default; {more}.\nschema: 1\n");
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
    if choices.keys == Keys::All {
        let set = text.clone();
        let is_set = |key: &str| {
            let mut lines = set.lines();
            lines.any(|it| it.strip_prefix(key).is_some_and(|it| it.starts_with(':')))
        };
        text.push_str(&schema::commented(&is_set));
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
    use std::collections::BTreeMap;

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
                    keys: Keys::All,
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

    /// The lines of a text with every key of it.
    fn full() -> String {
        text(&Choices {
            preset: Preset::Standard,
            severities: Vec::new(),
            timezone: None,
            enforce_from: None,
            keys: Keys::All,
        })
    }

    #[test]
    fn every_key_counts_without_its_mark() {
        let lines = full();
        let lines = lines.lines().map(|it| match it.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') || key.starts_with("  ") => key,
            _ => it,
        });
        let all: Vec<&str> = lines.collect();
        let all = all.join("\n");
        let (config, faults) = Config::read(&all);
        assert_eq!(faults, [], "{all}");
        let schema = schema::effective(schema::Name::Config, &Config::default());
        for key in schema["properties"].as_object().unwrap().keys() {
            assert!(all.contains(&format!("\n{key}:")), "{key} in {all}");
        }
        assert!(!config.fields.is_empty() && !config.guarded_refs.is_empty());
    }

    #[test]
    fn the_schema_has_the_defaults_that_count() {
        fn defaults(of: &serde_json::Value) -> serde_json::Value {
            let entries = of["properties"].as_object().into_iter().flatten();
            let entries = entries.filter_map(|(key, of)| {
                let value = match of.get("default") {
                    Some(value) => value.clone(),
                    None if of.get("properties").is_some() => defaults(of),
                    None => return None,
                };
                Some((key.clone(), value))
            });
            serde_json::Value::Object(entries.collect())
        }
        let given = defaults(&schema::effective(schema::Name::Config, &Config::default()));
        let (config, faults) = Config::read(&given.to_string());
        assert_eq!(faults, [], "{given:#}");
        let plain = Config::default();
        assert_eq!(config.paths, plain.paths);
        assert_eq!(config.four_eyes, plain.four_eyes);
        let (given, plain) = (&config.policy, &plain.policy);
        for kind in DeadlineKind::ALL {
            for severity in &plain.severities {
                let term = given.term(kind, severity);
                assert_eq!(term, plain.term(kind, severity), "{kind} {severity}");
            }
        }
        let but_for_deadlines = |it: &Policy| Policy {
            deadlines: BTreeMap::new(),
            ..it.clone()
        };
        assert_eq!(but_for_deadlines(given), but_for_deadlines(plain));
    }
}
