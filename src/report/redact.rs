//! Ids of confidential postmortems, taken out of whatever else is shown.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

use crate::report::public;
use crate::source::Span;

/// The ids of confidential postmortems: what they are called says what happened.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Finds them, and the ids of others behind them: one may begin as another one is called.
    found: Option<AhoCorasick>,
    /// What stands in the place of each.
    names: Vec<String>,
}

impl Secrets {
    /// Those of postmortems, beside the ids of others. `None` where there are more than can be looked for.
    pub(super) fn new(ids: &[String], others: &[&str]) -> Option<Self> {
        if ids.is_empty() {
            return Some(Self::default());
        }
        let all = ids.iter().map(String::as_str).chain(others.iter().copied());
        // The longest that stands somewhere is the one that is meant.
        let found = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(all);
        Some(Self {
            found: Some(found.ok()?),
            names: ids.iter().map(|it| public::name(it)).collect(),
        })
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_none()
    }

    /// Where a text names them, and what stands there instead.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a str)> {
        let found = self.found.iter().flat_map(move |it| it.find_iter(text));
        found.filter_map(move |it| {
            let name = self.names.get(it.pattern().as_usize())?;
            Some((Span::new(it.start(), it.end()), name.as_str()))
        })
    }

    /// Whether a text names one.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }

    /// A text with the date of each in its place.
    pub(super) fn taken_out<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = String::new();
        let mut at = 0;
        for (place, name) in self.places(text) {
            shown.push_str(Span::new(at, place.start).of(text));
            shown.push_str(name);
            at = place.end;
        }
        if at == 0 {
            return Cow::Borrowed(text);
        }
        shown.push_str(Span::new(at, text.len()).of(text));
        Cow::Owned(shown)
    }

    /// The same in place.
    pub(super) fn take_out(&self, text: &mut String) {
        if let Cow::Owned(other) = self.taken_out(text) {
            *text = other;
        }
    }

    /// The same where there is a text.
    pub(super) fn take_out_of(&self, text: &mut Option<String>) {
        if let Some(text) = text {
            self.take_out(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_becomes_its_date_wherever_it_stands() {
        let ids = ["2026-03-10-keys", "2026-03-10-keys-stolen"].map(str::to_owned);
        let secrets = Secrets::new(&ids, &["2026-03-10-keys-are-late"]).unwrap();
        let text =
            "../2026-03-10-Keys-stolen/postmortem.md, 2026-03-10-keys, 2026-03-10-keys-are-late";
        let shown = "../2026-03-10 (confidential)/postmortem.md, 2026-03-10 (confidential), 2026-03-10-keys-are-late";
        assert_eq!(secrets.taken_out(text), shown);
        assert_eq!(Secrets::default().taken_out(text), text);
    }
}
