//! What names a postmortem that gets another id: it follows, where that is sure.

use crate::change::By;
use crate::change::messages::link;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::Link;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Message;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::report::process_reviews::way;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Edits;
use crate::tree::Moving;

/// What follows.
pub(super) struct Follows {
    /// What becomes of the files, those that move under their new paths.
    pub(super) edits: Edits,
    /// The files of others among them.
    pub(super) others: Vec<RepoPath>,
    /// Whether the text of a closed report is among them.
    pub(super) touches_closed: bool,
}

/// All that follows: `related` of other postmortems, the incidents of process reviews, and links in
/// texts that lead to a file of the postmortem, or from one of its files. `report` is the text of its
/// own report with what else is asked for.
pub(super) fn all(
    (root, by): (&Root, &By<'_>),
    files: &Files,
    (moving, new): (&Moving, &str),
    report: &str,
) -> Result<Follows, Refusal> {
    let mut follows = Follows {
        edits: Edits::none(),
        others: Vec::new(),
        touches_closed: false,
    };
    let names = Names {
        root,
        moving,
        old: files.id.as_str(),
        new,
        pages: link::bases(root, by)
            .iter()
            .filter_map(|it| {
                let old = it.of(&moving.from, Some(&files.id))?;
                Some((old, it.of(&moving.to, Some(new))?))
            })
            .collect(),
    };
    let layout = root.layout()?;
    for other in &layout.postmortems {
        let is_own = other.directory == files.directory;
        let mut is_closed = false;
        for entry in other.read_files() {
            let before = root.text_of(&entry.path);
            // What cannot be read names nothing that could be changed.
            let Ok(before) = before else {
                continue;
            };
            let is_report = entry.path == other.report.path;
            let text = if is_own && is_report {
                report.to_owned()
            } else {
                before.clone()
            };
            let sort = if Some(&entry.path) == other.checklist.as_ref().map(|it| &it.path) {
                Sort::BodyOnly
            } else {
                Sort::WithFrontMatter
            };
            let document = Document::from_text(&entry.path, text, sort);
            if is_report {
                is_closed = status_of(&document) == Some(Status::Closed);
            } else if is_record(&document) {
                continue;
            }
            let linked = names.links(&document);
            let after = if is_report {
                names.list(&linked, FieldName::Related)
            } else {
                linked.clone()
            };
            follows.touches_closed |= is_closed && is_report && linked != document.text;
            follows.change(&names, &entry.path, before, after);
        }
        for note in other.notes.iter().filter(|it| it.name().ends_with(".md")) {
            if let Ok(before) = root.text_of(note) {
                let document = Document::from_text(note, before.clone(), Sort::BodyOnly);
                let after = names.links(&document);
                follows.change(&names, note, before, after);
            }
        }
    }
    for entry in &layout.process_reviews {
        if let Ok(before) = root.text_of(&entry.path) {
            let document = Document::from_text(&entry.path, before.clone(), Sort::WithFrontMatter);
            let linked = names.links(&document);
            let after = names.list(&linked, FieldName::Incidents);
            follows.change(&names, &entry.path, before, after);
        }
    }
    Ok(follows)
}

/// Whether a message is on record: what went out, or was approved, stays as it was.
fn is_record(document: &Document) -> bool {
    let message = Message { document };
    message.field(FieldName::SentAt).is_there() || message.is_approved()
}

impl Follows {
    fn change(&mut self, names: &Names<'_>, path: &RepoPath, before: String, after: String) {
        if before == after {
            return;
        }
        let to = names.moved(path);
        if to == *path {
            self.others.push(to.clone());
        }
        self.edits.change(&to, before, after);
    }
}

/// The names that a postmortem had and gets.
struct Names<'a> {
    root: &'a Root,
    moving: &'a Moving,
    old: &'a str,
    new: &'a str,
    /// Where it is seen on the web, and will be.
    pages: Vec<(String, String)>,
}

impl Names<'_> {
    /// Where something lies afterwards.
    fn moved(&self, path: &RepoPath) -> RepoPath {
        let Moving { from, to } = self.moving;
        if path == from {
            return to.clone();
        }
        let below = path.below(from).and_then(|it| to.join(it));
        below.unwrap_or_else(|| path.clone())
    }

    /// A text whose list of ids names the postmortem by its new id.
    fn list(&self, text: &str, field: FieldName) -> String {
        let document = Document::from_text(&RepoPath::root(), text.to_owned(), Sort::FactsOnly);
        let items = document
            .field(field.as_str())
            .map_or(&[][..], |it| it.items());
        // From the last one on: what stands before keeps its place.
        let mut after = text.to_owned();
        for item in items
            .iter()
            .rev()
            .filter(|it| it.as_str() == Some(self.old))
        {
            let written = item.span.of(text).replace(self.old, self.new);
            after.replace_range(item.span.start..item.span.end, &written);
        }
        after
    }

    /// The text of a document whose links lead where they led.
    fn links(&self, document: &Document) -> String {
        let mut text = document.text.clone();
        let mut replaced: Vec<_> = document
            .body
            .links
            .iter()
            .filter_map(|link| Some((link.url_span, self.link(document, link)?)))
            .collect();
        replaced.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        replaced.dedup_by_key(|(span, _)| span.start);
        for (span, url) in replaced {
            text.replace_range(span.start..span.end, &url);
        }
        text
    }

    /// The address of a link that would lead elsewhere; `None` where it leads where it led, or where
    /// that is not sure.
    fn link(&self, document: &Document, link: &Link) -> Option<String> {
        let url = link.url.as_str();
        if link.url_span.of(&document.text) == url {
            for (old, new) in &self.pages {
                let rest = url.strip_prefix(old.as_str());
                if let Some(rest) =
                    rest.filter(|it| it.is_empty() || it.starts_with(['/', '#', '?']))
                {
                    return Some(format!("{new}{rest}"));
                }
            }
        }
        let is_plain = link.url_span.of(&document.text) == url && !url.contains(['%', ':', '\\']);
        if !is_plain || url.starts_with(['/', '#', '?']) || url.is_empty() {
            return None;
        }
        let end = url.find(['#', '?']).unwrap_or(url.len());
        let (path, rest) = url.split_at(end);
        let from = document.path.parent()?;
        let target = resolved(&from, path)?;
        let snapshot = self.root.snapshot();
        let is_there =
            snapshot.exists(&target) || snapshot.list(&target).is_ok_and(|it| !it.is_empty());
        let (from, to) = (self.moved(&from), self.moved(&target));
        if !is_there || resolved(&from, path).as_ref() == Some(&to) {
            return None;
        }
        let slash = if path.ends_with('/') { "/" } else { "" };
        Some(format!("{}{slash}{rest}", way(&from, &to)))
    }
}

/// The path that a relative address leads to from a directory; `None` where it leads out of the
/// repository.
fn resolved(from: &RepoPath, path: &str) -> Option<RepoPath> {
    let mut parts: Vec<&str> = from.parts().collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    RepoPath::new(&parts.join("/"))
}
