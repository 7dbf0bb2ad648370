//! From the tree of a `pmrepo.yaml` to what it says.

mod deadlines;

use chrono::NaiveDate;

use super::Config;
use super::FORMAT;
use super::Fault;
use super::Requirement;
use super::SectionRule;
use crate::calendar;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::diagnostic::Level;
use crate::front_matter;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::Status;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time;

/// The keys that there are.
const KEYS: [&str; 17] = [
    "schema",
    "timezone",
    "calendar",
    "enforce_from",
    "severities",
    "major",
    "priorities",
    "deadlines",
    "process_review",
    "paths",
    "web_url",
    "fields",
    "required",
    "sections",
    "checklist",
    "rules",
    "guard",
];
/// Reads a configuration.
pub(super) fn read(text: &str) -> (Config, Vec<Fault>) {
    let (root, faults) = front_matter::read_yaml(text);
    let mut reader = Reader {
        config: Config::default(),
        faults: faults.into_iter().map(fault).collect(),
    };
    if let Some(root) = &root {
        reader.root(root);
    }
    (reader.config, reader.faults)
}

/// A fault of reading YAML, as one of the file.
pub(super) fn fault(fault: front_matter::Fault) -> Fault {
    Fault {
        span: fault.span,
        message: fault.message,
        help: fault.help,
        pointer: fault.pointer,
    }
}

/// The longest word that a suggestion is looked for.
const LONGEST_WORD: usize = 64;

/// The known word that is most like one that is unknown.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let word = word.to_lowercase();
    known
        .iter()
        .map(|it| (strsim::jaro_winkler(&it.to_lowercase(), &word), *it))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, it)| it)
}

/// A value was no good, and a fault says so.
struct Told;

struct Reader {
    config: Config,
    faults: Vec<Fault>,
}

impl Reader {
    fn wrong(&mut self, node: &Node, pointer: &str, message: String, help: Option<String>) {
        self.faults.push(Fault {
            span: node.span,
            message,
            help,
            pointer: pointer.to_owned(),
        });
    }

    fn root(&mut self, root: &Node) {
        self.known_keys(root, &KEYS, "");
        self.schema(root);
        self.time(root);
        self.severities(root);
        self.paths(root);
        self.deadlines(root);
        self.fields(root);
        self.sections(root);
        self.rules(root);
        if let Some(steps) = root.at("checklist.drop") {
            self.config.policy.dropped_steps = self.texts(steps, "/checklist/drop");
        }
        if let Some(refs) = root.at("guard.refs") {
            self.config.guarded_refs = self.texts(refs, "/guard/refs");
        }
        if let Some(url) = root.get("web_url") {
            match url.as_str() {
                Some(it) if it.starts_with("https://") || it.starts_with("http://") => {
                    self.config.web_url = Some(it.trim_end_matches('/').to_owned());
                }
                _ => self.wrong(url, "/web_url", "this is no web address".to_owned(), None),
            }
        }
    }

    /// Finds fault with what is no map, and with keys that nobody knows.
    fn known_keys(&mut self, node: &Node, known: &[&str], pointer: &str) {
        if !node.is_null() && !node.is_map() {
            let message = "keys and values are expected here".to_owned();
            let help = format!("the keys here are {}", known.join(", "));
            self.wrong(node, pointer, message, Some(help));
        }
        for entry in node.entries() {
            if !known.contains(&&*entry.key) {
                self.unknown_key(entry, known, pointer);
            }
        }
    }

    fn unknown_key(&mut self, entry: &Entry, known: &[&str], pointer: &str) {
        let help = match nearest(&entry.key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        self.faults.push(Fault {
            span: entry.key_span,
            message: format!("`{}` is no key of pmrepo.yaml here", entry.key),
            help: Some(help),
            pointer: format!("{pointer}/{}", entry.key),
        });
    }

    /// Finds fault with a word that is none of those that there are; `plural` calls them all.
    fn none_of(&mut self, span: Span, word: &str, known: &[String], plural: &str, pointer: &str) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = match nearest(word, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the {plural} are {}", known.join(", ")),
        };
        self.faults.push(Fault {
            span,
            message: format!("`{word}` is none of the {plural}"),
            help: Some(help),
            pointer: pointer.to_owned(),
        });
    }

