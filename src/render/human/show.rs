//! One postmortem in full.

use chrono::TimeDelta;
use serde_json::Value;

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use super::due;
use super::messages::approved;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::diagnostic::Finding;
use crate::model::Role;
use crate::report::checklist;
use crate::report::checklist::Step;
use crate::report::messages;
use crate::report::messages::Message;
use crate::report::show::View;
use crate::time;

/// What stands for something that a report does not say.
const UNSAID: &str = "-";
/// The columns of the names of fields.
const LABELS: usize = 20;

const ITEMS: [Column; 5] = [
    Column::Whole("ID"),
    Column::Whole("STATE"),
    Column::Wrapped("OWNER"),
    Column::Whole("DUE"),
    Column::Below("TITLE"),
];

/// Writes a postmortem: what it is, who does what, what is due, its action items, and at the end what
/// is missing for its next status.
pub fn show(view: &View, look: &Look) -> String {
    let title = sanitize(view.row.title.as_deref().unwrap_or("(no title)"));
    let mut text = format!(
        "{}\n{}\n\n",
        look.paint(Tone::Heading, &title),
        look.path(&view.row.path)
    );
    let mut lines = Lines {
        text: &mut text,
        look,
        has_zone: false,
    };
    what_it_is(view, &mut lines);
    who(view, &mut lines);
    what_it_says(view, &mut lines);
    text.push_str(&due::due(&view.due, look));
    text.push_str(&items(view, look));
    text.push('\n');
    text.push_str(&end(view, look));
    text
}

/// The lines at the top, each with a label.
struct Lines<'a> {
    text: &'a mut String,
    look: &'a Look,
    /// Whether the zone of times has been said.
    has_zone: bool,
}

impl Lines<'_> {
    /// A line; none where there is nothing to say.
    fn line(&mut self, label: &str, value: &str) {
        if !value.is_empty() {
            self.text.push_str(&labelled(label, value, self.look));
        }
    }

    /// A line with a time, and how long after the start that was.
    fn time(&mut self, label: &str, moment: Option<&String>, span: Option<TimeDelta>) {
        let Some(moment) = moment else {
            self.line(label, UNSAID);
            return;
        };
        let mut value = self.look.written(moment);
        if !self.has_zone {
            value.push_str(&self.look.zone_name());
            self.has_zone = true;
        }
        if let Some(span) = span {
            value.push_str(&format!(", after {}", time::in_words(span)));
        }
        self.line(label, &value);
    }

    /// A line with a time that a report need not say.
    fn fact(&mut self, label: &str, moment: Option<&String>) {
        if moment.is_some() {
            self.time(label, moment, None);
        }
    }

    /// A line for each of several, under one label.
    fn each(&mut self, label: &str, values: &[String]) {
        for (at, value) in values.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.text.push_str(&labelled(label, value, self.look));
        }
    }
}

fn what_it_is(view: &View, lines: &mut Lines<'_>) {
    let row = &view.row;
    let status = status(view);
    lines.line("status", &status);
    let major = if view.is_major { ", major" } else { "" };
    let severity = format!("{}{major}", said(row.severity.as_ref()));
    lines.line("severity", &severity);
    lines.line("owner", said(row.owner.as_ref()));
    let fact = |name: &str| {
        let fact = view.facts.iter().find(|it| it.name == name);
        fact.and_then(|it| it.value.as_ref())
    };
    lines.time("started", row.started_at.as_ref(), None);
    lines.time("detected", row.detected_at.as_ref(), view.time_to_detect);
    for name in ["paged_at", "mitigated_at"] {
        lines.fact(&label(name), fact(name));
    }
    lines.time("resolved", row.resolved_at.as_ref(), view.time_to_resolve);
    lines.fact("made public", fact("public_at"));
    for name in ["meeting", "reviewed_at"] {
        lines.fact(&label(name), fact(name));
    }
    lines.line("detection", fact("detection").map_or("", String::as_str));
    lines.line("services", &row.services.join(", "));
    if let Some(sources) = view.sources {
        lines.line("timeline", &sources.words());
    }
    for it in view.facts.iter().filter(|it| it.name.ends_with("_because")) {
        lines.line(&label(it.name), it.value.as_deref().unwrap_or_default());
    }
}

fn who(view: &View, lines: &mut Lines<'_>) {
    for (role, people) in &view.roles {
        let name = match Role::of_key(role) {
            Some(Role::SubjectMatterExpert) => "experts".to_owned(),
            _ => label(role),
        };
        lines.line(&name, &people.join(", "));
    }
}

fn what_it_says(view: &View, lines: &mut Lines<'_>) {
    lines.line("impact", view.row.impact.as_deref().unwrap_or_default());
    let factors: Vec<String> = view.factors.iter().map(|it| format!("- {it}")).collect();
    lines.each("factors", &factors);
    lines.line("checklist", &steps(&view.steps));
    let messages: Vec<String> = view
        .messages
        .iter()
        .map(|it| message(it, lines.look))
        .collect();
    lines.each("messages", &messages);
    for it in view.references.iter().chain(&view.own_fields) {
        lines.line(&label(&it.name), &value(&it.value));
    }
    lines.line("tags", &view.row.tags.join(", "));
    lines.line("related", &view.related.join(", "));
}

