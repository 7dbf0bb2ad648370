//! How far the lines of a value must be indented that goes over several: more than the block that the
//! value stands in. Many readers let it pass; YAML 1.2 does not.

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
}
