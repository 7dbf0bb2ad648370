mod others;

use std::io::Cursor;

use super::*;
use crate::time::parse_timestamp;

fn asked() -> Asked {
    Asked {
        zone: Some(Zone::utc()),
        date: NaiveDate::from_ymd_opt(2026, 11, 20),
        start: parse_timestamp("2026-11-20T14:00Z").ok(),
        handles: BTreeMap::from([("ann lee".to_owned(), "ann".to_owned())]),
        ..Asked::default()
    }
}

fn stream(bytes: &[u8]) -> Input {
    Input::Stream("log".to_owned(), Box::new(Cursor::new(bytes.to_vec())))
}

fn shown(input: Input, asked: &Asked) -> (Source, Vec<String>) {
    let (source, messages) = open(input, asked).unwrap();
    let shown = messages
        .map(|it| match it {
            Ok(it) => {
                let bot = if it.is_bot { " (a program)" } else { "" };
                let line = it.place.rsplit(':').next().unwrap();
                let text = it.text.replace('\n', " / ");
                format!("{line} {} {}{bot}: {text}", it.at, it.author)
            }
            Err(it) => format!("skipped {}: {}", it.place, it.reason),
        })
        .collect();
    (source, shown)
}

#[track_caller]
fn reads(source: Source, text: &str, wanted: &[&str]) {
    let (found, shown) = shown(stream(text.as_bytes()), &asked());
    assert_eq!(found, source);
    assert_eq!(shown, wanted);
}

/// The files of an archive → the archive.
fn archive(files: &[(&str, &str)]) -> std::fs::File {
    let file = tempfile::tempfile().unwrap();
    let mut writer = zip::ZipWriter::new(file);
    for (name, text) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    let mut file = writer.finish().unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    file
}

const DAY: &str = r#"[
    {"type":"message","user":"U1","ts":"1795183200.000100","text":"<@U2> the &lt;b&gt; page is down, see <https://x.example/a|the graph> :fire: in <#C9|ops>"},
    {"type":"message","subtype":"channel_join","user":"U1","ts":"1795183201.000100","text":"<@U1> has joined"},
    {"type":"message","subtype":"bot_message","bot_id":"B1","username":"pager","ts":"1795183202.000100","text":"","attachments":[{"fallback":"ALERT: 5xx"}]},
    {"type":"message","user":"U2","ts":"1795183203.000100","thread_ts":"1795183200.000100","text":"on it","edited":{"user":"U2","ts":"1795183209.0"}},
    {"type":"message","user":"U2","ts":"1795183204.000100","text":"","blocks":null},
    {"type":"message","user":"U2","ts":"1795183205.000100","text":"","blocks":[{"type":"unheard_of","elements":[{"type":"text","text":"from a block"}]}]},
    {"type":"message","user":"U2","ts":"1795183206.000100","text":"","files":[{"name":"graph.png"}]},
    {"type":"message","subtype":"tombstone","user":"U2","ts":"1795183207.000100","text":"This message was deleted."},
    {"type":"message","user":"U2","ts":"NaN","text":"when?"},
    {"type":"message","user":"U2","ts":99999999999999,"text":"in the year 3 million"}
]"#;

const USERS: &str = r#"[{"id":"U1","name":"alee","profile":{"real_name":"Ann Lee"}},{"id":"U2","name":"bob","profile":{"display_name":"Bobby"}}]"#;

const CHANNELS: &str = r#"[{"id":"C1","name":"incident-1"},{"id":"C2","name":"random"}]"#;

