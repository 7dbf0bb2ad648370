use super::*;

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn days(ics: &str) -> Vec<String> {
    let (days, faults) = parse_holidays(ics);
    assert_eq!(faults, []);
    days.iter()
        .map(|day| format!("{} {}", day.date, day.name))
        .collect()
}

fn faults(events: &str) -> Vec<String> {
    let text = calendar(events);
    let lines = LineIndex::new(&text);
    parse_holidays(&text)
        .1
        .iter()
        .map(|fault| {
            let at = lines.position(&text, fault.span.start);
            format!("{}: {}", at.line, fault.message)
        })
        .collect()
}

#[test]
fn whole_days_and_ranges_are_read_and_sorted() {
    let ics = calendar(concat!(
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261231\r\nDURATION:P2D\r\nEND:VEVENT\r\n",
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\n",
        "SUMMARY:Christ\r\n mas\\, both days\r\nEND:VEVENT\r\n",
        "BEGIN:VEVENT\r\nDTSTART:20260501\r\nSUMMARY:May Day\r\nEND:VEVENT\r\n",
    ));
    assert_eq!(
        days(&ics),
        [
            "2026-05-01 May Day",
            "2026-12-25 Christmas, both days",
            "2026-12-26 Christmas, both days",
            "2026-12-31 ",
            "2027-01-01 ",
        ]
    );
    assert_eq!(days(&ics.replace('\r', "")), days(&ics));
}

#[test]
fn parameters_may_hold_colons_and_names_any_case() {
    let ics = "\u{feff}begin:vcalendar\nbegin:vevent\ndtstart;X=\"a:b;c\";value=date:20260501\nend:vevent\nend:vcalendar";
    assert_eq!(days(ics), ["2026-05-01 "]);
}

#[test]
fn cancelled_events_and_what_is_nested_do_not_count() {
    let ics = calendar(concat!(
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nSTATUS:CANCELLED\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260502\n",
        "BEGIN:VALARM\nDURATION:PT1H\nDTSTART:20250101\nEND:VALARM\nEND:VEVENT\n",
        "BEGIN:VTODO\nDTSTART;VALUE=DATE:20260503\nEND:VTODO\n",
    ));
    assert_eq!(days(&ics), ["2026-05-02 "]);
}

#[test]
fn an_event_that_cannot_be_read_is_a_fault_at_its_line() {
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260501T090000Z\nEND:VEVENT\n"),
        ["4: `DTSTART` is `20260501T090000Z`, not a whole day"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT\n"),
        ["4: `DTSTART` is `20260230`, not a whole day"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n"),
        ["3: the event has no `DTSTART`"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260501\nDTEND:20260430\nEND:VEVENT\n"),
        ["5: the event ends before it begins"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:00010101\nDTEND:99991231\nEND:VEVENT\n"),
        ["5: the event lasts 3652058 days"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260501\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"),
        ["5: the event repeats, which is not read"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260501\nDURATION:PT8H\nEND:VEVENT\n"),
        ["5: `DURATION` is `PT8H`, not days or weeks"]
    );
    assert_eq!(
        faults("BEGIN:VEVENT\nDTSTART:20260501\n"),
        ["3: the event has no `END:VEVENT`"]
    );
}

#[test]
fn what_is_no_calendar_is_one_fault() {
    for text in ["", "\0\0", "2026-12-25\n", "<html>\n", "é\né:\n"] {
        let (days, faults) = parse_holidays(text);
        assert_eq!(days, []);
        assert_eq!(faults.len(), 1, "{text:?}");
    }
}

#[test]
fn a_hostile_file_is_bounded() {
    let event = "BEGIN:VEVENT\nDTSTART:20200101\nDTEND:20201231\nEND:VEVENT\n";
    let (days, faults) = parse_holidays(&calendar(&event.repeat(1_000)));
    assert_eq!(days.len(), HOLIDAY_LIMIT);
    assert_eq!(faults.len(), 1);
    let folded = calendar(&format!(
        "BEGIN:VEVENT\nDTSTART:2026{}0501\nEND:VEVENT\n",
        "\n ".repeat(100_000)
    ));
    assert_eq!(self::days(&folded), ["2026-05-01 "]);
    let nested = calendar(&format!("BEGIN:VEVENT\n{}", "BEGIN:X\n".repeat(100_000)));
    assert_eq!(parse_holidays(&nested).1.len(), 1);
}
