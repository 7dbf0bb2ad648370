//! PM503: a person stands as the cause.

use super::Check;
use super::Context;
use super::Entry;
use super::Prose;
use super::language;
use super::language::Hit;
use super::language::Who;
use super::people;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM503",
    name: "person-as-cause",
    level: Level::Warning,
    summary: "a person stands as the cause",
    page: include_str!("pm503_person_as_cause.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: &[PASSIVES, UNHEEDED, SLIPS, ADVERBS, JUDGING, FAULTS, OTHERS],
        prose: Prose::Report,
        check,
    },
};

/// Participles after which the person stands who broke something.
const PASSIVES: &[&str] = &[
    "caused by",
    "broken by",
    "misconfigured by",
    "introduced by",
    "made by",
];

/// Participles after which the person stands who did not look.
const UNHEEDED: &[&str] = &[
    "ignored by",
    "overlooked by",
    "missed by",
    "forgotten by",
    "neglected by",
    "botched by",
    "mishandled by",
    "messed up by",
    "misjudged by",
    "misread by",
    "mistyped by",
    "misunderstood by",
];

/// Marks of a slip somewhere behind the subject of the sentence.
const SLIPS: &[&str] = &["by mistake", "by accident"];

/// Adverbs that make a slip of a deed.
const ADVERBS: &[&str] = &[
    "accidentally",
    "inadvertently",
    "unintentionally",
    "erroneously",
];

/// Adverbs that judge what a person did; of what was done by nobody whom the sentence names they tell how it is.
const JUDGING: &[&str] = &[
    "blindly",
    "hastily",
    "improperly",
    "incorrectly",
    "recklessly",
    "wrongly",
];

/// What others do to people: "they incorrectly received the page".
const GIVEN: &str = "assigned given informed notified paged received shown told";

/// Verbs of what people took for something else: behind them a reason explains it.
const MISTAKEN: &[&str] = &[
    "confused",
    "misdiagnosed",
    "misinterpreted",
    "misjudged",
    "misread",
    "mistook",
    "misunderstood",
    "mixed up",
];

/// What belongs to the person who is blamed with it.
const FAULTS: &[&str] = &[
    "mistake",
    "error",
    "fault",
    "oversight",
    "blunder",
    "failure to",
];

/// Those of them that are blame whoever has them: "my mistake".
const OWN_FAULTS: &[&str] = &["mistake", "fault", "oversight", "blunder", "failure to"];

/// What those who write say of themselves and is blame all the same.
const CONFESSED: &[&str] = &[
    "forgot",
    "forgot to",
    "forgotten to",
    "overlooked",
    "made a mistake",
    "made an error",
    "made the mistake",
];

/// What somebody does with a wrong thing who does not take it for a right one.
const FOUND_OUT: &str = "\
    caught corrected detected discovered fixed found had identified mended noticed repaired reported \
    reverted seen spotted";

/// What people do on, at or to a thing that was the wrong one.
const AIMED: &str = "\
    applied connected copied deployed entered executed installed issued logged moved pasted placed \
    pointed pushed put ran run saved sent started typed uploaded wrote";

/// What people miss that was there to be seen.
const SIGNS: &str = "\
    alarm alarms alert alerts bug call error errors fact flag line message messages notification \
    notifications page pages sign signal signals signs step warning warnings";

/// What people do by accident.
const ACCIDENTS: &str = "\
    change changes closure deletion deletions deployment merge overwrite push release removal restart \
    shutdown termination update upgrade wipe";

/// Verbs whose subject broke something, and what else tells of a person as the cause.
const OTHERS: &[&str] = &[
    "broke",
    "caused",
    "forgot",
    "forgot to",
    "forgotten to",
    "confused",
    "miscalculated",
    "misconfigured",
    "misdiagnosed",
    "misinterpreted",
    "mislabeled",
    "mislabelled",
    "missed",
    "mistook",
    "mistyped",
    "mixed up",
    "wasted",
    "misread",
    "misjudged",
    "misunderstood",
    "mishandled",
    "messed up",
    "screwed up",
    "botched",
    "overlooked",
    "ignored",
    "made a mistake",
    "made an error",
    "made a typo",
    "made the mistake",
    "introduced a bug",
    "introduced an error",
    "introduced a regression",
    "pushed a bad",
    "pushed a broken",
    "deployed a bad",
    "deployed a broken",
    "the wrong",
    "an untested",
    "accidental",
    "incorrectly assumed",
    "wrongly assumed",
    "falsely assumed",
    "incorrectly believed",
    "wrongly believed",
    "incorrectly thought",
    "wrongly thought",
    "responsible for",
    "to blame",
    "blame lies with",
    "blame falls on",
    "blame goes to",
    "was forgotten",
    "were forgotten",
    "fault of",
    "mistake of",
    "failure of",
];

