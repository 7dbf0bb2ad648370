//! The saved logs of chats beside a report: each is read when something in it is first asked for, as
//! evidence may be large and few ask.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::chat::saved::Saved;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// A saved log of a chat.
#[derive(Clone, Debug)]
pub struct Log {
    snapshot: Snapshot,
    entry: Entry,
    read: Arc<OnceLock<Read>>,
}

/// What is in a log, and why not all of it can be read.
#[derive(Debug)]
struct Read {
    messages: Saved,
    fault: Option<String>,
}

impl Log {
    /// That which lies at an entry of a snapshot.
    pub(super) fn new(snapshot: &Snapshot, entry: Entry) -> Self {
        Self {
            snapshot: snapshot.clone(),
            entry,
            read: Arc::default(),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &RepoPath {
        &self.entry.path
    }

    /// What it says; one that cannot be read has no messages.
    pub fn messages(&self) -> &Saved {
        &self.read().messages
    }

    /// Why it cannot be read, or not to its end; `None` where it can.
    pub fn fault(&self) -> Option<&str> {
        self.read().fault.as_deref()
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let bytes = self.snapshot.reader().read(&self.entry);
            let (bytes, fault) = match bytes {
                Ok(bytes) => (bytes, None),
                Err(fault) => (Vec::new(), Some(fault.to_string())),
            };
            let text = String::from_utf8_lossy(&bytes);
            let is_whole = matches!(text, Cow::Borrowed(_));
            Read {
                messages: Saved::read(&text),
                fault: fault.or_else(|| (!is_whole).then(|| "it is not UTF-8".to_owned())),
            }
        })
    }
}
