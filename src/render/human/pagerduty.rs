//! What PagerDuty says, for people.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use super::paragraph::hanging;
use crate::count::counted;
use crate::pagerduty::Incident;
use crate::report::pagerduty::missing::View;
use crate::report::pagerduty::pull::Pulled;
use crate::report::pagerduty::push::Plan;
use crate::report::pagerduty::push::Step;

/// What stands for something that is not said.
const UNSAID: &str = "-";

const COLUMNS: [Column; 5] = [
    Column::Whole("INCIDENT"),
    Column::Whole("SEVERITY"),
    Column::Whole("BEGAN"),
    Column::Wrapped("SERVICE"),
    Column::Wrapped("TITLE"),
];

/// Writes which incidents have no postmortem, and which postmortems' incidents are open again.
pub fn missing(view: &View, look: &Look) -> String {
    let mut text = String::new();
    if !view.missing.is_empty() {
        let rows: Vec<table::Row> = view
            .missing
            .iter()
            .map(|it| {
                let incident = &it.incident;
                let began = incident.created_at.map(|it| look.moment(it));
                table::Row::new([
                    incident.id.clone(),
                    it.severity.to_string(),
                    began.unwrap_or_else(|| UNSAID.to_owned()),
                    incident
                        .service
                        .clone()
                        .unwrap_or_else(|| UNSAID.to_owned()),
                    incident.title.clone().unwrap_or_else(|| UNSAID.to_owned()),
                ])
            })
            .collect();
        text.push_str(&table(&COLUMNS, &rows, look));
    }
    for it in &view.reopened {
        let id = &it.incident.id;
        let line = format!("{}: the incident {id} is open again", it.postmortem);
        text.push_str(&hanging("", 2, &line, look));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let mut last = format!(
        "{} looked at, {} without a postmortem",
        counted(view.incidents, "incident"),
        counted(view.missing.len(), "major one")
    );
    if view.without_priority > 0 {
        last.push_str(&format!(
            "; {} without a priority, of which that is not known",
            view.without_priority
        ));
    }
    if !view.unknown_priorities.is_empty() {
        let names = view.unknown_priorities.join(", ");
        last.push_str(&format!("; priorities that stand for no severity: {names}"));
    }
    text.push_str(&hanging("", 0, &last, look));
    if let Some(first) = view.missing.first() {
        let id = &first.incident.id;
        text.push_str(&hanging(
            "",
            0,
            &format!("pmrepo new --from-pagerduty {id}"),
            look,
        ));
    }
    text
}

/// Writes what a pull gives; `command` is the line that takes a setting over.
pub fn pulled(pulled: &Pulled, command: &dyn Fn(&str) -> String, look: &Look) -> String {
    let mut text = String::new();
    let heading = |text: &mut String, words: &str| {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&look.paint(Tone::Heading, words));
        text.push_str("\n\n");
    };
    if !pulled.fills.is_empty() {
        heading(&mut text, "The report does not say");
        for (field, value) in &pulled.fills {
            text.push_str(&hanging(&format!("  {field}: "), 4, value, look));
        }
    }
    if !pulled.differences.is_empty() {
        heading(&mut text, "Both say it differently");
        for it in &pulled.differences {
            let line = format!("`{}` here, `{}` there", it.here, it.there);
            text.push_str(&hanging(&format!("  {}: ", it.field), 4, &line, look));
            text.push_str(&format!("    {}\n", sanitize(&command(&it.setting))));
        }
    }
    if !pulled.people.is_empty() {
        heading(&mut text, "Had to do with it");
        text.push_str(&hanging("  ", 2, &pulled.people.join(", "), look));
        let line = "PagerDuty knows no roles: `pmrepo set` gives somebody one";
        text.push_str(&hanging("  ", 2, line, look));
    }
    for note in &pulled.notes {
        text.push_str(&hanging("", 0, note, look));
    }
    if text.is_empty() {
        text.push_str("The report says all that PagerDuty does.\n");
    }
    text.push('\n');
    text
}

/// Writes what is to be done in PagerDuty.
pub fn push(incident: &Incident, plan: &Plan, look: &Look) -> String {
    let title = incident.title.as_deref().unwrap_or_default();
    let name = format!("{} {title}", incident.id);
    let mut text = format!("{}\n\n", look.paint(Tone::Heading, &sanitize(name.trim())));
    for it in &plan.steps {
        text.push_str(&hanging("  to do: ", 4, &step(it), look));
    }
    for it in &plan.held {
        text.push_str(&hanging("  not done: ", 4, it, look));
    }
    for it in &plan.notes {
        text.push_str(&hanging("  ", 2, it, look));
    }
    if plan.steps.is_empty() && plan.held.is_empty() {
        text.push_str("  nothing to do\n");
    }
    text
}

/// What a step does, on one line.
pub fn step(step: &Step) -> String {
    match step {
        Step::Merge(ids) => format!("merge {} into it", ids.join(", ")),
        Step::Priority(priority) => format!("set its priority to {}", priority.name),
        Step::Resolve => "resolve it".to_owned(),
        Step::Note(text) => format!("note: {}", text.replace('\n', "; ")),
    }
}

/// Lines as they are, harmless on a terminal.
pub fn lines(text: &str) -> String {
    let lines = text.lines().map(|it| format!("{}\n", sanitize(it)));
    lines.collect()
}
