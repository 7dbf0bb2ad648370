//! Reads a log to its end: what is proposed, what is yet to be done, and what could not be read.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::import::Found;
use super::import::Todo;
use crate::chat::Message;
use crate::chat::Messages;
use crate::chat::Skipped;
use crate::chat::Source;
use crate::chat::events::Events;
use crate::chat::events::Marks;
use crate::chat::secrets::masked;
use crate::chat::todos::todos;
use crate::refusal::Refusal;
use crate::time::Moment;

/// How many places are listed where something could not be read, or is to be said of it.
const LISTED: usize = 200;

/// How many of them are told where nothing at all could be read.
const TOLD: usize = 3;

/// How many TODOs are kept: a log with more is no incident's.
const MOST_TODOS: usize = 1000;

/// What is asked of a log.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only what was sent from then on.
    pub from: Option<Moment>,
    /// Only what was sent until then.
    pub to: Option<Moment>,
    /// What marks a message beside its words.
    pub marks: Marks,
    /// The keys of messages that are kept whatever they say.
    pub keys: BTreeSet<String>,
}

impl Wanted {
    fn takes(&self, at: Moment) -> bool {
        self.from.is_none_or(|it| it <= at) && self.to.is_none_or(|it| at <= it)
    }
}

/// Reads a log to its end. One in which there is no message at all is refused, and a table or lines of
/// JSON of which none can be read.
pub fn gather(
    (source, messages): (Source, Messages),
    name: &str,
    wanted: &Wanted,
) -> Result<Found, Refusal> {
    let mut gatherer = Gatherer::new(source, name);
    let mut events = Events::new(wanted.marks.clone());
    let mut is_read = false;
    for read in messages {
        is_read |= read.is_ok();
        match read {
            Ok(message) if wanted.takes(message.at) => {
                gatherer.take(message, wanted, &mut events);
            }
            Ok(_) => {}
            Err(skipped) => gatherer.skip(skipped),
        }
    }
    let is_of_rows = matches!(source, Source::Csv | Source::JsonLines);
    if is_read || !is_of_rows && !gatherer.found.skipped.is_empty() {
        Ok(gatherer.done(events))
    } else {
        Err(nothing_of(&gatherer.found))
    }
}

/// Nothing can be said of a log without a message, not even that nothing in it matters.
fn nothing_of(found: &Found) -> Refusal {
    let message = format!(
        "{}: no message of it can be read as {}",
        found.name,
        found.source.as_str()
    );
    let mut refusal = Refusal::unreadable(message);
    for it in found.skipped.iter().take(TOLD) {
        refusal = refusal.hint(format!("{}: {}", it.place, it.reason));
    }
    refusal.hint("see whether it is the right file, or say with --source whose log it is")
}

struct Gatherer {
    found: Found,
    unlisted: usize,
    seen: BTreeSet<String>,
}

impl Gatherer {
    fn new(source: Source, name: &str) -> Self {
        Self {
            found: Found {
                source,
                name: name.to_owned(),
                count: 0,
                span: None,
                events: Vec::new(),
                todos: Vec::new(),
                named: BTreeMap::new(),
                skipped: Vec::new(),
                problems: Vec::new(),
            },
            unlisted: 0,
            seen: BTreeSet::new(),
        }
    }

    fn take(&mut self, mut message: Message, wanted: &Wanted, events: &mut Events) {
        let found = &mut self.found;
        found.count += 1;
        found.span = Some(found.span.map_or((message.at, message.at), |(from, to)| {
            (from.min(message.at), to.max(message.at))
        }));
        let (text, count) = masked(&message.text);
        message.text = text;
        if count > 0 {
            self.say(&message.place, "what looks like a credential is masked");
        }
        if let Some(remark) = message.remark {
            self.say(&message.place, remark);
        }
        self.take_todos(&message);
        if wanted.keys.contains(&message.key) {
            self.found
                .named
                .insert(message.key.clone(), message.clone());
        }
        events.take(message);
    }

    fn take_todos(&mut self, message: &Message) {
        for (text, why) in todos(&message.text) {
            if self.found.todos.len() < MOST_TODOS && self.seen.insert(text.clone()) {
                self.found.todos.push(Todo {
                    key: message.key.clone(),
                    place: message.place.clone(),
                    at: message.at,
                    author: message.author.clone(),
                    text,
                    why,
                });
            }
        }
    }

    fn say(&mut self, place: &str, what: &str) {
        if self.found.problems.len() < LISTED {
            self.found.problems.push(format!("{place}: {what}"));
        }
    }

    fn skip(&mut self, skipped: Skipped) {
        if self.found.skipped.len() < LISTED {
            self.found.skipped.push(skipped);
        } else {
            self.unlisted += 1;
        }
    }

    fn done(mut self, events: Events) -> Found {
        self.found.events = events.propose();
        if self.unlisted > 0 {
            self.found.skipped.push(Skipped {
                place: self.found.name.clone(),
                reason: format!("{} more messages could not be read", self.unlisted),
            });
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Kind;

    #[test]
    fn a_table_of_which_no_row_can_be_read_is_refused_with_the_reasons() {
        let gathered = |source| {
            let skipped = Skipped {
                place: "l.csv:2".to_owned(),
                reason: "`soon` is not a time".to_owned(),
            };
            let messages: Messages = Box::new([Err(skipped)].into_iter());
            gather((source, messages), "l.csv", &Wanted::default())
        };
        for source in [Source::Csv, Source::JsonLines] {
            let refused = gathered(source).unwrap_err();
            assert_eq!(refused.kind, Kind::Unreadable);
            assert_eq!(refused.hints[0], "l.csv:2: `soon` is not a time");
        }
        assert!(gathered(Source::SlackExport).is_ok());
    }
}
