//! What `--format json` prints is what the published schema says, no more and no less.

use serde_json::Value;

use crate::kept;
use crate::sandbox::Sandbox;

/// Each command and its definition.
const COMMANDS: [(&str, &[&str]); 27] = [
    ("pr", &["pr", "HEAD~5..HEAD"]),
    ("check", &["check", "--all"]),
    ("check", &["check", "--staged"]),
    ("list", &["list"]),
    ("show", &["show", "stale-dns"]),
    ("history", &["show", "stale-dns", "--history"]),
    ("overdue", &["overdue", "--all"]),
    ("overdue", &["mine", "--as", "ben"]),
    ("actions", &["action", "list"]),
    ("checklist", &["checklist"]),
    ("messages", &["message", "list"]),
    ("people", &["people", "list"]),
    ("person", &["people", "show", "ben"]),
    ("process-reviews", &["process-review", "list"]),
    ("agenda", &["process-review", "agenda"]),
    ("agenda", &["process-review", "agenda", "2026-02"]),
    ("timeline", &["timeline", "show", "email"]),
    (
        "import",
        &["timeline", "import", "email", "chat.csv", "--all"],
    ),
    ("adopt", &["adopt", "old"]),
    ("stats", &["stats"]),
    (
        "policy-try",
        &["policy", "try", "deadlines.reviewed.SEV-2=3d"],
    ),
    ("prove", &["prove", "stale-dns"]),
    ("search", &["search", "cache", "failover"]),
    (
        "search",
        &["search", "--similar", "stale-dns", "--repo", "."],
    ),
    ("list", &["list", "--repo", "."]),
    ("overdue", &["overdue", "--all", "--repo", "."]),
    (
        "stats",
        &["stats", "--by", "service", "--since", "2026-02-01"],
    ),
];

/// Documents with something of everything: fields, what is not understood, a contradiction, an index.
const OLD: [(&str, &str); 3] = [
    (
        "2020-02-18-dns.md",
        "# DNS was gone\n\nSeverity: terrible\nServices: dns, mail\n\n## Timeline\n\n\
         - 2020-02-18 10:00 UTC: It began.\n\n## Action Items\n\n- [x] Watch it\n- [ ] Test it\n",
    ),
    (
        "2020-03-01-mail.md",
        "# 2020-04-01: Mail was late\n\n## Summary\n\nIt was late.\n",
    ),
    (
        "README.md",
        "# Incidents\n\n- [DNS](2020-02-18-dns.md)\n- [Mail](2020-03-01-mail.md)\n",
    ),
];

/// Has no key in it that the schema does not name: readers allow them, this test does not.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn what_is_printed_for_programs_is_what_the_schema_says() {
    let sandbox = Sandbox::new();
    kept::demo(&sandbox, "d");
    sandbox.write(
        "d/chat.csv",
        "time,author,text\n2026-03-18T10:00Z,ann,It is down\n2026-03-18T10:01Z,bob,TODO: page earlier\nsoon,ann,no\n",
    );
    for (name, text) in OLD {
        sandbox.write(&format!("d/old/{name}"), text);
    }
    let printed = sandbox.pmrepo_with(&[], &["schema", "output"]).ends(0).out;
    let mut schema: Value = serde_json::from_str(&printed).unwrap();
    close(&mut schema);
    let mut compiler = boon::Compiler::new();
    let name = "https://example.com/output.json";
    compiler.add_resource(name, schema.clone()).unwrap();
    let mut schemas = boon::Schemas::new();
    for (definition, command) in COMMANDS {
        let index = format!("{name}#/$defs/{definition}");
        let index = compiler.compile(&index, &mut schemas).unwrap();
        let mut words = vec!["-C", "d", "--as-of", "2026-04-01"];
        words.extend(command);
        words.extend(["--format", "json"]);
        let out = sandbox.pmrepo_with(&[], &words).out;
        let out: Value = serde_json::from_str(&out).unwrap();
        let verdict = schemas.validate(&out, index);
        assert!(verdict.is_ok(), "{command:?}: {:#}", verdict.unwrap_err());
    }
    // Every definition of a command's output is held against one, or where another place answers.
    let elsewhere = ["missing", "pull", "push", "draft"];
    let ways = schema["anyOf"].as_array().unwrap();
    let defined = ways.iter().filter_map(|it| it["$ref"].as_str());
    for definition in defined {
        let definition = definition.trim_start_matches("#/$defs/");
        let is_held = COMMANDS.iter().any(|(it, _)| *it == definition);
        assert!(is_held || elsewhere.contains(&definition), "{definition}");
    }
}
