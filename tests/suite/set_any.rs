//! `set` on generated reports with generated settings: what it writes brings no new error into a field
//! that it wrote, and nothing else changes; or it refused, and there is nothing to write.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

use pmrepo::change::By;
use pmrepo::change::fields;
use pmrepo::change::fields::Manner;
use pmrepo::change::fields::Setting;
use pmrepo::check;
use pmrepo::corpus::Dossier;
use pmrepo::diagnostic::Level;
use pmrepo::root::Root;
use pmrepo::schema;
use pmrepo::schema::Fields;
use pmrepo::schema::Schema;
use pmrepo::time;
use pmrepo::workspace::At;
use pmrepo::workspace::State;
use pmrepo::workspace::Workspace;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;

use crate::generate;

const CONFIG: &str = "schema: 1\ntimezone: Europe/Berlin\nfields:\n  region: {enum: [eu, us]}\n  \
    cost: {type: number, minimum: 0}\n  pages: {type: array, items: {type: integer}}\n  \
    either: {type: [string, array], items: {type: string}}\n  code: {type: string, pattern: '^[A-Z]+$'}\n  \
    told: {type: object, properties: {press: {type: boolean}}, additionalProperties: false}\n";
const PEOPLE: &str = "people:\n- {handle: carol, name: Carol Jones, email: c@example.com}\n";
const DIRECTORY: &str = "postmortems/2026/2026-03-10-card";

/// Lines of a front matter, of which each report has some: as they should be, and as they should not.
const LINES: [&str; 36] = [
    "owner: carol",
    "owner: a/b",
    "owner: 3",
    "detected_at: 2026-03-10T10:04Z",
    "detected_at: 2026-03-10T09:04Z",
    "detected_at: soon",
    "resolved_at: 2026-03-10T11:10Z # it was over",
    "resolved_at: 2027-03-10T11:10Z",
    "reviewed_at: 2026-03-12T15:00Z",
    "major: true",
    "major: perhaps",
    "detection: monitoring",
    "services: [checkout]",
    "services:\n  - checkout # first\n  - payments",
    "services: []",
    "services: checkout",
    "roles: {incident_commander: alice, scribe: bob}",
    "roles:\n  subject_matter_experts: [dave, '@erin']\n  # scribe:  # Who wrote down.",
    "roles: nobody",
    "impact:\n  users_affected: unknown\n  metrics: {lost: 3}",
    "impact: {summary: |\n    x}",
    "meeting: {scheduled_for: 2026-04-02T10:00Z}",
    "meeting:\n  held_at: 2026-03-12T14:00Z\n  attendees: [alice]",
    "no_meeting_because: None was needed.",
    "action_items:\n  - id: AI-1\n    title: Cap the queue\n    due: 2026-04-12",
    "no_action_items_because: Nothing.",
    "tags: [a, 3]",
    "tags:",
    "confidential: true",
    "region: eu",
    "cost: 3.5",
    "pages: [1]",
    "told: {press: true}",
    "code: ABC",
    "# owner:  # The one person.",
    "unknown_field: x",
];
const STATUSES: [&str; 5] = ["draft", "in-review", "reviewed", "closed", "not-required"];
const SEVERITIES: [&str; 4] = ["SEV-1", "SEV-2", "SEV-4", "sev?"];
const BODIES: [&str; 3] = [
    "",
    "\n## Overview\n\nIt broke.\n\n## Impact\n\nNone.\n",
    "\n## Timeline\n\nowner: nobody\n---\n",
];
/// Fields that are no name of the schema, and groups.
const ODD: [&str; 9] = [
    "ownr",
    "owner.name",
    "roles",
    "meeting",
    "impact.metrics",
    "impact.metrics.lost",
    "action_items.0.owner",
    "services.0",
    "",
];
const VALUES: [&str; 40] = [
    "",
    " ",
    "x",
    "carol",
    "@carol",
    "Carol Jones",
    "a/b",
    "true",
    "no",
    "3",
    "-1",
    "1.5",
    "1_000",
    "007",
    "inf",
    "unknown",
    "Unknown",
    "null",
    "~",
    "sev1",
    "SEV-4",
    "sev-9",
    "draft",
    "in-review",
    "reviewed",
    "closed",
    "not-required",
    "Monitoring",
    "2026-03-10",
    "2026-03-10 12:00",
    "2026-03-10T10:30Z",
    "2027-03-10T10:30Z",
    "yesterday 9:30",
    "a, b",
    "a\\, b",
    "[a, b]",
    "[]",
    "{a: b}",
    "# no comment",
    "two\nlines",
];

