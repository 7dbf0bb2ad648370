//! Mendings that guess nothing, and how they are made.

use crate::source::Span;

/// A replacement of bytes in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is taken out.
    pub span: Span,
    /// What is put in its place.
    pub text: String,
}

/// A mending that guesses nothing, for `check --fix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: imperative, no full stop.
    pub title: String,
    /// Its edits, all in the finding's own file, not overlapping.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A mending that replaces one stretch.
    pub fn replace(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            edits: vec![Edit {
                span,
                text: text.into(),
            }],
        }
    }
}

/// A text with edits made to it. Edits that overlap an earlier one, or that do not fit the text, are
/// left out: they are made when the text is looked at again.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let between = text.get(done..edit.span.start);
        if let (Some(between), true) = (between, text.is_char_boundary(edit.span.end)) {
            result.push_str(between);
            result.push_str(&edit.text);
            done = edit.span.end.min(text.len());
        }
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}
