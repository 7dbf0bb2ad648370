//! As much grammar as the language rules need: the words around a place, and who the subject is.
//!
//! The lists hold words with single blanks between them.

use crate::source::Span;

/// Words between a subject and its verb that change neither.
const BETWEEN: &str = "\
    accidentally actually again all already also always apparently better both carelessly \
    certainly clearly completely earlier easily even first immediately inadvertently incorrectly \
    initially just later likely long manually maybe mistakenly never not obviously often only \
    perhaps possibly probably quickly really repeatedly simply sooner still subsequently surely \
    temporarily then unintentionally wrongly";

/// Auxiliary verbs and relative pronouns.
const AUXILIARIES: &str = "\
    did had has have having must that which who";

/// Nouns and pronouns for people; `we` is apart, because who says "we broke it" blames nobody else.
const PEOPLE: &str = "\
    admin administrator administrators admins colleague colleagues commander contractor \
    contractors coworker dba dbas dev developer developers devs employee employees engineer \
    engineers everyone he intern interns maintainer maintainers manager managers no-one nobody \
    on-call on-caller oncall operator operators people person programmer programmers responder \
    responders reviewer reviewers she somebody someone sre sres staff sysadmin sysadmins team \
    teams technician technicians";

/// Nouns for machines, programs and what they do.
const MACHINES: &str = "\
    agent alarm alert api app application autoscaler backend backup balancer bot breaker broker \
    build cache cdn certificate check client cluster code config configuration connection \
    consumer container controller cron cronjob daemon dashboard database db deploy deployment \
    disk dns driver endpoint failover firewall follower frontend function gateway healthcheck \
    host hub hypervisor image index instance job kernel kubelet kubernetes leader library limit \
    limiter load loop machine message migration module monitor monitoring network node page \
    pipeline plugin pod primary probe process producer program proxy query queue record registry \
    release replica request resolver restore retries retry rollback rollout router scheduler \
    script secondary sensor server service site software switch system table test thread timeout \
    traffic transaction vm volume watchdog website worker";

/// Words after which a phrase says the opposite.
const NEGATIONS: &str = "\
    instead isn't neither never no nor not than wasn't weren't without";

/// Participles that do not end in `ed` or `en`.
const IRREGULAR: &str = "\
    become been begun bet bought brought built burnt caught come cost cut dealt done drawn felt \
    fought found gone got grown had held hit kept known learnt led left let lost made meant met \
    paid put quit read redone rerun run said seen sent set shown shut slept sought sped spent \
    split spread spun stood struck stuck swung taught thought thrown told torn understood undone \
    won worn";

/// Words that end like participles and are none.
const NO_PARTICIPLES: &str = "\
    feed need open seven speed ten then when";

/// Whether a list of words has a word.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

/// Whether a word may stand between a subject and its verb.
pub(super) fn is_adverb(word: &str) -> bool {
    has(BETWEEN, word)
}

/// Whether a word is a participle, as far as its form tells.
pub(in crate::rules) fn is_participle(word: &str) -> bool {
    has(IRREGULAR, word)
        || ((word.ends_with("ed") || word.ends_with("en")) && !has(NO_PARTICIPLES, word))
}

/// Whether a word names a machine or a program; the plural too.
pub(in crate::rules) fn is_machine(word: &str) -> bool {
    let is = |word: &str| has(MACHINES, word);
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
            "the" | "an" | "our" | "one" | "human" | "on-call" | ""
        );
    }
    let determined = matches!(
        before,
        "the" | "a" | "an" | "this" | "that" | "each" | "every"
    );
    has(PEOPLE, last)
        || (last == "one" && before == "no")
        || (!determined && names.iter().any(|name| name == last))
}

/// The words up to the subject's last one: adverbs and auxiliaries are taken off the end.
pub(in crate::rules) fn subject(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some((last, head)) = rest.split_last() {
        if !is_adverb(last) && !has(AUXILIARIES, last.as_str()) {
            break;
        }
        rest = head;
    }
    rest
}

/// Whether one of the last four words turns what follows into its opposite.
pub(in crate::rules) fn ends_with_negation(words: &[String]) -> bool {
    words
        .iter()
        .rev()
        .take(4)
        .any(|word| has(NEGATIONS, word.as_str()))
}

/// The words of a sentence before and after a place in a block, at most `reach` bytes either way.
pub(super) fn sentence(
    text: &str,
    block: Span,
    place: Span,
    reach: usize,
) -> (Vec<String>, Vec<String>) {
    let from = boundary(text, place.start.saturating_sub(reach).max(block.start));
    let to = boundary(text, place.end.saturating_add(reach).min(block.end));
    let before = text.get(from..place.start).unwrap_or("");
    let after = text.get(place.end..to).unwrap_or("");
    let start = sentence_ends(before).last().unwrap_or(0);
    let end = sentence_ends(after).next().unwrap_or(after.len());
    (
        words(before.get(start..).unwrap_or("")),
        words(after.get(..end).unwrap_or("")),
    )
}

/// The last place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// The offsets after marks that end a sentence: a mark and white space.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(move |(at, mark)| {
        let end = at + mark.len_utf8();
        let ends = matches!(mark, '.' | '!' | '?' | ';' | ':')
            && text
                .get(end..)?
                .chars()
                .next()
                .is_none_or(char::is_whitespace);
        ends.then_some(end)
    })
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | '/'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@'))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect()
}
