//! Independent readers of chat logs agree with ours: slack-export-viewer on the messages and threads of an
//! export, irclog2html on an IRC client's log. They are installed by `.ci/tools DIR` and found by the
//! variable `PMREPO_TEST_TOOLS`; what is not there is skipped, and says so.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use pmrepo::calendar::Zone;
use pmrepo::chat;
use pmrepo::chat::Asked;
use pmrepo::chat::Input;
use pmrepo::chat::Message;
use serde_json::Value;
use serde_json::json;

use crate::managers::tool;
use crate::sandbox::Sandbox;

/// Where logs of others lie beside a checkout.
const LOGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/chat");

/// Prints each message of an export as the viewer reads it: channel, `ts`, the thread, and whether it says
/// only who came and went, or nothing.
const VIEWER: &str = r#"
import json, sys
from slackviewer.config import Config
from slackviewer.reader import Reader
found = []
for name, messages in Reader(Config({"archive": sys.argv[1]})).compile_channels().items():
    for it in messages:
        it = it._message
        is_said = bool(it.get("text") or it.get("attachments") or it.get("files") or it.get("blocks"))
        is_noise = it.get("subtype", "").startswith(("channel_", "group_", "bot_add", "bot_remove", "pinned"))
        found.append([name, it["ts"], it.get("thread_ts"), is_said and not is_noise])
print("\n" + json.dumps(found))
"#;

/// Prints (time, nick, text) of each line in which somebody says or does something.
const IRC: &str = r#"
import json, sys
from irclog2html.irclog2html import LogParser as P
found = []
with open(sys.argv[1], "rb") as log:
    for time, what, info in P(log):
        if what == P.COMMENT:
            found.append([time, info[0].strip(" @+%~&"), info[1].strip()])
        elif what == P.ACTION:
            text = info[1:].strip()
            found.append([time, text.split(" ")[0], text])
print("\n" + json.dumps(found))
"#;

fn python(script: &str, file: &Path) -> Option<Value> {
    let python = tool("readers/bin/python")?;
    let done = Command::new(python)
        .args(["-c", script])
        .arg(file)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:#?}");
    // The viewer says things of its own before.
    let out = String::from_utf8(done.stdout).unwrap();
    Some(serde_json::from_str(out.lines().last().unwrap()).unwrap())
}

fn messages(file: &Path, asked: &Asked) -> Vec<Message> {
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let input = Input::Seekable(name, File::open(file).unwrap());
    let (_, messages) = chat::open(input, asked).unwrap();
    messages
        .filter_map(|it| match it {
            Ok(message) => Some(message),
            // What a page puts around a log.
            Err(skipped) => {
                assert_eq!(
                    skipped.reason,
                    "it is no message in a form that is known here"
                );
                None
            }
        })
        .collect()
}

/// Holds an export against the viewer.
fn agrees(export: &Path) {
    let Some(theirs) = python(VIEWER, export) else {
        return;
    };
    let mut channels: BTreeMap<String, BTreeSet<(String, Option<String>)>> = BTreeMap::new();
    for it in theirs.as_array().unwrap() {
        let word = |index: usize| it.get(index).and_then(Value::as_str).map(str::to_owned);
        let (channel, ts) = (word(0).unwrap(), word(1).unwrap());
        let thread = word(2).filter(|it| *it != ts);
        let all = channels.entry(channel).or_default();
        if it.get(3) == Some(&Value::Bool(true)) {
            all.insert((ts, thread));
        }
    }
    assert!(!channels.is_empty());
    for (channel, theirs) in channels {
        let asked = Asked {
            channel: Some(channel.clone()),
            ..Asked::default()
        };
        let ts = |key: &str| key.rsplit('/').next().unwrap().to_owned();
        let ours = messages(export, &asked).into_iter();
        let ours: BTreeSet<(String, Option<String>)> = ours
            .map(|it| (ts(&it.key), it.reply_to.as_deref().map(ts)))
            .collect();
        assert_eq!(ours, theirs, "{channel}");
    }
}

#[test]
fn the_viewer_of_exports_finds_the_same_messages_and_threads() {
    let repo = Sandbox::plain();
    let place = repo.path("export.zip");
    let mut writer = zip::ZipWriter::new(File::create(&place).unwrap());
    let said = |ts: &str, more: &Value| {
        let mut message =
            json!({"type": "message", "user": "U1", "ts": ts, "text": format!("said at {ts}")});
        let fields = more.as_object().unwrap().clone();
        message.as_object_mut().unwrap().extend(fields);
        message
    };
    let parent = "1549386420.000100";
    let day = json!([
        said(parent, &json!({"thread_ts": parent, "reply_count": 2})),
        // A reply may be older than what it answers.
        said("1549386410.000100", &json!({"thread_ts": parent})),
        said(
            "1549386430.000100",
            &json!({"thread_ts": parent, "subtype": "thread_broadcast"})
        ),
        said("1549386440.000100", &json!({"subtype": "channel_join"})),
        said(
            "1549386450.000100",
            &json!({"text": "", "attachments": [{"fallback": "an alert"}]})
        ),
    ]);
    for (name, text) in [
        (
            "users.json",
            json!([{"id": "U1", "name": "ann", "profile": {}}]),
        ),
        (
            "channels.json",
            json!([{"id": "C1", "name": "ops"}, {"id": "C2", "name": "dev"}]),
        ),
        ("ops/2019-02-05.json", day),
        (
            "dev/2019-02-05.json",
            json!([said("1549386460.000100", &json!({}))]),
        ),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut writer, text.to_string().as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    agrees(&place);
    let others = PathBuf::from(LOGS).join("slack-export/testarchive.zip");
    if others.exists() {
        agrees(&others);
    } else {
        println!("skipped: an export of others is not here");
    }
}

/// Holds a log against the parser.
fn is_parsed_alike(log: &Path) {
    let Some(theirs) = python(IRC, log) else {
        return;
    };
    let asked = Asked {
        zone: Some(Zone::utc()),
        date: chrono::NaiveDate::from_ymd_opt(2020, 6, 4),
        ..Asked::default()
    };
    let ours: Vec<Value> = messages(log, &asked)
        .into_iter()
        .map(|it| {
            json!([
                it.at.local().format("%H:%M").to_string(),
                it.author,
                it.text
            ])
        })
        .collect();
    assert_eq!(Value::from(ours), theirs, "{}", log.display());
}

#[test]
fn the_parser_of_irc_logs_reads_the_same_times_nicks_and_texts() {
    let repo = Sandbox::plain();
    repo.write(
        "ops.log",
        "13:00 < ann> the page is down\n13:01 <@bob> on it\n13:02  * cid looks\n13:03 -!- dan [~d@x] has joined #ops\n13:04 < ann> \u{e9}t\u{e9} <b> | x\n13:05 <+eve> done: 100%\n",
    );
    is_parsed_alike(&repo.path("ops.log"));
    let others = PathBuf::from(LOGS).join("irc/2020-06-04-19070.irssi.log");
    if others.exists() {
        is_parsed_alike(&others);
    } else {
        println!("skipped: a log of others is not here");
    }
}
