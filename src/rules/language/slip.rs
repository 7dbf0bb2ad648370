//! What is told as somebody's slip: "accidentally", "by mistake".

use super::Hit;
use super::Who;
use super::grammar;
use super::grammar::has;
use super::words;

/// Forms of "to be" that tell what was; "could be" and "is" tell what may be.
const WAS: &str = "been got was were";

/// Words that make what follows no fact: what may be, and what nobody did.
const UNREAL: &str = "\
    anybody anyone can can't cannot could if may might nobody nothing should unless whenever would";

/// The same, unless what follows is told of the past: "it began when an engineer accidentally deleted".
const WHEN: &str = "when";

/// Nobody does nothing by mistake: "so that nobody accidentally deletes it".
const NOBODY: &str = "anybody anyone no-one nobody one";

/// Words with which a deed is denied; "without a filter" denies none.
const NOT_DONE: &str = "cannot isn't neither never no none nor not nothing wasn't weren't";

/// Slips that are good luck.
const LUCK: &str = "came discovered found noticed saw spotted stumbled";

/// How far behind a verb the one who did it may stand.
const AGENT: usize = 6;

/// Whether an adverb tells a deed of a person as a slip: of one who is the subject, or of nobody
/// whom the sentence names ("was accidentally deleted"). What programs do is told of nobody, and
/// neither is what might happen.
pub(in crate::rules) fn is_slip(hit: &Hit, names: &[String]) -> bool {
    let next = hit.next();
    if grammar::ends_with(&hit.before, 8, UNREAL)
        || is_guarded(&hit.before)
        || grammar::is_denied(&hit.before)
        || has(LUCK, next)
    {
        return false;
    }
    let before = without_adverbs(&hit.before);
    let last = before.last().map_or("", String::as_str);
    // "It is easy to accidentally delete it".
    if last == "to" {
        return false;
    }
    if has(WAS, last) {
        return has(words::DEEDS, next) && !is_done_by_machine(&hit.after);
    }
    let is_told_behind = hit.after.is_empty() || !is_verb(next);
    if (is_told_behind || next.ends_with("ing")) && grammar::ends_with(&hit.before, 8, WHEN) {
        return false;
    }
    // "It was deleted accidentally", "the engineer deleted it accidentally".
    if is_told_behind {
        return is_told_before(hit, names);
    }
    !has(NOBODY, last) && grammar::who(&hit.before, names).is_somebody()
}

/// Whether words such as "by mistake", which stand behind what they tell of, tell a deed of a person.
pub(in crate::rules) fn is_slip_before(hit: &Hit, names: &[String]) -> bool {
    !grammar::ends_with(&hit.before, 8, UNREAL)
        && !grammar::ends_with(&hit.before, 8, WHEN)
        && !grammar::ends_with(&hit.before, 4, NOT_DONE)
        && !grammar::ends_with(&hit.before, 8, words::GUARDS)
        && !is_luck(&hit.before)
        && is_told_before(hit, names)
}

/// Whether the last deed of these words is good luck: "found the second leak".
fn is_luck(before: &[String]) -> bool {
    let luck = before.iter().rposition(|word| has(LUCK, word));
    let since = luck.and_then(|at| before.get(at + 1..));
    since.is_some_and(|it| !it.iter().any(|word| has(words::DEEDS, word)))
}

/// Whether the words before tell a deed: of a person at their beginning, or of nobody.
fn is_told_before(hit: &Hit, names: &[String]) -> bool {
    let before = &hit.before;
    let verb = |at: usize| before.get(at).map_or("", String::as_str);
    let passive = (1..before.len()).rev().take(AGENT).find(|at| {
        has(WAS, verb(at - 1))
            || (is_adverb_at(before, at - 1) && *at > 1 && has(WAS, verb(at - 2)))
    });
    if let Some(at) = passive {
        let rest = before.get(at + 1..).unwrap_or_default();
        return has(words::DEEDS, verb(at))
            && !is_done_by_machine(rest)
            && !is_done_by_machine(&hit.after);
    }
    (1..=4).any(|count| {
        before.get(..count).is_some_and(|words| {
            words.last().is_some_and(|it| !has(NOBODY, it))
                && matches!(grammar::who(words, names), Who::Person | Who::We)
        })
    })
}

/// Whether a slip is guarded against or guessed at, and not told of: "to prevent human error".
pub(in crate::rules) fn is_guarded(before: &[String]) -> bool {
    grammar::ends_with(before, 4, words::GUARDS)
}

fn is_adverb_at(words: &[String], at: usize) -> bool {
    words.get(at).is_some_and(|it| grammar::is_adverb(it))
}

/// Whether "by" names a machine that did it.
pub(in crate::rules) fn is_done_by_machine(after: &[String]) -> bool {
    let Some(by) = after.iter().take(AGENT).position(|word| word == "by") else {
        return false;
    };
    let agent = after.get(by + 1..).unwrap_or_default();
    agent.iter().take(4).any(|word| grammar::is_machine(word))
}

/// Whether a word has the form of a verb that tells what somebody did.
fn is_verb(word: &str) -> bool {
    grammar::is_participle(word)
        || word.ends_with("ing")
        || has(
            "began broke chose did drew drove fell forgot froze gave knew ran sank saw shook took \
             went wrote",
            word,
        )
}

fn without_adverbs(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some((last, head)) = rest.split_last() {
        if !grammar::is_adverb(last) {
            break;
        }
        rest = head;
    }
    rest
}
