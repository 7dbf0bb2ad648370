//! What to add to the configuration, so that it knows what old reports have.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Document;
use crate::front_matter::scalar;
use crate::time;

/// What to add to `pmrepo.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The first day on which rules hold in full: older incidents are judged mildly.
    pub enforce_from: Option<NaiveDate>,
    /// By section, what else it is called.
    pub aliases: BTreeMap<String, BTreeSet<String>>,
    /// Fields of the reports' own, and the type of their values; empty where it differs.
    pub fields: BTreeMap<String, &'static str>,
}

impl Proposal {
    pub(super) fn of(documents: &[Document]) -> Self {
        let mut proposal = Self::default();
        let latest = documents.iter().filter_map(|it| it.gaps_on).max();
        proposal.enforce_from = latest.and_then(|it| time::add_days(it, 1));
        for document in documents {
            for (section, heading) in &document.aliases {
                let known = proposal.aliases.entry(section.clone()).or_default();
                known.insert(heading.clone());
            }
            for (field, kind) in &document.own_fields {
                let known = proposal.fields.entry(field.clone()).or_insert(kind);
                if known != kind {
                    *known = "";
                }
            }
        }
        proposal
    }

    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The lines to add.
    pub fn yaml(&self) -> String {
        let mut text = String::new();
        if let Some(day) = self.enforce_from {
            text.push_str(&format!("enforce_from: {day}\n"));
        }
        if !self.aliases.is_empty() {
            text.push_str("sections:\n");
        }
        for (section, headings) in &self.aliases {
            let headings: Vec<String> = headings.iter().map(|it| scalar(it)).collect();
            let headings = headings.join(", ");
            text.push_str(&format!(
                "  {}: {{aliases: [{headings}]}}\n",
                scalar(section)
            ));
        }
        if !self.fields.is_empty() {
            text.push_str("fields:\n");
        }
        for (field, kind) in &self.fields {
            let kind = if kind.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{type: {kind}}}")
            };
            text.push_str(&format!("  {}: {kind}\n", scalar(field)));
        }
        text
    }
}
