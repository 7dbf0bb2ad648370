//! What a tracker's export says of its tickets.

use std::collections::BTreeMap;

use csv::Position;
use csv::StringRecord;

use crate::model::ActionState;
use crate::refusal::Refusal;
use crate::report::actions::Item;
use crate::source::counted;
use crate::time;
use crate::tracker::TicketState;

/// What trackers call a state, in small letters without blanks and dashes. None of them asks whether
/// somebody has agreed.
fn called(state: ActionState) -> &'static [&'static str] {
    match state {
        ActionState::Proposed => &[],
        ActionState::Open => &[
            "open",
            "todo",
            "new",
            "backlog",
            "reopened",
            "selectedfordevelopment",
        ],
        ActionState::InProgress => &[
            "inprogress",
            "doing",
            "started",
            "inreview",
            "review",
            "active",
        ],
        ActionState::Done => &[
            "done",
            "closed",
            "resolved",
            "fixed",
            "complete",
            "completed",
            "merged",
        ],
        ActionState::WontDo => &[
            "wontdo",
            "wontfix",
            "canceled",
            "cancelled",
            "rejected",
            "declined",
            "duplicate",
        ],
    }
}

/// What an export says, by ticket.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    by_key: BTreeMap<String, Ticket>,
    /// Whether tickets are called as items call them, to the letter.
    is_exact: bool,
    /// Whether work that has begun is called that, and not only open.
    knows_progress: bool,
}

/// A line of the export.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    pub(super) state: ActionState,
    pub(super) date: Option<String>,
    pub(super) reason: Option<String>,
}

/// Which column holds what.
struct Columns {
    ticket: usize,
    state: usize,
    date: Option<usize>,
    reason: Option<usize>,
}

impl Tickets {
    /// Reads an export, which is CSV with headings: ticket by ticket, the last line of each. `shown`
    /// is what the export is called.
    pub fn read(shown: &str, bytes: &[u8]) -> Result<Self, Refusal> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (bytes, lines) = counted(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let headings = reader.headers();
        let headings = headings.map_err(|it| Refusal::usage(format!("{shown}: {it}")))?;
        let Some(columns) = Columns::of(headings) else {
            let message = format!("{shown}:1: the headings lack `ticket` or `state`");
            return Err(Refusal::usage(message)
                .hint("the first line names the columns: ticket,state,date,reason"));
        };
        let mut by_key = BTreeMap::new();
        for record in reader.records() {
            let line = |at: Option<&Position>| at.map(|it| lines.line(it.byte()));
            let record =
                record.map_err(|it| wrong((shown, line(it.position())), "is not a line of CSV"))?;
            let place = (shown, line(record.position()));
            if let Some((name, ticket)) = columns.ticket(place, &record)? {
                by_key.insert(key(&name).to_owned(), ticket);
            }
        }
        Ok(Self {
            by_key,
            is_exact: false,
            knows_progress: true,
        })
    }

    /// Takes the states that a tracker says of tickets, which are called as items call them.
    pub fn of_states(
        states: impl IntoIterator<Item = (String, TicketState)>,
        knows_progress: bool,
    ) -> Result<Self, Refusal> {
        let mut by_key = BTreeMap::new();
        for (ticket, said) in states {
            let state = state_of(&said.word).ok_or_else(|| unknown(&ticket, &said.word))?;
            let date = said
                .date
                .as_deref()
                .map(|it| day(&ticket, it))
                .transpose()?;
            let ticket_state = Ticket {
                state,
                date,
                reason: said.reason,
            };
            by_key.insert(ticket, ticket_state);
        }
        Ok(Self {
            by_key,
            is_exact: true,
            knows_progress,
        })
    }

    /// The ticket of an item.
    pub(super) fn of(&self, item: &Item) -> Option<&Ticket> {
        let name = item.ticket.as_deref()?;
        let key = if self.is_exact { name } else { key(name) };
        let found = self.by_key.get(key)?;
        let is_begun = item.state() == Some(ActionState::InProgress);
        let says_less = !self.knows_progress && found.state == ActionState::Open;
        (!(is_begun && says_less)).then_some(found)
    }
}

impl Columns {
    fn of(headings: &StringRecord) -> Option<Self> {
        let column = |name: &str| headings.iter().position(|it| it.eq_ignore_ascii_case(name));
        Some(Self {
            ticket: column("ticket")?,
            state: column("state")?,
            date: column("date"),
            reason: column("reason"),
        })
    }

    /// The ticket that a line tells of; `None` where it names none.
    fn ticket(
        &self,
        place: (&str, Option<u64>),
        record: &StringRecord,
    ) -> Result<Option<(String, Ticket)>, Refusal> {
        let cell = |at: Option<usize>| {
            let cell = record.get(at?)?.trim();
            (!cell.is_empty()).then(|| cell.to_owned())
        };
        let (Some(name), Some(word)) = (cell(Some(self.ticket)), cell(Some(self.state))) else {
            return Ok(None);
        };
        let Some(state) = state_of(&word) else {
            let what = format!("`{word}` is not a state that pmrepo knows");
            return Err(wrong(place, &what)
                .hint("open, in-progress, done, wont-do, or what trackers call them"));
        };
        let date = match cell(self.date) {
            // A tracker's timestamp begins with its date.
            Some(text) => {
                let day = text.get(..10).unwrap_or(&text);
                if let Err(fault) = time::parse_date(day) {
                    let what = format!("`{text}` {fault}");
                    return Err(wrong(place, &what).hint(fault.help()));
                }
                Some(day.to_owned())
            }
            None => None,
        };
        let reason = cell(self.reason);
        let ticket = Ticket {
            state,
            date,
            reason,
        };
        Ok(Some((name, ticket)))
    }
}

/// A state that nobody knows.
fn unknown(ticket: &str, word: &str) -> Refusal {
    Refusal::usage(format!(
        "{ticket}: `{word}` is not a state that pmrepo knows"
    ))
    .hint("open, in-progress, done, wont-do, or what trackers call them")
}

/// The day of a tracker's timestamp, which begins with it.
fn day(ticket: &str, text: &str) -> Result<String, Refusal> {
    let day = text.get(..10).unwrap_or(text);
    match time::parse_date(day) {
        Ok(_) => Ok(day.to_owned()),
        Err(fault) => Err(Refusal::usage(format!("{ticket}: `{text}` {fault}")).hint(fault.help())),
    }
}

/// A line that cannot be taken.
fn wrong((shown, line): (&str, Option<u64>), what: &str) -> Refusal {
    Refusal::usage(match line {
        Some(line) => format!("{shown}:{line}: {what}"),
        None => format!("{shown}: {what}"),
    })
}

/// A ticket's name: of an address what stands behind its last `/`.
fn key(ticket: &str) -> &str {
    ticket
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(ticket)
}

fn state_of(word: &str) -> Option<ActionState> {
    let plain: String = word
        .chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    ActionState::ALL
        .into_iter()
        .find(|state| called(*state).contains(&plain.as_str()))
}

#[cfg(test)]
mod tests {
    use super::Tickets;

    #[test]
    fn what_is_wrong_is_on_the_line_that_an_editor_shows() {
        for end in ["\n", "\r\n"] {
            let table = ["ticket,state", "OPS-1,done", "OPS-2,whatever", ""].join(end);
            let refused = Tickets::read("t.csv", table.as_bytes()).unwrap_err();
            let message = "t.csv:3: `whatever` is not a state that pmrepo knows";
            assert_eq!(refused.message, message);
        }
    }
}
