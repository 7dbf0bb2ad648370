//! As much grammar as the language rules need: the words around a place, and who the subject is.

use super::words;

/// Who a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Who {
    /// Somebody, or a team: named, or called by what they are.
    Person,
    /// Those who write.
    We,
    /// "They": people, or the servers of the sentence before.
    They,
    /// A machine or a program.
    Machine,
    /// Something else, or nothing.
    Thing,
}

impl Who {
    /// Whether it is somebody who can be judged: a person, or those who write.
    pub(in crate::rules) fn is_somebody(self) -> bool {
        matches!(self, Self::Person | Self::We)
    }
}

/// How many words a noun has before it that belong to it: "the new on-call engineer".
const ADJECTIVES: usize = 3;

/// How many words may stand behind a noun and belong to it: "an engineer at our provider".
const BEHIND: usize = 5;

/// How many, where they tell what somebody did: "the engineer who had rolled out the change".
const DOING: usize = 8;

/// Whether a list of words has a word.
pub(in crate::rules) fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

/// Whether a word may stand between a subject and its verb.
pub(in crate::rules) fn is_adverb(word: &str) -> bool {
    has(words::BETWEEN, word)
}

/// Whether a word is a participle, as far as its form tells.
pub(in crate::rules) fn is_participle(word: &str) -> bool {
    has(words::IRREGULAR, word)
        || ((word.ends_with("ed") || word.ends_with("en")) && !has(words::NO_PARTICIPLES, word))
}

/// Whether a word names a machine or a program; the plural too.
pub(in crate::rules) fn is_machine(word: &str) -> bool {
    let is = |word: &str| has(words::MACHINES, word);
    is(word)
        || word.strip_suffix('s').is_some_and(is)
        || word.strip_suffix("es").is_some_and(is)
        || word
            .strip_suffix("ies")
            .is_some_and(|stem| is(&format!("{stem}y")))
}

/// Whether the words end in a person: a noun for one, or one of `names` (lower case).
pub(in crate::rules) fn is_person(words: &[String], names: &[String]) -> bool {
    let Some((last, rest)) = words.split_last() else {
        return false;
    };
    let before = rest.last().map_or("", String::as_str);
    let last = last.trim_start_matches('@');
    if last.starts_with("operator") {
        // Kubernetes has operators too: "the database operator" is a program.
        return matches!(
            before,
            "the" | "an" | "our" | "one" | "human" | "on-call" | "lead" | "duty" | ""
        );
    }
    let determined = matches!(
        before,
        "the" | "a" | "an" | "this" | "that" | "each" | "every"
    );
    has(words::PEOPLE, last)
        || (has("lead leads owner owners", last) && has(words::DUTIES, before))
        || (last == "one" && before == "no")
        || (last == "members" && rest.iter().any(|word| has("team staff crew", word)))
        || (!determined && names.iter().any(|name| name == last))
}

/// The words up to the subject's last one: adverbs and auxiliaries are taken off the end.
pub(in crate::rules) fn subject(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some((last, head)) = rest.split_last() {
        if !is_adverb(last) && !has(words::AUXILIARIES, last.as_str()) {
            break;
        }
        rest = head;
    }
    rest
}

/// Who the words before a verb are about. Of "the engineer on call" it is the engineer; of "the
/// message to the engineer" it is not; in "an alert woke the operator, but it" it is `it`.
pub(in crate::rules) fn who(before: &[String], names: &[String]) -> Who {
    let words = subject(before);
    let last = words.last().map_or("", String::as_str);
    match last {
        "we" | "i" | "you" => return Who::We,
        "us" if words.len() > 1 => return Who::We,
        "they" => return Who::They,
        "and" | "but" => return first(words, names),
        _ => {}
    }
    if is_subject(words, names)
        || stands_before_preposition(words, names)
        || stands_before_doing(words, names)
    {
        return Who::Person;
    }
    if is_machine(last) {
        Who::Machine
    } else {
        Who::Thing
    }
}

/// Whether the subject of a verb is nobody, or the verb is denied: "none of the engineers", "had not".
pub(in crate::rules) fn is_denied(before: &[String]) -> bool {
    let denied = "didn't hadn't hasn't haven't never not wasn't weren't";
    let words = subject(before);
    let word = |back: usize| {
        let at = words.len().checked_sub(back);
        at.and_then(|at| words.get(at)).map_or("", String::as_str)
    };
    // "They saw no alert and": the verb is another one's.
    if has("and but", word(1)) {
        return false;
    }
    ends_with(before, 2, denied)
        || has("no-one nobody", word(1))
        || (2..=4).any(|back| word(back) == "no")
        || (2..=BEHIND + 1).any(|back| {
            let next = word(back - 1);
            has("neither nobody none", word(back)) && has(words::PREPOSITIONS, next)
        })
}

/// Who is said to be something: whom the words before a form of "to be", one of these, are about.
pub(in crate::rules) fn who_is(forms: &str, before: &[String], names: &[String]) -> Who {
    match before.split_last() {
        Some((be, before)) if has(forms, be) => who(before, names),
        _ => Who::Thing,
    }
}

/// Who a sentence begins with: in "an operator saw it but" the operator.
fn first(words: &[String], names: &[String]) -> Who {
    for end in 1..=words.len() {
        let words = words.get(..end).unwrap_or_default();
        match words.last().map_or("", String::as_str) {
            "we" | "i" => return Who::We,
            "they" => return Who::They,
            last if is_machine(last) => return Who::Machine,
            _ if is_subject(words, names) => return Who::Person,
            _ => {}
        }
    }
    Who::Thing
}

