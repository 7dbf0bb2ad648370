//! The levels of rules.

use super::Bar;
use crate::diagnostic::Level;
use crate::front_matter::pointer;
use crate::root::Root;
use crate::rules;

impl Bar {
    /// Rules that are milder than they were, or off.
    pub(super) fn levels(&mut self, before: &Root, after: &Root) {
        for entry in rules::TABLE {
            let rule = entry.rule;
            let (was, is) = (before.levels.of(rule, None), after.levels.of(rule, None));
            if is >= was {
                continue;
            }
            self.levels.copy(rule, &before.levels);
            let words = &after.config.rule_levels;
            let written = words.iter().find(|(word, ..)| rule.is_called(word));
            let pointer = match written {
                Some((word, ..)) => format!("/rules/{}", pointer::part(word)),
                None => "/rules".to_owned(),
            };
            let word = |level: Option<Level>| level.map_or("off", Level::as_str);
            let (was, is) = (word(was), word(is));
            self.lower(pointer, format!("`{}` is {is}, not {was}", rule.code));
        }
    }
}
