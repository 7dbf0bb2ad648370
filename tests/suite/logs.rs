//! Hostile logs: each is a clear line in the report or a harmless row, and nothing hangs or is lost.

use std::fs::File;
use std::io::Write as _;

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n---\n\n## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n| 2026-03-10T10:00Z | It begins. | |\n\n## What Happened\n\nNothing.\n";

/// The first second of the incident, as Slack writes it.
const START: i64 = 1_773_136_800;

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo
}

fn import(repo: &Sandbox, words: &[&str]) -> Value {
    let all = [
        &["timeline", "import", "one"],
        words,
        &["--all", "--format", "json"],
    ]
    .concat();
    serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap()
}

/// What was skipped, as `place: reason`.
fn skipped(value: &Value) -> Vec<String> {
    let all = value.get("skipped").and_then(Value::as_array).unwrap();
    let text = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).unwrap().to_owned();
    all.iter()
        .map(|it| format!("{}: {}", text(it, "place"), text(it, "reason")))
        .collect()
}

fn events(value: &Value) -> Vec<&str> {
    let all = value.get("rows").and_then(Value::as_array).unwrap();
    all.iter()
        .map(|it| it.get("event").and_then(Value::as_str).unwrap())
        .collect()
}

fn said(seconds: i64, text: &str) -> Value {
    serde_json::json!({"type": "message", "user": "U1", "ts": format!("{}.000100", START + seconds), "text": text})
}

/// An archive of these files.
fn zip(repo: &Sandbox, name: &str, files: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(File::create(repo.path(name)).unwrap());
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// Writes the first shelf, and holds that the report is the one before with one row more per row.
#[track_caller]
fn is_harmless(repo: &Sandbox, words: &[&str]) {
    let all = [&["timeline", "import", "one"], words, &["--write"]].concat();
    let shown = repo.pmrepo(&all).ends(0);
    let is_hidden =
        |it: char| (it.is_control() && it != '\n') || ('\u{202a}'..='\u{202e}').contains(&it);
    assert!(!shown.out.contains(is_hidden), "{shown:#?}");
    assert!(!shown.err.contains(is_hidden), "{shown:#?}");
    let text = repo.read(&report("one"));
    assert!(!text.contains(is_hidden), "{text}");
    let (head, rest) = REPORT
        .split_once("| 2026-03-10T10:00Z | It begins. | |\n")
        .unwrap();
    assert!(text.starts_with(head) && text.ends_with(rest), "{text}");
    let section = text.get(head.len()..text.len() - rest.len()).unwrap();
    assert!(
        section.lines().all(|it| it.starts_with("| 2026-03-")),
        "{section}"
    );
    repo.pmrepo(&["check", "one"]).ends(0);
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let repo = repo();
    let day = serde_json::json!([said(60, "!log the page is down")]).to_string();
    let day = day.as_bytes();
    zip(
        &repo,
        "export.zip",
        &[
            ("../../ops/2026-03-10.json", day),
            ("/ops/2026-03-11.json", day),
            ("C:\\ops\\2026-03-12.json", day),
            ("ops/..\u{1b}[31m/ops/2026-03-13.json", day),
        ],
    );
    let value = import(&repo, &["export.zip", "--channel", "ops"]);
    assert_eq!(events(&value), ["the page is down"]);
    is_harmless(&repo, &["export.zip", "--channel", "ops"]);
    assert!(!repo.path("../ops").exists());
}

#[cfg(unix)]
#[test]
fn links_and_names_that_are_not_utf_8_are_said() {
    use std::os::unix::ffi::OsStrExt as _;
    let repo = repo();
    let day = serde_json::json!([said(60, "!log the page is down")]).to_string();
    repo.write("export/ops/2026-03-10.json", &day);
    let name = std::ffi::OsStr::from_bytes(b"2026-03-\xff.json");
    std::fs::write(repo.path("export/ops").join(name), &day).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", repo.path("export/ops/2026-03-12.json")).unwrap();
    std::os::unix::fs::symlink("..", repo.path("export/all")).unwrap();
    let value = import(&repo, &["export"]);
    assert_eq!(events(&value), ["the page is down"]);
    assert_eq!(
        skipped(&value)
            .iter()
            .filter(|it| it.contains("link"))
            .count(),
        2,
        "{value}"
    );
    assert!(
        skipped(&value)
            .iter()
            .any(|it| it.ends_with("its name is not UTF-8")),
        "{value}"
    );
    is_harmless(&repo, &["export"]);
}

#[test]
fn a_bomb_in_an_archive_is_one_line_and_the_next_file_is_read() {
    let repo = repo();
    let mut writer = zip::ZipWriter::new(File::create(repo.path("export.zip")).unwrap());
    let options = SimpleFileOptions::default();
    writer.start_file("ops/2026-03-10.json", options).unwrap();
    writer.write_all(b"[{\"ts\":\"").unwrap();
    let blanks = vec![b' '; 1024 * 1024];
    for _ in 0..70 {
        writer.write_all(&blanks).unwrap();
    }
    writer.start_file("ops/2026-03-11.json", options).unwrap();
    let day = serde_json::json!([said(60, "!log the page is down")]).to_string();
    writer.write_all(day.as_bytes()).unwrap();
    writer.finish().unwrap();
    assert!(std::fs::metadata(repo.path("export.zip")).unwrap().len() < 200_000);
    let value = import(&repo, &["export.zip"]);
    assert_eq!(events(&value), ["the page is down"]);
    assert_eq!(
        skipped(&value),
        ["ops/2026-03-10.json:1: ops/2026-03-10.json cannot be read: it is too large for its kind"]
    );
}

#[test]
fn an_archive_of_a_million_entries_is_refused_before_it_is_read() {
    let repo = repo();
    // One entry of the directory of an archive, a hundred thousand times and once more.
    let entry: Vec<u8> = [
        b"PK\x01\x02".as_slice(),
        &[0; 24],
        &1_u16.to_le_bytes(),
        &[0; 16],
        b"x",
    ]
    .concat();
    let count: u64 = 1_000_000;
    let mut bytes = b"PK\x03\x04".to_vec();
    let start = bytes.len() as u64;
    for _ in 0..100 {
        bytes.extend(&entry);
    }
    let size = bytes.len() as u64 - start;
    let end = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0]);
    bytes.extend([0; 8]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend(b"PK\x06\x07");
    bytes.extend([0; 4]);
    bytes.extend(end.to_le_bytes());
    bytes.extend([1, 0, 0, 0]);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 4]);
    bytes.extend([0xff; 12]);
    bytes.extend([0; 2]);
    repo.write("export.zip", bytes);
    let refused = repo
        .pmrepo(&["timeline", "import", "one", "export.zip"])
        .ends(2);
    assert!(
        refused.err.contains("has more than 100000 files"),
        "{refused:#?}"
    );
}

