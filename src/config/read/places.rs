//! Where things are: the format of the file, paths, refs, the address in the web.

use super::Reader;
use super::refs;
use super::text;
use crate::config::Commits;
use crate::config::FORMAT;
use crate::config::FourEyes;
use crate::config::WebUrl;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::source::RepoPath;

impl Reader {
    pub(super) fn schema(&mut self, node: Option<&Node>) {
        // 1.0 is the number 1 to JSON, and so to the schema.
        let is_ours = node.is_none_or(|it| match &it.value {
            Value::Number(it) => it.as_f64() == Some(f64::from(FORMAT)),
            _ => false,
        });
        self.doubts |= !is_ours;
        let number = node.and_then(|it| match &it.value {
            Value::Number(it) => it.as_u64(),
            _ => None,
        });
        self.config.newer = number.filter(|it| *it > u64::from(FORMAT));
    }

    pub(super) fn paths(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        let mut path = |key: &str| self.directory(keys.take(key)?, &format!("/paths/{key}"));
        let (postmortems, reviews) = (path("postmortems"), path("process_reviews"));
        let people = keys.take("people");
        let people = people.and_then(|it| self.path(it, "/paths/people"));
        self.no_more(&keys);
        let paths = &mut self.config.paths;
        for (path, place) in [
            (postmortems, &mut paths.postmortems),
            (reviews, &mut paths.process_reviews),
            (people, &mut paths.people),
        ] {
            if let Some(path) = path {
                *place = path;
            }
        }
        let paths = &self.config.paths;
        if paths.postmortems == paths.process_reviews {
            let message = "postmortems and process reviews cannot share a directory".to_owned();
            let help = "give each a directory of its own".to_owned();
            self.wrong(node, "/paths", message, Some(help));
        }
    }

    /// The path of a directory in which documents lie.
    fn directory(&mut self, node: &Node, pointer: &str) -> Option<RepoPath> {
        let path = self.path(node, pointer)?;
        // What is hidden is passed over wherever documents are looked for.
        if !path.parts().any(|part| part.starts_with('.')) {
            return Some(path);
        }
        let message = "what lies in a hidden directory is not read".to_owned();
        let help = "take a directory whose name begins with no dot".to_owned();
        self.wrong(node, pointer, message, Some(help));
        None
    }

    /// A path below the directory of `pmrepo.yaml`.
    pub(super) fn path(&mut self, node: &Node, pointer: &str) -> Option<RepoPath> {
        let text = self.sure(text(node))?;
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
        let help = "write a path below the directory of pmrepo.yaml, with `/`".to_owned();
        self.wrong(node, pointer, message.to_owned(), Some(help));
        None
    }

    pub(super) fn guard(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        if let Some(word) = keys.take("four_eyes") {
            self.four_eyes(word);
        }
        if let Some(refs) = keys.take("refs") {
            for (index, item) in self.list(refs).iter().enumerate() {
                let name = item.as_str().filter(|it| it.starts_with("refs/"));
                let Some(name) = self.sure(name) else {
                    continue;
                };
                match refs::wrong_with(name) {
                    Some((message, help)) => {
                        let pointer = format!("/guard/refs/{index}");
                        self.wrong(item, &pointer, message, Some(help));
                    }
                    None => self.config.guarded_refs.push(name.to_owned()),
                }
            }
        }
        self.no_more(&keys);
    }

    fn four_eyes(&mut self, node: &Node) {
        let asked = match (&node.value, node.as_str()) {
            (_, Some("author")) => Some(Some(FourEyes::Author)),
            (_, Some("signed")) => Some(Some(FourEyes::Signed)),
            (_, Some("off")) | (Value::Bool(false), _) => Some(None),
            _ => None,
        };
        self.config.four_eyes = self.sure(asked).flatten();
    }

    pub(super) fn web_url(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let read = node.as_str().and_then(WebUrl::parse);
        if let Some(url) = self.sure(read) {
            self.config.web_url = Some(url);
        }
    }

    pub(super) fn commits(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let asked = match node.as_str() {
            Some("auto") => Some(Commits::Auto),
            Some("never") => Some(Commits::Never),
            _ => None,
        };
        self.config.commits = self.sure(asked).unwrap_or_default();
    }
}
