//! The sections of the body.

use super::Reader;
use crate::config::SectionRule;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::likeness;
use crate::likeness::Among;

impl Reader {
    pub(super) fn sections(&mut self, root: &Node) {
        let Some(node) = root.get("sections") else {
            return;
        };
        let example = "write `Impact: {aliases: [Customer Impact]}`, one section a line";
        self.a_map(node, "/sections", example);
        for entry in node.entries() {
            self.section(entry);
        }
    }

    fn section(&mut self, entry: &Entry) {
        let pointer = format!("/sections/{}", entry.key);
        self.known_keys(&entry.value, &["aliases", "from", "for"], &pointer);
        let mut aliases = Vec::new();
        if let Some(node) = entry.value.get("aliases") {
            for (_, item) in self.words(node, &format!("{pointer}/aliases")) {
                aliases.push(item.as_str().unwrap_or_default().to_owned());
            }
        }
        let from = entry.value.get("from");
        let from = from.and_then(|node| self.status(node, &format!("{pointer}/from")).ok());
        let major_only = entry.value.get("for").and_then(|node| {
            let word = node.as_str();
            if !matches!(word, Some("major" | "all")) {
                let help = "write major or all".to_owned();
                let message = "this says for whom a section is".to_owned();
                self.wrong(node, &format!("{pointer}/for"), message, Some(help));
                return None;
            }
            Some(word == Some("major"))
        });
        let sections = &mut self.config.policy.sections;
        if let Some(known) = sections.iter_mut().find(|it| it.title == entry.key) {
            known.aliases.extend(aliases);
            known.from = from.unwrap_or(known.from);
            known.major_only = major_only.unwrap_or(known.major_only);
            return;
        }
        if self.is_misspelt(entry, &pointer) {
            return;
        }
        self.config.policy.sections.push(SectionRule {
            title: entry.key.clone(),
            aliases,
            from: from.flatten(),
            major_only: major_only.unwrap_or(false),
        });
    }

    /// Whether a new section is rather one that there is, misspelt.
    fn is_misspelt(&mut self, entry: &Entry, pointer: &str) -> bool {
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
        self.faults.push(fault.help(help).pointer(pointer));
        true
    }
}