#[test]
fn a_line_of_a_hundred_megabytes_is_one_line_of_the_report() {
    let repo = repo();
    let mut file = std::io::BufWriter::new(File::create(repo.path("chat.jsonl")).unwrap());
    let line = |minute: i64, text: &str| {
        serde_json::json!({"time": START + 60 * minute, "author": if minute == 1 { "ann" } else { "bob" }, "text": text}).to_string()
    };
    writeln!(file, "{}", line(1, "!log the page is down")).unwrap();
    write!(
        file,
        "{{\"time\":\"2026-03-10T10:02Z\",\"author\":\"ann\",\"text\":\""
    )
    .unwrap();
    let words = vec![b'x'; 1024 * 1024];
    for _ in 0..100 {
        file.write_all(&words).unwrap();
    }
    writeln!(file, "\"}}").unwrap();
    writeln!(file, "{}", line(3, "!log the page is back")).unwrap();
    file.into_inner().unwrap();
    let value = import(&repo, &["chat.jsonl"]);
    assert_eq!(events(&value), ["the page is down", "the page is back"]);
    assert_eq!(skipped(&value), ["chat.jsonl:2: the message is too large"]);
}

#[test]
fn times_that_are_none_and_bytes_that_are_no_text_stop_nothing() {
    let repo = repo();
    let times = [
        "NaN",
        "\"NaN\"",
        "\"soon\"",
        "null",
        "-1",
        "1e400",
        "\"0000-01-01T00:00:00Z\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"10000-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"",
        "253402300800",
        "99999999999999999999",
        "\"2026-02-30T10:00:00Z\"",
        "{}",
        "[]",
        "true",
    ];
    let mut bytes = Vec::new();
    for time in times {
        bytes.extend(format!("{{\"time\":{time},\"author\":\"ann\",\"text\":\"the page is down for {time:?}\"}}\n").bytes());
    }
    bytes.extend(b"{\"time\":\"2026-03-10T10:05Z\",\"author\":\"b\xff\xfeb\",\"text\":\"!log caf\xe9 is down\"}\n");
    bytes.extend(b"\xff\xfe\x00\n{\n{\"time\":\"2026-03-10T10:06Z\",\"author\":\"ann\",\"text\":\"!log it is back\"}\n");
    repo.write("chat.jsonl", &bytes);
    let value = import(
        &repo,
        &[
            "chat.jsonl",
            "--source",
            "jsonl",
            "--from",
            "2026-03-10T00:00Z",
            "--to",
            "2026-03-11T00:00Z",
        ],
    );
    assert_eq!(events(&value), ["caf\u{fffd} is down", "it is back"]);
    let told = skipped(&value).len();
    assert!((12..=18).contains(&told), "{value}");
    is_harmless(
        &repo,
        &[
            "chat.jsonl",
            "--source",
            "jsonl",
            "--from",
            "2026-03-10T00:00Z",
            "--to",
            "2026-03-11T00:00Z",
        ],
    );
    // Without a window the first and the last second of all time are messages too.
    import(&repo, &["chat.jsonl", "--source", "jsonl"]);
    let slack: Vec<String> = times
        .iter()
        .map(|it| format!("{{\"ts\":{it},\"user\":\"U1\",\"text\":\"the page is down\"}}"))
        .collect();
    repo.write(
        "export/ops/2026-03-10.json",
        format!("[{}]", slack.join(",\n")),
    );
    let value = import(&repo, &["export"]);
    assert_eq!(events(&value), [""; 0], "{value}");
    assert_eq!(skipped(&value).len(), times.len(), "{value}");
}