#[test]
fn a_slack_export_is_read() {
    let files = [
        ("users.json", USERS),
        ("channels.json", CHANNELS),
        ("incident-1/2026-11-20.json", DAY),
        ("random/2026-11-20.json", "[]"),
    ];
    let mut asked = asked();
    asked.channel = Some("#incident-1".to_owned());
    let input = Input::Seekable("export.zip".to_owned(), archive(&files));
    let (source, shown) = shown(input, &asked);
    assert_eq!(source, Source::SlackExport);
    assert_eq!(
        shown,
        [
            "2 2026-11-20T14:00:00Z ann: @Bobby the <b> page is down, see the graph (https://x.example/a) in #ops",
            "4 2026-11-20T14:00:02Z pager (a program): ALERT: 5xx",
            "5 2026-11-20T14:00:03Z Bobby: on it",
            "7 2026-11-20T14:00:05Z Bobby: from a block",
            "8 2026-11-20T14:00:06Z Bobby: (file: graph.png)",
            "skipped incident-1/2026-11-20.json:10: its `ts` is no time: NaN",
            "skipped incident-1/2026-11-20.json:11: its `ts` is no time: 99999999999999",
        ]
    );
}

#[test]
fn a_message_of_slack_has_the_key_that_slack_gives_it() {
    let files = [
        ("channels.json", CHANNELS),
        ("incident-1/2026-11-20.json", DAY),
    ];
    let input = || Input::Seekable("export.zip".to_owned(), archive(&files));
    let (_, messages) = open(input(), &asked()).unwrap();
    let all: Vec<Message> = messages.filter_map(Result::ok).collect();
    assert_eq!(all[0].key, "slack:C1/1795183200.000100");
    assert_eq!(
        all[2].reply_to.as_deref(),
        Some("slack:C1/1795183200.000100")
    );
}

#[test]
fn a_channel_is_asked_for_where_there_are_several() {
    let files = [("a/2026-11-20.json", DAY), ("b/2026-11-20.json", DAY)];
    let input = || Input::Seekable("export.zip".to_owned(), archive(&files));
    let fault = open(input(), &asked()).err().unwrap();
    assert_eq!(fault.help(), "name one with --channel: a, b");
    let mut asked = asked();
    asked.channel = Some("c".to_owned());
    let fault = open(input(), &asked).err().unwrap();
    assert_eq!(fault.to_string(), "no channel is called `c`");
}

#[test]
fn an_answer_of_slacks_api_is_read() {
    let text = r#"{"ok":true,"messages":[{"type":"message","user":"U1","text":"hello there","ts":"1795183200.000100","pinned_to":["C1"]}],"has_more":false}"#;
    reads(
        Source::SlackApi,
        text,
        &["1 2026-11-20T14:00:00Z U1: hello there"],
    );
}

#[test]
fn a_pasted_log_is_read() {
    let text = "\
intro

>ann [11:58 PM]  
it is slow :tada: (edited)
second line
>
>bob APP [12:03 AM]  
deploy of 1.2 began
> cid [3 hours ago]
> hm
";
    let wanted = [
        "3 2026-11-20T23:58:00Z ann: it is slow / second line",
        "7 2026-11-21T00:03:00Z bob (a program): deploy of 1.2 began",
        "skipped log:9: it says only how long ago it was sent",
    ];
    reads(Source::SlackPaste, text, &wanted);
}

#[test]
fn a_pm_that_was_meant_as_am_is_read_as_am_and_said() {
    let text = "ann [8:20 AM]\none thing\nbob [8:21 PM]\nanother thing\nann [8:23 AM]\na third\n";
    let (_, messages) = open(stream(text.as_bytes()), &asked()).unwrap();
    let all: Vec<Message> = messages.filter_map(Result::ok).collect();
    assert_eq!(all[1].at.to_short(), "2026-11-20T08:21Z");
    assert!(all[1].remark.unwrap().contains("AM and PM"));
    assert_eq!(all[2].remark, None);
}

#[test]
fn a_paste_without_day_or_zone_is_refused() {
    let text = "ann [8:20 AM]\nit is slow\n";
    let without = |change: &dyn Fn(&mut Asked)| {
        let mut asked = asked();
        change(&mut asked);
        open(stream(text.as_bytes()), &asked).err()
    };
    assert_eq!(without(&|it| it.date = None), Some(ChatFault::NoDate));
    assert_eq!(without(&|it| it.zone = None), Some(ChatFault::NoZone));
}