fn reports() -> impl Strategy<Value = String> {
    let lines = proptest::sample::subsequence(LINES.to_vec(), 0..9);
    let parts = (
        select(&STATUSES),
        select(&SEVERITIES),
        lines,
        select(&BODIES),
    );
    let end = select(vec!["\n", "\r\n"]);
    (parts, end).prop_map(|((status, severity, lines, body), end)| {
        // Of a field that is there twice nothing can be said.
        let mut seen = BTreeSet::new();
        let lines = lines.into_iter().filter(|it| {
            let key = it.split(':').next().unwrap();
            seen.insert(key.to_owned())
        });
        let lines: Vec<&str> = lines.collect();
        let text = format!(
            "---\ntitle: Card\nstatus: {status}\nseverity: {severity}\nstarted_at: 2026-03-10T10:00Z\n{}\n---\n{body}",
            lines.join("\n")
        );
        text.replace('\n', end)
    })
}

fn settings() -> impl Strategy<Value = Vec<(String, Manner, String)>> {
    let schema = schema::effective(
        schema::Name::Postmortem,
        &pmrepo::config::Config::read(CONFIG).0,
    );
    let fields = Fields::of(&schema);
    let known = fields
        .iter()
        .map(|it| it.name.trim_end_matches("[]").to_owned());
    let known: Vec<String> = known.filter(|it| !it.contains("[]")).collect();
    let odd: Vec<String> = ODD.iter().map(|it| (*it).to_owned()).collect();
    let field = prop_oneof![6 => select(known), 1 => select(odd), 1 => "[a-z_.]{0,8}"];
    let manner =
        prop_oneof![6 => Just(Manner::Is), 2 => Just(Manner::Add), 1 => Just(Manner::Remove)];
    let value = prop_oneof![
        6 => select(VALUES.to_vec()).prop_map(str::to_owned),
        1 => ".{0,12}",
    ];
    proptest::collection::vec((field, manner, value), 1..3)
}

