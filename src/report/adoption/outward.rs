//! What of it may leave the repository: of a confidential document its date.

use super::Document;
use super::View;
use crate::report::Public;
use crate::report::public;

impl View {
    /// What of it may leave the repository.
    pub fn public(&self) -> Public<Self> {
        let documents = self.documents.iter().map(|document| {
            if !document.is_confidential {
                return document.clone();
            }
            let id = document.id.as_deref().unwrap_or_default();
            Document {
                status: None,
                state: document.state,
                // That there is something to look at is said; what it is, is not.
                obstacle: document
                    .is_open()
                    .then(|| "somebody has to look at it".to_owned()),
                ..Document::plain(public::name(id), document.is, "it is confidential")
            }
        });
        Public::new(Self {
            documents: documents.collect(),
            own: self.own,
        })
    }
}
