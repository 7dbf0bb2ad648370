//! The pages of the reference, which the program itself writes: its schema, a configuration with every
//! key, a finished report. `SNAPSHOTS=overwrite cargo test pages` writes them anew.

use pmrepo::report::tables::Table;
use serde_json::Value;
use snapbox::Data;

use crate::kept;
use crate::sandbox::Sandbox;

/// Compares a page with the one in the repository, or writes it.
fn is_as_kept(page: String, kept: Data) {
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    assert.eq(Data::text(page), kept.raw());
}

/// What lies at `pointer` of a schema's part, or of the definition that it names.
fn meant<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    match part.get("$ref").and_then(Value::as_str) {
        Some(name) => schema.pointer(name.trim_start_matches('#')).unwrap(),
        None => part,
    }
}

/// What a field holds, in words.
fn kind(schema: &Value, part: &Value) -> String {
    if let Some(name) = part.get("$ref").and_then(Value::as_str) {
        let words = meant(schema, part).get("enum").and_then(Value::as_array);
        return match words {
            Some(words) => {
                let words: Vec<String> = words
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|it| format!("`{it}`"))
                    .collect();
                words.join(", ")
            }
            None => name.rsplit('/').next().unwrap().replace('-', " "),
        };
    }
    match part.get("type").and_then(Value::as_str) {
        Some("array") => match part.get("items") {
            Some(items) => format!("list: {}", kind(schema, items)),
            None => "list".to_owned(),
        },
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("object") => "group".to_owned(),
        Some(other) => other.to_owned(),
        None => "text, number or list".to_owned(),
    }
}

/// The dotted names of what a block asks for.
fn asked(then: &Value, above: &str) -> Vec<String> {
    let mut all = Vec::new();
    let below = then.get("properties");
    for name in then
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = name.as_str().unwrap();
        let inner = below
            .and_then(|it| it.get(name))
            .filter(|it| it.get("required").is_some());
        match inner {
            Some(inner) => all.extend(asked(inner, &format!("{above}{name}."))),
            None => all.push(format!("{above}{name}")),
        }
    }
    for either in then
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        all.extend(asked(either, above));
    }
    all
}

/// From when on a field is required.
fn required(of: &Value, name: &str) -> String {
    let mut told = Vec::new();
    let always = of.get("required").and_then(Value::as_array);
    if always.into_iter().flatten().any(|it| it == name) {
        told.push("always".to_owned());
    }
    for block in of
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if !asked(&block["then"], "").iter().any(|it| it == name) {
            continue;
        }
        let title = block["title"].as_str().unwrap();
        told.push(match block.get("description").and_then(Value::as_str) {
            Some(either) => format!("{title}: {either}"),
            None => title.to_owned(),
        });
    }
    told.dedup();
    told.join("; ")
}

/// A row for each field, and for those in a group.
fn rows(schema: &Value, of: &Value, above: &str, table: &mut String) {
    for (name, part) in of["properties"].as_object().unwrap() {
        let dotted = format!("{above}{name}");
        let about = part
            .get("description")
            .or_else(|| meant(schema, part).get("description"));
        let asked_in = if above.contains("[]") { of } else { schema };
        let asked_as = if above.contains("[]") { name } else { &dotted };
        table.push_str(&format!(
            "| `{dotted}` | {} | {} | {} |\n",
            kind(schema, part),
            required(asked_in, asked_as),
            about
                .and_then(Value::as_str)
                .unwrap_or_default()
                .replace('|', "\\|"),
        ));
        if part.get("properties").is_some() {
            rows(schema, part, &format!("{dotted}."), table);
        }
        let items = part.get("items").map(|it| meant(schema, it));
        if let Some(items) = items.filter(|it| it.get("properties").is_some()) {
            rows(schema, items, &format!("{dotted}[]."), table);
        }
    }
}

#[test]
fn the_page_of_fields_is_the_schema() {
    let sandbox = Sandbox::new();
    let schema = sandbox.pmrepo(&["schema"]).ends(0).out;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let mut page = String::from(
        "# Fields\n\nWhat the front matter of a report holds. This page is made from the schema that \
         `pmrepo schema` prints;\n`pmrepo.yaml` may ask for more or for less, and add fields.\n\n\
         A timestamp has an offset: `2026-03-10T10:00Z`, `2026-03-10 11:00+01:00`. A date is \
         `2026-03-10`. A person is\na handle, a name or an e-mail address; with a `/` it is a team.\n\n\
         | field | holds | required | means |\n|---|---|---|---|\n",
    );
    rows(&schema, &schema, "", &mut page);
    is_as_kept(page, snapbox::file!["../../.github/pages/fields.md"]);
}

#[test]
fn the_page_of_tables_is_what_an_export_writes() {
    let mut page = String::from(
        "# Tables\n\nWhat `pmrepo export` writes. This page is made from the table of columns that every \
         format and\n`pmrepo schema export` are made from. Any cell may be empty. Times are in UTC.\n",
    );
    for table in Table::ALL {
        page.push_str(&format!(
            "\n## {}\n\n{}\n\n| column | holds | means |\n|---|---|---|\n",
            table.as_str(),
            table.about()
        ));
        for it in table.columns() {
            let kind = format!("{:?}", it.kind).to_lowercase();
            page.push_str(&format!("| `{}` | {kind} | {} |\n", it.name, it.about));
        }
    }
    is_as_kept(page, snapbox::file!["../../.github/pages/tables.md"]);
}

#[test]
fn the_page_of_the_configuration_is_what_init_writes() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "-q"]).ends(0);
    let words = [
        "init",
        "--full",
        "--yes",
        "--no-hook",
        "--timezone",
        "Europe/Berlin",
    ];
    sandbox.pmrepo(&words).ends(0);
    let page = format!(
        "# Configuration\n\nEvery key of `pmrepo.yaml`, as `pmrepo init --full` writes it: those that are \
         not set in comments, with\ntheir default or an example. An empty file is a whole \
         configuration.\n\n```yaml\n{}```\n",
        sandbox.read("pmrepo.yaml")
    );
    is_as_kept(page, snapbox::file!["../../.github/pages/configuration.md"]);
}

#[test]
fn the_finished_report_is_that_of_the_demo() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let path = "d/postmortems/2026/2026-01-16-checkout-latency/postmortem.md";
    let page = format!(
        "# A finished report\n\nA closed postmortem of the demo (`pmrepo demo`), in which `pmrepo check` \
         finds nothing.\n\n````markdown\n{}````\n",
        sandbox.read(path)
    );
    is_as_kept(page, snapbox::file!["../../.github/pages/report.md"]);
    let words = [
        "-C",
        "d",
        "--as-of",
        "2026-04-01",
        "check",
        "checkout-latency",
    ];
    sandbox.pmrepo_with(&[], &words).ends(0);
}
