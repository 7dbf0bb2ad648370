//! The history of a postmortem as JSON.

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::document::rfc3339;
use crate::report::history::Event;
use crate::report::history::View;
use crate::report::history::What;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    postmortem: &'a str,
    path: &'a str,
    complete: bool,
    events: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    commit: String,
    at: String,
    by: &'a str,
    event: &'a str,
    status: &'a str,
    status_before: Option<&'a str>,
    moved_from: Option<&'a str>,
    remarks: &'a [String],
}

impl<'a> From<&'a Event> for Entry<'a> {
    fn from(it: &'a Event) -> Self {
        let (event, status_before, moved_from) = match &it.what {
            What::Appeared => ("appeared", None, None),
            What::Status(was) => ("status", Some(was.as_str()), None),
            What::Moved(old) => ("moved", None, Some(old.as_str())),
            What::Removed => ("removed", None, None),
            What::Written(path) => ("written", None, Some(path.as_str())),
        };
        Self {
            commit: it.commit.to_string(),
            at: rfc3339(it.at),
            by: &it.by,
            event,
            status: &it.status,
            status_before,
            moved_from,
            remarks: &it.remarks,
        }
    }
}

/// Writes the history of a postmortem: one line of JSON.
pub fn history(snapshot: &str, view: &View) -> String {
    line(&Document {
        version: VERSION,
        snapshot,
        postmortem: &view.id,
        path: view.path.as_str(),
        complete: !view.is_cut_off,
        events: view.events.iter().map(Into::into).collect(),
    })
}
