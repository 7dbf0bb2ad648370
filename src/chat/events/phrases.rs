//! The phrases by which signs are known, and the words that say nothing.
//!
//! They are words of any incident in any team: none may name a program, a person or a service. Each list is
//! in small letters, its phrases apart by commas, their words by one blank. A phrase that ends with `*` goes
//! on within its last word; one that begins with `/` may stand within a word.

mod decision;
mod diagnosis;
mod repair;
mod trouble;

use super::signs::Sign;

/// The phrases of each sign.
pub(super) const PHRASES: [(Sign, &str); 15] = [
    (Sign::Status, decision::STATUS),
    (Sign::HandOver, decision::HAND_OVER),
    (Sign::Decision, decision::DECISION),
    (Sign::Rollback, repair::ROLLBACK),
    (Sign::Deploy, repair::DEPLOY),
    (Sign::Act, repair::ACT),
    (Sign::Change, repair::CHANGE),
    (Sign::Over, repair::OVER),
    (Sign::Down, trouble::DOWN),
    (Sign::Trouble, trouble::TROUBLE),
    (Sign::Seen, trouble::SEEN),
    (Sign::Cause, diagnosis::CAUSE),
    (Sign::Verified, diagnosis::VERIFIED),
    (Sign::Suspicion, diagnosis::SUSPICION),
    (Sign::When, diagnosis::WHEN),
];

/// The phrases of a list.
pub(super) fn phrases(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
}

/// A word at the beginning of a message by which its author marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It says nothing once there is a row: `!log`.
    Bare,
    /// It says what the row is: `#agreed`.
    Telling,
}

/// The words of marks.
const MARKS: [(&str, Mark); 16] = [
    ("!log", Mark::Bare),
    ("!status", Mark::Bare),
    ("!incident", Mark::Bare),
    ("!event", Mark::Bare),
    ("!timeline", Mark::Bare),
    ("!note", Mark::Bare),
    ("#info", Mark::Bare),
    ("#important", Mark::Bare),
    ("/incident", Mark::Bare),
    ("/timeline", Mark::Bare),
    ("#link", Mark::Bare),
    ("#action", Mark::Telling),
    ("#agreed", Mark::Telling),
    ("#accept", Mark::Telling),
    ("#accepted", Mark::Telling),
    ("#decision", Mark::Telling),
];

/// The mark with which a text begins, and what follows it; `None` where it begins with another word.
pub(super) fn marked(text: &str) -> Option<(Mark, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    let word = first.trim_end_matches(':').to_lowercase();
    let mark = MARKS.iter().find(|(it, _)| *it == word)?;
    Some((mark.1, rest))
}

/// What a whole message says that says nothing.
pub(super) const CHATTER: &str = "\
    ok, okay, k, kk, ack, acked, yes, yep, yup, yeah, no, nope, ah, oh, hm, hmm, hmmm, hrm, lol, lmao, \
    haha, heh, heh ok, thanks, thank you, thx, ty, cheers, np, hi, hello, hey, morning, good morning, \
    good night, bye, brb, be right back, dope, nice, cool, great, awesome, sure, agreed, same, sorry, \
    oops, well done, good job, congrats, one sec, unclear, very interesting";
