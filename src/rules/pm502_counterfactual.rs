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
        phrases: &[PHRASES],
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
    "should at least have",
    "should at the very least have",
    "should certainly have",
    "should clearly have",
    "should definitely have",
    "should ideally have",
    "should instead have",
    "should obviously have",
    "should of course have",
    "should simply have",
    "should surely have",
    "could have",
    "could've",
    "could easily have",
    "could at least have",
    "could certainly have",
    "could clearly have",
    "could probably have",
    "might have",
    "would have",
    "would've",
    "would not have",
    "wouldn't have",
    "would never have",
    "would likely have",
    "would probably have",
    "would almost certainly have",
    "would certainly have",
    "would clearly have",
    "would definitely have",
    "would surely have",
    "ought to have",
    "ought not to have",
    "failed to",
    "neglected",
    "neglected to",
    "did not anticipate",
    "didn't anticipate",
    "did not foresee",
    "didn't foresee",
    "preventable",
    "avoidable",
    "did not bother",
    "didn't bother",
    "did not consider",
    "didn't consider",
    "did not think",
    "didn't think",
    "did not read",
    "didn't read",
    "did not check",
    "didn't check",
    "did not test",
    "didn't test",
    "did not verify",
    "didn't verify",
    "not properly",
    "didn't properly",
    "wish we had",
    "wish i had",
    "took too long to",
    "too long to",
    "too slow to",
    "never bothered",
    "never checked",
    "never considered",
    "never reviewed",
    "never tested",
    "never verified",
    "check properly",
    "communicate properly",
    "review properly",
    "test properly",
    "checked properly",
    "communicated properly",
    "documented properly",
    "reviewed properly",
    "tested properly",
    "understood properly",
    "verified properly",
    "nobody bothered",
    "nobody checked",
    "nobody questioned",
    "nobody tested",
    "nobody thought",
    "nobody verified",
    "no one bothered",
    "no one checked",
    "no one questioned",
    "no one tested",
    "no one thought",
    "no one verified",
    "if only",
    "without adequate",
    "without enough",
    "without proper",
    "without sufficient",
];

/// What people should get, which they do not do: "we should have been paged".
const GOT: &str = "alerted informed notified paged received told warned woken";

/// What people would have done or known, had they known or done something else.
const WOULD: &str = "\
    acted checked escalated known reacted realised realized reverted rolled tested understood";

/// How people should have been, or what should have been there.
const BEING: &str = "aware careful cautious present ready vigilant";

/// Harm that did not come, whoever it would have come to.
const HARM: &str = "broken corrupted damaged deleted destroyed lost overwritten wiped";

/// What would have been better.
const BETTER: &str = "better easier preferable safer wiser";

/// What makes an incident smaller than it was.
const SMALLER: &str = "less milder shorter smaller";

/// Words of what comes before it did.
const SOONER: &str = "earlier faster quicker sooner";

/// What would have been so had somebody looked.
const PLAIN: &str = "apparent avoidable clear easier noticeable obvious visible";

/// What they would have done who had looked.
const SEEN: &str = "caught found known noticed realised realized seen spotted understood";

/// What it would have been easy to do.
const NOTICE: &str = "avoid catch check detect notice prevent see spot test";

/// What people are slow to do.
const REACT: &str = "\
    acknowledge act announce communicate declare detect escalate inform notice notify realise realize \
    respond react roll see spot tell";

/// What people should have given more of to what they did.
const CARE: &str = "\
    care communication consideration coordination planning preparation process review reviews \
    supervision test testing tests thought validation verification";

/// Words before what would have been better: "with proper testing".
const BETTER_DONE: &str = "adequate better careful closer proper sufficient thorough";

/// How many words may stand from one up to the other: "a proper change process".
const CARE_BEHIND: usize = 2;

/// What would have gone well.
const WELL: &str = "completed ended finished lasted recovered succeeded worked";

/// What people do who would have seen it.
const WATCHING: &str = "checking looking reading watching";

/// What looks for faults, and should have found one.
const LOOKING: &str = "monitoring qa review reviews test tests testing";

