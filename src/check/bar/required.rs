//! The fields that are required: the blocks of the reports' schema, compared by what they ask of
//! whom.

use chrono::NaiveDate;

use super::Bar;
use crate::config::Scale;
use crate::front_matter::pointer;
use crate::root::Root;
use crate::schema;

impl Bar {
    /// Blocks of the schema that some report does not have to satisfy any more.
    pub(super) fn required(&mut self, before: &Root, after: &Root, scale: &Scale) {
        let (old, new) = (&before.config, &after.config);
        let is_same = old.required == new.required && old.fields == new.fields;
        if is_same && old.policy.severities == new.policy.severities {
            return;
        }
        // By what is major once nothing is asked less.
        let now = after.judging_by(self.config.clone(), self.levels.clone(), Vec::new());
        let (was, is) = (before.report_rules(), now.report_rules());
        let all = old.required.iter().chain(&new.required);
        let mut days: Vec<NaiveDate> = all.filter_map(|(_, it)| it.since).collect();
        days.sort_unstable();
        days.dedup();
        let severities = &new.policy.severities;
        for lost in schema::lost((&was, &is), scale, severities, &days) {
            let (field, when) = (&lost.field, &lost.when);
            // Of several that would do, the first is the one that the block is about.
            let name = field.split('`').nth(1).unwrap_or(field);
            let pointer = format!("/required/{}", pointer::part(name));
            let message = format!("{field} is not required any more as it was: {when}");
            self.asked.push(lost.block);
            self.lower(pointer, message);
        }
    }
}