#[test]
fn parts_of_a_paste_that_overlap_have_the_same_keys() {
    let keys = |text: &str| -> Vec<String> {
        let (_, messages) = open(stream(text.as_bytes()), &asked()).unwrap();
        messages.filter_map(Result::ok).map(|it| it.key).collect()
    };
    let one = keys("ann [8:20 AM]\nit is slow\nbob [8:21 AM]\nyes it is\n");
    let other = keys("bob [8:21 AM]\nyes it is\ncid [8:25 AM]\nrolling back\n");
    assert_eq!(one[1], other[0]);
}

#[test]
fn a_mattermost_export_is_read() {
    let text = concat!(
        r#"{"type":"version","version":1}"#,
        "\n",
        r#"{"type":"channel","channel":{"name":"ops"}}"#,
        "\n",
        r#"{"type":"post","post":{"channel":"ops","user":"ann","message":"it is down","create_at":1795183200123,"replies":[{"user":"bob","message":"an answer, older","create_at":1795183100000}]}}"#,
        "\n",
        r#"{"type":"post","post":{"channel":"ops","user":"ann","message":"ann joined the channel.","create_at":1795183200123}}"#,
        "\n",
        r#"{"type":"post","post":{"channel":"ops","user":"ann","message":"when","create_at":"soon"}}"#,
        "\n",
    );
    let wanted = [
        "3 2026-11-20T14:00:00Z ann: it is down",
        "3 2026-11-20T13:58:20Z bob: an answer, older",
        "skipped log:5: the message has no `create_at`",
    ];
    reads(Source::Mattermost, text, &wanted);
}

#[test]
fn logs_of_irc_are_read() {
    let irssi = "--- Log opened Fri Nov 20 13:59:00 2026\n14:00 < ann> it is down\n14:01 -!- bob joined\n14:02 <@bob> \u{3}04red\u{3} alert\n14:03  * ann restarts it\n--- Day changed Sat Nov 21 2026\n00:01 < ann> back\n";
    let wanted = [
        "2 2026-11-20T14:00:00Z ann: it is down",
        "4 2026-11-20T14:02:00Z bob: red alert",
        "5 2026-11-20T14:03:00Z ann: ann restarts it",
        "7 2026-11-21T00:01:00Z ann: back",
    ];
    reads(Source::Irc, irssi, &wanted);
    let weechat = "2026-11-20 14:00:00\tann\tit is down\n2026-11-20 14:01:00\t-->\tbob has joined\n2026-11-20 14:02:00\t@bob\tyes\n";
    let wanted = [
        "1 2026-11-20T14:00:00Z ann: it is down",
        "3 2026-11-20T14:02:00Z bob: yes",
    ];
    reads(Source::Irc, weechat, &wanted);
    let iso = "2026-11-20T14:00:00+01:00 <ann> it is down\n";
    reads(
        Source::Irc,
        iso,
        &["1 2026-11-20T14:00:00+01:00 ann: it is down"],
    );
}

#[test]
fn the_log_of_a_meeting_is_read() {
    let text = r##"{"name":"#ops","messages":[
{"id":"id-0","sender":"ann","payload":"#info it is down","action":false,"timestamp":"2026-11-20T14:00:00.123"},
{"id":"id-1","sender":"ann","payload":"x","action":false,"timestamp":"never"}]}"##;
    let wanted = [
        "2 2026-11-20T14:00:00Z ann: #info it is down",
        "skipped log:3: its `timestamp` is no time",
    ];
    reads(Source::MeetBot, text, &wanted);
}

#[test]
fn a_transcript_is_read() {
    let text = "WEBVTT\n\n1\n00:01:00.000 --> 00:01:02.000\n<v Ann Lee>it is down</v>\n\n2\n00:01:02.000 --> 00:01:04.000\n<v Ann Lee>I think.</v>\n\n01:10.000 --> 01:12.000\nBob: yes\n";
    let wanted = [
        "4 2026-11-20T14:01:00Z ann: it is down I think.",
        "11 2026-11-20T14:01:10Z Bob: yes",
    ];
    reads(Source::WebVtt, text, &wanted);
    let without = Asked {
        start: None,
        ..asked()
    };
    assert_eq!(
        open(stream(text.as_bytes()), &without).err(),
        Some(ChatFault::NoStart)
    );
}

