//! Logs as other programs write them.

use super::asked;
use super::reads;
use super::stream;
use crate::chat::ChatFault;
use crate::chat::Message;
use crate::chat::Source;
use crate::chat::input::InputFault;
use crate::chat::open;

/// A paste in which a name and its time stand on two lines.
const STACKED: &str = "\
Ann Lee
  11:58 AM
it is slow :fire: anyone else?
11:59
https://git.example.com/d/abc
Pager
APP  12:05 PM
Triggered #8812: budget burns
Bob
:palm_tree:  12:06 PM
looking
3 replies
Last reply today at 2:15 PM
12:07
rolling back (edited)
:+1:
2
New
Ann Lee
  1:11 PM
the rate is at
100
";

const STACKED_READ: [&str; 6] = [
    "1 2026-11-20T11:58:00Z ann: it is slow anyone else?",
    "4 2026-11-20T11:59:00Z ann: https://git.example.com/d/abc",
    "6 2026-11-20T12:05:00Z Pager (a program): Triggered #8812: budget burns",
    "9 2026-11-20T12:06:00Z Bob: looking",
    "14 2026-11-20T12:07:00Z Bob: rolling back",
    "19 2026-11-20T13:11:00Z ann: the rate is at / 100",
];

#[test]
fn a_name_and_its_time_on_two_lines_begin_a_message() {
    reads(Source::SlackPaste, STACKED, &STACKED_READ);
    let quoted: String = STACKED.lines().map(|it| format!("> {it}\n")).collect();
    reads(Source::SlackPaste, &quoted, &STACKED_READ);
}

#[test]
fn a_day_without_a_year_is_one_after_those_before_it() {
    let text = "\
Friday, November 20th
ann [10:00 PM]
it is slow
Saturday, November 21st
bob [10:30 PM]
it is over
Monday, November 21st
bob [10:40 PM]
again
Today
bob [11:00 PM]
and again
";
    let wanted = [
        "2 2026-11-20T22:00:00Z ann: it is slow",
        "5 2026-11-21T22:30:00Z bob: it is over",
        "skipped log:8: `Monday November 21` before it does not tell which day it is; it is read as of \
         2026-11-21",
        "8 2026-11-21T22:40:00Z bob: again",
        "skipped log:11: `Today` before it does not tell which day it is; it is read as of 2026-11-21",
        "11 2026-11-21T23:00:00Z bob: and again",
    ];
    reads(Source::SlackPaste, text, &wanted);
    let text = "Yesterday\nann [10:00 PM]\nslow\nToday\nbob [10:30 PM]\nit is over\n";
    let wanted = [
        "2 2026-11-20T22:00:00Z ann: slow",
        "5 2026-11-21T22:30:00Z bob: it is over",
    ];
    reads(Source::SlackPaste, text, &wanted);
}

#[test]
fn a_log_of_hexchat_has_days_without_a_year() {
    let text = "\
**** BEGIN LOGGING AT Tue Dec 31 18:50:01 2019

Dec 31 18:50:01 *\tNow talking on #ops
Dec 31 18:55:12 <nagios>\tPROBLEM - vpn-2 is DOWN
Dec 31 19:20:05 *\tmaria waves
Dec 31 19:21:05 *\tmaria (~m@example.com) has joined
Jan 01 00:25:00 <@oleg>\tall tunnels are up again
**** ENDING LOGGING AT Wed Jan 01 00:30:01 2020
";
    let wanted = [
        "4 2019-12-31T18:55:12Z nagios: PROBLEM - vpn-2 is DOWN",
        "5 2019-12-31T19:20:05Z maria: maria waves",
        "7 2020-01-01T00:25:00Z oleg: all tunnels are up again",
    ];
    reads(Source::Irc, text, &wanted);
}

#[test]
fn a_session_of_mirc_says_its_day() {
    let text = "\
Session Start: Tue May 04 09:00:00 2021
Session Ident: #resize
[09:08] <sam> workers pick up jobs twice
[09:09] * Joins: ana
[09:41] * ana is looking
Session Close: Tue May 04 12:00:00 2021
";
    let (_, messages) = open(stream(text.as_bytes()), &asked()).unwrap();
    let all: Vec<Message> = messages.filter_map(Result::ok).collect();
    assert_eq!(all[0].at.to_string(), "2021-05-04T09:08:00Z");
}

#[test]
fn a_line_of_irc_that_is_none_is_said() {
    let text = "\
13:00 -!- ann [a@example.com] has joined #ops
13:01 < ann> it is down
and nobody knows why
13:02 who knows
13:03 -NickServ- you are known
13:04 < bob> it is up
";
    let wanted = [
        "2 2026-11-20T13:01:00Z ann: it is down",
        "skipped log:3: it is no message in a form that is known here",
        "skipped log:4: it is no message in a form that is known here",
        "6 2026-11-20T13:04:00Z bob: it is up",
    ];
    reads(Source::Irc, text, &wanted);
    // One that comes first takes nothing from those behind it.
    reads(
        Source::Irc,
        "hm\n13:01 < ann> it is down\n",
        &[
            "skipped log:1: it is no message in a form that is known here",
            "2 2026-11-20T13:01:00Z ann: it is down",
        ],
    );
}

#[test]
fn what_is_empty_or_in_another_encoding_says_so() {
    let fault = |bytes: &[u8]| open(stream(bytes), &asked()).err();
    assert_eq!(fault(b""), Some(ChatFault::Input(InputFault::Empty)));
    let wide = b"\xff\xfet\0i\0m\0e\0";
    assert_eq!(fault(wide), Some(ChatFault::Input(InputFault::Utf16)));
}
