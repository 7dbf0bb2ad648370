//! What a document is: a postmortem, a list of others, a form, or something else, and why.

use std::collections::BTreeSet;

use super::facts::Fact;
use super::name::Name;
use super::outline::LineKind;
use super::outline::Outline;
use super::reading::Field;
use super::reading::Item;
use super::reading::Kind;
use super::reading::Row;
use super::stamps;
use super::text;
use super::words;
use super::words::Label;
use super::words::Part;
use crate::markdown::Body;
use crate::model::FieldName;

/// Words of a name or title that speak of an incident.
const INCIDENT: [&str; 24] = [
    "debrief",
    "debriefing",
    "incident",
    "incidents",
    "postmortem",
    "postmortems",
    "post mortem",
    "outage",
    "outages",
    "rca",
    "downtime",
    "failure",
    "disruption",
    "root cause",
    "degradation",
    "incident report",
    "retro",
    "vorfall",
    "storung",
    "ausfall",
    "panne",
    "incidente",
    "after action",
    "incident review",
];

/// Words of a name that make it a form or a guide.
const FORMS: [&str; 9] = [
    "template",
    "templates",
    "vorlage",
    "boilerplate",
    "skeleton",
    "plantilla",
    "modele",
    "cookiecutter",
    "tpl",
];

/// Words of a title that make it a guide about incidents.
const GUIDES: [&str; 18] = [
    "process",
    "guide",
    "guidelines",
    "policy",
    "runbook",
    "playbook",
    "procedure",
    "how to",
    "response plan",
    "handbook",
    "checklist",
    "instructions",
    "best practices",
    "onboarding",
    "program",
    "management plan",
    "leitfaden",
    "faq",
];

/// Names of files that list others.
const LISTS: [&str; 9] = [
    "readme",
    "index",
    "_index",
    "summary",
    "toc",
    "contents",
    "overview",
    "list",
    "incidents",
];

/// What is known when it is decided.
pub(super) struct Known<'a> {
    pub(super) name: &'a Name,
    pub(super) path: &'a str,
    pub(super) title: &'a str,
    pub(super) outline: &'a Outline<'a>,
    pub(super) body: &'a Body,
    pub(super) facts: &'a [Fact],
    pub(super) rows: &'a [Row],
    pub(super) items: &'a [Item],
    /// Whether it names the day, also in a way that can be read in two orders.
    pub(super) has_date: bool,
    pub(super) text: &'a str,
}

/// Why a file is no document by its name alone; `None` where it may be one.
pub(super) fn by_ending(name: &Name) -> Option<String> {
    let ending = name.ending.as_str();
    let is_program = [
        "json", "yaml", "yml", "toml", "csv", "tsv", "xml", "js", "ts", "py", "rb", "go", "rs",
        "sh", "css", "scss", "java", "c", "h", "cpp", "sql", "ini", "cfg", "conf", "lock", "svg",
        "png", "jpg", "jpeg", "gif", "pdf", "ico", "webp", "zip", "gz", "ipynb", "tf", "eml",
        "log", "jsx", "tsx", "php", "pl", "lua", "dot", "puml", "ics", "pem", "key", "crt",
    ];
    if matches!(ending, "csv" | "tsv") {
        return Some("it is a table: --map says which column is what".to_owned());
    }
    is_program
        .contains(&ending)
        .then(|| format!("it is a `.{ending}` file, not prose"))
}

fn has_any(plain: &str, all: &[&str]) -> bool {
    let padded = format!(" {plain} ");
    all.iter().any(|it| padded.contains(&format!(" {it} ")))
}