#[test]
fn a_row_that_is_not_read_is_named_by_its_line_and_a_table_of_them_is_refused() {
    let repo = repo();
    let good = "2026-03-10T10:05Z,ann,!log it is back";
    for end in ["\n", "\r\n"] {
        let table = |rows: &[&str]| format!("time,author,text{end}{}{end}", rows.join(end));
        let rows = [
            "soon,ann,x",
            good,
            "",
            "later,bob,\"y\r\nz\"",
            "never,bob,z",
        ];
        repo.write("l.csv", table(&rows));
        let value = import(&repo, &["l.csv"]);
        assert_eq!(
            skipped(&value),
            [
                "l.csv:2: `soon` is not a time",
                "l.csv:5: `later` is not a time",
                "l.csv:7: `never` is not a time"
            ]
        );
        repo.write("l.csv", table(&["2026-03-10 10:05,ann,x", "soon,ann,y"]));
        let words = ["timeline", "import", "one", "l.csv", "--source", "csv"];
        let refused = repo.pmrepo(&words).ends(2).err;
        for told in [
            "no message of it can be read as csv",
            "l.csv:3: `soon` is not a time",
        ] {
            assert!(refused.contains(told), "{refused}");
        }
    }
    repo.write(
        "l.jsonl",
        "{\"time\":\"soon\",\"author\":\"ann\",\"text\":\"x\"}\n",
    );
    let words = ["timeline", "import", "one", "l.jsonl", "--source", "jsonl"];
    repo.pmrepo(&words).ends(2);
}

#[test]
fn odd_messages_of_slack_are_harmless_rows() {
    let repo = repo();
    let mut day = vec![
        // Older than what it answers, and one whose parent is nowhere.
        said(120, "!log the page is down"),
        said(30, "!log a reply that is older"),
        said(40, "!log a reply to nothing"),
        said(60, "!log <script>alert(1)</script> &lt;img onerror=x&gt;"),
        said(61, "!log a | b \\| c \\\\| d `e` ` f\n| g | h |\n|---|---|"),
        said(
            62,
            "!log \u{1b}[31mred\u{7} \u{202e}desrever\u{0} \u{200b}x",
        ),
        said(
            63,
            "!log [a](javascript:b) ![c](http://d/e) <!-- f --> ## g",
        ),
        said(64, "!log ---\nstatus: closed\n---"),
        said(65, "!log ```\nno end"),
        said(66, &format!("!log {}", "<@U1>".repeat(10_000))),
        said(67, "!log {{ 7 * 7 }} ${x} $(y) %0A::error::z"),
    ];
    for (at, (name, value)) in [
        (
            1,
            (
                "thread_ts",
                serde_json::json!(format!("{}.000100", START + 120)),
            ),
        ),
        (2, ("thread_ts", serde_json::json!("1.000100"))),
        (
            3,
            (
                "blocks",
                serde_json::json!([{"type": "unheard_of", "elements": {"a": [1, null]}}]),
            ),
        ),
        (4, ("attachments", serde_json::json!({"not": "a list"}))),
        (
            5,
            ("reactions", serde_json::json!([{"name": 7}, "x", null])),
        ),
        (6, ("user", serde_json::json!({"id": "U1"}))),
        (7, ("files", serde_json::json!([{"name": "a\u{1b}|b"}, 3]))),
        (8, ("subtype", serde_json::json!("of_next_year"))),
        (9, ("user", serde_json::json!("a | b\n## c\u{202e}"))),
        (10, ("bot_profile", serde_json::json!("none"))),
    ] {
        let message: &mut Value = day.get_mut(at).unwrap();
        message
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), value);
    }
    // As deep as nothing is.
    let deep = format!(
        "{{\"ts\":\"{START}.1\",\"blocks\":{}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let all: Vec<String> = day.iter().map(ToString::to_string).chain([deep]).collect();
    repo.write(
        "export/ops/2026-03-10.json",
        format!("[{}]", all.join(",\n")),
    );
    let value = import(&repo, &["export"]);
    let rows = value.get("rows").and_then(Value::as_array).unwrap();
    let keys = rows
        .iter()
        .flat_map(|it| it.get("keys").and_then(Value::as_array).unwrap());
    assert_eq!(keys.count(), day.len(), "{value:#}");
    assert_eq!(
        skipped(&value),
        ["ops/2026-03-10.json:12: the message is not JSON"]
    );
    is_harmless(&repo, &["export"]);
    let again = import(&repo, &["export"]);
    let all = again.get("rows").and_then(Value::as_array).unwrap();
    let states = all
        .iter()
        .map(|it| it.get("state").and_then(Value::as_str).unwrap());
    assert!(states.clone().all(|it| it == "unchanged"), "{again:#}");
}
