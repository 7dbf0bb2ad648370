use super::*;

/// Messages, one a line: minutes after the start, author (with `*`: a program), text.
fn events(log: &str) -> Vec<String> {
    let mut events = Events::new(Marks {
        reactions: BTreeSet::from(["pushpin".to_owned()]),
    });
    for (index, line) in log.lines().enumerate() {
        events.take(message(index, line));
    }
    let shown = events.propose().into_iter().map(|it| {
        let all: Vec<&str> = it.messages.iter().map(|it| it.key.as_str()).collect();
        let (shelf, kind) = (it.shelf.number(), it.kind.as_str());
        format!(
            "{shelf} {kind} {}: {}",
            all.join("+"),
            it.why.first().unwrap()
        )
    });
    shown.collect()
}

fn message(index: usize, line: &str) -> Message {
    let mut words = line.splitn(3, ' ');
    let minutes: i64 = words.next().unwrap().parse().unwrap();
    let author = words.next().unwrap();
    Message {
        key: index.to_string(),
        place: format!("log:{}", index + 1),
        at: Moment::from_unix(1_795_000_000, 0).plus(TimeDelta::minutes(minutes)),
        author: author.trim_end_matches('*').to_owned(),
        is_bot: author.ends_with('*'),
        text: words.next().unwrap().to_owned(),
        reactions: Vec::new(),
        is_pinned: false,
        reply_to: None,
        remark: None,
    }
}

#[test]
fn what_a_scribe_would_keep_is_on_the_first_shelf() {
    let shown = events(
        "\
0 ann good morning
1 ann anyone else seeing 502s? the checkout is down
2 bob hm
2 bob yes
5 bob it looks like the deploy of 14:00 broke the login, the root cause is a missing index
6 cid thanks
6 cid lol
7 ann rolling back the deploy now
8 bob ok
20 ann the rollback is done, error rate is back to normal
21 cid nice
22 cid cool",
    );
    assert_eq!(
        shown,
        [
            "1 detection 1: something is down",
            "1 diagnosis 4: a cause is named",
            "1 repair 7: a change is taken back",
            "1 repair 9: a change is taken back",
        ]
    );
}

#[test]
fn what_its_author_marked_is_always_there() {
    let log = "\
0 ann hello
1 bob #info we are looking at the load balancer
2 bob #info that was wrong
3 bob #undo
4 ann !log restarted the balancer";
    assert_eq!(
        events(log),
        [
            "1 decision 1: its author marked it",
            "1 decision 4: its author marked it"
        ]
    );
}

#[test]
fn a_reaction_and_a_pin_mark_a_message() {
    let mut all = Events::new(Marks {
        reactions: BTreeSet::from(["pushpin".to_owned()]),
    });
    for (index, line) in [
        "0 ann one two three four",
        "1 ann hey",
        "2 bob more of that here",
    ]
    .iter()
    .enumerate()
    {
        let mut one = message(index, line);
        one.is_pinned = index == 0;
        one.reactions
            .extend((index == 2).then(|| "pushpin".to_owned()));
        all.take(one);
    }
    let shown: Vec<(String, Shelf)> = all
        .propose()
        .into_iter()
        .filter_map(|it| Some((it.messages.first()?.key.clone(), it.shelf)))
        .collect();
    assert_eq!(
        shown,
        [
            ("0".to_owned(), Shelf::First),
            ("2".to_owned(), Shelf::First)
        ]
    );
}

#[test]
fn alerts_that_differ_in_numbers_are_one_row() {
    let mut log = String::new();
    for minute in 0..6 {
        log.push_str(&format!(
            "{minute} pager* ALERT: checkout is down, error rate {minute}0%\n"
        ));
    }
    for minute in 10..20 {
        log.push_str(&format!("{minute} ann one two\n"));
    }
    let shown = events(&log);
    assert_eq!(shown, ["1 detection 0+1+2+3+4+5: an alert of a program"]);
}

#[test]
fn messages_of_one_person_right_after_each_other_are_one_row() {
    let shown = events(
        "\
0 bob hello
1 ann the database is down
1 ann we can't reach the primary, it crashed
2 bob ok
3 bob what",
    );
    assert_eq!(shown, ["1 detection 1+2: something is down"]);
}

#[test]
fn both_shelves_hold_at_most_half_of_a_log() {
    let line = "the deploy failed with errors and we are rolling back now because of the bug";
    let log: String = (0..100)
        .map(|it| format!("{} p{it} {line}\n", it * 3))
        .collect();
    let shown = events(&log);
    assert_eq!(shown.len(), 50);
    assert_eq!(shown.iter().filter(|it| it.starts_with('1')).count(), 13);
}

#[test]
fn chatter_is_on_no_shelf() {
    assert!(events("0 ann ok\n1 bob thanks\n2 ann lol\n3 bob good morning\n").is_empty());
}

