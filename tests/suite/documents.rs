//! Generated front matter, held against an independent reader of YAML and an independent
//! validator of JSON Schema.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pmrepo::check;
use pmrepo::corpus::Dossier;
use pmrepo::document::Document;
use pmrepo::document::Sort;
use pmrepo::document::Trouble;
use pmrepo::front_matter::FaultKind;
use pmrepo::root::Root;
use pmrepo::schema;
use pmrepo::snapshot::Snapshot;
use pmrepo::source::RepoPath;
use proptest::test_runner::TestCaseError;
use proptest::test_runner::TestRunner;
use serde_json::Map;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use crate::generate;

/// What `serde_yaml` read as JSON; `None` where JSON has no word for it.
fn to_json(yaml: &Yaml) -> Option<Json> {
    Some(match yaml {
        Yaml::Null => Json::Null,
        Yaml::Bool(it) => (*it).into(),
        Yaml::Number(it) => match (it.as_u64(), it.as_i64(), it.as_f64()) {
            (Some(it), ..) => it.into(),
            (_, Some(it), _) => it.into(),
            (.., Some(it)) => serde_json::Number::from_f64(it)?.into(),
            _ => return None,
        },
        Yaml::String(it) => it.clone().into(),
        Yaml::Sequence(items) => items.iter().map(to_json).collect::<Option<Json>>()?,
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key.as_str()?.to_owned(), to_json(value)?);
            }
            Json::Object(map)
        }
        Yaml::Tagged(_) => return None,
    })
}

/// What `serde_yaml` makes of a text; an empty one is an empty map, as it is here.
fn read_by_serde_yaml(yaml: &str) -> Option<Json> {
    let value = serde_yaml::from_str::<Yaml>(yaml).ok()?;
    let json = to_json(&value)?;
    Some(if json.is_null() {
        Json::Object(Map::new())
    } else {
        json
    })
}

fn document(yaml: &str) -> Document {
    let path = RepoPath::new("postmortems/2026/2026-03-10-one/postmortem.md").unwrap();
    Document::from_text(&path, format!("---\n{yaml}---\n"), Sort::WithFrontMatter)
}

/// The kinds of faults that keep front matter from being taken as it stands.
fn hard_faults(document: &Document) -> Vec<FaultKind> {
    let kinds = document.faults.iter().map(|it| match &it.kind {
        Trouble::FrontMatter(kind) => *kind,
        _ => FaultKind::Syntax,
    });
    kinds
        .filter(|it| *it != FaultKind::AmbiguousScalar)
        .collect()
}

fn fail(message: String) -> Result<(), TestCaseError> {
    Err(TestCaseError::fail(message))
}

/// What YAML 1.2 reads and `libyaml`, which `serde_yaml` reads with, refuses in plain sight:
/// nobody who reads with the other is misled.
const OTHERS_REFUSE: [&str; 4] = [
    // `[:a]`; also `{a:, b: 1}` and `[a:, b]`.
    "did not find expected node content",
    "found unexpected ':'",
    // A tab behind the dash of a list's item.
    "found character that cannot start any token",
    // A pair of surrogates, as JSON writes what is beyond the first plane.
    "found invalid Unicode character escape code",
];

/// What `libyaml` takes and YAML 1.2 does not: a comment without a blank before it, and a dash
/// alone in brackets. Here it is a fault.
fn others_take(line: &str) -> bool {
    ["'#", "\"#", "|#", "[-]", "{-:"]
        .iter()
        .any(|it| line.contains(it))
}

/// Whether a value is one that YAML 1.1 reads as a key. Here it is a warning, PM007.
fn is_key_in_yaml_1_1(document: &Document) -> bool {
    let warned = document
        .faults
        .iter()
        .filter(|it| it.kind == Trouble::FrontMatter(FaultKind::AmbiguousScalar));
    warned
        .into_iter()
        .any(|it| it.message.contains("a key to readers of YAML 1.1"))
}