#[test]
fn tables_and_json_lines_are_read() {
    let table = "time,author,text\n2026-11-20T14:00Z,Ann Lee,\"it is down, I think\"\n1795183260,bob,yes\nsoon,bob,no\n0000-01-01T00:00Z,bob,old\n10000-01-01T00:00Z,bob,new\n";
    let wanted = [
        "2 2026-11-20T14:00:00Z ann: it is down, I think",
        "3 2026-11-20T14:01:00Z bob: yes",
        "skipped log:4: `soon` is not a time",
        "skipped log:5: `0000-01-01T00:00Z` is not a time",
        "skipped log:6: `10000-01-01T00:00Z` is not a time",
    ];
    reads(Source::Csv, table, &wanted);
    let lines = "{\"time\":\"2026-11-20T14:00Z\",\"author\":\"ann\",\"text\":\"it is down\"}\n{\"time\": NaN}\n{\"time\":\"2026-11-20T14:01Z\",\"text\":\"unterminated\n{\"author\": {\"name\":\"bob\"},\"time\":1795183260123,\"text\":\"yes\"}\n{\"open\":\n{\"time\":\"2026-11-20 14:02\",\"author\":\"cid\",\"text\":\"hm\"}\n";
    let wanted = [
        "1 2026-11-20T14:00:00Z ann: it is down",
        "skipped log:2: the line is not JSON",
        "skipped log:3: the line is not JSON",
        "4 2026-11-20T14:01:00Z bob: yes",
        "skipped log:5: the line is not JSON",
        "6 2026-11-20T14:02:00Z cid: hm",
    ];
    reads(Source::JsonLines, lines, &wanted);
}

#[test]
fn what_is_not_utf_8_is_shown_as_such() {
    let bytes =
        b"{\"time\":\"2026-11-20T14:00Z\",\"author\":\"ann\",\"text\":\"caf\xe9 is down\"}\n";
    let (_, shown) = shown(stream(bytes), &asked());
    assert_eq!(shown, ["1 2026-11-20T14:00:00Z ann: caf\u{fffd} is down"]);
}

#[test]
fn a_line_that_is_too_large_is_skipped_and_the_next_is_read() {
    let mut text = String::from("{\"time\":\"2026-11-20T14:00Z\",\"author\":\"ann\",\"text\":\"");
    text.push_str(&"x".repeat(MESSAGE_LIMIT + 10));
    text.push_str("\"}\n{\"time\":\"2026-11-20T14:01Z\",\"author\":\"ann\",\"text\":\"next\"}\n");
    let (_, shown) = shown(stream(text.as_bytes()), &asked());
    assert_eq!(
        shown,
        [
            "skipped log:1: the message is too large",
            "2 2026-11-20T14:01:00Z ann: next"
        ]
    );
}

#[test]
fn a_log_of_no_known_program_is_refused() {
    let fault = open(stream(b"dear all,\nnothing here\n"), &asked())
        .err()
        .unwrap();
    assert_eq!(fault, ChatFault::Unknown);
    assert!(fault.help().contains("slack-export"));
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let files = [
        ("../../outside/2026-11-20.json", DAY),
        ("/etc/2026-11-21.json", DAY),
        ("channels.json", "not JSON"),
    ];
    let mut asked = asked();
    asked.channel = Some("outside".to_owned());
    let input = Input::Seekable("export.zip".to_owned(), archive(&files));
    let (_, shown) = shown(input, &asked);
    assert_eq!(shown.len(), 7);
}

