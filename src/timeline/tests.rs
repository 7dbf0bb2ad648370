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
            "the time `14:03 CET` is not written as a timestamp",
            "the time `2026-11-20 14:03` has no offset from UTC",
            "the time `2026-02-30T14:03Z` names a date that does not exist",
            "this row of the timeline has no time",
            "the time `soon` is not written as a timestamp",
        ]
    );
    assert_eq!(timeline.faults[1].span.of(&text), "14:03 CET");
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
