//! How lines are indented: those of a value that goes over several more than the block that the value
//! stands in, and all with blanks alone. Many readers let it pass; YAML 1.2 does not.

use std::collections::BTreeSet;

use super::Style;
use crate::diagnostic::Edit;
use crate::diagnostic::Fault;
use crate::diagnostic::Fix;
use crate::source::Span;

/// The fault of a value in quotes or brackets with a line that is not indented enough; `None` where all
/// are. `column` is that of the list or map that it stands in. The value's place is in `source`, that of
/// the fault `base` bytes further on.
pub(super) fn continued(
    source: &str,
    (column, value): (usize, Span),
    style: Style,
    base: usize,
) -> Option<Fault> {
    let text = value.of(source);
    if !text.contains('\n') {
        return None;
    }
    let least = column + 1;
    let mut first = None;
    let mut edits = Vec::new();
    let mut at = value.start;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let rest = line.trim();
        let is_comment = style == Style::Flow && rest.starts_with('#');
        if start == value.start || rest.is_empty() || is_comment || blanks >= least {
            continue;
        }
        first.get_or_insert(Span::new(start + blanks, start + line.trim_end().len()));
        edits.push(Edit {
            span: Span::at(start).shift(base),
            text: " ".repeat(least - blanks),
        });
    }
    let message = "this line goes on with the value above, and is not indented more than its field";
    let fix = Fix {
        title: "indent the lines of the value".to_owned(),
        edits,
    };
    Some(
        Fault::new(first?.shift(base), message)
            .help("begin each line of the value with more blanks than the field")
            .fix(fix),
    )
}

/// What stands where, as far as the indentation of lines asks for it. Places are in bytes of the source.
#[derive(Default)]
pub(super) struct Layout {
    /// Where the keys of maps begin that are not in brackets.
    pub(super) keys: BTreeSet<usize>,
    /// The values over several lines, in order, none in another: what their lines begin with is their
    /// own.
    pub(super) values: Vec<Span>,
}

/// The faults of tabs that indent a field or a dash: between the beginning of the line, or a dash, and
/// that. Before a value a tab may stand. The faults' places are `base` bytes further on.
pub(super) fn tabs(source: &str, layout: &Layout, base: usize) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        if !line.contains('\t') {
            continue;
        }
        let before = layout.values.partition_point(|it| it.start < begin);
        let last = before.checked_sub(1).and_then(|it| layout.values.get(it));
        let is_inside = last.is_some_and(|it| begin < it.end);
        let tab = tab_before(line, |at| layout.keys.contains(&(begin + at)));
        if let Some(tab) = tab.filter(|_| !is_inside) {
            let (message, help) = TAB;
            faults.push(Fault::new(tab.shift(begin + base), message).help(help));
        }
    }
    faults
}

/// What is said of a tab that stands where blanks belong, and what to do.
pub(super) const TAB: (&str, &str) = ("a tab stands where blanks belong", "indent with blanks");

/// The blanks with a tab before a dash or a key that a line begins with; `None` where there is none.
fn tab_before(line: &str, is_key: impl Fn(usize) -> bool) -> Option<Span> {
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        let inner = rest.trim_start_matches([' ', '\t']);
        let blanks = Span::new(at, at + (rest.len() - inner.len()));
        let behind = inner.strip_prefix(['-', '?', ':']);
        let is_mark = behind.is_some_and(|it| it.is_empty() || it.starts_with(char::is_whitespace));
        if (is_mark || is_key(blanks.end)) && blanks.of(line).contains('\t') {
            return Some(blanks);
        }
        if !is_mark {
            return None;
        }
        at = blanks.end + 1;
    }
}

/// Where the line above a place ends, if only blanks stand before the place on its own; else the place.
pub(super) fn line_end_before(source: &str, at: usize) -> usize {
    let line = line_before(source, at);
    if line.trim().is_empty() {
        at.saturating_sub(line.len() + 1)
    } else {
        at
    }
}

/// The column of a place.
pub(super) fn column(source: &str, at: usize) -> usize {
    line_before(source, at).len()
}

/// The column of a list's dashes. Of a list that is not indented the parser gives the place behind its
/// first dash.
pub(super) fn column_of_list(source: &str, at: usize) -> usize {
    let line = line_before(source, at);
    let rest = source.get(at..).unwrap_or("");
    let is_dash = rest
        .strip_prefix('-')
        .is_some_and(|it| it.starts_with(char::is_whitespace));
    let head = line.trim_end().strip_suffix('-').filter(|_| !is_dash);
    head.unwrap_or(line).len()
}

