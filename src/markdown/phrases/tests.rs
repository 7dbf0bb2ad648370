use super::*;
use crate::markdown::read;

/// What is found, by each of the automata.
fn found(phrases: &[&str], text: &str) -> Vec<String> {
    let body = read(text, Span::new(0, text.len()));
    let scanner = Scanner::new(&[phrases]);
    let first = scanner.scan(text, &body);
    assert!(scanner.first.get().is_none() || text.len() > FEW);
    scanner.read.store(FEW, Ordering::Relaxed);
    assert_eq!(scanner.scan(text, &body), first);
    assert!(scanner.second.get().is_none());
    scanner.read.store(PAYS + 1, Ordering::Relaxed);
    assert_eq!(scanner.scan(text, &body), first);
    assert!(scanner.second.get().unwrap().is_some());
    first
        .into_iter()
        .map(|hit| format!("{}: {}", hit.phrase, hit.span.of(text)))
        .collect()
}

#[test]
fn case_and_white_space_do_not_matter() {
    let phrases = ["should have", "human error"];
    assert_eq!(
        found(
            &phrases,
            "It SHOULD  have. A human\n  error, or should\thave.\r\n"
        ),
        ["0: SHOULD  have", "1: human\n  error", "0: should\thave"]
    );
}

#[test]
fn only_whole_words_count() {
    assert_eq!(found(&["error"], "terror errors error_code errör"), [""; 0]);
    assert_eq!(
        found(&["error"], "(error) error-prone Error."),
        ["0: error", "0: error", "0: Error"]
    );
    assert_eq!(found(&["ought"], "thought bought éought"), [""; 0]);
}

#[test]
fn a_phrase_runs_over_emphasis_and_links_but_not_over_what_is_left_out() {
    let phrases = ["should have"];
    assert_eq!(found(&phrases, "it *should* have"), ["0: should* have"]);
    assert_eq!(found(&phrases, "it **should\nhave**"), ["0: should\nhave"]);
    assert_eq!(
        found(&phrases, "it [should](x) have"),
        ["0: should](x) have"]
    );
    assert_eq!(found(&phrases, "it should `not` have"), [""; 0]);
    assert_eq!(found(&phrases, "should \"x\" have"), [""; 0]);
    assert_eq!(found(&phrases, "should\n\nhave"), [""; 0]);
    assert_eq!(found(&phrases, "`should have` and “should have”"), [""; 0]);
    assert_eq!(found(&phrases, "> should have"), [""; 0]);
}

#[test]
fn of_overlapping_phrases_the_first_and_longest_counts() {
    let phrases = ["could have", "could have been", "have been", "been"];
    assert_eq!(found(&phrases, "could have been"), ["1: could have been"]);
    assert_eq!(
        found(&phrases, "could have beenx been"),
        ["0: could have", "3: been"]
    );
}

#[test]
fn apostrophes_are_straight_or_curly() {
    assert_eq!(
        found(&["didn't"], "didn't or didn’t"),
        ["0: didn't", "0: didn’t"]
    );
}

#[test]
fn spans_end_on_characters() {
    assert_eq!(found(&["été"], "l' été."), ["0: été"]);
    assert_eq!(found(&["", "  "], "anything"), [""; 0]);
}

#[test]
fn a_joined_text_leads_back_to_its_source() {
    let text = "a  b\n\n- x should\n  *ha*ve  y\n\n| t |\n|---|\n| z should have |\n";
    assert_eq!(
        found(&["should have"], text),
        ["0: should\n  *ha*ve", "0: should have"]
    );
}

#[test]
fn however_long_a_text_is_each_phrase_is_found_once_in_order() {
    let mut text = String::new();
    for count in 0..60 {
        let hits = found(&["should have", "have"], &text);
        assert_eq!(hits, vec!["0: should have"; count], "{text}");
        text.push_str("\n\n");
        text.push_str(&"Words. ".repeat(count % 7));
        text.push_str("It should have.");
    }
}

proptest::proptest! {
    #[test]
    fn what_is_found_does_not_depend_on_how(
        phrases in proptest::collection::vec("[ab_'é1]{1,3}( [AB]{1,2}){0,1}", 1..6),
        text in "([aAbBé_1'’ -]{1,4} ?){0,12}",
    ) {
        let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
        found(&phrases, &text);
    }
}