/// Whether the words end in a person with a few words that belong to it: "the engineer on call".
fn stands_before_preposition(words: &[String], names: &[String]) -> bool {
    let least = words.len().saturating_sub(BEHIND).max(1);
    (least..words.len()).any(|at| {
        let preposition = words.get(at).map_or("", String::as_str);
        has(words::PREPOSITIONS, preposition)
            && preposition != "to"
            && words
                .get(..at)
                .is_some_and(|words| is_subject(words, names))
    })
}

/// Whether the words end in a person with what it did: "a contractor working on the migration", "the engineer
/// who ran the script", "whoever ran the script".
fn stands_before_doing(words: &[String], names: &[String]) -> bool {
    let least = words.len().saturating_sub(DOING);
    (least..words.len()).any(|at| {
        let word = words.get(at).map_or("", String::as_str);
        let is_who = matches!(word, "who" | "whoever");
        let does = word.ends_with("ing") && !has(words::NO_DEEDS, word);
        let is_theirs = word == "whoever"
            || ((is_who || does)
                && words
                    .get(..at)
                    .is_some_and(|words| is_subject(words, names)));
        // Their verb; behind a second one the sentence may be about something else.
        let verb = if is_who { 3 } else { 1 };
        let rest = words.get(at + verb..).unwrap_or_default();
        is_theirs && !rest.iter().any(|it| begins_clause(it))
    })
}

/// Whether something else may be told from here.
fn begins_clause(word: &str) -> bool {
    is_participle(word)
        || has(
            "are but had has have if is it saw that they was we were when which while",
            word,
        )
}

/// Whether the words end in a person that is no object of a preposition.
fn is_subject(words: &[String], names: &[String]) -> bool {
    if !is_person(words, names) {
        return false;
    }
    let mut rest = words.split_last().map_or(words, |it| it.1);
    for _ in 0..=ADJECTIVES {
        let Some((last, head)) = rest.split_last() else {
            return true;
        };
        if has(words::PREPOSITIONS, last) {
            // A sentence may begin "After the team"; "one of the engineers" is an engineer.
            let noun = head.last().map_or("", String::as_str);
            return last == "of" && has(words::PARTS, noun);
        }
        rest = head;
        if has(words::DETERMINERS, last) {
            let Some((last, head)) = rest.split_last() else {
                return true;
            };
            let noun = head.last().map_or("", String::as_str);
            return !has(words::PREPOSITIONS, last)
                || head.is_empty()
                || (last == "of" && has(words::PARTS, noun));
        }
    }
    true
}

/// Whether words say why something was left undone, or until when: that is told, and not judged.
pub(in crate::rules) fn gives_reason(words: &[String]) -> bool {
    let says = |word: &String| matches!(word.as_str(), "because" | "until");
    words.iter().any(says) && !words.iter().any(|it| it == "late")
}

/// Whether one of the last four words turns what follows into its opposite.
pub(in crate::rules) fn ends_with_negation(words: &[String]) -> bool {
    ends_with(words, 4, words::NEGATIONS)
}

/// Whether one of the last words, at most so many, is in a list.
pub(in crate::rules) fn ends_with(words: &[String], most: usize, list: &str) -> bool {
    words
        .iter()
        .rev()
        .take(most)
        .any(|word| has(list, word.as_str()))
}

/// Whether the words of a condition that people did not meet stand among these: "if we had looked",
/// "had anybody asked". What they luckily did ("had we not looked") is none.
pub(in crate::rules) fn is_missed_condition(words: &[String], names: &[String]) -> bool {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let is_somebody = |at: usize| {
        has("we i they anybody anyone somebody someone", word(at))
            || words.get(..=at).is_some_and(|it| is_person(it, names))
    };
    let denied = |at: usize| (at..at + 3).any(|at| has("not never", word(at)));
    (0..words.len()).any(|at| match word(at) {
        "if" => {
            let had = (at + 2..at + 6).find(|at| word(*at) == "had");
            // They did, or were: "if the team had more nodes" is none.
            let is_deed = |had: usize| (had + 1..had + 4).any(|at| is_participle(word(at)));
            had.is_some_and(|had| (at + 1..had).any(is_somebody) && is_deed(had) && !denied(had))
        }
        "had" => {
            (at + 1..at + 4).any(is_somebody) && !denied(at + 1) && !is_somebody_before(words, at)
        }
        _ => false,
    })
}

/// The same, where the condition stands behind: "had we looked".
pub(in crate::rules) fn is_missed_condition_behind(words: &[String], names: &[String]) -> bool {
    let is_somebody = |word: &String| has("we i they anybody anyone somebody someone", word);
    let mut pairs = words.iter().zip(words.iter().skip(1)).enumerate();
    let inverted = pairs.any(|(at, (had, who))| {
        let denied = words
            .get(at + 2..)
            .is_some_and(|it| it.iter().take(2).any(|it| has("not never", it)));
        had == "had" && is_somebody(who) && !denied
    });
    inverted || (words.iter().any(|it| it == "if") && is_missed_condition(words, names))
}

/// Whether "had" is the verb of a plain sentence: "the team had".
fn is_somebody_before(words: &[String], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|word| !has("but however and", word))
}