/// What there should have been, as those say who look back.
const MISSED: &str = "\
    alarm alarms alert alerts backup backups check checks documentation guard guardrail guardrails \
    handover limit limits monitor monitoring plan policy procedure process review reviews runbook \
    safeguard safeguards test tests warning warnings";

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
        "failed to" => who.is_somebody() && !tries(hit) && !language::is_denied(&hit.before),
        "neglected to" | "did not bother" | "didn't bother" => who != Who::Machine,
        "neglected" => who.is_somebody() && language::has("a an his her our the their", hit.next()),
        "preventable" | "avoidable" => is_said_of_it(hit),
        "not properly" | "didn't properly" => {
            who.is_somebody() || language::has(language::JUDGED, hit.next())
        }
        "if only" => is_wish(hit),
        "wish we had" | "wish i had" => true,
        "took too long to" => who.is_somebody() && language::has(REACT, hit.next()),
        "too long to" => took_somebody(&hit.before, names) && language::has(REACT, hit.next()),
        "too slow to" => {
            language::who_is("was were", &hit.before, names).is_somebody()
                && language::has(REACT, hit.next())
        }
        phrase if phrase.starts_with("without ") => language::has(CARE, hit.next()),
        phrase if phrase.starts_with("never ") => who.is_somebody(),
        phrase if phrase.ends_with(" properly") => {
            let is_done = phrase.ends_with("ed properly") || phrase.ends_with("stood properly");
            language::ends_with_negation(&hit.before) && (is_done || who.is_somebody())
        }
        "nobody thought" | "no one thought" => language::has("about of to", hit.next()),
        phrase if phrase.starts_with("no") => !language::has("in into out", hit.next()),
        phrase if phrase.starts_with("did") => {
            who.is_somebody() && omits(hit) && !language::gives_reason(&hit.after)
        }
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

/// Whether it took people so long: "it took us far", "it had taken the team".
fn took_somebody(before: &[String], names: &[String]) -> bool {
    let is_more = |it: &String| language::has("far much way", it) || language::is_adverb(it);
    let end = before.iter().rposition(|it| !is_more(it));
    let words = end.and_then(|it| before.get(..=it)).unwrap_or_default();
    let is_somebody = words.last().is_some_and(|it| language::has("me us", it))
        || language::is_person(words, names);
    is_somebody && language::ends_with(words, 5, "taken took")
}

