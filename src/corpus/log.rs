//! The saved logs of chats beside a report: each is read when something in it is first asked for, as
//! evidence may be large and few ask.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::chat::saved::Saved;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;

/// A saved log of a chat.
#[derive(Clone, Debug)]
pub struct Log {
    snapshot: Snapshot,
    entry: Entry,
    messages: Arc<OnceLock<Saved>>,
}

impl Log {
    /// That which lies at an entry of a snapshot.
    pub(super) fn new(snapshot: &Snapshot, entry: Entry) -> Self {
        Self {
            snapshot: snapshot.clone(),
            entry,
            messages: Arc::default(),
        }
    }

    /// What it says; one that cannot be read has no messages.
    pub fn messages(&self) -> &Saved {
        self.messages.get_or_init(|| {
            let bytes = self.snapshot.reader().read(&self.entry);
            Saved::read(&String::from_utf8_lossy(&bytes.unwrap_or_default()))
        })
    }
}
