//! A configuration with other values for some of its keys, to try what they would mean.

use serde_json::Map;
use serde_json::Value as Json;

use super::Policy;
use crate::front_matter;
use crate::likeness;
use crate::likeness::Among;
use crate::model::DeadlineKind;
use crate::refusal::Refusal;
use crate::time::Term;

/// The keys of `pmrepo.yaml` that say by when something is due.
pub const TRIED: [&str; 7] = [
    "deadlines",
    "process_review",
    "calendar",
    "timezone",
    "enforce_from",
    "major",
    "priorities",
];
/// The one with terms by kind and severity, and that of the team's own in it.
const DEADLINES: &str = "deadlines";
const CUSTOM: &str = "custom";

/// A key and the value that is tried for it: `deadlines.reviewed.SEV-2=3d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    path: Vec<String>,
    value: Json,
}

impl Tried {
    /// Reads `KEY=VALUE`; the value is YAML. Says what is wrong with it where it is no such thing, or where
    /// nothing is due by the key.
    pub fn read(word: &str) -> Result<Self, Refusal> {
        let wrong = |message: String, help: &str| Refusal::usage(message).hint(help);
        let Some((key, value)) = word.split_once('=') else {
            return Err(wrong(
                format!("`{word}` is no KEY=VALUE"),
                "write `deadlines.reviewed.SEV-2=3d`",
            ));
        };
        let key = key.trim();
        let first = key.split('.').next().unwrap_or_default();
        if !TRIED.contains(&first) {
            let help = match likeness::nearest_word(first, TRIED, Among::Names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("what can be tried is {}", TRIED.join(", ")),
            };
            return Err(wrong(format!("nothing is due by `{first}`"), &help));
        }
        let path: Vec<String> = parts(key).map(str::to_owned).collect();
        if path.iter().any(|it| it.trim().is_empty()) {
            return Err(wrong(
                format!("`{key}` is no key: a part of it is empty"),
                "write `deadlines.reviewed.SEV-2=3d`",
            ));
        }
        // Only a map is read alone.
        let (node, faults) = front_matter::read_yaml(&format!("value: {value}\n"));
        if let Some(fault) = faults.into_iter().next() {
            let refusal = Refusal::usage(fault.message);
            return Err(fault.help.into_iter().fold(refusal, Refusal::hint));
        }
        let value = node.as_ref().and_then(|it| it.get("value"));
        match value.filter(|it| !it.is_null()) {
            Some(value) => Ok(Self {
                path,
                value: value.to_json(),
            }),
            None => Err(wrong(
                format!("`{key}` gets no value"),
                "write a term (`3d`, `5bd`, `24h`), or `none` for no deadline",
            )),
        }
    }
}

/// The parts of a dotted key. A severity may have a dot in its name.
fn parts(key: &str) -> impl Iterator<Item = &str> {
    let mut words = key.split('.');
    let is_of_kind = words.next() == Some(DEADLINES) && words.next().is_some_and(|it| it != CUSTOM);
    key.splitn(if is_of_kind { 3 } else { usize::MAX }, '.')
}

/// The text of a configuration with other values for some keys; `policy` is what it says as it is. It
/// says the same of all else, though not in the same form. Nothing is judged here: whoever reads the text
/// finds what is wrong with it.
pub fn with_tried(text: &str, policy: &Policy, tried: &[Tried]) -> Result<String, Refusal> {
    let (root, _) = front_matter::read_yaml(text);
    let mut json = root.map_or(Json::Null, |it| it.to_json());
    for it in tried {
        expand(&mut json, policy, &it.path);
        put(&mut json, &it.path, &it.value)?;
    }
    // JSON is YAML, and values have text for keys.
    Ok(json.to_string())
}