#[test]
fn the_phrases_are_in_small_letters_and_none_is_there_twice() {
    for (sign, list) in phrases::PHRASES {
        let all: Vec<&str> = phrases::phrases(list).collect();
        let unique: BTreeSet<&str> = all.iter().copied().collect();
        for phrase in &all {
            assert_eq!(*phrase, phrase.to_lowercase(), "{sign:?}");
            let words: Vec<&str> = phrase.split_whitespace().collect();
            assert_eq!(*phrase, words.join(" "), "{sign:?}");
        }
        assert_eq!(unique.len(), all.len(), "{sign:?} has a phrase twice");
    }
}

#[test]
fn a_mark_that_says_nothing_is_left_out_and_no_word_that_only_begins_like_one() {
    let text = |line: &str| {
        let message = message(0, &format!("0 ann {line}"));
        let is_marked = weigh(&message, &Marks::default())
            .signs
            .contains(&Sign::Mark);
        (
            Event::named(vec![message], &Marks::default()).text(),
            is_marked,
        )
    };
    for (line, shown, is_marked) in [
        ("!log the disk is replaced", "the disk is replaced", true),
        ("#INFO: the disk is replaced", "the disk is replaced", true),
        ("/incident the disk is full", "the disk is full", true),
        ("#agreed we replace it", "#agreed we replace it", true),
        ("!logging is broken", "!logging is broken", false),
    ] {
        assert_eq!(text(line), (shown.to_owned(), is_marked), "{line}");
    }
}

#[test]
fn marks_are_taken_back_one_by_one() {
    let shown = events(
        "0 ann !log one thing\n1 ann !log another thing\n2 ann #undo\n3 ann the page is down\n4 ann #undo\n5 ann #undo",
    );
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].contains(" 3: "), "{shown:?}");
}

#[test]
fn a_message_that_comes_twice_is_one_and_the_last_counts() {
    let mut events = Events::new(Marks::default());
    for text in ["the page is down", "the page is down for all of Europe"] {
        events.take(message(0, &format!("0 ann {text}")));
    }
    let found = events.propose();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text(), "the page is down for all of Europe");
}

#[test]
fn marks_cost_what_their_number_costs() {
    let mut events = Events::new(Marks::default());
    for index in 0..10_000 {
        let text = ["!log the page is down again", "#undo", "!log it is back"][index % 3];
        events.take(message(index, &format!("{index} ann {text}")));
    }
    // The last two are one row.
    assert_eq!(events.propose().len(), 3333);
}

/// Words of messages: numbers, times, names, markup, marks.
const WORDS: [&str; 28] = [
    "the page is down",
    "rolling back",
    "v1.2.3",
    "4000",
    "10:05",
    "102%",
    "ann",
    "@bob",
    "root cause",
    ":fire:",
    "```",
    "\n",
    "it is back to normal.",
    "https://x.example/a?b=1",
    "|",
    "!log",
    "#agreed",
    "12345678901234567890",
    "é",
    "\u{202e}",
    "\u{1b}[31m",
    "because of",
    "ok",
    "5xx!",
    "error",
    "; ",
    "…",
    "a_very_long_word_without_any_blank_in_it_that_goes_on_and_on_1234567890_1234567890_1234567890_end",
];

proptest::proptest! {
    #[test]
    fn a_row_says_nothing_that_its_messages_do_not(
        said in proptest::collection::vec(
            (0_i64..40, 0_usize..3, proptest::collection::vec(0..WORDS.len(), 1..30)),
            1..30,
        ),
    ) {
        let mut events = Events::new(Marks::default());
        let mut minute = 0;
        for (index, (later, author, words)) in said.iter().enumerate() {
            minute += later / 10;
            let text: Vec<&str> = words.iter().map(|it| WORDS[*it]).collect();
            let author = ["ann", "bob", "pager*"][*author];
            events.take(message(index, &format!("{minute} {author} {}", text.join(" "))));
        }
        let tokens = |text: &str| -> BTreeSet<String> {
            let words = text.split(|it: char| !it.is_alphanumeric());
            words.filter(|it| !it.is_empty()).map(str::to_owned).collect()
        };
        for event in events.propose() {
            let there: Vec<&str> = event.messages.iter().map(|it| it.text.as_str()).collect();
            let there = tokens(&there.join(" "));
            let mut text = event.text();
            // But for a count and a span.
            let count = format!(" ({} times in ", event.messages.len());
            if event.messages.len() > 1 && event.messages.iter().all(|it| it.is_bot) {
                let (before, span) = text.rsplit_once(&count).unwrap();
                assert!(span.ends_with(')'), "{span}");
                text = before.to_owned();
            }
            for token in tokens(&text) {
                assert!(there.contains(&token), "{token} is not in {there:?}: {text}");
            }
            assert!(!text.contains(char::is_control), "{text:?}");
        }
    }
}