/// What somebody is said to be responsible for who is blamed with it.
const HARM: &str =
    "breakage deletion downtime error failure incident loss misconfiguration mistake outage";

/// What is wrong with a thing that somebody "introduced".
const WRONG: &str = "bug bugs error errors fault misconfiguration mistake regression typo";

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut people = None;
    for hit in context.hits(&RULE) {
        // A timeline tells who did what; a slip is a verdict there too.
        if hit.section == Some("Timeline") && !is_verdict(hit) {
            continue;
        }
        let people = people.get_or_insert_with(|| people::words(context));
        if blames(hit, people) {
            found.push(
                hit.finding(format!("a person is the cause here: `{}`", hit.text))
                    .help("make the system the subject: say what made the action possible, and what it looked like at the time"),
            );
        }
    }
}

fn is_verdict(hit: &Hit) -> bool {
    ADVERBS.contains(&hit.phrase) || SLIPS.contains(&hit.phrase)
}

fn blames(hit: &Hit, names: &[String]) -> bool {
    let phrase = hit.phrase;
    if ADVERBS.contains(&phrase) {
        return language::is_slip(hit, names);
    }
    if SLIPS.contains(&phrase) {
        return language::is_slip_before(hit, names);
    }
    if JUDGING.contains(&phrase) {
        return language::who(&hit.before, names) == Who::Person
            && language::is_participle(hit.next())
            && !language::has(GIVEN, hit.next())
            && !language::is_denied(&hit.before);
    }
    if PASSIVES.contains(&phrase) {
        return is_followed_by_person(hit, names)
            && !language::ends_with_negation(&hit.before)
            && (!matches!(phrase, "introduced by" | "made by")
                || hit
                    .before
                    .iter()
                    .rev()
                    .take(4)
                    .any(|it| language::has(WRONG, it)));
    }
    if UNHEEDED.contains(&phrase) {
        return is_followed_by_person(hit, names) && !language::ends_with_negation(&hit.before);
    }
    if FAULTS.contains(&phrase) {
        let owner = owner_of_fault(&hit.before);
        let is_own =
            OWN_FAULTS.contains(&phrase) && language::ends_with(&hit.before, 1, "my his her");
        return (is_own || owner.is_some_and(|words| language::is_person(&words, names)))
            && !language::has("message messages rate log logs code page", hit.next())
            && !language::ends_with_negation(&hit.before);
    }
    match phrase {
        "fault of" | "mistake of" | "blame lies with" | "blame falls on" | "blame goes to" => {
            is_followed_by_person(hit, names) && !language::ends_with_negation(&hit.before)
        }
        "failure of" => {
            is_followed_by_person(hit, names) && hit.after.iter().take(5).any(|it| it == "to")
        }
        "the wrong" | "an untested" => takes_wrong(hit, names),
        "accidental" => is_accident(hit),
        "responsible for" => is_said_to_be(hit, names) && is_harm(&hit.after),
        "to blame" => is_said_to_be(hit, names),
        "was forgotten" | "were forgotten" => !language::ends_with_negation(&hit.before),
        "missed" => {
            let is_sign = |it: &String| language::has(SIGNS, it);
            acts(hit, names)
                && (hit.next() == "that" || hit.after.iter().take(4).any(is_sign))
                && !language::gives_reason(&hit.after)
        }
        phrase if MISTAKEN.contains(&phrase) => {
            acts(hit, names) && !language::gives_reason(&hit.after)
        }
        _ => acts(hit, names),
    }
}

/// Whether a person is the subject of the verb, and it was no means to an end.
fn acts(hit: &Hit, names: &[String]) -> bool {
    let on_purpose = matches!(hit.phrase, "broke" | "caused")
        && (language::has("down even off out the-news up", hit.next())
            || hit
                .after
                .iter()
                .any(|it| language::has("to into allowing deliberately", it)));
    let is_subject = match language::who(&hit.before, names) {
        Who::Person => true,
        Who::We => CONFESSED.contains(&hit.phrase),
        Who::They | Who::Machine | Who::Thing => false,
    };
    // "The responders confused by the graph" tells of the graph; who "wasted no time" was quick.
    let is_else = language::has("by no", hit.next());
    is_subject && !on_purpose && !is_else && !language::is_denied(&hit.before)
}

