//! What words of other places mean here.

use super::Reader;
use super::text;
use crate::config::TicketPlace;
use crate::front_matter::Node;
use crate::front_matter::pointer;
use crate::model::Tracker;

impl Reader {
    pub(super) fn pagerduty(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        if let Some(map) = keys.take("priorities") {
            self.doubts |= !map.is_map();
            for entry in map.entries() {
                let Some(word) = self.sure(text(&entry.value)) else {
                    continue;
                };
                let known = self.config.policy.severity(word).cloned();
                if let Some(severity) = known {
                    let pair = (entry.key.clone(), severity);
                    self.config.pagerduty_priorities.push(pair);
                } else {
                    let all = self.config.policy.severities.iter();
                    let all: Vec<String> = all.map(ToString::to_string).collect();
                    let place = format!("/pagerduty/priorities/{}", pointer::part(&entry.key));
                    self.none_of(entry.value.span, word, &all, "severities", &place);
                }
            }
        }
        self.no_more(&keys);
    }

    pub(super) fn tracker(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        let preset = keys.take("preset").and_then(|it| {
            let preset = it.as_str().and_then(Tracker::parse);
            self.sure(preset)
        });
        let project = keys.take("project");
        let project = project.and_then(|it| self.sure(text(it)).map(str::to_owned));
        self.no_more(&keys);
        self.config.tracker = preset.map(|preset| TicketPlace { preset, project });
    }
}
