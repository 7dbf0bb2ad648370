//! PM502: the report tells what did not happen.

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
    code: "PM502",
    name: "counterfactual",
    level: Level::Warning,
    summary: "the report tells what somebody should have done",
    page: include_str!("pm502_counterfactual.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: PHRASES,
        prose: Prose::Report,
        check,
    },
};

/// What is looked for.
const PHRASES: &[&str] = &[
    "should have",
    "should've",
    "should not have",
    "shouldn't have",
    "should never have",
    "should also have",
    "should probably have",
    "should really have",
    "could have",
    "could've",
    "could easily have",
    "might have",
    "would have",
    "would've",
    "would not have",
    "wouldn't have",
    "would never have",
    "would likely have",
    "would probably have",
    "ought to have",
    "ought not to have",
    "failed to",
    "neglected to",
    "did not bother",
    "didn't bother",
    "did not consider",
    "didn't consider",
    "did not think",
    "didn't think",
    "did not check",
    "didn't check",
    "did not test",
    "didn't test",
    "did not verify",
    "didn't verify",
    "not properly",
    "didn't properly",
    "if only",
];

/// What people should get, which they do not do: "we should have been paged".
const GOT: &str = "alerted informed notified paged received told warned woken";

/// What people would have done or known, had they known or done something else.
const WOULD: &str = "\
    acted checked escalated known reacted realised realized reverted rolled tested understood";

/// Words of a harm that was not: "it could have been noticed much later".
const WORSE: &str = "later longer worse";

/// Subjects of whom it is denied: "nothing would have caught it".
const DENIED: &str = "neither no nobody none nothing";

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut names = None;
    for hit in context.hits(&RULE) {
        let names = names.get_or_insert_with(|| people::words(context));
        if judges(hit, names) {
            found.push(
                hit.finding(format!("`{}` tells what did not happen", hit.text),
                )
                .help("say what was done and known at the time; put what is to change into an action item"),
            );
        }
    }
}

fn judges(hit: &Hit, names: &[String]) -> bool {
    let who = language::who(&hit.before, names);
    match hit.phrase {
        "failed to" => who.is_somebody() && !tries(hit),
        "neglected to" | "did not bother" | "didn't bother" => who != Who::Machine,
        "not properly" | "didn't properly" => {
            who.is_somebody() || language::has(language::JUDGED, hit.next())
        }
        "if only" => is_wish(hit),
        phrase if phrase.starts_with("did") => who.is_somebody() && omits(hit),
        phrase => {
            let modal = Modal::of(hit, (who, names));
            match phrase.split_at_checked(2).map_or("", |it| it.0) {
                "sh" | "ou" => modal.was_owed(),
                "wo" => modal.would_have_helped(),
                _ => modal.was_possible(),
            }
        }
    }
}

/// Whether somebody tried first: that is told, and not judged.
fn tries(hit: &Hit) -> bool {
    let tried = "attempt attempted attempts tried tries trying";
    hit.before.iter().any(|word| language::has(tried, word))
}

/// Whether "if only" begins a wish, and no condition of one thing alone.
fn is_wish(hit: &Hit) -> bool {
    let is_one = |word: &String| language::has("one a an the some", word);
    hit.after.iter().take(8).any(|word| word == "had") && !hit.after.first().is_some_and(is_one)
}

/// Whether "did not think" and the like tell of something that was left undone. What somebody held
/// for true ("did not think it was related") is told.
fn omits(hit: &Hit) -> bool {
    let next = hit.after.first().map_or("", String::as_str);
    match hit.phrase {
        "did not think" | "didn't think" => matches!(next, "of" | "about" | "to" | "through"),
        "did not consider" | "didn't consider" => {
            let mut pairs = hit.after.iter().zip(hit.after.iter().skip(1)).take(6);
            !pairs.any(|(to, be)| to == "to" && be == "be")
        }
        _ => true,
    }
}

/// A verb of what was not: "should have been tested".
struct Modal<'a> {
    hit: &'a Hit,
    names: &'a [String],
    who: Who,
    /// Whether it is passive.
    is_passive: bool,
    /// Its participle.
    verb: &'a str,
}

impl<'a> Modal<'a> {
    fn of(hit: &'a Hit, (who, names): (Who, &'a [String])) -> Self {
        let mut words = hit.after.iter().map(String::as_str);
        let mut words = words.by_ref().filter(|word| !language::is_adverb(word));
        let first = words.next().unwrap_or("");
        let is_passive = matches!(first, "been" | "gotten" | "got");
        let verb = if is_passive {
            words.next().unwrap_or("")
        } else {
            first
        };
        Self {
            hit,
            names,
            who,
            is_passive,
            verb,
        }
    }

    fn is(&self, list: &str) -> bool {
        language::has(list, self.verb)
    }

    /// The word before it.
    fn last(&self) -> &str {
        self.hit.before.last().map_or("", String::as_str)
    }

    fn is_denied(&self) -> bool {
        self.hit
            .before
            .iter()
            .any(|word| language::has(DENIED, word))
    }

    /// "Should have", said to somebody; not what a thing was meant to do.
    fn was_owed(&self) -> bool {
        if self.last() == "what" {
            return false;
        }
        match self.who {
            Who::Person | Who::We => {
                let is_got = self.is(GOT) && (self.is_passive || self.verb == "received");
                language::is_participle(self.verb) && !is_got
            }
            Who::They => self.is(language::JUDGED),
            Who::Machine | Who::Thing if self.is_passive => {
                let is_relative = matches!(self.last(), "that" | "which" | "who");
                let is_meant = is_relative || self.who == Who::Machine;
                let is_owed = self.is(language::OWED);
                (is_owed || (self.is(language::OWED_OR_MEANT) && !is_meant))
                    && !language::is_done_by_machine(&self.hit.after)
            }
            Who::Thing => matches!(self.verb, "caught" | "prevented" | "spotted" | "noticed"),
            Who::Machine => false,
        }
    }

    /// "Could have" and "might have" with what would have been better; no guess, and no harm that
    /// did not come.
    fn was_possible(&self) -> bool {
        let is_worse = |word: &String| language::has(WORSE, word);
        if self.is_denied() || self.hit.after.iter().any(is_worse) {
            return false;
        }
        let is_missed = language::is_missed_condition(&self.hit.before, self.names);
        match self.who {
            Who::Person | Who::We if !self.is_passive => {
                self.is(language::JUDGED)
                    || self.is(language::PREVENTING)
                    || (is_missed && language::is_participle(self.verb))
            }
            Who::They if !self.is_passive => self.is("asked checked known noticed tested"),
            _ => {
                self.is(language::PREVENTING)
                    || (self.is_passive && self.is("caught tested reviewed communicated handled"))
            }
        }
    }

    /// "Would have" with what would have been better.
    fn would_have_helped(&self) -> bool {
        let is_not = self.hit.phrase.contains("n't")
            || self.hit.phrase.contains("not")
            || self.hit.phrase.contains("never");
        if is_not {
            let is_impossible = self.is_passive
                && matches!(self.verb, "possible" | "affected" | "needed" | "necessary");
            return self.is(language::HAPPENED) || is_impossible;
        }
        let is_missed = language::is_missed_condition(&self.hit.before, self.names);
        !self.is_denied()
            && !self
                .hit
                .before
                .iter()
                .any(|word| language::has("not without", word))
            && (self.is(language::PREVENTING)
                || (self.who.is_somebody() && !self.is_passive && self.is(WOULD))
                || (self.who.is_somebody() && is_missed && language::is_participle(self.verb)))
    }
}
