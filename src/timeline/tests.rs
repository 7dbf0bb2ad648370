use super::*;
use crate::markdown;

fn read(text: &str) -> Timeline {
    let body = markdown::read(text, Span::new(0, text.len()));
    let section = body.sections.iter().position(|s| s.level == 2).unwrap();
    timeline(text, &body, section)
}

/// A timeline with one intro line and these rows under `### 2026-11-20`.
fn report(intro: &str, rows: &[&str]) -> String {
    let mut text = format!("## Timeline\n\n{intro}\n\n### 2026-11-20\n\n");
    text.push_str("| Time | Event | Evidence |\n|---|---|---|\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

fn times(timeline: &Timeline) -> Vec<String> {
    timeline
        .rows
        .iter()
        .map(|row| match row.time {
            Ok(time) => time.to_short(),
            Err(kind) => format!("{kind:?}"),
        })
        .collect()
}

fn faults(timeline: &Timeline) -> Vec<&str> {
    timeline.faults.iter().map(|f| f.message.as_str()).collect()
}

#[test]
fn times_are_timestamps_or_times_of_a_day_that_a_heading_names() {
    let text = report(
        "",
        &[
            "| 14:03 | paged | [graph](https://x) |",
            "| **9:05:30** | x | |",
            "| 2026-11-20T14:03+01:00 | y | z |",
            "| 2026-11-20 14:03Z | y | z |",
            "| | | |",
        ],
    ) + "\n### 2026-11-21\n\n| Time | Event |\n|---|---|\n| 00:10 | over |\n\n## Next\n\n| a |\n|-|\n| b |\n";
    let timeline = read(&text);
    assert_eq!(faults(&timeline), [""; 0]);
    assert_eq!(
        times(&timeline),
        [
            "2026-11-20T14:03Z",
            "2026-11-20T09:05:30Z",
            "2026-11-20T14:03+01:00",
            "2026-11-20T14:03Z",
            "2026-11-21T00:10Z",
        ]
    );
    assert_eq!(timeline.zone, None);
    let first = &timeline.rows[0];
    assert_eq!(first.time_span.of(&text), "14:03");
    assert_eq!(first.event.of(&text), "paged");
    assert_eq!(first.evidence.of(&text), "[graph](https://x)");
    assert!(timeline.rows[1].evidence.is_empty());
    assert!(timeline.rows[4].evidence.is_empty());
    assert!(timeline.rows[4].span.of(&text).starts_with("| 00:10"));
}

#[test]
fn a_cell_begins_with_the_sign_that_escapes_its_first_character() {
    let text = report("", &["| 14:03 | \\[a](b) \\| c | \\*d |"]);
    let timeline = read(&text);
    assert_eq!(timeline.rows[0].event.of(&text), "\\[a](b) \\| c");
    assert_eq!(timeline.rows[0].evidence.of(&text), "\\*d");
}

#[test]
fn the_section_names_the_zone() {
    for (intro, time, word) in [
        (
            "All times in Europe/Berlin.",
            "2026-11-20T14:03+01:00",
            "Europe/Berlin",
        ),
        ("All times in UTC.", "2026-11-20T14:03Z", "UTC"),
        ("(Times in `-03:30`)", "2026-11-20T14:03-03:30", "-03:30"),
        (
            "Times are in **Asia/Kathmandu**",
            "2026-11-20T14:03+05:45",
            "Asia/Kathmandu",
        ),
        ("All times\nin utc, as ever", "2026-11-20T14:03Z", "utc"),
    ] {
        let text = report(
            intro,
            &["| 14:03 | x | y |", "| 2026-11-20 14:03 | x | y |"],
        );
        let timeline = read(&text);
        assert_eq!(faults(&timeline), [""; 0], "{intro}");
        assert_eq!(times(&timeline), [time, time], "{intro}");
        assert_eq!(timeline.zone.unwrap().1.of(&text), word);
    }
    let text = "## Timeline (times in Europe/Berlin)\n\n### 2026-07-20\n\n| Time | Event |\n|-|-|\n| 1:00 | x |\n";
    assert_eq!(times(&read(text)), ["2026-07-20T01:00+02:00"]);
    let text =
        "## Timeline\n\n### 2026-07-20\n\n| Time (Europe/Berlin) | Event |\n|-|-|\n| 1:00 | x |\n";
    assert_eq!(times(&read(text)), ["2026-07-20T01:00+02:00"]);
}

#[test]
fn a_word_that_is_no_zone_is_one_fault_and_no_row_is_guessed() {
    for (intro, word) in [
        ("All times in CET.", "CET"),
        ("times in PST", "PST"),
        ("All times in cet.", "cet"),
        ("All times in local time.", "local"),
        ("All times in Europe/Berln.", "Europe/Berln"),
        ("All times in +1.", "+1"),
    ] {
        let text = report(
            intro,
            &[
                "| 14:03 | x | y |",
                "| 2026-11-20 14:04 | x | y |",
                "| 2026-11-20T14:05Z | x | y |",
            ],
        );
        let timeline = read(&text);
        assert_eq!(timeline.faults.len(), 1, "{intro}");
        assert_eq!(timeline.faults[0].kind, TimelineFaultKind::Zone);
        assert_eq!(timeline.faults[0].span.of(&text), word);
        assert_eq!(times(&timeline), ["Zone", "Zone", "2026-11-20T14:05Z"]);
    }
    let text = "## Timeline\n\n### 2026-07-20\n\n| Time (CET) | Event |\n|-|-|\n| 1:00 | x |\n";
    assert_eq!(times(&read(text)), ["Zone"]);
}

#[test]
fn prose_that_names_no_zone_is_left_alone() {
    for intro in [
        "We put the times in order.",
        "We put the times in the right order, many times in a row.",
        "",
    ] {
        let timeline = read(&report(intro, &["| 14:03 | x | y |"]));
        assert_eq!(faults(&timeline), [""; 0], "{intro}");
        assert_eq!(times(&timeline), ["2026-11-20T14:03Z"], "{intro}");
    }
}

#[test]
fn a_time_that_cannot_be_read_is_a_fault_at_its_cell() {
    let text = report(
        "",
        &[
            "| 25:00 | x | |",
            "| 14:03 CET | x | |",
            "| 2026-11-20 14:03 | x | |",
            "| 2026-02-30T14:03Z | x | |",
            "| | x | |",
            "| soon | x | |",
        ],
    );
    let timeline = read(&text);
    assert_eq!(
        faults(&timeline),
        [
            "the time `25:00` names a time of day that does not exist",
            "`CET` is an abbreviation that does not name one time zone",
            "the time `2026-11-20 14:03` has no offset from UTC",
            "the time `2026-02-30T14:03Z` names a date that does not exist",
            "this row of the timeline has no time",
            "the time `soon` is not written as a timestamp",
        ]
    );
    assert_eq!(timeline.faults[1].span.of(&text), "CET");
    assert_eq!(
        times(&timeline),
        ["Time", "Time", "Time", "Time", "NoTime", "Time"]
    );
}

#[test]
fn a_time_of_day_needs_a_day() {
    let text = "## Timeline\n\n| Time | Event |\n|-|-|\n| 14:03 | x |\n";
    let timeline = read(text);
    assert_eq!(
        faults(&timeline),
        ["`14:03` is a time of day, and no heading says of which day"]
    );
    let text = "## Timeline\n\n### Friday\n\n| Time | Event |\n|-|-|\n| 14:03 | x |\n";
    assert_eq!(times(&read(text)), ["NoDate"]);
}

/// A timeline whose times of day stand under a date, in a table with this title over its times.
fn under(heading: &str, intro: &str, column: &str) -> String {
    format!(
        "{heading}\n\n{intro}\n\n### 2026-11-20\n\n| {column} | Event | Evidence |\n|---|---|---|\n| 14:03 | x | y |\n"
    )
}

#[test]
fn a_zone_is_understood_however_it_is_named() {
    let east = "2026-11-20T14:03+01:00";
    for (heading, intro, column, time) in [
        ("## Timeline", "All times Europe/Berlin.", "Time", east),
        ("## Timeline", "Times are UTC", "Time", "2026-11-20T14:03Z"),
        (
            "## Timeline",
            "Times are Europe/Berlin unless noted otherwise.",
            "Time",
            east,
        ),
        ("## Timeline", "Timezone: Europe/Berlin", "Time", east),
        ("## Timeline", "**Timezone:** Europe/Berlin", "Time", east),
        ("## Timeline", "Time zone is Europe/Berlin.", "Time", east),
        ("## Timeline", "- TZ=Europe/Berlin", "Time", east),
        (
            "## Timeline",
            "All timestamps are given in Europe/Berlin (the office).",
            "Time",
            east,
        ),
        (
            "## Timeline",
            "_All times below are in `Europe/Berlin`._",
            "Time",
            east,
        ),
        ("## Timeline", "Please note: all times +01:00", "Time", east),
        (
            "## Timeline",
            "Recorded times in Europe/Berlin.",
            "Time",
            east,
        ),
        ("## Timeline", "(Europe/Berlin)", "Time", east),
        ("## Timeline (times in Europe/Berlin)", "", "Time", east),
        ("## Timeline (Europe/Berlin)", "", "Time", east),
        ("## Timeline - all times Europe/Berlin", "", "Time", east),
        ("## Timeline in Europe/Berlin", "", "Time", east),
        ("## Timeline", "", "Time (Europe/Berlin)", east),
        ("## Timeline", "", "Europe/Berlin time", east),
        ("## Timeline", "", "Time [+01:00]", east),
        ("## Timeline", "", "Date/Time (UTC)", "2026-11-20T14:03Z"),
        ("## Timeline", "", "UTC", "2026-11-20T14:03Z"),
        (
            "## Timeline",
            "All dates are in Europe/Berlin.",
            "Time",
            east,
        ),
        (
            "## Timeline",
            "All times have been converted to Europe/Berlin.",
            "Time",
            east,
        ),
        (
            "## Timeline",
            "All times are in the timezone Europe/Berlin.",
            "Time",
            east,
        ),
        (
            "## Timeline",
            "All times, taken from Slack, are Europe/Berlin.",
            "Time",
            east,
        ),
        (
            "## Timeline",
            "All times in UTC.",
            "Time (Europe/Berlin)",
            east,
        ),
    ] {
        let text = under(heading, intro, column);
        let timeline = read(&text);
        assert_eq!(faults(&timeline), [""; 0], "{text}");
        assert_eq!(times(&timeline), [time], "{text}");
        assert!(timeline.zone.is_some(), "{text}");
    }
}

/// Holds that the zone of a timeline is a fault, at this word, and that its row is not guessed.
fn is_the_one_fault(text: &str, word: &str) {
    let timeline = read(text);
    assert_eq!(times(&timeline), ["Zone"], "{text}");
    assert_eq!(timeline.faults.len(), 1, "{text}");
    assert_eq!(timeline.faults[0].span.of(text), word, "{text}");
}

#[test]
fn a_zone_that_cannot_be_understood_is_a_fault_and_never_utc() {
    for (heading, intro, column, word) in [
        ("## Timeline", "All times PST.", "Time", "PST"),
        ("## Timeline", "Timezone: CET", "Time", "CET"),
        ("## Timeline", "**Time zone**: PST", "Time", "PST"),
        ("## Timeline", "Times are CET", "Time", "CET"),
        (
            "## Timeline",
            "All times are in the CET time zone.",
            "Time",
            "CET",
        ),
        ("## Timeline", "All times CEST (Berlin)", "Time", "CEST"),
        ("## Timeline", "Times: EST", "Time", "EST"),
        (
            "## Timeline",
            "All times in Central European Time.",
            "Time",
            "Central European Time",
        ),
        ("## Timeline", "All times Pacific", "Time", "Pacific"),
        (
            "## Timeline",
            "All times are Berlin time",
            "Time",
            "Berlin time",
        ),
        ("## Timeline", "Times in local time", "Time", "local"),
        ("## Timeline", "All times are local.", "Time", "local"),
        ("## Timeline", "All times in GMT+2.", "Time", "GMT+2"),
        ("## Timeline", "All times in UTC +1.", "Time", "UTC +1"),
        ("## Timeline", "Times are XYZT", "Time", "XYZT"),
        ("## Timeline", "(CET)", "Time", "CET"),
        ("## Timeline", "> All times in CET.", "Time", "CET"),
        ("## Timeline", "Timezone used: CET", "Time", "CET"),
        (
            "## Timeline",
            "All times are given in german time.",
            "Time",
            "german",
        ),
        ("## Timeline", "PST times", "Time", "PST"),
        (
            "## Timeline",
            "Times are in both EST and UTC.",
            "Time",
            "EST and UTC",
        ),
        (
            "## Timeline",
            "Times are in UTC and CET.",
            "Time",
            "UTC and CET",
        ),
        ("## Timeline", "All times UTC / CET", "Time", "UTC / CET"),
        ("## Timeline", "", "Time (UTC / CET)", "UTC / CET"),
        ("## Timeline", "", "Time UTC/CET", "UTC/CET"),
        (
            "## Timeline",
            "",
            "Time (America/Los Angeles)",
            "America/Los Angeles",
        ),
        (
            "## Timeline",
            "All times in America/New York.",
            "Time",
            "America/New York",
        ),
        ("## Timeline (EST/EDT)", "", "Time", "EST/EDT"),
        ("## Incident timeline in CET", "", "Time", "CET"),
        ("## Timeline (CET)", "", "Time", "CET"),
        ("## Timeline, times in PST", "", "Time", "PST"),
        ("## Timeline", "", "Time (CET)", "CET"),
        ("## Timeline", "", "Time CET", "CET"),
        ("## Timeline", "", "Time (PT)", "PT"),
        ("## Timeline", "", "Time (Berlin)", "Berlin"),
        ("## Timeline", "", "Time (local)", "local"),
        ("## Timeline", "", "Local time (EST)", "Local"),
    ] {
        is_the_one_fault(&under(heading, intro, column), word);
    }
}

#[test]
fn a_zone_in_other_words_is_a_fault_and_never_utc() {
    for (heading, intro, column, word) in [
        ("## Timeline", "All times UTC - 5", "Time", "UTC - 5"),
        ("## Timeline", "All times in UTC(+1)", "Time", "UTC(+1)"),
        (
            "## Timeline",
            "All times in UTC (+01:00).",
            "Time",
            "UTC (+01:00)",
        ),
        (
            "## Timeline",
            "All times UTC minus 5",
            "Time",
            "UTC minus 5",
        ),
        ("## Timeline (UTC + 1)", "", "Time", "UTC + 1"),
        ("## Timeline (UTC (+1))", "", "Time", "UTC (+1)"),
        ("## Timeline", "", "Time (UTC - 5)", "UTC - 5"),
        ("## Timeline", "", "Time (UTC\u{2014}3)", "UTC\u{2014}3"),
        ("## Timeline", "", "Time (UTC\u{2011}5)", "UTC\u{2011}5"),
        ("## Timeline", "", "Time (UTC\u{ff0b}2)", "UTC\u{ff0b}2"),
        ("## Timeline", "", "Time (UTC+5,5)", "UTC+5,5"),
        ("## Timeline", "", "Time (UTC, CET)", "UTC, CET"),
        ("## Timeline", "", "Time (not UTC)", "not UTC"),
        (
            "## Timeline",
            "All times are not UTC but CET.",
            "Time",
            "UTC but CET",
        ),
        ("## Timeline", "", "Time (cet)", "cet"),
        ("## Timeline", "", "Time (eastern)", "eastern"),
        ("## Timeline", "", "Time (New York)", "New York"),
        ("## Timeline", "", "Server time", "Server"),
        ("## Timeline", "", "Time (server time)", "server"),
        ("## Timeline", "", "Time/CET", "CET"),
        ("## Timeline", "", "Time<br>CET", "CET"),
        ("## Timeline", "", "Time «CET»", "CET"),
        ("## Timeline (cet)", "", "Time", "cet"),
        ("## Timeline (server time)", "", "Time", "server"),
        ("## Timeline", "Note that all times are CET.", "Time", "CET"),
        ("## Timeline", "All times quoted are CET.", "Time", "CET"),
        (
            "## Timeline",
            "All times, unless otherwise noted, are in CET.",
            "Time",
            "CET",
        ),
        (
            "## Timeline",
            "Timezone for all entries: CET",
            "Time",
            "CET",
        ),
        ("## Timeline", "All times from Slack (CET).", "Time", "CET"),
        (
            "## Timeline",
            "All times are approximate, in CET.",
            "Time",
            "CET",
        ),
        ("## Timeline", "all times cet", "Time", "cet"),
        ("## Timeline", "All times are pacific.", "Time", "pacific"),
        (
            "## Timeline",
            "All times are server time.",
            "Time",
            "server",
        ),
        ("## Timeline", "All times New York.", "Time", "New York"),
        ("## Timeline", "All times in «CET».", "Time", "CET"),
    ] {
        is_the_one_fault(&under(heading, intro, column), word);
    }
}

#[test]
fn what_names_no_zone_leaves_times_in_utc() {
    for (intro, column) in [
        ("Response times in Discord were high.", "Time"),
        ("Response times in Discord.", "Time"),
        ("Times in queue rose for an hour.", "Time"),
        ("Load times in Europe/Berlin rose.", "Time"),
        ("All times are approximate.", "Time"),
        ("Times: see the log.", "Time"),
        ("The timezone bug in the parser was old.", "Time"),
        ("At that time, PST reports were on their way.", "Time"),
        ("We set the timezone to Europe/Berlin.", "Time"),
        ("The timeline is in JIRA too.", "Time"),
        ("All times in ISO 8601.", "Time"),
        ("Timeline: DRAFT", "Time"),
        ("Times are OK.", "Time"),
        ("The timeline is WIP.", "Time"),
        ("Times in ms.", "Time"),
        ("Timestamps are in the logs.", "Time"),
        ("All times as shown in Datadog.", "Time"),
        ("At that time, the servers in CET went away.", "Time"),
        ("", "Time (approx.)"),
        ("", "Time (HH:MM)"),
        ("", "Time (24h)"),
    ] {
        let text = under("## Timeline", intro, column);
        let timeline = read(&text);
        assert_eq!(faults(&timeline), [""; 0], "{text}");
        assert_eq!(times(&timeline), ["2026-11-20T14:03Z"], "{text}");
    }
}

#[test]
fn a_document_names_the_zone_for_a_timeline_that_names_none() {
    let report = |intro: &str| {
        format!(
            "## Overview\n\n{intro}\n\n{}",
            under("## Timeline", "", "Time")
        )
    };
    let second = |text: &str| {
        let body = markdown::read(text, Span::new(0, text.len()));
        timeline(text, &body, 1)
    };
    let times_of = |intro: &str| times(&second(&report(intro)));
    assert_eq!(
        times_of("All times in this report are in Europe/Berlin."),
        ["2026-11-20T14:03+01:00"]
    );
    assert_eq!(times_of("All times are CET."), ["Zone"]);
    assert_eq!(
        times_of("The page was slow, response times in Asia/Tokyo were high."),
        ["2026-11-20T14:03Z"]
    );
    let both = under(
        "## Timeline",
        "All times in UTC.\n\nTimes are in Europe/Berlin.",
        "Time",
    );
    let both = read(&both);
    assert_eq!(
        faults(&both),
        ["the timeline names two zones, `UTC` and `Europe/Berlin`"]
    );
    assert_eq!(times(&both), ["Zone"]);
}

#[test]
fn no_offer_is_another_time_than_what_was_meant() {
    for (word, help) in [
        ("GMT+2", "did you mean `+02:00`?"),
        ("UTC - 5", "did you mean `-05:00`?"),
        (
            "UTC+15",
            "write a name from the IANA database, like `Europe/Berlin`, or `UTC`",
        ),
        ("Central European", "did you mean `Europe/Berlin`?"),
        (
            "Eastern Australia",
            "write a name from the IANA database, like `Europe/Berlin`, or `UTC`",
        ),
        (
            "Salt Lake City",
            "write a name from the IANA database, like `Europe/Berlin`, or `UTC`",
        ),
        ("GMT", "write `UTC`"),
        ("UTC+1", "did you mean `+01:00`?"),
        ("UTC-03:30", "did you mean `-03:30`?"),
        ("+1", "did you mean `+01:00`?"),
        ("Central European Time", "did you mean `Europe/Berlin`?"),
        ("Pacific Time", "did you mean `America/Los_Angeles`?"),
        (
            "CEST",
            "write `UTC`, an offset like `+01:00`, or an IANA name like `Europe/Berlin`",
        ),
        (
            "IST",
            "write `UTC`, an offset like `+01:00`, or an IANA name like `Asia/Kolkata` or `Europe/Dublin` or `Asia/Jerusalem`",
        ),
        ("Berlin", "did you mean `Europe/Berlin`?"),
        ("America/Los Angeles", "did you mean `America/Los_Angeles`?"),
    ] {
        let text = under("## Timeline", &format!("All times in {word}."), "Time");
        let timeline = read(&text);
        assert_eq!(timeline.faults[0].help.as_deref(), Some(help), "{word}");
    }
}

#[test]
fn a_cell_may_name_its_zone_and_a_row_its_day() {
    let table = |rows: &[&str]| {
        let mut text = "## Timeline\n\n| Time | Event |\n|---|---|\n".to_owned();
        for row in rows {
            text += &format!("| {row} | x |\n");
        }
        times(&read(&text))
    };
    assert_eq!(
        table(&[
            "2026-11-20 11:00 UTC",
            "11:10 UTC",
            "11:20Z",
            "12:30 (Europe/Berlin)",
            "12:40 +01:00",
            "2026-11-21 00:10 +01:00",
            "11:00 CET",
            "11:00 roughly",
        ]),
        [
            "2026-11-20T11:00Z",
            "2026-11-20T11:10Z",
            "2026-11-20T11:20Z",
            "2026-11-20T12:30+01:00",
            "2026-11-20T12:40+01:00",
            "2026-11-21T00:10+01:00",
            "Time",
            "Time",
        ]
    );
    // Below a row with an offset, a time of day is in that offset and of that day.
    assert_eq!(
        table(&["2026-11-20T11:00+01:00", "11:10", "**11:20**"]),
        [
            "2026-11-20T11:00+01:00",
            "2026-11-20T11:10+01:00",
            "2026-11-20T11:20+01:00"
        ]
    );
    assert_eq!(
        table(&["11:10", "2026-11-20T11:00Z"]),
        ["NoDate", "2026-11-20T11:00Z"]
    );
}

#[test]
fn a_time_of_twelve_hours_and_the_beginning_of_a_span_are_understood_or_refused() {
    let day = |time: &str| {
        let read = read(&report("", &[&format!("| {time} | x | |")]));
        times(&read).join(",")
    };
    for (time, read) in [
        ("10:47 PM", "2026-11-20T22:47Z"),
        ("10:47pm", "2026-11-20T22:47Z"),
        ("12:05 a.m.", "2026-11-20T00:05Z"),
        ("12:05 PM", "2026-11-20T12:05Z"),
        ("10:47 PM +01:00", "2026-11-20T22:47+01:00"),
        ("2026-11-19 10:47 PM UTC", "2026-11-19T22:47Z"),
        ("10:00–10:15", "2026-11-20T10:00Z"),
        ("10:00-10:15", "2026-11-20T10:00Z"),
        ("10:00 - 11:00", "2026-11-20T10:00Z"),
        ("10:00 to 11:00", "2026-11-20T10:00Z"),
        ("10:00 – 10:15 UTC", "2026-11-20T10:00Z"),
        ("10:47 PM – 11:05 PM", "2026-11-20T22:47Z"),
        ("2026-11-20 10:00–10:15 +01:00", "2026-11-20T10:00+01:00"),
        (
            "2026-11-20T10:00+01:00 – 2026-11-20T10:15+01:00",
            "2026-11-20T10:00+01:00",
        ),
        // An offset, and no span.
        ("2026-11-20T10:00-05:00", "2026-11-20T10:00-05:00"),
        ("2026-11-20 10:00-03:30", "2026-11-20T10:00-03:30"),
        ("10:00 -05:00", "2026-11-20T10:00-05:00"),
        // It may be either.
        ("10:00-11:00", "Time"),
        ("10:00-05:00", "Time"),
        // Nobody knows which half.
        ("10:47–11:05 PM", "Time"),
        ("13:05 PM", "Time"),
        ("10:47 PM PST", "Time"),
        ("10 PM", "Time"),
    ] {
        assert_eq!(day(time), read, "{time}");
    }
    let items = "## Timeline\n\n### 2026-11-20\n\n- 10:47 PM the alert fires\n- 10:00-10:15 slow\n- **10:05 – 10:10**: slow\n- 2026-11-20 1:00 PM UTC over\n- 14:03 PM says dave\n+ 14:04 plus\n\n1. 14:05 one\n2. 14:06 -05:00 an offset\n";
    assert_eq!(
        times(&read(items)),
        [
            "2026-11-20T22:47Z",
            "2026-11-20T10:00Z",
            "2026-11-20T10:05Z",
            "2026-11-20T13:00Z",
            "2026-11-20T14:03Z",
            "2026-11-20T14:04Z",
            "2026-11-20T14:05Z",
            "2026-11-20T14:06-05:00",
        ]
    );
}

#[test]
fn a_cell_for_the_day_that_names_none_is_a_fault_and_not_the_day_before() {
    let text = "## Timeline\n\n| Date | Time (UTC) | What |\n|---|---|---|\n| 2026-11-20 | 23:50 | a |\n| Nov 21 | 00:05 | a |\n| | 00:06 | a |\n| Sat 2026-11-21 | 00:07 | a |\n| 2026-02-30 | 00:07 | a |\n";
    let timeline = read(text);
    assert_eq!(
        times(&timeline),
        [
            "2026-11-20T23:50Z",
            "Time",
            "NoDate",
            "2026-11-21T00:07Z",
            "Time"
        ]
    );
    assert_eq!(
        faults(&timeline),
        [
            "the date `Nov 21` is not written as a date",
            "`00:06` is a time of day, and no heading says of which day",
            "the date `2026-02-30` names a date that does not exist",
        ]
    );
}

#[test]
fn words_for_times_and_blanks_cost_what_their_length_costs() {
    // The square of these takes minutes.
    for words in [
        "time ",
        "times in ",
        "all times are ",
        "UTC time ",
        "14:03 ",
    ] {
        let text = format!("## Timeline\n\n{}\n", words.repeat(6_000));
        let read = read(&text);
        assert!(read.rows.len() <= 1, "{words}");
    }
    for above in ["times are ", "TZ ", "all times ", "time zone\n\n"] {
        assert_eq!(below(&above.repeat(20_000)).1, [""; 0], "{above}");
    }
    let rows = "| Timezone | none |\n".repeat(20_000);
    assert_eq!(below(&format!("| a | b |\n|---|---|\n{rows}")).1, [""; 0]);
    let blanks = report("", &[&format!("| 14:03{}x | y | |", " ".repeat(100_000))]);
    assert_eq!(times(&read(&blanks)), ["Time"]);
}

#[test]
fn a_date_may_have_a_column_or_stand_in_a_longer_heading() {
    let text = "## Timeline\n\n| Date | Time (UTC) | What | Link |\n|---|---|---|---|\n| 2026-11-20 | 23:50 | a | b |\n| | 23:55 | a | |\n| 2026-11-21 | 00:05 | a | |\n";
    let timeline = read(text);
    assert_eq!(
        times(&timeline),
        [
            "2026-11-20T23:50Z",
            "2026-11-20T23:55Z",
            "2026-11-21T00:05Z"
        ]
    );
    assert_eq!(timeline.rows[0].evidence.of(text), "b");
    let text = "## Timeline\n\n### Friday, 2026-11-20 (UTC)\n\n| Date/Time (UTC) | Message |\n|---|---|\n| 23:50 | a |\n";
    let timeline = read(text);
    assert_eq!(times(&timeline), ["2026-11-20T23:50Z"]);
    assert_eq!(timeline.rows[0].event.of(text), "a");
    let text = "## Timeline\n\n| Date | Event |\n|---|---|\n| 2026-11-20T23:50Z | a |\n";
    assert_eq!(times(&read(text)), ["2026-11-20T23:50Z"]);
}

#[test]
fn marks_around_words_behind_a_time_stay_whole() {
    let text = "## Timeline\n\n### 2026-11-20\n\n- 14:02 **it begins** first errors\n- **14:03** *paged*\n\
                - `14:04`: `x` fails\n- **14:05 over**\n- 14:06 [the graph](https://x.example) shows it\n\
                - [14:07] (perhaps) the deploy\n- 14:08 _ _ * _ a\n- (14:09) – ok\n";
    let timeline = read(text);
    let events: Vec<&str> = timeline.rows.iter().map(|it| it.event.of(text)).collect();
    assert_eq!(
        events,
        [
            "**it begins** first errors",
            "*paged*",
            "`x` fails",
            "over**",
            "[the graph](https://x.example) shows it",
            "(perhaps) the deploy",
            "_ _ * _ a",
            "ok",
        ]
    );
}

#[test]
fn of_a_timeline_that_is_no_table_the_items_are_read() {
    let text = "## Timeline\n\nAll times in Europe/Berlin.\n\n### 2026-11-20\n\n- 14:03 the alert fires\n- **14:10** – dave opens the dashboard\n- [14:12 UTC] over\n- 2026-11-21 09:00: the review\n- later, a mail\n\n10:00 - an end\n10:05 - the end\n";
    let timeline = read(text);
    assert!(!timeline.has_table);
    assert_eq!(
        faults(&timeline),
        ["the timeline is no table, so nothing can read it"]
    );
    assert_eq!(timeline.faults[0].span.of(text), "## Timeline");
    assert_eq!(
        times(&timeline),
        [
            "2026-11-20T14:03+01:00",
            "2026-11-20T14:10+01:00",
            "2026-11-20T14:12Z",
            "2026-11-21T09:00+01:00",
            "2026-11-21T10:00+01:00",
            "2026-11-21T10:05+01:00",
        ]
    );
    assert_eq!(timeline.rows[1].event.of(text), "dave opens the dashboard");
    let zone = read("## Timeline\n\nAll times PST.\n\n- 14:03 x\n");
    let kinds: Vec<_> = zone.faults.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [TimelineFaultKind::Zone, TimelineFaultKind::NoTable]);
    let clocks = read("## Timeline\n\n- 14:03 x\n- 14:01 y\n");
    assert_eq!(times(&clocks), ["NoDate", "NoDate"]);
    assert!(clocks.rows.iter().all(|it| it.clock.is_some()));
    // A `Z` is a zone, with and without a blank, and no word that begins so.
    let text = "## Timeline\n\nAll times in Europe/Berlin.\n\n### 2026-11-20\n\n- 14:03Z x\n- **14:04Z**: y\n- 14:05 Z z\n- 2026-11-20 14:06Z: w\n- 14:07 Zoe looks\n";
    let zulu = read(text);
    assert_eq!(
        times(&zulu),
        [
            "2026-11-20T14:03Z",
            "2026-11-20T14:04Z",
            "2026-11-20T14:05Z",
            "2026-11-20T14:06Z",
            "2026-11-20T14:07+01:00",
        ]
    );
    let events: Vec<&str> = zulu.rows.iter().map(|it| it.event.of(text)).collect();
    assert_eq!(events, ["x", "y", "z", "w", "Zoe looks"]);
    // What is empty is for another rule.
    assert_eq!(read("## Timeline\n\n<!-- later -->\n").faults, []);
}

#[test]
fn a_table_of_something_else_is_a_fault_and_none_at_all_is_said() {
    let timeline = read("## Timeline\n\n| a | b |\n|-|-|\n| 14:03 | x |\n");
    assert_eq!(timeline.faults[0].kind, TimelineFaultKind::Columns);
    assert!(timeline.has_table);
    assert!(!read("## Timeline\n\n- 14:03 x\n").has_table);
    assert_eq!(
        super::timeline("", &Body::default(), 7),
        Timeline::default()
    );
}

#[test]
fn a_row_without_a_zone_has_that_of_the_nearest_row_above() {
    for (rows, expected) in [
        (
            ["| 13:03 +01:00 | a | |", "| 14:05 | b | |"],
            ["2026-11-20T13:03+01:00", "2026-11-20T14:05+01:00"],
        ),
        (
            [
                "| 2026-11-20 13:03 Europe/Berlin | a | |",
                "| 14:05 | b | |",
            ],
            ["2026-11-20T13:03+01:00", "2026-11-20T14:05+01:00"],
        ),
        (["| 14:03 CET | a | |", "| 14:05 | b | |"], ["Time", "Zone"]),
    ] {
        let text = report("", &rows);
        assert_eq!(times(&read(&text)), expected, "{text}");
    }
    let rows = [
        "| 2026-11-20T13:03+01:00 | a | |",
        "| 14:05 UTC | b | |",
        "| 14:06 | c | |",
    ];
    assert_eq!(
        times(&read(&report("", &rows))),
        [
            "2026-11-20T13:03+01:00",
            "2026-11-20T14:05Z",
            "2026-11-20T14:06Z"
        ]
    );
}

#[test]
fn a_zone_may_stand_in_the_column_of_the_date_or_in_one_of_its_own() {
    let east = "2026-11-20T14:03+01:00";
    for (header, row, expected) in [
        ("Date (Europe/Berlin) | Time", "2026-11-20 | 14:03", east),
        ("Date | Time", "2026-11-20 +01:00 | 14:03", east),
        ("Date | Time", "2026-11-20 (CET) | 14:03", "Time"),
        (
            "Date | Time | Zone",
            "2026-11-20 | 14:03 | Europe/Berlin",
            east,
        ),
        (
            "Date | Time | Time zone",
            "2026-11-20 | 14:03 | CET",
            "Time",
        ),
        (
            "Date | Time | TZ",
            "2026-11-20 | 14:03 | UTC",
            "2026-11-20T14:03Z",
        ),
    ] {
        let dashes = "---|".repeat(header.split('|').count() + 1);
        let text = format!("## Timeline\n\n| {header} | Event |\n|{dashes}\n| {row} | x |\n");
        assert_eq!(times(&read(&text)), [expected], "{text}");
    }
}

#[test]
fn a_time_that_was_there_twice_goes_on_from_the_row_above() {
    let text = "## Timeline (Europe/Berlin)\n\n### 2026-10-25\n\n| Time | Event |\n|-|-|\n| 02:50 | a |\n| 02:10 | b |\n| 03:05 | c |\n";
    assert_eq!(
        times(&read(text)),
        [
            "2026-10-25T02:50+02:00",
            "2026-10-25T02:10+01:00",
            "2026-10-25T03:05+01:00"
        ]
    );
}

#[test]
fn the_zones_of_list_items_are_judged() {
    let text = "## Timeline\n\n**2026-11-20 (CET)**\n\n- 14:03 a\n";
    assert_eq!(times(&read(text)), ["Zone"]);
    let text = "## Timeline\n\n**2026-11-20 (Europe/Berlin)**\n\n- 14:03 a\n";
    assert_eq!(times(&read(text)), ["2026-11-20T14:03+01:00"]);
    let timeline = read("## Timeline\n\n- 2026-11-20 14:03 a\n");
    assert!(faults(&timeline).contains(&"the time `2026-11-20 14:03` has no offset from UTC"));
}

/// The times of a timeline that names no zone, and the faults in it, below something else in its document.
fn below(above: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("{above}\n\n{}", under("## Timeline", "", "Time"));
    let body = markdown::read(&text, Span::new(0, text.len()));
    let section = body.sections.iter().position(|it| it.title == "Timeline");
    let timeline = timeline(&text, &body, section.unwrap());
    let faults = faults(&timeline).into_iter().map(str::to_owned).collect();
    (times(&timeline), faults)
}

#[test]
fn a_zone_that_another_section_names_is_understood_or_a_fault() {
    for above in [
        "The timezone is ZONE.",
        "Timezone: ZONE",
        "- Time zone: ZONE",
        "**TZ**: ZONE",
        "Times are ZONE.",
        "Times shown are in ZONE.",
        "All Times in ZONE",
        "ALL TIMES IN ZONE",
        "All dates and times are in ZONE.",
        "Timestamps are in ZONE.",
        "The timeline is in ZONE.",
        "> All times in ZONE",
        "### All times in ZONE",
        "### Timezone: ZONE",
        "| Status | done |\n|---|---|\n| **Timezone** | ZONE |",
        "| All times | ZONE |\n|---|---|\n| Status | done |",
        "| Note |\n|---|\n| All times in ZONE. |",
    ] {
        let above = format!("## Overview\n\n{above}");
        let (times, faults) = below(&above.replace("ZONE", "Europe/Berlin"));
        assert_eq!(times, ["2026-11-20T14:03+01:00"], "{above}");
        assert_eq!(faults, [""; 0], "{above}");
        let (times, faults) = below(&above.replace("ZONE", "CET"));
        assert_eq!(times, ["Zone"], "{above}");
        assert_eq!(
            faults,
            ["`CET` is an abbreviation that does not name one time zone"],
            "{above}"
        );
    }
    for above in [
        "# Report, all times CET",
        "## Overview (all times CET)\n\nx",
    ] {
        assert_eq!(below(above).0, ["Zone"], "{above}");
    }
}

#[test]
fn what_another_section_says_of_times_of_something_else_names_no_zone() {
    for above in [
        "We set the timezone to Europe/Berlin.",
        "The timezone of the database is CET.",
        "The timezone is CET on two hosts.",
        "The job reads times in CET.",
        "Response times in Tokyo.",
        "Times in Tokyo were three times as high.",
        "The timezone bug made all jobs run in CET.",
        "Times in this section are CET.",
        "Sometimes: CET",
        "Time: 14:03 CET",
        "Hours: CET",
        "Dates are DD/MM/YYYY.",
        "Times are HH:MM.",
        "```\nTZ: CET\n```",
        "| Region | Timezone |\n|---|---|\n| a | CET |",
        "| Timezone | known |\n|---|---|\n| a | b |",
        "### Load (times in CET)",
        "#### CET",
        "(CET)",
    ] {
        let (times, faults) = below(&format!("## Overview\n\n{above}"));
        assert_eq!(times, ["2026-11-20T14:03Z"], "{above}");
        assert_eq!(faults, [""; 0], "{above}");
    }
    // Behind the timeline, "times" are those of a part.
    let text = format!(
        "{}\n## Log\n\nTimes are CET.\n",
        under("## Timeline", "", "Time")
    );
    assert_eq!(times(&read(&text)), ["2026-11-20T14:03Z"]);
}

#[test]
fn what_the_zone_is_not_is_no_zone() {
    for (intro, word) in [
        ("All times are not UTC.", "not UTC"),
        ("All times not UTC", "not UTC"),
        ("Times are not in UTC.", "not in UTC"),
    ] {
        is_the_one_fault(&under("## Timeline", intro, "Time"), word);
    }
    let text = under("## Timeline", "All times are in UTC, not CET.", "Time");
    assert_eq!(times(&read(&text)), ["2026-11-20T14:03Z"]);
}

#[test]
fn every_title_of_a_column_of_times_may_have_its_zone_behind_a_slash() {
    for title in TIMES.iter().chain(DATES) {
        is_the_one_fault(&under("## Timeline", "", &format!("{title}/CET")), "CET");
    }
}

#[test]
fn an_item_may_name_its_zone_in_words() {
    let item = |words: &str| {
        let text = format!("## Timeline\n\n### 2026-11-20\n\n- 14:03 {words}\n");
        let timeline = read(&text);
        let event = timeline.rows[0].event.of(&text).to_owned();
        (times(&timeline).join(" "), event)
    };
    for words in [
        "Pacific time: a",
        "pacific time: a",
        "(Pacific Time) a",
        "Central European Summer Time – a",
        "Berlin time a",
        "(New York time): a",
        "local time - a",
        "(local time): a",
        "(local): a",
        "server time: a",
    ] {
        assert_eq!(item(words), ("Time".to_owned(), "a".to_owned()), "{words}");
    }
    for words in [
        "Local caches are full",
        "(eastern region) paged",
        "Pacific region is down",
        "Pacific time series are gone",
        "system time drifts",
        "(local caches) are full",
        "Berlin: the office sees it",
        "First time: a page",
        "(est.) first errors",
    ] {
        assert_eq!(item(words).0, "2026-11-20T14:03Z", "{words}");
    }
}

#[test]
fn a_time_that_the_clocks_skipped_is_a_fault() {
    let text = "## Timeline (Europe/Berlin)\n\n### 2026-03-29\n\n| Time | Event |\n|-|-|\n\
                | 01:59 | a |\n| 02:30 | b |\n| 03:00 | c |\n";
    let timeline = read(text);
    assert_eq!(
        times(&timeline),
        ["2026-03-29T01:59+01:00", "Time", "2026-03-29T03:00+02:00"]
    );
    assert_eq!(
        faults(&timeline),
        [
            "the time `02:30` does not exist in Europe/Berlin: the clocks went forward and skipped it"
        ]
    );
    assert_eq!(
        timeline.faults[0].help.as_deref(),
        Some("write `2026-03-29T03:30+02:00` or `2026-03-29T01:30+01:00`")
    );
    let item = read("## Timeline (Europe/Berlin)\n\n- 2026-03-29 02:30 b\n");
    assert_eq!(times(&item), ["Time"]);
}