/// Writes a term that holds for all severities as one for each of them, where one of them gets another.
fn expand(json: &mut Json, policy: &Policy, path: &[String]) {
    let [group, kind, _] = path else { return };
    let terms = DeadlineKind::parse(kind).and_then(|it| policy.deadlines.get(&it));
    let Some(terms) = terms.filter(|_| group == DEADLINES) else {
        return;
    };
    let Some(value) = json.get_mut(DEADLINES).and_then(|it| it.get_mut(kind)) else {
        return;
    };
    if value.is_string() {
        let term = |it: &Option<Term>| it.map_or("none".to_owned(), |it| it.to_string());
        let each = terms
            .iter()
            .map(|(severity, it)| (severity.to_string(), Json::String(term(it))));
        *value = Json::Object(each.collect());
    }
}

/// Puts a value where a path leads; groups on the way that are missing are made.
fn put(json: &mut Json, path: &[String], value: &Json) -> Result<(), Refusal> {
    let mut place = json;
    for (at, key) in path.iter().enumerate() {
        if place.is_null() {
            *place = Json::Object(Map::new());
        }
        let Json::Object(map) = place else {
            let way = path.get(..at).unwrap_or_default().join(".");
            let message = format!("`{way}` is not a group of keys, so nothing can be set in it");
            return Err(Refusal::usage(message).hint("give it a value as a whole"));
        };
        place = map.entry(key.clone()).or_insert(Json::Null);
    }
    *place = value.clone();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    /// What a configuration says once some values are tried.
    fn with(text: &str, words: &[&str]) -> String {
        let (config, faults) = Config::read(text);
        assert_eq!(faults, []);
        let tried: Vec<Tried> = words.iter().map(|it| Tried::read(it).unwrap()).collect();
        match with_tried(text, &config.policy, &tried) {
            Ok(text) => text,
            Err(refusal) => format!("{}; {}", refusal.message, refusal.hints.concat()),
        }
    }

    #[test]
    fn a_value_is_put_where_its_key_leads() {
        for (text, words, expected) in [
            (
                "",
                &["deadlines.reviewed.SEV-2=3d"][..],
                r#"{"deadlines":{"reviewed":{"SEV-2":"3d"}}}"#,
            ),
            (
                "major: [SEV-1]\n",
                &["enforce_from=2026-01-01"],
                r#"{"enforce_from":"2026-01-01","major":["SEV-1"]}"#,
            ),
            // A term for all stays that of the others.
            (
                "deadlines: {reviewed: 4d}\n",
                &["deadlines.reviewed.SEV-2=none"],
                r#"{"deadlines":{"reviewed":{"SEV-1":"4d","SEV-2":"none","SEV-3":"4d"}}}"#,
            ),
            (
                "severities: [S1.1, S2]\ndeadlines: {reviewed: {S2: 9d}}\n",
                &[
                    "deadlines.reviewed.S1.1=2d",
                    "deadlines.owner-named={S2: 4h}",
                ],
                r#"{"deadlines":{"owner-named":{"S2":"4h"},"reviewed":{"S1.1":"2d","S2":"9d"}},"severities":["S1.1","S2"]}"#,
            ),
            (
                "timezone: Etc/UTC\n",
                &["timezone.x=1"],
                "`timezone` is not a group of keys, so nothing can be set in it; give it a value as a whole",
            ),
        ] {
            let found = with(text, words);
            match serde_json::from_str::<Json>(expected) {
                Ok(expected) => assert_eq!(serde_json::from_str::<Json>(&found).unwrap(), expected),
                Err(_) => assert_eq!(found, expected),
            }
        }
    }

    #[test]
    fn what_is_no_key_by_which_something_is_due_is_refused() {
        for (word, said) in [
            (
                "deadlines.reviewed=[",
                "the bracket that opens here is never closed",
            ),
            ("deadlines", "`deadlines` is no KEY=VALUE"),
            ("deadlnes.reviewed=3d", "nothing is due by `deadlnes`"),
            ("rules.PM501=off", "nothing is due by `rules`"),
            (
                "deadlines..x=3d",
                "`deadlines..x` is no key: a part of it is empty",
            ),
            ("=3d", "nothing is due by ``"),
        ] {
            assert_eq!(Tried::read(word).unwrap_err().message, said);
        }
    }
}