impl Known<'_> {
    /// What the document is, and why.
    pub(super) fn decide(&self) -> (Kind, String) {
        let file = words::plain(&self.name.words.replace(['_', '-'], " "));
        let title = words::plain(self.title);
        if text::says_nothing(self.text) || self.text.trim().is_empty() {
            return (Kind::Other, "it is empty".to_owned());
        }
        if has_any(&file, &FORMS) || title.ends_with("template") || title.starts_with("template") {
            return (
                Kind::Template,
                "its name or title says that it is a template".to_owned(),
            );
        }
        if let Some(why) = self.list() {
            return (Kind::Index, why);
        }
        let placeholders = self.placeholders();
        if placeholders >= 3 && !self.has_date && self.rows.iter().all(|it| it.clock.is_none()) {
            return (
                Kind::Template,
                format!("{placeholders} places are still to be filled in, and it names no date"),
            );
        }
        if let Some(count) = self.incidents() {
            return (
                Kind::Other,
                format!(
                    "it tells of {count} incidents: a document of its own for each can be adopted"
                ),
            );
        }
        self.postmortem(&file, &title)
    }

    /// How many lines are placeholders of a form.
    fn placeholders(&self) -> usize {
        let is_open = |line: &str| {
            let value = super::facts::labelled(line).map_or(line, |it| it.1);
            let upper = value.to_uppercase();
            text::is_placeholder(value) && !value.trim().is_empty()
                || upper.contains("[DATE")
                || upper.contains("<DATE")
                || upper.contains("YYYY-MM-DD")
                || value.contains("{{")
        };
        let lines = self
            .outline
            .lines
            .iter()
            .filter(|it| it.kind != LineKind::Code && is_open(it.text));
        let cells = self.body.blocks.iter().filter(|it| {
            it.kind == crate::markdown::BlockKind::TableCell
                && text::is_placeholder(it.span.of(self.text))
        });
        lines.count() + cells.count()
    }

    /// How many incidents it tells of, where each has a heading with a day of its own outside of a
    /// timeline.
    fn incidents(&self) -> Option<usize> {
        let mut days = BTreeSet::new();
        let mut timelines = 0;
        for section in self.body.sections.iter().enumerate() {
            let (index, section) = section;
            let part = self.outline.parts.get(index).copied().flatten();
            if words::part(&section.title) == Some(Part::Timeline) {
                timelines += 1;
            }
            if part.is_some() || self.outline.title == Some(index) || section.level > 3 {
                continue;
            }
            let is_clock = stamps::at_start(&section.title, None).is_some_and(|it| it.has_clock);
            let is_short = section.title.len() < 14;
            if is_clock || is_short {
                continue;
            }
            for date in super::name::in_text(&section.title, None) {
                if let super::dates::Day::Is(day) = date.day {
                    days.insert((section.level, day));
                }
            }
        }
        let levels: BTreeSet<u8> = days.iter().map(|it| it.0).collect();
        let most = levels
            .iter()
            .map(|level| days.iter().filter(|it| it.0 == *level).count())
            .max()?;
        let events = self
            .outline
            .named
            .iter()
            .filter(|it| it.name == "Timeline")
            .count()
            .max(timelines);
        (most >= 2 && (events >= 2 || most >= 3)).then_some(most)
    }

    /// Why it is a list of other documents.
    fn list(&self) -> Option<String> {
        let file = self.path.rsplit('/').next().unwrap_or("").to_lowercase();
        let stem = file.split('.').next().unwrap_or("");
        let is_list_name = LISTS.contains(&stem);
        let items = self
            .outline
            .lines
            .iter()
            .filter(|it| matches!(it.kind, LineKind::Item { is_first: true }));
        let (mut links, mut count) = (0, 0);
        for item in items {
            count += 1;
            let bare = item.text.trim_start_matches(['*', '_', ' ']);
            let is_link = bare.starts_with('[') && bare.contains("](") && !bare.contains("](http");
            links += usize::from(is_link);
        }
        let mut rows = 0;
        for table in &self.body.tables {
            for row in &table.rows {
                let is_link = row.cells.iter().any(|it| {
                    let words = it.span.of(self.text);
                    words.starts_with('[') && words.contains("](") && !words.contains("](http")
                });
                rows += usize::from(is_link);
            }
        }
        let mostly = (links >= 3 && links * 2 > count) || rows >= 3;
        if self.rows.len() > 3 {
            return None;
        }
        let sections: BTreeSet<_> = self.outline.named.iter().map(|it| it.name).collect();
        if mostly && sections.len() < 3 {
            return Some(format!("it lists {} other documents", links.max(rows)));
        }
        (is_list_name && !self.has_date && self.rows.iter().all(|it| it.clock.is_none()))
            .then(|| "its name is that of a list, and it tells of no incident".to_owned())
    }

    fn postmortem(&self, file: &str, title: &str) -> (Kind, String) {
        let sections: BTreeSet<_> = self.outline.named.iter().map(|it| it.name).collect();
        let speaks = has_any(file, &INCIDENT)
            || has_any(title, &INCIDENT)
            || has_any(
                &words::plain(&self.path.replace(['/', '-', '_'], " ")),
                &INCIDENT,
            );
        let is_guide = has_any(title, &GUIDES) || has_any(file, &GUIDES);
        let has_fact = |name: FieldName| {
            self.facts
                .iter()
                .any(|it| it.label == Label::Of(Field::Of(name)))
        };
        let facts = [
            FieldName::Severity,
            FieldName::StartedAt,
            FieldName::DetectedAt,
            FieldName::ResolvedAt,
            FieldName::IncidentCommander,
        ];
        let facts = facts.into_iter().filter(|it| has_fact(*it)).count();
        let timed = self.rows.iter().filter(|it| it.clock.is_some()).count();
        let mut score = sections.len().min(4) + facts.min(3);
        score += usize::from(speaks) * 2
            + usize::from(timed >= 2) * 3
            + usize::from(self.has_date) * 2
            + usize::from(!self.items.is_empty());
        if is_guide && timed < 2 && facts < 2 {
            return (
                Kind::Other,
                "it is a guide, and tells of no incident".to_owned(),
            );
        }
        // A timeline of days, or of times that are not understood, is one all the same.
        let is_dated = self.rows.len() >= 2;
        score += usize::from(is_dated && timed < 2) * 2;
        let tells =
            self.has_date || timed > 0 || facts > 0 || (speaks && sections.len() >= 3) || is_dated;
        // Even without a day it is one that somebody has to look at.
        let tells = tells || (speaks && sections.len() >= 2 && !self.items.is_empty());
        // A time of the incident behind its label, and its day, are enough.
        let times = [
            FieldName::StartedAt,
            FieldName::DetectedAt,
            FieldName::ResolvedAt,
        ];
        let is_told = times.into_iter().any(has_fact) && self.has_date;
        if (score >= 4 || is_told) && tells {
            let mut why = Vec::new();
            if speaks {
                why.push("its name speaks of an incident".to_owned());
            }
            if timed > 0 {
                why.push(format!("its timeline has {timed} times"));
            }
            if !sections.is_empty() {
                let names: Vec<&str> = sections.into_iter().collect();
                why.push(format!("it has {}", names.join(", ")));
            }
            if why.is_empty() {
                why.push("it names the day of an incident".to_owned());
            }
            return (Kind::Postmortem, why.join("; "));
        }
        (Kind::Other, self.lacks(!sections.is_empty()))
    }

    /// What a document lacks that is no postmortem.
    fn lacks(&self, has_sections: bool) -> String {
        let mut lacks = Vec::new();
        if self.rows.is_empty() {
            lacks.push("no timeline");
        }
        if !has_sections {
            lacks.push("no sections of a postmortem");
        }
        if lacks.len() < 2 && !self.has_date {
            lacks.push("no day of an incident");
        }
        if lacks.is_empty() {
            return "too little of it tells of an incident".to_owned();
        }
        format!("it has {}", lacks.join(", and "))
    }
}
