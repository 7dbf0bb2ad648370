//! An open file.

use serde_json::Value;

use super::home::Spot;
use super::text::Text;
use crate::diagnostic::Finding;

/// An open file.
pub(super) struct Buffer {
    /// Its address.
    pub(super) uri: String,
    /// The version that the editor gave it.
    pub(super) version: i64,
    /// Its text.
    pub(super) text: Text,
    /// Where it lies; `None` where that is in no repository.
    pub(super) spot: Option<Spot>,
    /// Whether its text counts: where something else than a file lies on disk, `check` sees that.
    pub(super) counts: bool,
    /// What was found in it; `None` where no root judges it.
    pub(super) findings: Option<Vec<Finding>>,
    /// The same as the editor gets it.
    pub(super) diagnostics: Vec<Value>,
    /// What the editor was told last, and of which version.
    pub(super) told: Option<(i64, Vec<Value>)>,
}

impl Buffer {
    /// What the editor is to be told, if it has not been.
    pub(super) fn news(&mut self) -> Option<Value> {
        let is_new = match (&self.told, &self.findings) {
            (None, None) => false,
            (None, Some(_)) => true,
            (Some((version, told)), _) => *version != self.version || *told != self.diagnostics,
        };
        if !is_new {
            return None;
        }
        self.told = Some((self.version, self.diagnostics.clone()));
        Some(serde_json::json!({
            "uri": self.uri,
            "version": self.version,
            "diagnostics": self.diagnostics,
        }))
    }
}
