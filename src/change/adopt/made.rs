//! The report that becomes of a document: settled by the rules themselves.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use super::decide::Decided;
use super::front::Parts;
use crate::adopt::Reading;
use crate::check;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::diagnostic::Family;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::front_matter::pointer;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::Status;
use crate::refusal::Refusal;
use crate::report::adoption::Unclear;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::pm102_unknown_field;
use crate::schema;
use crate::snapshot::MOST_BYTES;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// How often a report is judged, with one field less each time, until nobody wonders any more.
const MOST_TURNS: usize = 40;
/// How much of a value is shown.
const LONGEST: usize = 80;
/// The fields for which nobody but us has a say.
const STATUS: &str = FieldName::Status.as_str();
const ADOPTED: &str = FieldName::AdoptedFrom.as_str();
/// How far a document may have come.
const WAY: [Status; 3] = [Status::InReview, Status::Reviewed, Status::Closed];

/// What the makers of reports share.
pub(super) struct Maker {
    /// The root, which judges nothing mildly.
    root: Root,
    clock: Clock,
    /// The keys of the front matter, in the order of the schema.
    order: Vec<String>,
}

/// Where a document is from.
pub(super) struct Origin<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// The commit that has it.
    pub(super) commit: Option<&'a str>,
    /// The SHA-256 of its bytes.
    pub(super) sha256: &'a str,
}

/// A report that is made of a document.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// Its text.
    pub(super) text: String,
    /// Its status.
    pub(super) status: Status,
    /// What is lost.
    pub(super) losses: Vec<String>,
    /// What was read and cannot be.
    pub(super) unclear: Vec<Unclear>,
    /// Fields of its own, and the type of their values.
    pub(super) own_fields: Vec<(String, &'static str)>,
    /// Whether errors stay.
    pub(super) has_gaps: bool,
    /// What leads elsewhere from its new place, with the line.
    pub(super) links: Vec<(String, usize)>,
    /// Whether it says that it is confidential.
    pub(super) is_confidential: bool,
}

/// A report that is judged.
struct Judged {
    findings: Vec<Finding>,
    dossier: Dossier,
}

impl Judged {
    fn has_errors(&self) -> bool {
        self.findings.iter().any(|it| it.level == Level::Error)
    }
}

impl Maker {
    pub(super) fn new(root: &Root, clock: Clock) -> Self {
        let mut strict = root.on(root.snapshot().clone());
        strict.config.policy.enforce_from = None;
        let schema = schema::effective(schema::Name::Postmortem, &root.config);
        Self {
            root: strict,
            clock,
            order: schema::siblings(&schema, &[""]),
        }
    }

    /// Makes the report at a path, with the status that somebody asks for; `Err` says why there is none.
    pub(super) fn make(
        &self,
        (text, reading, decided): (&str, &Reading, &Decided),
        origin: &Origin<'_>,
        (report, asked): (&RepoPath, Option<Status>),
    ) -> Result<Result<Made, String>, Refusal> {
        let Some(parts) = Parts::of(text, &reading.front_matter, reading.body) else {
            return Ok(Err("its front matter cannot be read".to_owned()));
        };
        let mut making = Making::new(self, decided, origin, &parts);
        for _ in 0..MOST_TURNS {
            let fields = making.fields(Status::Draft);
            let assembled = parts.with(&fields, &making.aside(Status::Draft));
            if assembled.text.len() as u64 > MOST_BYTES {
                return Ok(Err("it is too large with its front matter".to_owned()));
            }
            let judged = self.judge(report, &assembled.text)?;
            let errors = judged.findings.iter();
            let errors = errors.filter(|it| it.level == Level::Error);
            let errors: Vec<&Finding> = errors.collect();
            if let Some(it) = errors.iter().find(|it| it.rule.family() == Family::Reading) {
                return Ok(Err(format!("{} ({})", it.message, it.rule.code)));
            }
            if making.settle(&errors) {
                continue;
            }
            if assembled.is_rewritten {
                making.losses.push(
                    "front matter: it is written anew as YAML, without its comments".to_owned(),
                );
            }
            return self
                .finish(making, &parts, (report, &judged, asked))
                .map(Ok);
        }
        Ok(Err(
            "too much in its front matter is not as it should be".to_owned()
        ))
    }

