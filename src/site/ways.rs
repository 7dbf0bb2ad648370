//! Where the links of a body lead.

use std::collections::HashSet;

use super::Style;
use super::escape::outward;
use super::names::Places;
use super::part::Part;
use super::theme::up;
use crate::corpus::CHECKLIST;
use crate::corpus::MESSAGES;
use crate::source::RepoPath;
use crate::template::slug;

/// What is known of where a body stands.
pub(super) struct Ways<'a> {
    pub(super) style: Style,
    pub(super) part: &'a Part<'a>,
    pub(super) places: &'a Places,
    /// The page.
    pub(super) page: &'a str,
    /// The directory of the file that holds the body.
    pub(super) directory: &'a RepoPath,
}

/// The anchors of a body's headings, where a link leads to one.
pub(super) fn anchors(text: &str) -> HashSet<String> {
    if !text.contains("](#") {
        return HashSet::new();
    }
    let headings = text.lines().filter_map(|it| {
        let title = it.trim_start_matches('#');
        (title.len() < it.len()).then(|| slug(title))
    });
    headings.collect()
}

impl Ways<'_> {
    /// Where an address leads from the page; `None` where it leads nowhere, or may not be followed.
    pub(super) fn of(&self, url: &str, anchors: &HashSet<String>) -> Option<String> {
        if let Some(url) = outward(url) {
            return Some(url.to_owned());
        }
        if let Some(anchor) = url.strip_prefix('#') {
            let anchor = slug(anchor);
            let start = match self.style {
                Style::Html => "s-",
                Style::Markdown => "",
            };
            return anchors
                .contains(&anchor)
                .then(|| format!("#{start}{anchor}"));
        }
        let path = url.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() || path.contains(':') {
            return None;
        }
        let path = self.directory.walk(path)?;
        let from = up(self.page);
        let page = self.places.of_path(&path).or_else(|| {
            let id = path.name();
            let is_directory = !id.contains('.') && path.below(self.directory).is_none();
            self.places
                .of_id(self.part.number, id)
                .filter(|_| is_directory)
        });
        if let Some(page) = page {
            return Some(format!("{from}{page}"));
        }
        match path.below(self.directory) {
            Some(CHECKLIST) => return Some("#checklist".to_owned()),
            Some(below) if below.starts_with(MESSAGES) => return Some("#messages".to_owned()),
            _ => {}
        }
        // A file that has no page is where the repository is seen.
        let root = self.part.root;
        let url = root.config.web_url.as_ref()?.of(&path, None)?;
        root.snapshot().exists(&path).then_some(url)
    }
}