/// The errors in fields that are set, without their places: by the schema whatever the level, and by the
/// rules.
fn errors(root: &Root, dossier: &Dossier, names: &[&str]) -> BTreeSet<(String, String)> {
    let pointers: Vec<String> = names
        .iter()
        .map(|it| format!("/{}", it.replace('.', "/")))
        .collect();
    let is_in = |pointer: &str| {
        pointers.iter().any(|it| {
            let rest = pointer.strip_prefix(it.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let published = Schema::new(&schema::effective(schema::Name::Postmortem, &root.config));
    let faults = dossier
        .report
        .front_matter
        .as_ref()
        .map(|it| published.faults(it));
    let faults = faults
        .into_iter()
        .flatten()
        .map(|it| (it.pointer, it.message));
    let now = time::parse_timestamp("2026-04-01T12:00Z").unwrap();
    let findings = check::judge(root, dossier, root.clock(now)).into_findings();
    let findings = findings.into_iter().filter(|it| it.level == Level::Error);
    faults
        .chain(findings.map(|it| (it.pointer, it.message)))
        .filter(|(pointer, _)| is_in(pointer))
        .collect()
}

/// A front matter without the fields that are set, and what comes with them.
fn others(json: &Json, names: &[&str]) -> Json {
    let mut json = json.clone();
    for name in names.iter().copied().chain(["reviewed_at"]) {
        let way: Vec<&str> = name.split('.').collect();
        take(&mut json, &way);
    }
    json
}

fn take(json: &mut Json, way: &[&str]) {
    let Some(map) = json.as_object_mut() else {
        return;
    };
    match way {
        [last] => drop(map.remove(*last)),
        [first, rest @ ..] => {
            if let Some(inner) = map.get_mut(*first) {
                take(inner, rest);
                let is_empty =
                    inner.is_null() || inner.as_object().is_some_and(serde_json::Map::is_empty);
                if is_empty {
                    map.remove(*first);
                }
            }
        }
        [] => {}
    }
}

/// A root in which there is one postmortem to be.
fn place() -> tempfile::TempDir {
    let top = tempfile::tempdir().unwrap();
    fs::create_dir_all(top.path().join(DIRECTORY)).unwrap();
    fs::write(top.path().join("pmrepo.yaml"), CONFIG).unwrap();
    fs::write(top.path().join("people.yaml"), PEOPLE).unwrap();
    top
}

/// What a severity asks for besides is told, and never in the way of saying how bad it was.
#[test]
fn a_severity_is_never_refused_and_all_that_it_asks_for_is_told() {
    let top = place();
    let path = top.path().join(DIRECTORY).join("postmortem.md");
    let at = At {
        directory: top.path(),
        in_hook: false,
    };
    let now = time::parse_timestamp("2026-04-01T12:00Z").unwrap();
    let asked = RefCell::new(0);
    let words = select(vec![
        ("severity", "SEV-1"),
        ("severity", "sev2"),
        ("severity", "SEV-5"),
        ("major", "true"),
    ]);
    let mut runner = TestRunner::new(generate::config(100));
    let result = runner.run(&(reports(), words), |(text, (field, value))| {
        fs::write(&path, &text).unwrap();
        let workspace = Workspace::open(at, &State::Worktree).unwrap();
        let (root, files) = workspace.find(Some("card")).unwrap();
        let by = By {
            workspace: &workspace,
            now,
            meant: &[],
        };
        let setting = Setting {
            field,
            manner: Manner::Is,
            value,
        };
        let before = Dossier::read(&files, &root.snapshot().reader());
        let draft = fields::set(&root, &files, &[setting], &by);
        if !before.report.is_readable() {
            prop_assert!(draft.is_err());
            return Ok(());
        }
        prop_assert!(draft.is_ok(), "{}\n{text}", draft.unwrap_err());
        let draft = draft.unwrap();
        prop_assert!(draft.introduces.is_empty());
        let after = before.over(&root.snapshot().over(draft.edits.texts(root.snapshot())));
        let prints = |dossier: &Dossier| -> BTreeSet<String> {
            let found = check::judge(&root, dossier, root.clock(now)).into_findings();
            let errors = found.iter().filter(|it| it.level == Level::Error);
            errors.map(|it| format!("{:?}", it.fingerprint())).collect()
        };
        let told: BTreeSet<String> = draft
            .asks
            .iter()
            .map(|it| format!("{:?}", it.fingerprint()))
            .collect();
        let brought: BTreeSet<String> = prints(&after)
            .difference(&prints(&before))
            .cloned()
            .collect();
        *asked.borrow_mut() += brought.len();
        prop_assert_eq!(told, brought, "{}", text);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
    assert!(*asked.borrow() > 30, "{asked:?}");
}

#[test]
fn set_brings_no_new_error_into_what_it_writes_or_writes_nothing() {
    let top = place();
    let path = top.path().join(DIRECTORY).join("postmortem.md");
    let at = At {
        directory: top.path(),
        in_hook: false,
    };
    let now = time::parse_timestamp("2026-04-01T12:00Z").unwrap();
    let counts = RefCell::new(BTreeMap::new());
    let count = |what: &'static str| *counts.borrow_mut().entry(what).or_insert(0_u32) += 1;
    let config = generate::config(300);
    let enough = config.cases / 10;
    let mut runner = TestRunner::new(config);
    let result = runner.run(&(reports(), settings()), |(text, words)| {
        fs::write(&path, &text).unwrap();
        let workspace = Workspace::open(at, &State::Worktree).unwrap();
        let (root, files) = workspace.find(Some("card")).unwrap();
        let by = By {
            workspace: &workspace,
            now,
            meant: &[],
        };
        let settings: Vec<Setting<'_>> = words
            .iter()
            .map(|(field, manner, value)| Setting {
                field,
                manner: *manner,
                value,
            })
            .collect();
        let names: Vec<&str> = settings.iter().map(|it| it.field).collect();
        let draft = fields::set(&root, &files, &settings, &by);
        let Ok(draft) = draft.and_then(|it| it.must_be_clean().map(|()| it)) else {
            count("refused");
            return Ok(());
        };
        let before = Dossier::read(&files, &root.snapshot().reader());
        let after = before.over(&root.snapshot().over(draft.edits.texts(root.snapshot())));
        count(if before.report.text == after.report.text {
            "as it was"
        } else {
            "written"
        });
        let old = errors(&root, &before, &names);
        let new = errors(&root, &after, &names);
        let brought: Vec<_> = new.difference(&old).collect();
        prop_assert!(
            brought.is_empty(),
            "{:?}\n{}\nbecame\n{}",
            brought,
            text,
            after.report.text
        );
        let json = |it: &Dossier| {
            it.report
                .root()
                .map(pmrepo::front_matter::Node::to_json)
                .unwrap_or_default()
        };
        prop_assert_eq!(
            others(&json(&before), &names),
            others(&json(&after), &names)
        );
        // A list that grows keeps what it had, and the ends of lines stay as they were.
        let mixed = |it: &str| it.matches("\r\n").count() != it.matches('\n').count();
        if text.contains("\r\n") {
            prop_assert!(!mixed(&after.report.text), "{:?}", after.report.text);
        }
        Ok(())
    });
    println!("{:?}", counts.borrow());
    let written = counts.borrow().get("written").copied().unwrap_or(0);
    assert!(result.is_ok(), "{}", result.unwrap_err());
    assert!(written > enough, "{counts:?}");
}
