//! Where things are: the format of the file, paths, refs, the address in the web.

use super::Reader;
use crate::config::FORMAT;
use crate::config::FourEyes;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::source::RepoPath;

/// The keys of `paths`.
const PATHS: [&str; 3] = ["postmortems", "process_reviews", "people"];

impl Reader {
    pub(super) fn schema(&mut self, root: &Node) {
        let Some(node) = root.get("schema") else {
            return;
        };
        let number = match &node.value {
            Value::Number(it) => it.as_u64(),
            _ => None,
        };
        let (message, help) = match number {
            Some(FORMAT) => return,
            Some(newer) if newer > FORMAT => (
                format!("format {newer} needs a newer pmrepo"),
                "update pmrepo".to_owned(),
            ),
            _ => (
                format!("the format is a number; this pmrepo reads {FORMAT}"),
                format!("write `schema: {FORMAT}`"),
            ),
        };
        self.wrong(node, "/schema", message, Some(help));
    }

    pub(super) fn paths(&mut self, root: &Node) {
        let Some(node) = root.get("paths") else {
            return;
        };
        self.known_keys(node, &PATHS, "/paths");
        for entry in node.entries() {
            if !PATHS.contains(&&*entry.key) {
                continue;
            }
            let pointer = format!("/paths/{}", entry.key);
            let Some(path) = self.path(&entry.value, &pointer) else {
                continue;
            };
            // What is hidden is passed over wherever documents are looked for.
            let is_hidden = path.parts().any(|part| part.starts_with('.'));
            if is_hidden && entry.key != "people" {
                let message = "what lies in a hidden directory is not read".to_owned();
                let help = "take a directory whose name begins with no dot".to_owned();
                self.wrong(&entry.value, &pointer, message, Some(help));
                continue;
            }
            let paths = &mut self.config.paths;
            match &*entry.key {
                "postmortems" => paths.postmortems = path,
                "process_reviews" => paths.process_reviews = path,
                _ => paths.people = path,
            }
        }
        let paths = &self.config.paths;
        if paths.postmortems == paths.process_reviews {
            let message = "postmortems and process reviews cannot share a directory".to_owned();
            let help = "give each a directory of its own".to_owned();
            self.wrong(node, "/paths", message, Some(help));
        }
    }

    /// A path below the directory of `pmrepo.yaml`.
    pub(super) fn path(&mut self, node: &Node, pointer: &str) -> Option<RepoPath> {
        let help = || Some("write a path below the directory of pmrepo.yaml, with `/`".to_owned());
        let Some(text) = node.as_str().filter(|text| !text.trim().is_empty()) else {
            self.wrong(node, pointer, "a path is expected".to_owned(), help());
            return None;
        };
        // `C:\x` and `\\server\x` are paths elsewhere, and names with a backslash are nobody's.
        let is_of_a_system = text.contains('\\') || text.get(1..2) == Some(":");
        let message = match RepoPath::new(text) {
            Some(path) if path.parts().any(|it| it.eq_ignore_ascii_case(".git")) => {
                "this path leads into git's own directory"
            }
            Some(path) if !path.is_root() && !is_of_a_system => return Some(path),
            Some(path) if path.is_root() => "the directory of pmrepo.yaml itself is no such path",
            _ => "this path leads out of the repository",
        };
        self.wrong(node, pointer, message.to_owned(), help());
        None
    }

    pub(super) fn guard(&mut self, root: &Node) {
        let Some(node) = root.get("guard") else {
            return;
        };
        self.known_keys(node, &["refs", "four_eyes"], "/guard");
        if let Some(word) = node.get("four_eyes") {
            self.four_eyes(word);
        }
        let Some(refs) = node.get("refs") else {
            return;
        };
        for (index, item) in self.words(refs, "/guard/refs") {
            let word = item.as_str().unwrap_or_default();
            if word.starts_with("refs/") {
                self.config.guarded_refs.push(word.to_owned());
            } else {
                let pointer = format!("/guard/refs/{index}");
                let message = "a ref is written in full".to_owned();
                let help = format!("write `refs/heads/{word}`");
                self.wrong(item, &pointer, message, Some(help));
            }
        }
    }

    fn four_eyes(&mut self, node: &Node) {
        self.config.four_eyes = match (&node.value, node.as_str()) {
            (_, Some("author")) => Some(FourEyes::Author),
            (_, Some("signed")) => Some(FourEyes::Signed),
            (_, Some("off")) | (Value::Bool(false), _) => None,
            _ => {
                let message = "this is nothing that can be asked of a commit".to_owned();
                let help = "write `author`, `signed` or `off`".to_owned();
                self.wrong(node, "/guard/four_eyes", message, Some(help));
                None
            }
        };
    }

    pub(super) fn web_url(&mut self, root: &Node) {
        let Some(node) = root.get("web_url") else {
            return;
        };
        let is_url = |it: &&str| it.starts_with("https://") || it.starts_with("http://");
        if let Some(url) = node.as_str().filter(is_url) {
            self.config.web_url = Some(url.trim_end_matches('/').to_owned());
        } else {
            let message = "this is no web address".to_owned();
            let help = "write one that begins with `https://`".to_owned();
            self.wrong(node, "/web_url", message, Some(help));
        }
    }
}
