use proptest::prelude::*;
use snapbox::{IntoData as _, assert_data_eq, str};
use unicode_width::UnicodeWidthStr;

use super::super::fixture::{self, MISSING, REPORT, WORDS};
use super::super::sanitize::is_hidden;
use super::*;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The columns that the widest line takes.
fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

fn checked(findings: &[Finding]) -> View<'_> {
    fixture::checked("worktree", findings)
}

fn plain(findings: &[Finding]) -> String {
    check(&checked(findings), &Look::default())
}

#[test]
fn each_finding_shows_its_place_and_many_of_one_rule_are_folded() {
    assert_data_eq!(
        plain(&fixture::findings()),
        str![[r#"
error[PM101 missing-field]: `resolved_at` is missing: required from in-review
 --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:3:9
  |
3 | status: in-review
  |         ^^^^^^^^^
  |
  = help: add `resolved_at: 2026-11-20T15:04Z`, or set the status back to draft

error[PM101 missing-field]: `severity` is `sev1`, which is not configured
 --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:4:11
  |
4 | severity: sev1
  |           ^^^^
  |
  = help: did you mean SEV-1?

error[PM101 missing-field]: `owner` is there twice
 --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:7:1
  |
5 | owner: carol
  | ----- first here
6 | …
7 | owner: dave
  | ^^^^^

warning[PM501 human-error]: "human error" ends the analysis \u{1b}[2Jtoo early
 --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:9:15
  |
9 |     障害 caused by human error, \u{1b}[31mred\u{202e}
  |                    ^^^^^^^^^^^
  |
  = help: say what made the mistake\u{7} likely

warning[PM501 human-error]: "human error" ends the analysis \u{1b}[2Jtoo early
  --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:10:1
   |
10 | human error 1
   | ^^^^^^^^^^^
   |
   = help: say what made the mistake\u{7} likely

warning[PM501 human-error]: "human error" ends the analysis \u{1b}[2Jtoo early
  --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:11:1
   |
11 | human error 2
   | ^^^^^^^^^^^
   |
   = help: say what made the mistake\u{7} likely

… and 2 more of PM501 in this file: --all shows them

3 errors, 5 warnings in 1 of 12 documents; `pmrepo check --fix` fixes 1

"#]]
        .raw()
    );
}

#[test]
fn all_shows_everything() {
    let look = Look {
        detail: Detail::All,
        ..Look::default()
    };
    let text = check(&checked(&fixture::findings()), &look);
    assert_eq!(text.matches("PM501").count(), 5);
    assert!(!text.contains("more of"));
}

#[test]
fn a_terminal_gets_sentences_broken_between_words() {
    let look = Look {
        terminal: Some(80),
        ..Look::default()
    };
    let mut findings = fixture::findings();
    findings.truncate(1);
    findings[0].message = "word ".repeat(40).trim().to_owned();
    findings[0].help = Some("advice ".repeat(40).trim().to_owned());
    let text = check(&checked(&findings), &look);
    assert!(widest(&text) <= 80, "{text}");
    assert_data_eq!(
        text,
        str![[r"
error[PM101 missing-field]: word word word word word word word word word word
                            word word word word word word word word word word
                            word word word word word word word word word word
                            word word word word word word word word word word
 --> postmortems/2026/2026-11-20-checkout-latency/postmortem.md:3:9
  |
3 | status: in-review
  |         ^^^^^^^^^
  |
  = help: advice advice advice advice advice advice advice advice advice advice
          advice advice advice advice advice advice advice advice advice advice
          advice advice advice advice advice advice advice advice advice advice
          advice advice advice advice advice advice advice advice advice advice

1 error in 1 of 12 documents

"]]
        .raw()
    );
}

#[test]
fn colour_adds_escape_codes_and_nothing_else() {
    let findings = fixture::findings();
    let look = Look {
        colour: true,
        ..Look::default()
    };
    let coloured = check(&checked(&findings), &look);
    assert!(coloured.contains("\u{1b}["));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, plain(&findings));
}

#[test]
fn nothing_wrong_is_one_quiet_line() {
    assert_eq!(plain(&[]), "12 documents checked, nothing found\n");
    let quiet = Look {
        detail: Detail::Quiet,
        ..Look::default()
    };
    assert_eq!(check(&checked(&[]), &quiet), "");
    let text = check(&checked(&fixture::findings()), &quiet);
    assert!(text.contains("error[PM101"), "{text}");
    assert!(!text.contains("3 errors"), "{text}");
}

#[test]
fn older_errors_are_one_line() {
    let mut older = BTreeMap::from([
        ("2026-11-20-a".to_owned(), 3),
        ("2026-11-21-b".to_owned(), 1),
    ]);
    let text = |older: &BTreeMap<String, usize>| {
        let view = View {
            older: older.clone(),
            ..checked(&[])
        };
        check(&view, &Look::default())
    };
    assert_eq!(
        text(&older),
        "4 older errors: pmrepo check 2026-11-20-a 2026-11-21-b\n12 documents checked, nothing found\n"
    );
    older.extend([("c".to_owned(), 1), ("d".to_owned(), 1)]);
    assert!(text(&older).starts_with("6 older errors: pmrepo check\n"));
}

#[test]
fn what_is_not_shown_still_counts() {
    let findings = fixture::findings();
    let mut checked = checked(&findings);
    checked.shown.retain(|it| it.level == Level::Error);
    let text = check(&checked, &Look::default());
    assert!(!text.contains("PM501"), "{text}");
    assert!(
        text.contains("3 errors, 5 warnings in 1 of 12 documents"),
        "{text}"
    );
}

#[test]
fn findings_outside_a_postmortem_name_their_file() {
    let mut findings = fixture::findings();
    findings.truncate(1);
    findings[0].postmortem = None;
    findings[0].path = RepoPath::new("pmrepo.yaml").unwrap();
    assert!(plain(&findings).ends_with("\n1 error in pmrepo.yaml\n"));
}

/// A finding in `text` with one label.
fn with_label(text: &str, span: Span, label: Span) -> String {
    let path = fixture::path();
    let diagnostic = Diagnostic::new(&MISSING, &path, span, "message").label(label, "label");
    plain(&fixture::sink(text, &path, vec![diagnostic]))
}

#[test]
fn lines_between_two_marked_ones_are_never_made_up() {
    let text = "first\nsecond\nthird\nfourth\nfifth\n";
    for (needle, expected) in [
        ("second", "2 | second\n  | ------ label\n"),
        ("third", "2 | …\n3 | third\n"),
        ("fourth", "...\n4 | fourth\n"),
    ] {
        let at = text.find(needle).unwrap();
        let shown = with_label(text, Span::new(0, 5), Span::new(at, at + needle.len()));
        assert!(shown.contains(expected), "{shown}");
    }
    let far = format!("first\n{}last", "\n".repeat(3000));
    let shown = with_label(&far, Span::new(0, 5), Span::new(far.len() - 4, far.len()));
    assert!(shown.contains("  = note: line 3002: label\n"), "{shown}");
}

#[test]
fn the_column_counts_in_the_file_where_the_line_is_very_long_or_hostile() {
    let text = format!("\u{1b}\u{1b}{} here", "x".repeat(5000));
    let at = text.find("here").unwrap();
    let shown = with_label(&text, Span::new(at, at + 4), Span::new(0, 1));
    assert!(shown.contains("postmortem.md:1:5004\n"), "{shown}");
    assert!(widest(&shown) <= 80, "{shown}");
}

#[test]
fn a_finding_in_an_empty_file_has_a_place_too() {
    let shown = with_label("", Span::at(0), Span::at(0));
    assert!(shown.contains("postmortem.md:1:1\n"), "{shown}");
}

#[test]
fn a_mark_below_tabs_and_wide_characters_is_where_they_are() {
    let path = fixture::path();
    let at = REPORT.find("caused").unwrap();
    let diagnostic = Diagnostic::new(&WORDS, &path, Span::new(at, at + 6), "message");
    let shown = plain(&fixture::sink(REPORT, &path, vec![diagnostic]));
    assert!(shown.contains("9 |     障害 caused by human"), "{shown}");
    assert!(shown.contains("  |          ^^^^^^\n"), "{shown}");
}

proptest! {
    #[test]
    fn any_text_and_any_place_can_be_shown(
        text in "(?s).{0,60}",
        places in prop::array::uniform4(0_usize..80),
        message in any::<String>(),
        terminal in prop::option::of(0_usize..200),
        colour in any::<bool>(),
    ) {
        let path = fixture::path();
        let snap = |at: usize| {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let [a, b, c, d] = places.map(snap);
        let diagnostic = Diagnostic::new(&MISSING, &path, Span::new(a, b), &message)
            .label(Span::new(c, d), &message)
            .help(&message);
        let findings = fixture::sink(&text, &path, vec![diagnostic]);
        let look = Look { colour, terminal, ..Look::default() };
        let shown = check(&checked(&findings), &look);
        let visible = anstream::adapter::strip_str(&shown).to_string();
        prop_assert!(!visible.chars().any(|c| c != '\n' && is_hidden(c)));
        prop_assert_eq!(visible.matches("error[PM101 missing-field]:").count(), 1);
    }
}
