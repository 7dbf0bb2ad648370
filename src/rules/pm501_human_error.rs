//! PM501: a person's error stands where an explanation belongs.

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
    code: "PM501",
    name: "human-error",
    level: Level::Warning,
    summary: "a person's error stands where an explanation belongs",
    page: include_str!("pm501_human_error.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: &[PHRASES],
        prose: Prose::Report,
        check,
    },
};

/// What is looked for.
const PHRASES: &[&str] = &[
    "human error",
    "human errors",
    "human mistake",
    "human failure",
    "operator error",
    "operator mistake",
    "user error",
    "user mistake",
    "human slip",
    "human oversight",
    "admin error",
    "administrator error",
    "developer error",
    "engineer error",
    "pilot error",
    "manual error",
    "manual mistake",
    "typographical error",
    "typing error",
    "clerical error",
    "copy-paste error",
    "copy and paste error",
    "due to a typo",
    "because of a typo",
    "caused by a typo",
    "due to an oversight",
    "by an oversight",
    "through an oversight",
    "was an oversight",
    "due to a mistake",
    "mistakenly",
    "carelessness",
    "careless",
    "carelessly",
    "negligence",
    "negligent",
    "negligently",
    "incompetence",
    "incompetent",
    "sloppiness",
    "sloppy",
    "inattention",
    "inattentive",
    "lack of attention",
    "lack of care",
    "lack of diligence",
    "lack of discipline",
    "lack of experience",
    "lacked experience",
    "lacked the experience",
    "lacked the expertise",
    "lacked the knowledge",
    "lacked the skill",
    "lacked the skills",
    "honest mistake",
    "simple typo",
    "typo by",
    "careful enough",
    "not paying attention",
    "did not pay attention",
    "didn't pay attention",
    "paid no attention",
    "nobody paid attention",
    "no one paid attention",
    "nobody was paying attention",
    "lapse of attention",
    "lapse of concentration",
    "poor judgment",
    "poor judgement",
    "bad judgment",
    "bad judgement",
    "poor decision",
    "bad decision",
    "lapse in judgment",
    "lapse in judgement",
    "lapse of judgment",
    "lapse of judgement",
    "error of judgment",
    "error of judgement",
    "error in judgment",
    "error in judgement",
    "inexperience",
    "stupid mistake",
    "silly mistake",
    "rookie mistake",
    "fat finger",
    "fat-finger",
    "fat-fingered",
    "fat fingered",
    "more careful",
    "more carefully",
    "more attentive",
    "more diligent",
    "more vigilant",
    "pay more attention",
    "failed to follow",
    "did not follow",
    "didn't follow",
    "failed to adhere to",
    "did not adhere to",
    "didn't adhere to",
    "violated",
    "bypassed",
    "circumvented",
    "skipped",
    "disregarded",
    "not followed",
    "wasn't followed",
    "weren't followed",
];

/// What may follow `error` where it is a thing that systems count or show.
const COUNTED: &str = "\
    rate rates message messages page pages budget log logs report reports code codes handling count \
    counts";

/// What people are told to follow.
const PROCEDURES: &str = "\
    checklist guide guideline guidelines instructions playbook policies policy practice practices \
    procedure procedures process processes protocol protocols rules runbook runbooks steps";

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut names = None;
    for hit in context.hits(&RULE) {
        let names = names.get_or_insert_with(|| people::words(context));
        if explains(hit, names) {
            found.push(
                hit.finding(format!("`{}` is no explanation", hit.text))
                    .help(
                        "say what made the action look right at the time, and what let it through",
                    ),
            );
        }
    }
}

fn explains(hit: &Hit, names: &[String]) -> bool {
    match hit.phrase {
        "mistakenly" => language::is_slip(hit, names),
        "failed to follow"
        | "did not follow"
        | "didn't follow"
        | "failed to adhere to"
        | "did not adhere to"
        | "didn't adhere to"
        | "violated"
        | "disregarded" => strays(hit, names),
        "bypassed" | "circumvented" | "skipped" => {
            language::who(&hit.before, names).is_somebody() && strays(hit, names)
        }
        "careful enough" => language::ends_with_negation(&hit.before),
        "not followed" | "wasn't followed" | "weren't followed" => {
            language::ends_with(&hit.before, 8, PROCEDURES)
        }
        phrase if phrase.starts_with("more ") || phrase == "pay more attention" => {
            let is_machine = |it: &String| language::is_machine(it);
            !hit.before.iter().rev().take(5).any(is_machine)
        }
        "did not pay attention" | "didn't pay attention" | "paid no attention" => {
            language::who(&hit.before, names) != Who::Machine
        }
        "poor decision" | "bad decision" => {
            let is_machine = |it: &String| language::is_machine(it);
            !hit.before.iter().rev().take(5).any(is_machine)
                && !language::is_done_by_machine(&hit.after)
                && !language::ends_with_negation(&hit.before)
        }
        // A quorum can be sloppy.
        "sloppy" if hit.next().starts_with("quorum") => false,
        _ => {
            !language::has(COUNTED, hit.next())
                && !is_guessed(&hit.before)
                && !language::ends_with_negation(&hit.before)
                && !language::is_guarded(&hit.before)
                && !is_ruled_out(&hit.after)
        }
    }
}

/// Whether somebody only took it for that: "it looked like", "they thought that it was".
fn is_guessed(before: &[String]) -> bool {
    language::ends_with(before, 4, "appeared believed guessed seemed thought")
        || language::ends_with(before, 3, "like resembled")
}

/// Whether it is denied behind it: "human error was ruled out", "is not the explanation".
fn is_ruled_out(after: &[String]) -> bool {
    let word = |at: usize| after.get(at).map_or("", String::as_str);
    let verb = "are can could did does had has is may might plays played was were";
    language::has("cannot didn't doesn't isn't wasn't", word(0))
        || (language::has(verb, word(0))
            && (1..=2).any(|at| language::has("excluded never no not ruled unlikely", word(at))))
}

/// Whether somebody is said not to have followed what they are told to follow.
fn strays(hit: &Hit, names: &[String]) -> bool {
    let who = language::who(&hit.before, names);
    let is_told = hit
        .after
        .iter()
        .take(5)
        .any(|it| language::has(PROCEDURES, it));
    who != Who::Machine
        && !language::ends_with_negation(&hit.before)
        && is_told
        && !language::gives_reason(&hit.after)
}
