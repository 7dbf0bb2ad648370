//! Texts that would cost much, or break the reader: each is read, and what they hold is bounded.

use proptest::prelude::*;

use super::*;

fn read_plainly(text: &str) -> Reading {
    let severities = ["SEV-1".to_owned(), "SEV-2".to_owned()];
    let asked = Asked {
        path: "incidents/2021-05-20-x.md",
        severities: &severities,
        day_order: None,
        zone: None,
    };
    read(text, &asked)
}

/// How often the pieces below are repeated: a slow way through them would be felt.
const OFTEN: usize = 4_000;

#[test]
fn what_is_repeated_without_end_is_read_in_time() {
    let pieces = [
        ("", "# a\n"),
        ("## Timeline\n", "### 10:00 x\n"),
        ("## Timeline\n", "### 2021-05-20\nx\n"),
        (
            "## Timeline\n| Time | Event |\n|---|---|\n",
            "| 10:00 | x |\n",
        ),
        (
            "## Actions\n| Action | Owner |\n|---|---|\n",
            "| do it | ann |\n",
        ),
        ("## Actions\n", "- a:\n  - b:\n    - c\n"),
        ("", "Severity: SEV-1\n"),
        (
            "",
            "Duration: 1h\nStarted: 2021-05-20 10:00 UTC\nResolved: 2021-05-20 12:00 UTC\n",
        ),
        ("Owner: ", "Ann Lee, "),
        ("## Actions\n- ", "["),
        ("## Actions\n- ", "[a]("),
        ("## Actions\n- ", "<a"),
        ("## Actions\n- ", "http://x/issues/1 "),
        ("", "**"),
        ("# ", "2021-05-20 "),
        ("On ", "May 3 "),
        ("## Timeline\n- 10:00", " "),
        ("", "**Timeline**\n\n10:00 x\n\n"),
        ("", "- **Timeline**:\n"),
        ("", "'''"),
        ("= x\n", "== a ==\n"),
        ("Severity: ", " | **a:** b"),
        ("", "> "),
    ];
    for (begin, piece) in pieces {
        let text = format!("{begin}{}", piece.repeat(OFTEN));
        let reading = read_plainly(&text);
        assert!(reading.not_understood.len() <= 200, "{begin}{piece}");
        assert!(reading.conflicts.len() <= 250, "{begin}{piece}");
    }
}

#[test]
fn what_is_no_text_or_too_long_is_something_else() {
    let long = "# a\n".repeat(1_048_576);
    for (text, why) in [
        (long.as_str(), "4194304 bytes are more than is read"),
        ("# a\u{0}b\n", "it is not text"),
        ("", "it is empty"),
        (" \n\t\n", "it is empty"),
    ] {
        let reading = read_plainly(text);
        assert_eq!((reading.is, reading.why.as_str()), (Kind::Other, why));
    }
}

#[test]
fn a_table_of_many_rows_loses_none() {
    let rows = "| 2021-05-20 10:00 | x |\n".repeat(20_000);
    let text = format!("## Timeline\n\n| Time (UTC) | Event |\n|---|---|\n{rows}");
    assert_eq!(read_plainly(&text).timeline.len(), 20_000);
}

#[test]
fn front_matter_of_toml_that_is_none_is_said() {
    for (text, is_broken) in [
        ("+++\na = \n+++\n# x\n", true),
        ("+++\na = 1\n# never closed\n", false),
        ("+++\r\na = \"1\"\r\n+++\r\n# x\r\n", false),
    ] {
        let kind = read_plainly(text).front_matter;
        assert_eq!(
            matches!(kind, FrontMatterKind::Broken(_)),
            is_broken,
            "{text}"
        );
    }
}

/// Pieces of which documents are made, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~äöüéñ–—•☐✅|*_`#>\\[\\]():.,0-9]{0,24}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("## Timeline\n".to_owned()),
        Just("## Action items\n".to_owned()),
        Just("| Time | Event |\n|---|---|\n".to_owned()),
        Just("| 10:00 | x |\n".to_owned()),
        Just("- [ ] do it (@bob)\n".to_owned()),
        Just("**Date:** ".to_owned()),
        Just("2021-05-20".to_owned()),
        Just("03/11/2020".to_owned()),
        Just("10:47 PM PST".to_owned()),
        Just("+++\n".to_owned()),
        Just("---\n".to_owned()),
        Just("'''".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{feff}".to_owned()),
    ]
}

proptest! {
    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(piece(), 0..40), path in "[ -~é/]{0,40}") {
        let text: String = pieces.concat();
        let severities = ["SEV-1".to_owned()];
        let asked = Asked { path: &path, severities: &severities, day_order: None, zone: None };
        let reading = read(&text, &asked);
        let lines = text.matches('\n').count() + 1;
        prop_assert!(reading.body.end <= text.len());
        prop_assert!(reading.timeline.iter().all(|it| (1..=lines).contains(&it.line)));
        prop_assert!(reading.action_items.iter().all(|it| (1..=lines).contains(&it.line)));
        // What is certain is said once, and what contradicts itself is not certain.
        for (at, found) in reading.fields.iter().enumerate() {
            prop_assert!(reading.fields.iter().skip(at + 1).all(|it| it.field != found.field));
            prop_assert!(!reading.absent.contains(&found.field));
            let is_open = reading.conflicts.iter().any(|it| it.field == found.field);
            prop_assert!(!is_open || found.field == Field::Duration);
        }
        // The order of day and month settles dates and unsettles none.
        let settled = Asked { day_order: Some(DayOrder::DayFirst), ..asked };
        let again = read(&text, &settled);
        prop_assert!(again.not_understood.iter().all(|it| it.two_ways.is_none()));
    }
}

#[test]
fn a_day_that_can_be_read_in_two_orders_tells_of_an_incident() {
    let mail = |day: &str| {
        let text = format!(
            "# Mail is late\n\nDate: {day}\n\n## Summary\n\nText.\n\n## Root cause\n\nA flag.\n\n## Impact\n\nAll.\n"
        );
        let asked = Asked {
            path: "old/a.md",
            severities: &[],
            day_order: None,
            zone: None,
        };
        read(&text, &asked)
    };
    for day in ["03-11-2020", "13-11-2020"] {
        assert_eq!(mail(day).is, Kind::Postmortem, "{day}");
    }
    let other = mail("soon");
    assert_eq!(other.is, Kind::Other);
    assert_eq!(other.why, "it has no timeline, and no day of an incident");
}