#[test]
fn values_are_those_that_serde_yaml_reads() {
    let counts = RefCell::new(BTreeMap::new());
    let count = |what: &'static str| *counts.borrow_mut().entry(what).or_insert(0) += 1;
    let mut runner = TestRunner::new(generate::config(300));
    let result = runner.run(&generate::front_matter(), |yaml| {
        let document = document(&yaml);
        let faults = hard_faults(&document);
        let theirs = read_by_serde_yaml(&yaml).filter(Json::is_object);
        let ours = document.root().map(pmrepo::front_matter::Node::to_json);
        match (ours, theirs) {
            (Some(_), _) if is_key_in_yaml_1_1(&document) => count("warned of"),
            (Some(ours), Some(theirs)) if faults.is_empty() => {
                count("read alike");
                if ours != theirs {
                    return fail(format!("{yaml}\nours:   {ours}\ntheirs: {theirs}"));
                }
            }
            (Some(ours), None) if faults.is_empty() => {
                count("read here alone");
                let error = serde_yaml::from_str::<Yaml>(&yaml).map(drop).unwrap_err();
                let error = error.to_string();
                if !OTHERS_REFUSE.iter().any(|it| error.contains(it)) {
                    return fail(format!("{yaml}\nours: {ours}\ntheirs: {error}"));
                }
            }
            (_, None) => count("refused by both"),
            (_, Some(_)) if faults.contains(&FaultKind::Syntax) => {
                count("refused here alone");
                let line = document
                    .lines
                    .position(&document.text, place(&document))
                    .line;
                let line = document.lines.line_span(&document.text, line).unwrap();
                let is_odd = document
                    .text
                    .contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']);
                if !is_odd && !others_take(line.of(&document.text)) {
                    return fail(format!("{yaml}\nours: {:?}", document.faults));
                }
            }
            (_, Some(_)) => count("done without here"),
        }
        Ok(())
    });
    println!("{:?}", counts.borrow());
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

/// Where the first fault of syntax is.
fn place(document: &Document) -> usize {
    let syntax = Trouble::FrontMatter(FaultKind::Syntax);
    let fault = document.faults.iter().find(|it| it.kind == syntax);
    fault.map_or(0, |it| it.span.start)
}

/// A root, and its schema for the independent validator.
struct Judge {
    root: Root,
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Judge {
    fn new(configuration: &str) -> Self {
        let top = tempfile::tempdir().unwrap();
        std::fs::write(top.path().join("pmrepo.yaml"), configuration).unwrap();
        let root = Root::open(&Snapshot::disk(top.path()), &RepoPath::root()).unwrap();
        assert_eq!(root.findings, []);
        let schema = schema::effective(schema::Name::Postmortem, &root.config);
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        let name = "https://example.com/schema.json";
        compiler.add_resource(name, schema).unwrap();
        let index = compiler.compile(name, &mut schemas).unwrap();
        Self {
            root,
            schemas,
            index,
        }
    }

    /// What `check` finds in the shape, by code and message.
    fn findings(&self, report: Document) -> Vec<String> {
        let directory = report.path.parent().unwrap();
        let dossier = Dossier {
            id: pmrepo::model::PostmortemId::new(directory.name()),
            directory,
            report,
            checklist: None,
            messages: BTreeMap::new(),
            notes: Vec::new(),
            logs: BTreeMap::new(),
        };
        let now = pmrepo::time::parse_timestamp("2026-04-01T12:00Z").unwrap();
        check::judge(&self.root, &dossier, self.root.clock(now))
            .into_findings()
            .into_iter()
            .filter(|it| it.rule.code.starts_with("PM1"))
            .map(|it| format!("{} {}", it.rule.code, it.message))
            .collect()
    }
}

#[test]
fn the_verdict_on_the_shape_is_that_of_the_published_schema() {
    let judges = [
        Judge::new(""),
        Judge::new(
            "severities: [SEV-1, SEV-2, SEV-3, P1, P2]\nmajor: [SEV-2]\npriorities: [P0, low]\n\
             fields: {region: {enum: [eu, us]}, x: {type: [integer, 'null'], maximum: 5}}\n\
             required:\n  region: {from: in-review, for: [SEV-3]}\n  roles.scribe: never\n  \
             roles.shadow: {from: reviewed}\n  meeting.scheduled_for: never\n",
        ),
    ];
    let counts = RefCell::new((0, 0, 0));
    let mut runner = TestRunner::new(generate::config(200));
    let result = runner.run(&generate::front_matter(), |yaml| {
        let document = document(&yaml);
        let instance = read_by_serde_yaml(&yaml);
        let (Some(instance), true) = (instance, hard_faults(&document).is_empty()) else {
            counts.borrow_mut().2 += 1;
            return Ok(());
        };
        for judge in &judges {
            let verdict = judge.schemas.validate(&instance, judge.index);
            let findings = judge.findings(document.clone());
            match &verdict {
                Ok(()) => counts.borrow_mut().0 += 1,
                Err(_) => counts.borrow_mut().1 += 1,
            }
            if verdict.is_ok() != findings.is_empty() {
                let verdict = verdict.map_err(|it| it.to_string());
                return fail(format!("{yaml}\nours: {findings:#?}\ntheirs: {verdict:?}"));
            }
        }
        Ok(())
    });
    let (good, bad, unreadable) = *counts.borrow();
    println!("{good} keep to the schema, {bad} do not, {unreadable} cannot be read");
    assert!(result.is_ok(), "{}", result.unwrap_err());
}
