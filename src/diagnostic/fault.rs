//! What is wrong in one place, told once for everybody who finds faults.

use super::Fix;
use crate::source::Span;

/// A second place that matters to a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, in the fault's own file.
    pub span: Span,
    /// Why: lower case, no full stop.
    pub text: String,
}

/// What is wrong in one place of a file: before it is known which rule it breaks.
///
/// `K` is what kind of fault it is to who found it; a rule is looked up by it. Where the place says
/// enough there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<K = ()> {
    /// What kind of fault it is.
    pub kind: K,
    /// The place in the file's text; for something missing, the place of what asks for it.
    pub span: Span,
    /// What is wrong: lower case, no full stop, fields in backticks.
    pub message: String,
    /// What stays the same of the message, whatever a configuration asks and knows; `None` where all of
    /// it does.
    pub gist: Option<String>,
    /// What to do: imperative.
    pub help: Option<String>,
    /// Other places in the same file.
    pub labels: Vec<Label>,
    /// How `--fix` mends it.
    pub fix: Option<Fix>,
    /// The JSON pointer of the field it is about; empty where it is about no field.
    pub pointer: String,
}

impl Fault {
    /// A fault with a place and a message; the rest is added with the methods below.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            kind: (),
            span,
            message: message.into(),
            gist: None,
            help: None,
            labels: Vec::new(),
            fix: None,
            pointer: String::new(),
        }
    }
}

impl<K> Fault<K> {
    /// The same fault, of that kind.
    #[must_use]
    pub fn of_kind<T>(self, kind: T) -> Fault<T> {
        Fault {
            kind,
            span: self.span,
            message: self.message,
            gist: self.gist,
            help: self.help,
            labels: self.labels,
            fix: self.fix,
            pointer: self.pointer,
        }
    }

    /// The same fault, whatever its kind.
    #[must_use]
    pub fn plain(self) -> Fault {
        self.of_kind(())
    }

    /// Says what of the message stays the same, whatever a configuration asks and knows: what tells the
    /// fault from others in the same place.
    #[must_use]
    pub fn gist(mut self, gist: impl Into<String>) -> Self {
        self.gist = Some(gist.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Proposes a mending that guesses nothing.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Names the field it is about, as a JSON pointer (`/action_items/0/due`).
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }
}