#[test]
fn a_link_in_an_export_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let channel = folder.path().join("ops");
    std::fs::create_dir(&channel).unwrap();
    std::fs::write(channel.join("2026-11-20.json"), DAY).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", channel.join("2026-11-21.json")).unwrap();
    let (source, shown) = shown(Input::Folder(folder.path().to_path_buf()), &asked());
    assert_eq!(source, Source::SlackExport);
    assert_eq!(
        shown[0],
        "skipped ops/2026-11-21.json: it is a link, and links are not followed"
    );
    assert_eq!(shown.len(), 8);
}

#[test]
fn a_name_that_is_not_utf_8_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let channel = folder.path().join("ops");
    std::fs::create_dir(&channel).unwrap();
    std::fs::write(channel.join("2026-11-20.json"), DAY).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"2026-11-\xff.json");
        std::fs::write(channel.join(name), DAY).unwrap();
        let (_, shown) = shown(Input::Folder(folder.path().to_path_buf()), &asked());
        assert!(shown[0].ends_with("its name is not UTF-8"), "{shown:?}");
        assert_eq!(shown.len(), 8);
    }
}

#[test]
fn an_export_that_was_packed_again_is_read_with_its_people() {
    let files = [
        ("Team export/users.json", USERS),
        ("Team export/channels.json", CHANNELS),
        ("Team export/incident-1/2026-11-20.json", DAY),
    ];
    let input = Input::Seekable("export.zip".to_owned(), archive(&files));
    let (_, mut messages) = open(input, &asked()).unwrap();
    let first = messages.find_map(Result::ok).unwrap();
    assert_eq!(first.author, "ann");
    assert_eq!(first.key, "slack:C1/1795183200.000100");
    assert_eq!(first.place, "incident-1/2026-11-20.json:2");
}

#[test]
fn a_file_of_an_export_that_holds_no_messages_is_said() {
    let files = [
        ("ops/2026-11-20.json", "<html>"),
        (
            "ops/2026-11-21.json",
            "[{\"ts\":\"1795183200.000100\",\"user\":\"U1\",\"text\":\"cut o",
        ),
        (
            "ops/2026-11-22.json",
            "[{\"ts\":1795183200.0001,\"user\":\"U1\",\"text\":\"a number\"}]",
        ),
    ];
    let input = || Input::Seekable("export.zip".to_owned(), archive(&files));
    let (_, shown) = shown(input(), &asked());
    assert_eq!(
        shown,
        [
            "skipped ops/2026-11-20.json:1: it is no list of messages",
            "skipped ops/2026-11-21.json:1: the message is not JSON",
            "1 2026-11-20T14:00:00Z U1: a number",
        ]
    );
    let (_, messages) = open(input(), &asked()).unwrap();
    let last = messages.filter_map(Result::ok).last().unwrap();
    assert_eq!(last.key, "slack:ops/1795183200.000100");
}

#[test]
fn no_time_is_invented_where_only_some_lines_have_a_zone() {
    let asked = Asked::default();
    let log = "2026-11-20T14:00:00Z <ann> one\n2026-11-20 14:01:00 <bob> two\n14:02 <cid> three\n";
    let (_, shown) = shown(stream(log.as_bytes()), &asked);
    assert_eq!(
        shown,
        [
            "1 2026-11-20T14:00:00Z ann: one",
            "skipped log:2: its time has no zone, and those before it have",
            "skipped log:3: its time has no day, and those before it have",
        ]
    );
}

#[test]
fn what_somebody_does_in_weechat_is_a_message() {
    reads(
        Source::Irc,
        "2026-11-20 14:00:00\t@ann\tone\n2026-11-20 14:00:01\t *\tann restarts it\n2026-11-20 14:00:02\t-->\tbob (x@y) has joined #ops\n",
        &[
            "1 2026-11-20T14:00:00Z ann: one",
            "2 2026-11-20T14:00:01Z ann: ann restarts it",
        ],
    );
}