/// Whether a person did something with a wrong thing, or to one: "took the wrong key", "ran it on the wrong node".
fn takes_wrong(hit: &Hit, names: &[String]) -> bool {
    let mut before = hit.before.as_slice();
    if language::ends_with(before, 1, "her him me them us") {
        before = before.split_last().map_or(before, |it| it.1);
    }
    let Some((last, head)) = before.split_last() else {
        return false;
    };
    let is_person = |words: &[String]| language::who(words, names) == Who::Person;
    if language::has(language::PREPOSITIONS, last) {
        // "They ran into an untested path".
        if hit.phrase == "an untested" {
            return false;
        }
        let is_told = |it: &String| language::has("as because purpose", it);
        let is_other = |it: &String| language::has("that which who whose", it);
        let mut words = head.iter().enumerate().rev().take(5);
        let deed = words
            .find(|(at, it)| language::has(AIMED, it) && head.get(..*at).is_some_and(is_person));
        let since = deed.and_then(|(at, _)| head.get(at..));
        return since.is_some_and(|it| !it.iter().any(is_other)) && !hit.after.iter().any(is_told);
    }
    (language::is_participle(last) || language::has("chose drew gave ran took", last))
        && !language::has(FOUND_OUT, last)
        && is_person(head)
        && !hit.after.iter().any(|it| it == "purpose")
}

/// Whether words begin with a harm: "the outage", "the second outage of the night", not "the outage channel".
fn is_harm(words: &[String]) -> bool {
    let Some(at) = words.iter().take(3).position(|it| language::has(HARM, it)) else {
        return false;
    };
    let is_joined = |it: &String| language::has(language::PREPOSITIONS, it) || it == "and";
    let ends = |it: &String| is_joined(it) || language::has("as because but that which", it);
    !words.iter().take(at).any(is_joined) && words.get(at + 1).is_none_or(ends)
}

/// Whether a deed is told as an accident that explains something: "caused by an accidental removal".
fn is_accident(hit: &Hit) -> bool {
    let mut words = hit.before.iter().rev().map(String::as_str);
    let last = words.by_ref().find(|it| !language::has("a an the", it));
    let explains = match last.unwrap_or("") {
        "by" | "was" | "were" | "with" => true,
        "to" => words.next() == Some("due"),
        "of" => words.next() == Some("because"),
        _ => false,
    };
    explains
        && language::has(ACCIDENTS, hit.next())
        && !language::ends_with_negation(&hit.before)
        && !language::is_guarded(&hit.before)
        && !language::is_done_by_machine(&hit.after)
}

/// Whether a person is said to be it.
fn is_said_to_be(hit: &Hit, names: &[String]) -> bool {
    let is_nobody = |it: &String| language::has("neither no no-one nobody none not", it);
    language::who_is("is are was were", &hit.before, names) == Who::Person
        && !hit.before.iter().any(is_nobody)
}

/// Whether a person stands right behind it, and not just anybody: "traffic caused by people".
fn is_followed_by_person(hit: &Hit, names: &[String]) -> bool {
    let is_part = |it: &[String]| matches!(it, [part, of] if of == "of" && language::has("member one some two", part));
    let of = hit.after.windows(2).take(2).position(is_part);
    let after = of.and_then(|it| hit.after.get(it + 2..));
    let after = after.unwrap_or(&hit.after);
    (1..=4).any(|count| {
        after.get(..count).is_some_and(|words| {
            let is_anybody = words
                .last()
                .is_some_and(|it| language::has(language::ANYBODY, it));
            language::is_person(words, names) && !is_anybody
        })
    })
}

/// The words up to an owner in the genitive: "the engineer's".
fn owner_of_fault(before: &[String]) -> Option<Vec<String>> {
    let (last, rest) = before.split_last()?;
    let owner = last
        .strip_suffix("'s")
        .or_else(|| last.strip_suffix("s'"))?;
    let mut words = rest.to_vec();
    words.push(owner.to_owned());
    Some(words)
}