/// What stands on a line before a place.
fn line_before(source: &str, at: usize) -> &str {
    let before = source.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    before.get(start..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::front_matter::FaultKind;
    use crate::front_matter::read_yaml;

    fn kinds(yaml: &str) -> Vec<FaultKind> {
        let (_, faults) = read_yaml(yaml);
        faults.iter().map(|it| it.kind).collect()
    }

    #[test]
    fn a_value_over_several_lines_is_indented_more_than_its_field() {
        for good in [
            "a: \"x\n y\"\n",
            "a: 'x\n\n y'\n",
            "a: [b,\n c\n ]\n",
            "a: {b: 1,\n  c: 2}\n",
            "a:\n  b: \"x\n   y\"\n",
            "a:\n  - \"x\n   y\"\nb: 1\n",
            "a:\n- 'x\n y'\n",
            "a:\n- b: 'x\n   y'\n",
            "a: [b,\n# a comment\n c]\n",
            "a:\n  [b,\n   c]\n",
            "a: [b, \"x\n y\"]\n",
            "a: 'x y'\nb: [c, d]\n",
            "a:\n  \"x\n  y\"\n",
        ] {
            assert_eq!(kinds(good), [], "{good}");
        }
        for bad in [
            "a: \"x\ny\"\n",
            "a: 'x\ny'\n",
            "a: 'x\n# y'\n",
            "a: [b,\nc]\n",
            "a: [\n b,\n]\n",
            "a: {b: 1,\nc: 2}\n",
            "a:\n  b: \"x\n  y\"\n",
            "a:\n  b: \"x\n y\"\n",
            "a:\n  - b: [c,\n    d]\n",
            "a:\n- b: 'x\n  y'\n",
            "a: [b, \"x\ny\"]\n",
            "a: [b,\n [c,\nd]]\n",
            "a: 'x\n\ty'\n",
        ] {
            assert_eq!(kinds(bad), [FaultKind::Syntax], "{bad}");
            let (root, faults) = read_yaml(bad);
            let Some(fix) = &faults[0].fix else {
                // The parser itself refuses it.
                assert!(root.is_none(), "{bad}");
                continue;
            };
            let mended = apply(bad, &fix.edits);
            assert_eq!(kinds(&mended), [], "{mended}");
            let (as_it_was, as_it_is) = (root.unwrap(), read_yaml(&mended).0.unwrap());
            assert_eq!(as_it_was.to_json(), as_it_is.to_json(), "{mended}");
        }
    }

    #[test]
    fn a_tab_indents_no_field_and_no_dash() {
        for good in [
            "a:\tb\n",
            "a: b\t# a comment\n",
            "a:\n  -\tb\n  - \t\"c\"\n",
            "a:\n  -\t[b, c]\n",
            "a:\n  -\t# a comment\n    b: c\n",
            "a: |\n  b\n  \tc: d\n  \t- e\nf: g\n",
            "a: >-\n  \t- b\n",
            "a: \"b\n  \t- c\n  \td: e\"\n",
            "a: b\n  \tc\n",
            "a: [b,\n  \tc]\n",
            "a: {b: 1,\n  \tc: 2}\n",
            "a: b\n\t# a comment\n \t\nc: d\n",
            "a: b\tc\n",
        ] {
            assert_eq!(kinds(good), [], "{good:?}");
        }
        for bad in [
            "a:\n \tb: c\n",
            "a:\n\tb: c\n",
            "a:\n  \tb: c\n  \td: e\n",
            "a:\n-\tb: c\n",
            "a:\n- \tb: c\n",
            "a:\n-\t\"b\": c\n",
            "a:\n-\tb: c\n \td: e\n",
            "a:\n-\t- b\n",
            "a:\n- -\tb: c\n",
            "a:\n \t- b\n",
            "a:\n \t-\n   b: c\n",
            "a:\n- |\n b\n-\tc: d\n",
        ] {
            let found = kinds(bad);
            assert!(found.contains(&FaultKind::Syntax), "{bad:?}");
            let (root, faults) = read_yaml(bad);
            // The parser itself refuses some.
            assert!(
                root.is_none() || faults[0].message == super::TAB.0,
                "{bad:?}"
            );
        }
        let (_, faults) = read_yaml("a:\n-\tb: c\n");
        assert_eq!((faults[0].span.start, faults[0].span.end), (4, 5));
    }
}
