//! A document that is to be adopted, before anybody has read it.

use std::fmt::Write as _;

use sha2::Digest;
use sha2::Sha256;

use crate::document::Document;
use crate::document::Sort;
use crate::front_matter;
use crate::front_matter::FaultKind;
use crate::model::FieldName;
use crate::postmortem;
use crate::snapshot::Entry;
use crate::snapshot::MOST_BYTES;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// What stands for standard input.
pub const STREAM: &str = "-";

/// A document that is to be adopted.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called: its path in the repository, elsewhere as it was named.
    pub name: String,
    /// Where it lies in the work tree; `None` where it lies elsewhere.
    pub place: Option<RepoPath>,
    /// What is in it.
    pub content: Content,
    /// Where it is from.
    pub from: From,
}

/// Where a document is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A file, whose name may say something of it.
    File,
    /// A row of a table of incidents.
    Row,
    /// Standard input.
    Stream,
}

/// What is in a file, or why nobody looks.
#[derive(Clone, Debug)]
pub enum Content {
    /// A file that is yet to be read.
    File(Snapshot, Entry),
    /// Bytes that were read.
    Bytes(Vec<u8>),
    /// It is no document, and why.
    Other(String),
}

/// A document that was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What it says.
    pub(super) text: String,
    /// The SHA-256 of its bytes.
    pub(super) sha256: String,
}

/// Why there is no text.
#[derive(Clone, Debug)]
pub(super) enum NoText {
    /// It is no document.
    Other(String),
    /// It may be one, and cannot be read: why, and whether it seems to say that it is confidential.
    Unreadable(String, bool),
}

impl Source {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Text, NoText> {
        let bytes = match &self.content {
            Content::Other(why) => return Err(NoText::Other(why.clone())),
            Content::Bytes(bytes) => bytes.clone(),
            Content::File(snapshot, entry) => {
                let read = snapshot.reader().read(entry);
                read.map_err(|it| NoText::Unreadable(it.to_string(), false))?
            }
        };
        if bytes.len() as u64 > MOST_BYTES {
            let why = ReadFault::TooLarge {
                size: bytes.len() as u64,
            };
            return Err(NoText::Unreadable(why.to_string(), false));
        }
        let sha256 = sha256(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Text { text, sha256 }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let why = format!("it is not UTF-8 (byte {at}): convert it, and adopt it then");
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Err(NoText::Unreadable(why, is_confidential(text)))
            }
        }
    }
}

/// Whether a report that lies in its place was not written here: it says none of what a draft has to say.
pub fn is_of_old_shape(snapshot: &Snapshot, entry: &Entry) -> bool {
    let Ok(bytes) = snapshot.reader().read(entry) else {
        return false;
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return false;
    };
    let read = front_matter::read(&text);
    let Some(front) = read.front_matter else {
        let mut faults = read.faults.iter();
        return faults.all(|it| it.kind == FaultKind::NoFrontMatter);
    };
    let ours = [
        FieldName::Status,
        FieldName::AdoptedFrom,
        FieldName::StartedAt,
        FieldName::DetectedAt,
    ];
    ours.iter().all(|it| front.root.get(it.as_str()).is_none())
}

/// Whether a text seems to say that it is confidential: in front matter, and where that cannot be read in
/// any line.
pub(super) fn is_confidential(text: String) -> bool {
    let document = Document::from_text(&RepoPath::root(), text, Sort::FactsOnly);
    postmortem::is_confidential(&document)
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_that_everybody_has() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn what_is_not_utf_8_says_where() {
        let source = Source {
            name: "x".to_owned(),
            place: None,
            content: Content::Bytes(b"ab\xff".to_vec()),
            from: From::File,
        };
        let Err(NoText::Unreadable(why, _)) = source.read() else {
            panic!("{source:?}");
        };
        assert!(why.contains("byte 2"), "{why}");
    }
}