    /// Gives a report that is settled its status.
    fn finish(
        &self,
        making: Making<'_>,
        parts: &Parts<'_>,
        (report, judged, asked): (&RepoPath, &Judged, Option<Status>),
    ) -> Result<Made, Refusal> {
        let has_errors = judged.has_errors();
        let mut has_gaps = has_errors;
        let status = match asked {
            Some(status) => status,
            None if has_errors => Status::Draft,
            None => self.furthest(&judged.dossier),
        };
        let mut making = making;
        let fields = making.fields(status);
        let text = parts.with(&fields, &making.aside(status)).text;
        if making.says_another(status) {
            making.set_aside(STATUS, "it says how far the report is here");
        }
        if asked.is_some_and(|it| it != Status::Draft) {
            has_gaps = self.judge(report, &text)?.has_errors();
        }
        let document = &judged.dossier.report;
        let own = judged.findings.iter();
        let own = own.filter(|it| it.rule == &pm102_unknown_field::RULE && it.path == *report);
        let own = own.filter_map(|it| {
            let key = it.pointer.strip_prefix('/')?;
            let value = document.root()?.at_pointer(&it.pointer)?;
            (!key.contains('/')).then(|| (pointer::key(key), type_of(&value.to_json())))
        });
        let links = document.body.links.iter();
        let links = links.filter(|it| is_relative(&it.url)).map(|it| {
            let line = document.lines.position(&document.text, it.span.start).line;
            (it.url.clone(), line)
        });
        Ok(Made {
            own_fields: own.collect(),
            links: links.collect(),
            is_confidential: crate::postmortem::is_confidential(document),
            text,
            status,
            losses: making.losses,
            unclear: making.unclear,
            has_gaps,
        })
    }

    /// The status that a draft can hold by the rules.
    fn furthest(&self, dossier: &Dossier) -> Status {
        let mut reached = Status::Draft;
        for status in WAY {
            // The schema is asked first: it costs less, and most old reports lack a field.
            if !self.has_all_fields(&dossier.report, status)
                || !check::lacking(&self.root, dossier, status, self.clock).is_empty()
            {
                break;
            }
            reached = status;
        }
        reached
    }

    fn has_all_fields(&self, report: &Document, status: Status) -> bool {
        let Some(root) = report.root() else {
            return false;
        };
        let Json::Object(mut fields) = root.to_json() else {
            return false;
        };
        fields.insert(STATUS.to_owned(), json!(status.as_str()));
        let text = serde_json::to_string(&fields).unwrap_or_default();
        let text = format!("---\n{text}\n---\n");
        let read = crate::front_matter::read(&text).front_matter;
        read.is_some_and(|it| {
            let faults = self.root.report_schema().faults(&it);
            let mut faults = faults.iter();
            !faults.any(|it| it.kind == schema::SchemaFaultKind::Missing)
        })
    }

    fn judge(&self, report: &RepoPath, text: &str) -> Result<Judged, Refusal> {
        let texts = Texts::from([(report.clone(), Some(text.to_owned()))]);
        let after = self.root.snapshot().over(texts);
        let directory = report.parent().unwrap_or_default();
        let files = Files::of_directory(&after, &directory)?
            .ok_or_else(|| Refusal::failed(format!("`{report}` would be no report")))?;
        let dossier = Dossier::read(&files, &after.reader());
        let findings = check::judge(&self.root, &dossier, self.clock).into_findings();
        Ok(Judged { findings, dossier })
    }
}

/// A report on its way.
struct Making<'a> {
    /// What is written where nothing is there, by its key.
    ours: Vec<(String, Json)>,
    /// What is there.
    own: Map<String, Json>,
    /// Keys of what is there that become comments.
    aside: BTreeSet<String>,
    order: &'a [String],
    losses: Vec<String>,
    unclear: Vec<Unclear>,
    /// Where what was read stands, by its key.
    lines: BTreeMap<String, Option<usize>>,
}