/// Whether an incident is called so: "the outage was entirely preventable", "was costly and avoidable".
fn is_said_of_it(hit: &Hit) -> bool {
    let mut before = hit
        .before
        .iter()
        .rev()
        .filter(|it| !language::is_adverb(it));
    let is_be = |it: &String| language::has("is are was were", it);
    before
        .next()
        .is_some_and(|it| is_be(it) || (it == "and" && before.nth(1).is_some_and(is_be)))
        && !language::ends_with_negation(&hit.before)
        && (hit.after.is_empty() || language::has("and but by had if with", hit.next()))
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
        "did not check" | "didn't check" => !language::has("in into out", next),
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
        let is_more = |word: &str| language::is_adverb(word) || matches!(word, "far" | "much");
        let mut words = words.by_ref().filter(|word| !is_more(word));
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
        let is_not = self.is_not() || self.last() == "never";
        let mut next = self.hit.after.iter().skip(1).take(4);
        if self.is_passive && self.last() == "there" {
            return next.any(|it| language::has(MISSED, it));
        }
        if self.is_passive && self.verb == "in" && next.any(|it| it == "place") {
            return true;
        }
        if self.is_passive && self.last() == "it" && self.is("apparent clear obvious") {
            return true;
        }
        if self.is("detected flagged found revealed") && language::has(LOOKING, self.last()) {
            return true;
        }
        if is_not
            && (self.is("happened occurred taken") || (self.is_passive && self.is("possible")))
        {
            return true;
        }
        match self.who {
            Who::Person | Who::We => {
                let is_got = self.is(GOT) && (self.is_passive || self.verb == "received");
                (language::is_participle(self.verb) && !is_got)
                    || (self.is_passive && (self.is(BEING) || self.verb == "more"))
            }
            Who::They => self.is(language::JUDGED),
            Who::Machine | Who::Thing if self.is_passive => {
                let is_relative = matches!(self.last(), "that" | "which" | "who");
                let is_meant = is_relative || self.who == Who::Machine;
                let is_owed = self.is(language::OWED);
                let is_owed = is_owed && !(is_relative && self.is(language::MEANT));
                (is_owed || (self.is(language::OWED_OR_MEANT) && !is_meant))
                    && !self.is_planned()
                    && !language::is_done_by_machine(&self.hit.after)
            }
            Who::Thing => matches!(self.verb, "caught" | "prevented" | "spotted" | "noticed"),
            Who::Machine => false,
        }
    }

    /// Whether "by" names a time, or a program that was to do it: "done by noon", "renewed by certbot".
    fn is_planned(&self) -> bool {
        let after = &self.hit.after;
        let Some(by) = after.iter().take(4).position(|word| word == "by") else {
            return false;
        };
        let agent = after.get(by + 1..).unwrap_or_default();
        let first = agent.first().map_or("", String::as_str);
        let is_time = language::has("midnight noon then", first)
            || first.starts_with(|it: char| it.is_ascii_digit());
        let is_somebody = (1..=4).any(|count| {
            let words = agent.get(..count).unwrap_or_default();
            language::is_person(words, self.names)
        });
        let is_judged = self.is(language::JUDGED) && self.verb != "done";
        !is_judged && (is_time || (!is_somebody && self.is(language::MEANT)))
    }

    /// "Could have" and "might have" with what would have been better; no guess, and no harm that
    /// did not come.
    fn was_possible(&self) -> bool {
        let is_worse = |word: &String| language::has(WORSE, word);
        let is_worse = self.hit.after.iter().any(is_worse);
        // "We could have rolled back only by restoring the snapshot" tells that it was hard.
        let is_limited = self.hit.after.iter().any(|it| it == "only");
        if self.is_denied() || is_worse || is_limited {
            return false;
        }
        let is_missed = self.is_missed();
        if is_missed && self.is_passive && self.is(SMALLER) {
            return true;
        }
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
        if self.is_not() {
            let mut words = self.hit.before.iter().chain(&self.hit.after);
            let is_praise = self.verb == "possible" && words.any(|it| it == "without");
            let is_impossible = self.is_passive
                && !is_praise
                && matches!(self.verb, "possible" | "affected" | "needed" | "necessary");
            let is_missed = self.is_missed() && language::is_participle(self.verb);
            return self.is(language::HAPPENED) || is_impossible || is_missed;
        }
        let is_missed = self.is_missed();
        // "We would have found it earlier"; not "in an earlier step".
        let mut pairs = self.hit.after.iter().zip(self.hit.after.iter().skip(1));
        let is_sooner = pairs
            .any(|(word, next)| language::has(SOONER, next) && !language::has("a an in the", word));
        let next = |most| self.hit.after.iter().skip(1).take(most);
        let is_better = next(2).any(|it| language::has(BETTER, it))
            || (self.is("easy simple trivial") && next(4).any(|it| language::has(NOTICE, it)));
        !self.is_denied()
            && !self
                .hit
                .before
                .iter()
                .any(|word| language::has("not without", word))
            && (self.is(language::PREVENTING)
                || (self.who.is_somebody() && !self.is_passive && self.is(WOULD))
                || self.would_have_gone_well(is_missed)
                || self.anybody_would_have_seen()
                || (is_better && self.is_passive && self.last() == "it")
                || (is_missed && self.is_passive && self.is(PLAIN))
                || (self.who == Who::They && is_missed && self.is(SEEN))
                || (self.who.is_somebody()
                    && (is_missed || is_sooner)
                    && !self.is(HARM)
                    && language::is_participle(self.verb)))
    }

    /// Whether it would have gone well, had people done something else, or with more care.
    fn would_have_gone_well(&self, is_missed: bool) -> bool {
        let is_care = |it: &String| language::has(CARE, it);
        let mut words = self.hit.before.iter().enumerate();
        let with_care = words.any(|(at, it)| {
            let mut behind = self.hit.before.iter().skip(at + 1).take(CARE_BEHIND);
            language::has(BETTER_DONE, it) && behind.any(is_care)
        });
        let is_worse = |it: &String| language::has(WORSE, it) || it == "only";
        let is_worse = self.hit.after.iter().any(is_worse);
        ((is_missed && !self.is_passive && self.is(WELL))
            || (with_care && language::is_participle(self.verb) && !self.is(HARM)))
            && !is_worse
    }

    /// "Anyone who looked at the graph would have seen it".
    fn anybody_would_have_seen(&self) -> bool {
        let has = |list: &str| self.hit.before.iter().any(|it| language::has(list, it));
        let is_seen = self.is(SEEN) && (self.verb != "seen" || has(WATCHING));
        is_seen && !self.is_passive && has("anybody anyone")
    }

    fn is_not(&self) -> bool {
        let phrase = self.hit.phrase;
        phrase.contains("n't") || phrase.contains("not") || phrase.contains("never")
    }

    /// Whether it hangs on what people did not do.
    fn is_missed(&self) -> bool {
        language::is_missed_condition(&self.hit.before, self.names)
            || language::is_missed_condition_behind(&self.hit.after, self.names)
    }
}