    fn schema(&mut self, root: &Node) {
        let Some(node) = root.get("schema") else {
            return;
        };
        let number = match &node.value {
            Value::Number(it) => it.as_u64(),
            _ => None,
        };
        match number {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => self.wrong(
                node,
                "/schema",
                format!("format {newer} needs a newer pmrepo"),
                Some("update pmrepo".to_owned()),
            ),
            _ => self.wrong(
                node,
                "/schema",
                format!("the format is a number; this pmrepo reads {FORMAT}"),
                None,
            ),
        }
    }

    fn time(&mut self, root: &Node) {
        if let Some(node) = root.get("timezone") {
            match node.as_str().map(Zone::parse) {
                Some(Ok(zone)) => self.config.policy.zone = zone,
                Some(Err(error)) => {
                    let help = error.help();
                    self.wrong(node, "/timezone", error.to_string(), Some(help.clone()));
                }
                None => self.wrong(
                    node,
                    "/timezone",
                    "a time zone's name is expected".to_owned(),
                    Some("write one like Europe/Berlin".to_owned()),
                ),
            }
        }
        if let Some(node) = root.get("enforce_from") {
            self.config.policy.enforce_from = self.date(node, "/enforce_from");
        }
        let mut holidays = Vec::new();
        if let Some(node) = root.get("calendar") {
            self.known_keys(node, &["weekend", "holidays"], "/calendar");
            if let Some(days) = node.get("weekend") {
                let words = self.texts(days, "/calendar/weekend");
                let found: Vec<_> = words
                    .iter()
                    .filter_map(|it| calendar::parse_weekday(it))
                    .collect();
                if found.len() == words.len() {
                    self.config.policy.weekend = found;
                } else {
                    let help = "write them like saturday, sunday".to_owned();
                    let message = "a weekend is made of days".to_owned();
                    self.wrong(days, "/calendar/weekend", message, Some(help));
                }
            }
            match node.get("holidays") {
                Some(file) if file.as_str().is_some() => {
                    self.config.holidays_file = self.path(file, "/calendar/holidays");
                }
                Some(list) => {
                    holidays = list
                        .items()
                        .iter()
                        .filter_map(|it| self.date(it, "/calendar/holidays"))
                        .collect();
                }
                None => {}
            }
        }
        let policy = &mut self.config.policy;
        match Calendar::new(&policy.weekend, holidays, policy.zone) {
            Ok(calendar) => policy.calendar = calendar,
            Err(error) => {
                if let Some(node) = root.get("calendar") {
                    let message = error.to_string();
                    self.wrong(node, "/calendar", message, None);
                }
            }
        }
    }

    fn date(&mut self, node: &Node, pointer: &str) -> Option<NaiveDate> {
        let date = node.as_str().map(time::parse_date);
        if let Some(Ok(date)) = date {
            return Some(date);
        }
        let message = "a date like 2026-01-31 is expected".to_owned();
        self.wrong(node, pointer, message, None);
        None
    }

    fn texts(&mut self, node: &Node, pointer: &str) -> Vec<String> {
        let texts: Vec<String> = node
            .items()
            .iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect();
        if !matches!(node.value, Value::List(_)) || texts.len() != node.items().len() {
            self.wrong(
                node,
                pointer,
                "a list of words is expected".to_owned(),
                None,
            );
        }
        texts
    }

    fn severities(&mut self, root: &Node) {
        for (key, pointer) in [("severities", "/severities"), ("priorities", "/priorities")] {
            let Some(node) = root.get(key) else { continue };
            let words = self.texts(node, pointer);
            let mut unique = words.clone();
            unique.sort();
            unique.dedup();
            if words.is_empty() || unique.len() != words.len() {
                let message = format!("`{key}` needs at least one word, and each only once");
                self.wrong(node, pointer, message, None);
            } else if key == "severities" {
                self.config.policy.major = words.iter().take(2).cloned().collect();
                self.config.policy.severities = words;
            } else {
                self.config.policy.priorities = words;
            }
        }
        if let Some(node) = root.get("major") {
            let words = self.texts(node, "/major");
            let known = &self.config.policy.severities;
            match words.iter().find(|it| !known.contains(it)) {
                Some(word) => {
                    let message = format!("`{word}` is none of the severities");
                    self.wrong(node, "/major", message, None);
                }
                None => self.config.policy.major = words,
            }
        }
    }