/// A field's name as people read it.
fn label(name: &str) -> String {
    name.trim_end_matches("_at").replace('_', " ")
}

/// A value in one line.
fn value(value: &Value) -> String {
    match value {
        Value::Null => UNSAID.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(self::value).collect();
            items.join(", ")
        }
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, it)| format!("{key}: {}", self::value(it)));
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// How far the checklist is: `7 of 10 done; open: scribe.key-events (yuki)`.
fn steps(steps: &[Step]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let (open, done): (Vec<&Step>, Vec<&Step>) = steps
        .iter()
        .partition(|it| it.state == checklist::State::Open);
    let named = open.iter().map(|it| match it.people.as_slice() {
        [] => it.id.clone(),
        people => format!("{} ({})", it.id, people.join(", ")),
    });
    let named: Vec<String> = named.collect();
    let mut text = format!("{} of {} done", done.len(), steps.len());
    if !named.is_empty() {
        text.push_str(&format!("; open: {}", named.join(", ")));
    }
    text
}

/// How far a message is: `notice: sent 2026-03-23 16:00`.
fn message(it: &Message, look: &Look) -> String {
    let state = match it.state {
        messages::State::None => "is not sent".to_owned(),
        messages::State::Approved => approved(it, look).unwrap_or_default(),
        state => state.as_str().to_owned(),
    };
    let mut text = format!("{} {state}", it.name);
    if let Some(at) = &it.sent_at {
        text.push_str(&format!(" {}", look.written(at)));
    }
    if let Some(reason) = &it.reason {
        text.push_str(&format!(": {reason}"));
    }
    text
}

fn items(view: &View, look: &Look) -> String {
    if view.action_items.is_empty() {
        return String::new();
    }
    let cell = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows = view.action_items.iter().map(|it| {
        let row = Row::new([&it.id, &it.state, &it.owner, &it.due, &it.title].map(cell));
        match (it.is_over, it.is_late) {
            (true, _) => row.all(Tone::Over),
            (false, true) => row.toned(3, Tone::Late),
            (false, false) => row,
        }
    });
    let rows: Vec<Row> = rows.collect();
    format!(
        "\n{}\n\n{}",
        look.paint(Tone::Heading, "Action items"),
        table(&ITEMS, &rows, look)
    )
}

/// The lines at the end: what is wrong today, and what is missing for the next status.
fn end(view: &View, look: &Look) -> String {
    let mut text = String::new();
    let wrong: Vec<&Finding> = view.errors().collect();
    let is_right = wrong.is_empty();
    if !is_right {
        let heading = look.paint(Tone::Heading, "Wrong today:");
        text.push_str(&format!("{heading}\n\n"));
        text.push_str(&points(wrong, look));
        text.push('\n');
    }
    let Some(next) = view.next else {
        text.push_str("Nothing comes after this status.\n");
        return text;
    };
    let missing: Vec<&Finding> = view.missing().collect();
    if missing.is_empty() && is_right {
        text.push_str(&format!(
            "Ready for {next}: pmrepo advance {}\n",
            sanitize(&view.row.id)
        ));
    } else if missing.is_empty() {
        text.push_str(&format!("Nothing else is missing for {next}.\n"));
    } else {
        let heading = format!("Missing for {next}:");
        text.push_str(&format!("{}\n\n", look.paint(Tone::Heading, &heading)));
        text.push_str(&points(missing, look));
    }
    if let Some(command) = &view.set_missing {
        text.push_str(&format!("\n{}\n", sanitize(command)));
    }
    text
}

/// What stands in the way of something, below what it is.
pub fn not_ready(what: &str, findings: &[Finding], look: &Look) -> String {
    let heading = heading_of(Tone::Heading, &format!("{what}:"), look);
    format!("{heading}\n{}", points(findings, look))
}

/// Findings in short, a line each: for what a postmortem lacks.
pub fn points<'a>(findings: impl IntoIterator<Item = &'a Finding>, look: &Look) -> String {
    findings.into_iter().map(|it| point(it, look)).collect()
}

/// A finding on a line of its own, with its place and code.
fn point(finding: &Finding, look: &Look) -> String {
    let said = format!(
        "{} ({}:{}, {})",
        finding.message,
        finding.path.name(),
        finding.start.line,
        finding.rule.code
    );
    hanging("  - ", 4, &said, look)
}

fn status(view: &View) -> String {
    if !view.row.is_readable {
        return "unreadable".to_owned();
    }
    said(view.row.status.as_ref()).to_owned()
}

fn said(text: Option<&String>) -> &str {
    text.map_or(UNSAID, String::as_str)
}

/// A field's name and value.
fn labelled(label: &str, value: &str, look: &Look) -> String {
    let label = match label {
        "" => String::new(),
        label => format!("{}:", sanitize(label)),
    };
    let gap = LABELS.saturating_sub(label.chars().count()).max(1);
    hanging(&format!("{label}{}", " ".repeat(gap)), LABELS, value, look)
}
