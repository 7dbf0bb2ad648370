//! What is found in a front matter.

/// What kind of fault the schema found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFaultKind {
    /// Something is not there.
    Missing,
    /// Something is there that nobody knows.
    UnknownKey,
    /// A value of another type.
    WrongType,
    /// A value that is none of those allowed.
    NotAllowed,
    /// Text that is not written as it should be.
    BadFormat,
    /// A list or text with nothing in it.
    TooFew,
}