    fn path(&mut self, node: &Node, pointer: &str) -> Option<RepoPath> {
        let path = node
            .as_str()
            .and_then(RepoPath::new)
            .filter(|it| !it.is_root());
        if path.is_none() {
            self.wrong(
                node,
                pointer,
                "this path leads out of the repository".to_owned(),
                Some("write a path below the directory of pmrepo.yaml".to_owned()),
            );
        }
        path
    }

    fn paths(&mut self, root: &Node) {
        let Some(node) = root.get("paths") else {
            return;
        };
        self.known_keys(
            node,
            &["postmortems", "process_reviews", "people"],
            "/paths",
        );
        for entry in node.entries() {
            let pointer = format!("/paths/{}", entry.key);
            let Some(path) = self.path(&entry.value, &pointer) else {
                continue;
            };
            let paths = &mut self.config.paths;
            match &*entry.key {
                "postmortems" => paths.postmortems = path,
                "process_reviews" => paths.process_reviews = path,
                "people" => paths.people = path,
                _ => {}
            }
        }
    }

    fn fields(&mut self, root: &Node) {
        for entry in root.get("fields").map_or(&[][..], Node::entries) {
            let schema = entry.value.to_json();
            if schema.is_object() {
                self.config.fields.push((entry.key.clone(), schema));
            } else {
                let pointer = format!("/fields/{}", entry.key);
                let message = "a part of a JSON Schema is expected".to_owned();
                self.wrong(&entry.value, &pointer, message, None);
            }
        }
        for entry in root.get("required").map_or(&[][..], Node::entries) {
            let pointer = format!("/required/{}", entry.key);
            let (word, severities) = match entry.value.get("from") {
                Some(from) => {
                    let severities = entry.value.get("for").map(|it| self.texts(it, &pointer));
                    (from.as_str(), severities.unwrap_or_default())
                }
                None => (entry.value.as_str(), Vec::new()),
            };
            let from = match word {
                Some("never") => Some(None),
                Some(word) => Status::parse(word).map(Some),
                None => None,
            };
            match from {
                Some(from) => {
                    let requirement = Requirement { from, severities };
                    self.config.required.push((entry.key.clone(), requirement));
                }
                None => self.wrong(
                    &entry.value,
                    &pointer,
                    "a status is expected".to_owned(),
                    Some("write draft, in-review, reviewed, closed or never".to_owned()),
                ),
            }
        }
    }

    fn sections(&mut self, root: &Node) {
        for entry in root.get("sections").map_or(&[][..], Node::entries) {
            let aliases = match entry.value.get("aliases") {
                Some(node) => self.texts(node, &format!("/sections/{}/aliases", entry.key)),
                None => Vec::new(),
            };
            let from = entry.value.get("from").and_then(Node::as_str);
            let major_only = entry.value.get("for").and_then(Node::as_str) == Some("major");
            let sections = &mut self.config.policy.sections;
            if let Some(known) = sections.iter_mut().find(|it| it.title == entry.key) {
                known.aliases.extend(aliases);
                if let Some(word) = from {
                    known.from = Status::parse(word);
                }
                if entry.value.get("for").is_some() {
                    known.major_only = major_only;
                }
            } else {
                sections.push(SectionRule {
                    title: entry.key.clone(),
                    aliases,
                    from: from.and_then(Status::parse),
                    major_only,
                });
            }
        }
    }

    fn rules(&mut self, root: &Node) {
        for entry in root.get("rules").map_or(&[][..], Node::entries) {
            let level = match (&entry.value.value, entry.value.as_str()) {
                // `off` is text in YAML 1.2; a quoted one and a bare `false` are meant alike.
                (Value::Bool(false), _) | (_, Some("off")) => Some(None),
                (_, Some(word)) => Level::ALL
                    .into_iter()
                    .find(|it| it.as_str() == word)
                    .map(Some),
                _ => None,
            };
            match level {
                Some(level) => {
                    let words = (entry.key.clone(), entry.key_span, level);
                    self.config.rule_levels.push(words);
                }
                None => self.wrong(
                    &entry.value,
                    &format!("/rules/{}", entry.key),
                    "a level is expected".to_owned(),
                    Some("write error, warning, note or off".to_owned()),
                ),
            }
        }
    }
}
