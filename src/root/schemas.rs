//! The schemas that follow from a configuration, each compiled when it is first needed.

use std::sync::OnceLock;

use serde_json::Value;

use crate::config::Config;
use crate::schema;
use crate::schema::Fields;
use crate::schema::Name;
use crate::schema::Schema;

/// The schemas of one configuration, which is the same whoever asks.
#[derive(Default)]
pub(super) struct Schemas {
    /// Blocks of the reports' schema beside those of the configuration.
    asked: Vec<Value>,
    fields: OnceLock<Fields>,
    report: OnceLock<Schema>,
    message: OnceLock<Schema>,
    review: OnceLock<Schema>,
}

impl Schemas {
    /// Those of another configuration that ask for more of reports than that does.
    pub(super) fn asking(&self, more: Vec<Value>) -> Self {
        let mut asked = self.asked.clone();
        asked.extend(more);
        Self {
            asked,
            ..Self::default()
        }
    }

    pub(super) fn fields(&self, config: &Config) -> &Fields {
        self.fields.get_or_init(|| Fields::of_report(config))
    }

    pub(super) fn report(&self, config: &Config) -> &Schema {
        self.report
            .get_or_init(|| Schema::new(&self.report_rules(config)))
    }

    /// The schema of reports as JSON.
    pub(super) fn report_rules(&self, config: &Config) -> Value {
        let mut schema = schema::effective(Name::Postmortem, config);
        if let Some(blocks) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
            blocks.extend(self.asked.iter().cloned());
        }
        schema
    }

    pub(super) fn message(&self, config: &Config) -> &Schema {
        self.message
            .get_or_init(|| Schema::new(&schema::effective(Name::Message, config)))
    }

    pub(super) fn review(&self, config: &Config) -> &Schema {
        self.review
            .get_or_init(|| Schema::new(&schema::effective(Name::ProcessReview, config)))
    }
}
