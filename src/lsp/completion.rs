//! What may stand where somebody types.

mod values;

use serde_json::Value;
use serde_json::json;

use super::cursor::Cursor;
use super::here::Here;
use super::here::Part;
use super::text::Position;
use super::yaml::Yaml;
use crate::check;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::model::Status;
use crate::postmortem::status_of;
use crate::rules::pm101_missing_field;
use crate::schema;
use crate::source::Span;

/// The characters after which it is asked without being told to.
pub(super) const TRIGGERS: [&str; 6] = [":", " ", "[", "@", "`", "#"];
/// How many things are offered.
const MOST: usize = 500;

/// The kinds of what is offered, as the protocol numbers them.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text = 1,
    Field = 5,
    Module = 9,
    Property = 10,
    Value = 12,
    Keyword = 14,
    Reference = 18,
}

/// One thing that may stand there.
struct Offer {
    label: String,
    kind: Kind,
    detail: String,
    about: String,
    /// What is written, where that is not the label.
    text: Option<String>,
    /// How soon it comes.
    rank: usize,
}

impl Offer {
    fn new(label: impl Into<String>, kind: Kind) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: String::new(),
            about: String::new(),
            text: None,
            rank: 5,
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// What may stand at a place.
pub(super) fn complete(here: &Here<'_>, at: Position) -> Value {
    let yaml = Yaml::of(here);
    let cursor = yaml.as_ref().and_then(|it| it.cursor(here, at));
    let (typed, offers) = match (&yaml, cursor) {
        (Some(yaml), Some(cursor)) => {
            let mut offers = Vec::new();
            if cursor.key.is_none() {
                offers.extend(keys(here, yaml, &cursor));
            }
            offers.extend(values::of(here, yaml, &cursor));
            (cursor.typed, offers)
        }
        _ => in_body(here, at),
    };
    let range = here.text().range(typed);
    let format = if here.client.reads_markdown {
        "markdown"
    } else {
        "plaintext"
    };
    let items = offers.into_iter().take(MOST).enumerate().map(|(at, it)| {
        let text = it.text.as_deref().unwrap_or(&it.label);
        json!({
            "label": it.label,
            "kind": it.kind as u8,
            "detail": it.detail,
            "documentation": {"kind": format, "value": it.about},
            "sortText": format!("{}{at:04}", it.rank),
            "filterText": it.label,
            "textEdit": {"range": range, "newText": text},
        })
    });
    let items: Vec<Value> = items.collect();
    json!({"isIncomplete": false, "items": items})
}

/// The keys that are not there yet, those first that are asked for.
fn keys(here: &Here<'_>, yaml: &Yaml, cursor: &Cursor) -> Vec<Offer> {
    let way = cursor.group();
    let there = yaml.there(here, cursor);
    let now = asked(here.findings());
    let soon = match here.part {
        Part::Report => next(here).map_or_else(Vec::new, |(_, lacking)| asked(&lacking)),
        _ => Vec::new(),
    };
    let typed = cursor.typed.of(here.text().as_str());
    let all = schema::properties(&yaml.schema, &way);
    let all = all
        .iter()
        .filter(|it| it.name == typed || !there.iter().any(|key| key == it.name));
    let has_colon = is_key_already(here, cursor.typed.end);
    let offers = all.map(|it| {
        let dotted: Vec<&str> = way.iter().copied().chain([it.name]).collect();
        let pointer = format!("/{}", dotted.join("/"));
        let is_asked = |all: &[String]| {
            let mut all = all.iter();
            all.any(|it| *it == pointer || it.starts_with(&format!("{pointer}/")))
        };
        let asked = schema::asked_when(&yaml.schema, &dotted.join("."));
        let mut offer = Offer::new(it.name, Kind::Field).detail(asked.join("; "));
        it.about.unwrap_or_default().clone_into(&mut offer.about);
        if !has_colon {
            offer.text = Some(format!("{}: ", it.name));
        }
        offer.rank = match (is_asked(&now), is_asked(&soon)) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        offer
    });
    offers.collect()
}

/// Whether what is typed goes on to a colon.
fn is_key_already(here: &Here<'_>, offset: usize) -> bool {
    let text = here.text();
    let line = text.line_span(text.position(offset).line);
    let rest = Span::new(offset, line.end.max(offset)).of(text.as_str());
    let is_part = |it: char| it.is_alphanumeric() || "_-\"'".contains(it);
    rest.trim_start_matches(is_part)
        .trim_start_matches(' ')
        .starts_with(':')
}

/// The places that findings ask something for.
fn asked(findings: &[Finding]) -> Vec<String> {
    let missing = findings.iter();
    let missing = missing.filter(|it| *it.rule == pm101_missing_field::RULE);
    missing.map(|it| it.pointer.clone()).collect()
}

/// The next status of the report, and what it lacks for that; `None` where there is none.
pub(super) fn next(here: &Here<'_>) -> Option<(Status, Vec<Finding>)> {
    let files = here.files.as_ref()?;
    let dossier = Dossier::read(files, &here.root.snapshot().reader());
    let next = status_of(&dossier.report).and_then(Status::next)?;
    let lacking = check::lacking(&here.root, &dossier, next, here.clock());
    Some((next, lacking))
}

/// What may stand in a body: titles of sections, ids of postmortems, steps, people behind an `@`.
fn in_body(here: &Here<'_>, at: Position) -> (Span, Vec<Offer>) {
    let text = here.text();
    let offset = text.offset(at);
    let start = text.line_span(at.line).start;
    let before = Span::new(start, offset).of(text.as_str());
    if let Some(title) = before.strip_prefix("## ")
        && here.part == Part::Report
    {
        let typed = Span::new(offset - title.len(), offset);
        return (typed, sections(here, at.line));
    }
    let is_part = |it: char| it.is_alphanumeric() || it == '-' || it == '.' || it == '_';
    let word = before.trim_end_matches(is_part).len();
    let typed = Span::new(start + word, offset);
    let is_called = before.get(..word).and_then(|it| it.strip_suffix('@'));
    if is_called.is_some_and(|it| !it.ends_with(is_part)) {
        return (typed, values::people(here));
    }
    let is_step = before.get(..word).is_some_and(|it| it.ends_with('`'));
    if is_step && here.part == Part::Checklist {
        return (typed, steps(here));
    }
    let is_id = typed
        .of(text.as_str())
        .starts_with(|it: char| it.is_ascii_digit());
    let offers = if is_id { values::ids(here) } else { Vec::new() };
    (typed, offers)
}

/// The sections that the report does not have.
fn sections(here: &Here<'_>, line: usize) -> Vec<Offer> {
    let document = here.document();
    let policy = &here.root.config.policy;
    let here_on = |span: Span| here.text().position(span.start).line == line;
    let others = document.body.sections.iter();
    let titles: Vec<&str> = others
        .filter(|it| it.level == 2 && !here_on(it.heading))
        .map(|it| it.title.as_str())
        .collect();
    let left = policy.sections.iter().filter(|section| {
        let mut titles = titles.iter();
        !titles.any(|it| policy.is_section(&section.title, it))
    });
    let offers = left.map(|it| {
        let about = match it.from {
            Some(from) if it.major_only => format!("from {from}, for major incidents"),
            Some(from) => format!("from {from}"),
            None => "optional".to_owned(),
        };
        Offer::new(it.heading(), Kind::Text).detail(about)
    });
    offers.collect()
}

/// The steps that the checklist may have.
fn steps(here: &Here<'_>) -> Vec<Offer> {
    let all = here.root.config.policy.steps.iter();
    all.map(|it| Offer::new(&it.id, Kind::Property).detail(&it.text))
        .collect()
}
