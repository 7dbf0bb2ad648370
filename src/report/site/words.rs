//! The words by which a postmortem is found.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use memchr::memmem;

use super::Card;
use super::Site;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::FieldName;
use crate::postmortem::Postmortem;
use crate::report::list::Row;
use crate::report::public::Public;
use crate::root::Root;

/// A word that is shorter says little.
const SHORTEST: usize = 3;
/// The longest word that anybody looks for.
const LONGEST: usize = 40;
/// How many bytes of words all postmortems may have together, about: a browser reads them at once.
const ALL: usize = 4 * 1024 * 1024;
/// How many words a report has that are not the same, about.
const USUAL: usize = 64;
/// The most and the least bytes of one of them.
const MOST: usize = 4096;
const LEAST: usize = 256;

/// How many bytes of words each of `count` postmortems gets. It changes where their number has doubled,
/// so that one more does not change what is kept of all others.
pub fn share(count: usize) -> usize {
    (ALL / count.next_power_of_two().max(1)).clamp(LEAST, MOST)
}

/// The words by which a postmortem of a site is found, at most so many bytes. They are read anew: seldom must
/// more than a few be written. No words where it names what nobody is to see: what is looked for is in pieces,
/// which no name is taken out of.
///
/// `None` where it became confidential since its card was made: a work tree may change under us.
pub fn words(
    (root, site): (&Root, &Public<Site>),
    (card, files): (&Card, &Files),
    bytes: usize,
) -> Option<String> {
    let reader = root.snapshot().reader();
    let dossier = Dossier::read_facts(files, &reader);
    let postmortem = Postmortem::new(&root.config.policy, &dossier);
    if postmortem.is_confidential() {
        return None;
    }
    if dossier.documents().any(|it| site.secrets.are_in(&it.text)) {
        return Some(String::new());
    }
    let report = postmortem.report();
    let Row {
        id,
        severity,
        status,
        owner,
        services,
        tags,
        impact,
        ..
    } = &card.row;
    let facts = [
        Some(id),
        severity.as_ref(),
        status.as_ref(),
        owner.as_ref(),
        impact.as_ref(),
    ];
    let facts = facts.into_iter().flatten().chain(services).chain(tags);
    let items = card.items.iter().filter_map(|it| it.title.as_deref());
    let factors = postmortem.field(FieldName::ContributingFactors).texts();
    let body = report.body.span.of(&report.text);
    let all = facts.map(String::as_str).chain(items).chain(factors);
    Some(gathered(all.chain([body]), bytes))
}

/// The words of texts, each once, in small letters, in the order in which they come, up to so many bytes.
fn gathered<'a>(texts: impl IntoIterator<Item = &'a str>, bytes: usize) -> String {
    let mut found = String::new();
    let mut seen: HashSet<u64, BuildHasherDefault<Quick>> = HashSet::default();
    seen.reserve(USUAL);
    let mut small = String::new();
    for text in texts {
        let said = without_comments(text);
        for word in said.flat_map(pieces) {
            if word.len() < SHORTEST || word.len() > LONGEST {
                continue;
            }
            small.clear();
            if word.is_ascii() {
                small.push_str(word);
                small.make_ascii_lowercase();
            } else {
                small.push_str(&word.to_lowercase());
            }
            if found.len() + small.len() >= bytes {
                return found;
            }
            if !seen.insert(key(&small)) {
                continue;
            }
            if !found.is_empty() {
                found.push(' ');
            }
            found.push_str(&small);
        }
    }
    found
}

/// The words of a text, and empty ones between signs.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    // Nearly all signs are of ASCII: those are found without looking at what other bytes mean.
    let is_sign = |it: &u8| it.is_ascii() && !it.is_ascii_alphanumeric();
    let between = text.as_bytes().split(is_sign);
    let between = between.filter_map(|it| std::str::from_utf8(it).ok());
    between.flat_map(|it| it.split(|it: char| !it.is_ascii() && !it.is_alphanumeric()))
}

/// What tells words apart. All words of all reports are looked at: this costs less than to compare them. Should two
/// ever be taken for one, the second is not found.
fn key(word: &str) -> u64 {
    word.as_bytes().chunks(8).fold(0, |key: u64, some| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(some).for_each(|(to, it)| *to = *it);
        (key.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

/// Keys are spread well enough.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for it in bytes {
            self.write_u64(u64::from(*it));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key ^ (key >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A text without the comments that a template left in it.
fn without_comments(text: &str) -> impl Iterator<Item = &str> {
    let first = memmem::find(text.as_bytes(), b"<!--").unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(first).unwrap_or((text, ""));
    let behind = rest.split("<!--").skip(1);
    let behind = behind.map(|it| it.split_once("-->").map_or(it, |(_, rest)| rest));
    std::iter::once(before).chain(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_once_and_no_more_than_fit() {
        let texts = [
            "The Cache, the <!-- a list --> cache",
            "of \u{c4}rger 502 ok",
        ];
        assert_eq!(gathered(texts, 100), "the cache \u{e4}rger 502");
        assert_eq!(gathered(texts, 9), "the cache");
        assert_eq!(gathered(texts, 8), "the");
    }

    #[test]
    fn one_more_postmortem_seldom_changes_the_share_of_all() {
        assert_eq!(share(0), MOST);
        assert_eq!(share(1000), share(1024));
        assert_eq!(share(10_000), LEAST);
        assert!(share(3000) < share(2000));
    }
}
