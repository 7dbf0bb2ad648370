//! `pmrepo action import`: the states of tickets, from a tracker's export.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::change;
use crate::commands::print;
use crate::model::ActionState;
use crate::report::actions;
use crate::report::actions::Item;
use crate::time;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// The largest export that is read, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

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

/// A line of the export.
struct Ticket {
    state: ActionState,
    date: Option<String>,
    reason: Option<String>,
}

/// Runs it.
pub(super) fn run(file: &Path, dry_run: bool, ctx: &Ctx) -> Result<Ending, Refusal> {
    let tickets = read(&ctx.directory.join(file))?;
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.root_to_write()?;
    let today = root.today(ctx.now(root.config.policy.zone)?).to_string();
    let layout = root.layout()?;
    let mut by_id: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in actions::collect(&root, &workspace.snapshot)? {
        by_id.entry(item.postmortem.clone()).or_default().push(item);
    }
    let mut said = String::new();
    let mut edits = Edits::none();
    for files in &layout.postmortems {
        let items = by_id.get(&files.id).map_or(&[][..], Vec::as_slice);
        let mut texts: Option<(String, String)> = None;
        for item in items.iter().filter(|it| it.path == files.report.path) {
            let ticket = item.ticket.as_deref().and_then(|it| tickets.get(key(it)));
            let Some(ticket) = ticket.filter(|it| Some(it.state) != item.state()) else {
                continue;
            };
            let (before, text) = if let Some(texts) = texts.take() {
                texts
            } else {
                let text = root.text_of(&files.report.path)?;
                (text.clone(), text)
            };
            let fields = fields(ticket, item, &today);
            texts = Some((before, change::changed(text, files, item, &fields)?));
            said.push_str(&format!(
                "{}: {} -> {}\n",
                item.name(),
                item.state,
                ticket.state
            ));
        }
        if let Some((before, after)) = texts {
            edits.change(&files.report.path, before, after);
        }
    }
    if said.is_empty() {
        said.push_str("every item is as the tracker says\n");
    }
    if !dry_run {
        workspace.apply(&edits)?;
    }
    print(&said)?;
    Ok(Ending::Clean)
}

fn fields(ticket: &Ticket, item: &Item, today: &str) -> Vec<(&'static str, Value)> {
    let mut fields = vec![("state", json!(ticket.state))];
    if ticket.state == ActionState::Done {
        let on = ticket.date.as_deref().unwrap_or(today);
        fields.push(("done_on", json!(on)));
    }
    if ticket.state == ActionState::WontDo {
        let reason = ticket.reason.clone().unwrap_or_else(|| {
            let ticket = item.ticket.as_deref().unwrap_or_default();
            format!("Closed without being done in the tracker ({ticket}).")
        });
        fields.push(("reason", json!(reason)));
    }
    fields
}

/// A ticket's name: of an address what stands behind its last `/`.
fn key(ticket: &str) -> &str {
    ticket
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(ticket)
}

/// Reads the export: ticket by ticket, the last line of each.
fn read(path: &Path) -> Result<BTreeMap<String, Ticket>, Refusal> {
    let shown = path.display();
    let wrong = |line: Option<u64>, what: &str| match line {
        Some(line) => Refusal::usage(format!("{shown}:{line}: {what}")),
        None => Refusal::usage(format!("{shown}: {what}")),
    };
    let size = std::fs::metadata(path).map_err(|it| Refusal::io(path, &it))?;
    if size.len() > MOST_BYTES {
        return Err(wrong(None, "is larger than 64 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|it| Refusal::io(path, &it))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let headings = reader
        .headers()
        .map_err(|it| wrong(None, &it.to_string()))?
        .clone();
    let column = |name: &str| headings.iter().position(|it| it.eq_ignore_ascii_case(name));
    let (Some(ticket), Some(state)) = (column("ticket"), column("state")) else {
        return Err(wrong(Some(1), "the headings lack `ticket` or `state`")
            .hint("the first line names the columns: ticket,state,date,reason"));
    };
    let (date, reason) = (column("date"), column("reason"));
    let mut tickets = BTreeMap::new();
    for record in reader.records() {
        let record = record
            .map_err(|it| wrong(it.position().map(csv::Position::line), "is no line of CSV"))?;
        let line = record.position().map(csv::Position::line);
        let cell = |at: Option<usize>| {
            let cell = record.get(at?)?.trim();
            (!cell.is_empty()).then(|| cell.to_owned())
        };
        let (Some(ticket), Some(word)) = (cell(Some(ticket)), cell(Some(state))) else {
            continue;
        };
        let Some(state) = state_of(&word) else {
            return Err(
                wrong(line, &format!("`{word}` is no state that pmrepo knows"))
                    .hint("open, in-progress, done, wont-do, or what trackers call them"),
            );
        };
        let date = match cell(date) {
            // A tracker's timestamp begins with its date.
            Some(text) => {
                let day = text.get(..10).unwrap_or(&text);
                if let Err(fault) = time::parse_date(day) {
                    return Err(wrong(line, &format!("`{text}` {fault}")).hint(fault.help()));
                }
                Some(day.to_owned())
            }
            None => None,
        };
        let entry = Ticket {
            state,
            date,
            reason: cell(reason),
        };
        tickets.insert(key(&ticket).to_owned(), entry);
    }
    Ok(tickets)
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