impl<'a> Making<'a> {
    fn new(maker: &'a Maker, decided: &Decided, origin: &Origin<'_>, parts: &Parts<'_>) -> Self {
        let mut ours: Map<String, Json> = Map::new();
        let mut lines = BTreeMap::new();
        for (field, value, line) in &decided.fields {
            let name = field.as_str();
            put(&mut ours, name, value.clone());
            lines.insert(name.split('.').next().unwrap_or(name).to_owned(), *line);
        }
        // For these two nobody but us has a say.
        ours.shift_remove(STATUS);
        ours.insert(ADOPTED.to_owned(), origin.json());
        // Whatever is no plain `false` keeps a postmortem in the repository: `yes`, or a list of names.
        let own = parts.fields();
        let confidential = FieldName::Confidential.as_str();
        let is_doubtful = own
            .get(confidential)
            .is_some_and(|it| !it.is_null() && !it.is_boolean());
        if is_doubtful {
            ours.insert(confidential.to_owned(), json!(true));
        }
        let mut making = Self {
            ours: ours.into_iter().collect(),
            own,
            aside: BTreeSet::new(),
            order: &maker.order,
            losses: Vec::new(),
            unclear: Vec::new(),
            lines,
        };
        making.set_aside(ADOPTED, "it says now where this report was adopted from");
        if is_doubtful {
            making.set_aside(confidential, "it is taken for `true`");
        }
        making
    }

    /// Leaves a field that is there as a comment.
    fn set_aside(&mut self, key: &str, why: &str) {
        let Some(value) = self.own.get(key).map(short) else {
            return;
        };
        if self.aside.insert(key.to_owned()) {
            self.losses.push(format!(
                "{key}: `{value}` stays as a comment in the front matter: {why}"
            ));
        }
    }

    /// Whether the document says a status itself, and that is another one.
    fn says_another(&self, status: Status) -> bool {
        let own = self.own.get(STATUS);
        own.is_some_and(|it| it.as_str() != Some(status.as_str()))
    }

    /// The keys of what becomes a comment, with a status.
    fn aside(&self, status: Status) -> BTreeSet<String> {
        let mut aside = self.aside.clone();
        if self.says_another(status) {
            aside.insert(STATUS.to_owned());
        }
        aside
    }

    /// All that is written, with a status. What is there under a name of ours stays.
    fn fields(&self, status: Status) -> Map<String, Json> {
        let aside = self.aside(status);
        let mut all = self.ours.clone();
        all.push((STATUS.to_owned(), json!(status.as_str())));
        all.retain(|(key, _)| !self.own.contains_key(key) || aside.contains(key));
        let place = |key: &str| self.order.iter().position(|it| it == key);
        all.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
        all.into_iter().collect()
    }

    /// Takes out what is wrong; says whether it took out anything.
    fn settle(&mut self, errors: &[&Finding]) -> bool {
        let mut is_changed = false;
        for finding in errors {
            let key = finding.pointer.strip_prefix('/').unwrap_or_default();
            let key = pointer::key(key.split('/').next().unwrap_or_default());
            if [STATUS, ADOPTED, ""].contains(&key.as_str()) {
                continue;
            }
            if self.own.contains_key(&key) && !self.aside.contains(&key) {
                self.set_aside(&key, &finding.message);
                is_changed = true;
                continue;
            }
            let mut ours = self.ours.iter();
            let Some(at) = ours.position(|(it, _)| *it == key) else {
                continue;
            };
            let (_, value) = self.ours.remove(at);
            self.unclear.push(Unclear {
                line: self.lines.get(&key).copied().flatten(),
                field: key,
                text: short(&value),
                why: finding.message.clone(),
            });
            is_changed = true;
        }
        is_changed
    }
}

impl Origin<'_> {
    /// As the front matter has it.
    fn json(&self) -> Json {
        let mut from = Map::new();
        from.insert("path".to_owned(), json!(self.path));
        if let Some(commit) = self.commit {
            from.insert("commit".to_owned(), json!(commit));
        }
        from.insert("sha256".to_owned(), json!(self.sha256));
        Json::Object(from)
    }
}

/// A value in words, cut where it is long.
fn short(value: &Json) -> String {
    let text = match value {
        Json::String(text) => one_line(text),
        other => other.to_string(),
    };
    text.chars().take(LONGEST).collect()
}

/// Puts a value at a dotted name.
fn put(map: &mut Map<String, Json>, name: &str, value: Json) {
    let Some((first, rest)) = name.split_once('.') else {
        map.insert(name.to_owned(), value);
        return;
    };
    let group = map
        .entry(first.to_owned())
        .or_insert_with(|| Json::Object(Map::new()));
    if let Json::Object(group) = group {
        put(group, rest, value);
    }
}

/// The type of a value, as a JSON Schema names it.
fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "",
        Json::Bool(_) => "boolean",
        Json::Number(it) if it.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// Whether an address leads elsewhere from another directory.
fn is_relative(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or_default();
    !url.is_empty() && !url.starts_with(['/', '#', '?']) && !scheme.contains(':')
}
