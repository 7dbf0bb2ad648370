//! What an honest team pushes.

use std::collections::BTreeMap;

use super::Files;
use super::PEOPLE;
use super::attacks::move_all;
use super::beginning;
use super::good;
use super::join;
use super::path;

/// What an honest team has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Team {
    pub(super) files: Files,
    root: String,
    /// Lines of the configuration, by their key.
    config: BTreeMap<&'static str, String>,
    people: String,
    has_renamed: bool,
    fresh: usize,
}

impl Team {
    pub(super) fn new() -> Self {
        let line = |text: &str| text.to_owned();
        let config = BTreeMap::from([
            ("required", line("{tags: in-review}")),
            ("sections", line("{Lessons: {from: in-review}}")),
            ("rules", line("{PM501: error}")),
            ("guard", line("{four_eyes: author}")),
        ]);
        let mut team = Self {
            files: beginning(),
            config,
            people: PEOPLE.to_owned(),
            ..Self::default()
        };
        team.settle();
        team
    }

    /// Writes the configuration and the roster.
    pub(super) fn settle(&mut self) {
        let lines = self
            .config
            .iter()
            .map(|(key, text)| format!("{key}: {text}\n"));
        let config = lines.collect();
        self.files.insert(join(&self.root, "pmrepo.yaml"), config);
        self.files
            .insert(join(&self.root, "people.yaml"), self.people.clone());
    }

    pub(super) fn draft(&self) -> String {
        path(&self.root, "draft")
    }

    /// A new report.
    pub(super) fn add(&mut self, text: &str) {
        self.fresh += 1;
        let text = if self.has_renamed {
            text.replace("SEV-2", "P2")
        } else {
            text.to_owned()
        };
        let title = format!("title: Number {} after", self.fresh);
        let text = text.replace("title: Checkout latency after", &title);
        self.files
            .insert(path(&self.root, &format!("n{}", self.fresh)), text);
    }

    pub(super) fn edit(&mut self, from: &str, to: &str) {
        let path = self.draft();
        if let Some(text) = self.files.get_mut(&path) {
            *text = text.replace(from, to);
        }
    }

    /// Does what a team does; who makes the commit.
    pub(super) fn step(&mut self, kind: usize) -> &'static str {
        let config = |team: &mut Self, key, text: &str| {
            team.config.insert(key, text.to_owned());
        };
        match kind {
            0 if !self.has_renamed => {
                self.has_renamed = true;
                config(self, "severities", "[P1, P2, P3, P4, P5, P6]");
                for text in self.files.values_mut() {
                    *text = text.replace("severity: SEV-2", "severity: P2");
                }
            }
            1 => {
                self.people
                    .push_str(&format!("  - {{handle: nia{}}}\n", self.fresh));
                let owner = format!("owner: nia{}", self.fresh);
                self.add(&good("draft").replace("owner: carol", &owner));
            }
            2 if !self.config.contains_key("fields") => {
                config(self, "fields", "{region: {enum: [eu, us]}}");
                self.edit("\nowner: carol", "\nregion: eu\nowner: carol");
            }
            3 => {
                let more = "{tags: in-review, public_at: {from: draft, since: 2026-03-20}}";
                config(self, "required", more);
            }
            4 => {
                let adopted = "status: closed\nadopted_from: {path: wiki/1.md}\n";
                self.add(&good("closed").replace("status: closed\n", adopted));
                // Whoever sets a status is not the owner, and so who adopts is not.
                return "dave";
            }
            5 => {
                for (from, to) in [("in-review", "reviewed"), ("draft", "in-review")] {
                    self.edit(&format!("status: {from}\n"), &format!("status: {to}\n"));
                }
                return "dave";
            }
            6 => {
                config(
                    self,
                    "sections",
                    "{Lessons: {from: in-review, aliases: [Learned]}}",
                );
                self.edit("## Lessons", "## Learned");
            }
            7 => {
                let to = if self.root.is_empty() { "team" } else { "" };
                let from = std::mem::replace(&mut self.root, to.to_owned());
                move_all(&mut self.files, &from, to);
            }
            8 => {
                config(self, "calendar", "{holidays: [2026-12-25]}");
                config(self, "deadlines", "{reviewed: 2d}");
                config(
                    self,
                    "guard",
                    "{four_eyes: author, refs: [refs/heads/main, refs/heads/x]}",
                );
            }
            9 => self.edit("Clients kept", "All clients kept"),
            10 => {
                self.files.insert(
                    "src/main.c".to_owned(),
                    format!("int main{};\n", self.fresh),
                );
            }
            _ => self.add(&good("draft")),
        }
        "carol"
    }
}
