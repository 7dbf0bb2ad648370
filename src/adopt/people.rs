//! People as documents name them.

use super::text;

/// The most words of a person's name.
const WORDS: usize = 5;

/// The most letters of one.
const LONGEST: usize = 60;

/// Words that are of a group, or of no person.
const NOT_PEOPLE: &str = "\
    team teams squad group engineering engineers engineer operations ops oncall on-call everyone all staff support \
    department platform infrastructure infra sre devops security company customer customers users user vendor backend \
    frontend management leadership lead manager developers developer nobody see various multiple several external \
    internal system automated monitoring bot n/a tba tbd unknown unassigned anyone someone guild tribe chapter it \
    committee squadron crew agent ai claude";

/// Words in small letters that names have inside.
const PARTICLES: &str = "de da di do dos das del della der den van von vom zu zum la le du el al bin ibn af av y e ten ter";

/// What a name without a mark in small letters is not.
const NOT_HANDLES: &str = "\
    me us we you they he she it yes no none and or not the this that same above below primary secondary active \
    tracked open closed done high low medium critical";

/// One person; why the words are none that is understood.
pub(super) fn one(words: &str) -> Result<String, &'static str> {
    let bare = text::plain(words);
    let bare = bare.trim_matches(|it: char| it.is_whitespace() || ".,;:".contains(it));
    // A mention in Jira's wiki.
    let named = bare.strip_prefix("[~").and_then(|it| it.strip_suffix(']'));
    let bare = named.unwrap_or(bare);
    if text::says_nothing(bare) || text::is_placeholder(words) {
        return Err("says nobody");
    }
    if bare.contains(['/', '&', '+', ',', ';'])
        || bare.contains(" and ")
        || bare.contains(" und ")
        || bare.contains(" et ")
    {
        return Err("names several people, or none");
    }
    // A role in brackets behind a name: "Ann Lee (SRE)", "Ann Lee <ann@example.com>".
    let name = bare.split(['(', '[', '<']).next().unwrap_or("").trim();
    let name = name
        .split(" - ")
        .next()
        .unwrap_or("")
        .split(" – ")
        .next()
        .unwrap_or("")
        .trim();
    if is_person(name) {
        return Ok(name.trim_start_matches('@').to_owned());
    }
    Err("is not understood as one person")
}

/// The person that the text behind an `@` names, up to the end of the mention; `None`: it cannot be told where
/// the name ends.
pub(super) fn mentioned(text: &str) -> Option<String> {
    let ends = |it: char| it.is_whitespace() || "()[],;:*|—–<>".contains(it);
    let first = text.find(ends).unwrap_or(text.len());
    let (first, mut rest) = text.split_at_checked(first)?;
    let handle = first.trim_end_matches(['.', '!']);
    let mut name = handle.to_owned();
    // A handle is one word; whoever is mentioned by a name is so by all of it.
    let is_name = handle == first && handle.starts_with(char::is_uppercase);
    for _ in 1..WORDS {
        let next = rest.strip_prefix(' ').filter(|_| is_name).unwrap_or("");
        let end = next.find(ends).unwrap_or(next.len());
        let (word, behind) = next.split_at_checked(end)?;
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        name.push(' ');
        name.push_str(word.trim_end_matches(['.', '!']));
        rest = behind;
        if word.ends_with(['.', '!']) {
            break;
        }
    }
    // `@Ann Add a test`: a sentence may begin behind the name.
    let is_open = name.contains(' ')
        && rest
            .trim_start_matches(' ')
            .starts_with(char::is_alphanumeric);
    if is_open {
        return None;
    }
    one(&format!("@{name}")).ok()
}

/// Several people, and the words among them that are none.
pub(super) fn several(values: &[String]) -> (Vec<String>, Vec<String>) {
    let mut people: Vec<String> = Vec::new();
    let mut others = Vec::new();
    for value in values {
        let plain = text::plain(value);
        for words in split(&plain) {
            if text::says_nothing(words) || text::is_placeholder(words) {
                continue;
            }
            match one(words) {
                Ok(name) => {
                    if !people.contains(&name) && people.len() < MOST {
                        people.push(name);
                    }
                }
                Err(_) => others.push(words.trim().to_owned()),
            }
        }
    }
    (people, others)
}

/// The most people of one list.
const MOST: usize = 200;

/// The parts of a list of people on one line; commas in brackets part nothing.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|it| it.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let joint = [
            ", and ", " and ", " und ", " et ", " & ", " + ", " / ", ",", ";", "/", "&",
        ]
        .iter()
        .find(|it| rest.starts_with(**it));
        if let (Some(joint), 0) = (joint, depth) {
            parts.push(text.get(start..at).unwrap_or(""));
            at += joint.len();
            start = at;
        } else {
            at += c.len_utf8();
        }
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether words are written as a person's name, handle or address.
fn is_person(name: &str) -> bool {
    if name.is_empty() || name.len() > LONGEST {
        return false;
    }
    // A mention of a whole name: `@Ann Lee`.
    if let Some(whole) = name.strip_prefix('@').filter(|it| it.contains(' ')) {
        return whole.starts_with(char::is_uppercase) && is_person(whole);
    }
    if let Some(handle) = name.strip_prefix('@') {
        return !handle.is_empty()
            && handle.chars().all(is_of_handle)
            && !is_in(NOT_PEOPLE, handle)
            && !handle.contains("team")
            && !handle.contains("oncall");
    }
    if name.contains('@') {
        let is_address = name.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !name.contains(' ')
        });
        return is_address;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > WORDS
        || words
            .iter()
            .any(|it| is_in(NOT_PEOPLE, it.trim_matches('-')))
    {
        return false;
    }
    if !name
        .chars()
        .all(|it| it.is_alphanumeric() || " .'’-_".contains(it))
    {
        return false;
    }
    match words.as_slice() {
        [one] => {
            let has_letters = one.chars().next().is_some_and(char::is_alphabetic);
            let is_number = one.chars().skip(1).all(|it| it.is_ascii_digit());
            has_letters
                && !(is_number && one.len() > 1)
                && !is_in(NOT_HANDLES, one)
                && one.chars().count() > 1
        }
        several => {
            several.iter().enumerate().all(|(at, word)| {
                word.starts_with(char::is_uppercase)
                    || (at > 0 && is_in(PARTICLES, word))
                    || (at == 0 && several.len() > 2 && is_in(PARTICLES, word))
            }) && !name.chars().any(|it| it.is_ascii_digit())
        }
    }
}

fn is_of_handle(it: char) -> bool {
    it.is_alphanumeric() || "._-".contains(it)
}