#[test]
fn a_cue_without_a_time_is_said_and_a_comma_is_understood() {
    reads(
        Source::WebVtt,
        "WEBVTT\n\n00:00:01,500 --> 00:00:02,000\nAnn Lee: one.\n\n1:1:1:1:1:1:1:1:1:1:1:1:1:1 --> 2\nBob: two.\n\n00:10.000 --> 00:11.000\nBob: three.\n",
        &[
            "3 2026-11-20T14:00:01Z ann: one.",
            "skipped log:6: `1:1:1:1:1:1:1:1:1:1:1:1:1:1 --> ` is not a time",
            "9 2026-11-20T14:00:10Z Bob: three.",
        ],
    );
}

#[test]
fn a_day_in_the_middle_of_a_paste_is_one_only_between_messages() {
    reads(
        Source::SlackPaste,
        "\u{feff}ann  8:00 AM\nit is broken since\n2019-02-05\nor so\n\nSaturday, November 21st, 2026\nbob  9:00 AM\nok\n",
        &[
            "1 2026-11-20T08:00:00Z ann: it is broken since / 2019-02-05 / or so",
            "7 2026-11-21T09:00:00Z bob: ok",
        ],
    );
}

#[test]
fn answers_of_slacks_api_may_follow_each_other() {
    let page = |seconds: i64| {
        format!(
            "{{\"ok\":true,\"messages\":[{{\"ts\":\"{seconds}.000100\",\"user\":\"U1\",\"text\":\"x\",\"a\":[{{}}]}}],\"messages_of\":[{{\"messages\":[{{}}]}}],\"has_more\":true}}\n"
        )
    };
    let text = format!("{}{}", page(1_795_183_200), page(1_795_183_260));
    let (source, shown) = shown(stream(text.as_bytes()), &asked());
    assert_eq!(source, Source::SlackApi);
    assert_eq!(
        shown,
        [
            "1 2026-11-20T14:00:00Z U1: x",
            "2 2026-11-20T14:01:00Z U1: x"
        ]
    );
    let lists =
        "[{\"ts\":\"1795183200.1\",\"text\":\"a\"}]\n[{\"ts\":\"1795183201.1\",\"text\":\"b\"}]";
    let (_, messages) = open(stream(lists.as_bytes()), &asked()).unwrap();
    assert_eq!(messages.count(), 2);
}

#[test]
fn a_quotation_mark_without_an_end_is_said_and_takes_no_memory() {
    let mut text =
        "time,author,text\n2026-11-20T14:00Z,ann,one\n2026-11-20T14:01Z,ann,\"two\n".to_owned();
    text.push_str(&"2026-11-20T14:02Z,ann,three\n".repeat(500_000));
    let (_, shown) = shown(stream(text.as_bytes()), &asked());
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[1].contains("quotation mark"), "{shown:?}");
}

#[test]
fn brackets_without_an_end_and_days_cost_what_their_length_costs() {
    let many = "<".repeat(200_000);
    let line = format!("{{\"ts\":\"1795183200.000100\",\"user\":\"U\",\"text\":\"x {many}\"}}");
    let (_, shown) = shown(stream(format!("[{line}]").as_bytes()), &asked());
    assert_eq!(shown.len(), 1);
    let days = "2026-11-20\nann  8:00 AM\nx\n".repeat(20_000);
    let (_, messages) = open(stream(days.as_bytes()), &asked()).unwrap();
    assert_eq!(messages.count(), 20_000);
    let masked = secrets::masked(&"-----BEGIN ".repeat(20_000));
    assert_eq!(masked.1, 0);
}

#[test]
fn an_archive_of_too_many_files_is_refused_before_it_is_read() {
    // The end of an archive that says that it has a million files.
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend(b"PK\x06\x06");
    bytes.extend([0; 28]);
    bytes.extend(1_000_000_u64.to_le_bytes());
    bytes.extend([0; 40]);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0xff; 18]);
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    let fault = open(Input::Seekable("bomb.zip".to_owned(), file), &asked())
        .err()
        .unwrap();
    assert_eq!(fault.to_string(), "bomb.zip has more than 100000 files");
}
