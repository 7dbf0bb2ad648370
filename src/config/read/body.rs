//! The sections of the body.

use super::Reader;
use super::checklist::is_line;
use super::text;
use crate::config::Earlier;
use crate::config::SectionRule;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::likeness;
use crate::likeness::Among;

/// How many sections a configuration may name: each is looked for among all headings of a report.
const MOST_SECTIONS: usize = 100;

impl Reader {
    pub(super) fn sections(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let entries = self.keys(node).map.entries();
        for entry in entries.iter().take(MOST_SECTIONS) {
            self.section(entry);
        }
        if let Some(entry) = entries.get(MOST_SECTIONS) {
            let message = format!("there are more than {MOST_SECTIONS} sections");
            let fault = Fault::new(entry.key_span, message).help("take some out");
            self.faults.push(fault.pointer("/sections"));
        }
    }

    fn section(&mut self, entry: &Entry) {
        let mut keys = self.keys(&entry.value);
        let aliases = keys
            .take("aliases")
            .map_or_else(Vec::new, |it| self.words(it));
        let aliases = aliases.into_iter().map(|(_, _, word)| word.to_owned());
        let written = keys.take("title").and_then(|it| {
            let line = self.sure(text(it).filter(|it| is_line(it)));
            line.map(|it| it.trim().to_owned())
        });
        let aliases: Vec<String> = aliases.chain(written.clone()).collect();
        let from = keys.take("from").and_then(|it| self.status(it).ok());
        let major_only = keys.take("for").and_then(|it| {
            let is_major = match it.as_str() {
                Some("major") => Some(true),
                Some("all") => Some(false),
                _ => None,
            };
            self.sure(is_major)
        });
        let since = self.since(&mut keys, &format!("/sections/{}", entry.key));
        self.no_more(&keys);
        let earlier = |from, major_only| {
            since.map(|since| Earlier {
                since,
                from,
                major_only,
            })
        };
        let sections = &mut self.config.policy.sections;
        if let Some(known) = sections.iter_mut().find(|it| it.title == entry.key) {
            known.earlier = earlier(known.from, known.major_only);
            known.aliases.extend(aliases);
            known.written = written;
            known.from = from.unwrap_or(known.from);
            known.major_only = major_only.unwrap_or(known.major_only);
            return;
        }
        if self.is_misspelt(entry) {
            return;
        }
        self.config.policy.sections.push(SectionRule {
            title: entry.key.clone(),
            written,
            aliases,
            from: from.flatten(),
            major_only: major_only.unwrap_or(false),
            earlier: earlier(None, false),
        });
    }

    /// Whether a new section is rather one that there is, misspelt.
    fn is_misspelt(&mut self, entry: &Entry) -> bool {
        let sections = &self.config.policy.sections;
        let titles = sections.iter().map(|it| it.title.as_str());
        let Some(near) = likeness::nearest_word(&entry.key, titles, Among::Kin) else {
            return false;
        };
        let help = format!("did you mean `{near}`?");
        let fault = Fault::new(
            entry.key_span,
            format!("there is no section `{}`", entry.key),
        );
        let pointer = format!("/sections/{}", entry.key);
        self.faults.push(fault.help(help).pointer(pointer));
        true
    }
}
