//! The file that a request is about, and what is known around it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::buffer::Buffer;
use super::client::Client;
use super::home::Home;
use super::rpc::Failure;
use super::session::Session;
use super::session::uri_of;
use super::text::Text;
use super::uri;
use super::vocabulary::Vocabulary;
use crate::change::By;
use crate::check;
use crate::check::Standing;
use crate::corpus::CHECKLIST;
use crate::corpus::Files;
use crate::corpus::MESSAGES;
use crate::corpus::REPORT;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::document::Sort;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::workspace::Workspace;

/// What a file is to the root in which it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The report of a postmortem.
    Report,
    /// Its checklist.
    Checklist,
    /// One of its messages.
    Message,
    /// Another file of a postmortem.
    Note,
    /// The notes of a process review.
    Review,
    /// The configuration.
    Configuration,
    /// The roster.
    Roster,
    /// Something else.
    Other,
}

/// The file that a request is about.
pub(super) struct Here<'a> {
    pub(super) buffer: &'a Buffer,
    pub(super) path: &'a RepoPath,
    pub(super) part: Part,
    /// The root that judges it, with the texts of the open files.
    pub(super) root: Root,
    /// The repository with these texts.
    pub(super) workspace: Workspace,
    /// The postmortem in which it lies.
    pub(super) files: Option<Files>,
    pub(super) standing: &'a Standing,
    pub(super) words: &'a Vocabulary,
    pub(super) client: &'a Client,
    /// The present in the root's zone.
    pub(super) now: Moment,
    buffers: &'a BTreeMap<String, Buffer>,
    top: &'a PathBuf,
}

impl Session<'_> {
    /// The file that a request is about; `None` where no root judges it.
    pub(super) fn here(&mut self, params: &Value) -> Result<Option<Here<'_>>, Failure> {
        let uri = uri_of(params)?;
        self.judge();
        let Some(buffer) = self.buffers.get(uri) else {
            return Ok(None);
        };
        let Some(spot) = &buffer.spot else {
            return Ok(None);
        };
        let workspace = match self.homes.get(&spot.top) {
            Some(home) => home.workspace.over(self.texts(&spot.top)),
            None => return Ok(None),
        };
        let seat = self.homes.get(&spot.top);
        let Some(seat) = seat.and_then(|it: &Home| it.seat_of(&workspace, &spot.path)) else {
            return Ok(None);
        };
        let root = seat.root.on(workspace.snapshot.clone());
        let files = check::holder(&root, &spot.path)?;
        let present = (self.clock)();
        Ok(Some(Here {
            buffer,
            path: &spot.path,
            part: part(&root, files.as_ref(), &spot.path),
            now: present.in_zone(root.config.policy.zone)?,
            root,
            workspace,
            files,
            standing: &seat.standing,
            words: &seat.words,
            client: &self.client,
            buffers: &self.buffers,
            top: &spot.top,
        }))
    }
}

fn part(root: &Root, files: Option<&Files>, path: &RepoPath) -> Part {
    if path.name() == crate::snapshot::ROOT_FILE {
        return Part::Configuration;
    }
    if root
        .directory
        .join(root.config.paths.people.as_str())
        .as_ref()
        == Some(path)
    {
        return Part::Roster;
    }
    if check::is_review(root, path) {
        return Part::Review;
    }
    let below = files.and_then(|it| path.below(&it.directory));
    match below {
        Some(REPORT) => Part::Report,
        Some(CHECKLIST) => Part::Checklist,
        Some(it) if it.starts_with(MESSAGES) && it.ends_with(".md") => Part::Message,
        Some(_) => Part::Note,
        None => Part::Other,
    }
}

impl Here<'_> {
    pub(super) fn text(&self) -> &Text {
        &self.buffer.text
    }

    pub(super) fn findings(&self) -> &[Finding] {
        self.buffer.findings.as_deref().unwrap_or_default()
    }

    /// The file as a document.
    pub(super) fn document(&self) -> Document {
        let sort = match self.part {
            Part::Report | Part::Message | Part::Review => Sort::WithFrontMatter,
            _ => Sort::BodyOnly,
        };
        Document::from_text(self.path, self.text().as_str().to_owned(), sort)
    }

    /// Who would make a change, and when.
    pub(super) fn by(&self) -> By<'_> {
        By {
            workspace: &self.workspace,
            now: self.now,
            meant: &[],
        }
    }

    /// The clock by which rules judge.
    pub(super) fn clock(&self) -> Clock {
        self.root.clock(self.now)
    }

    /// The address of a file in the repository: as the editor wrote it, where it is open.
    pub(super) fn uri(&self, path: &RepoPath) -> Option<String> {
        match self.open(path) {
            Some(buffer) => Some(buffer.uri.clone()),
            None => uri::of_path(&self.top.join(path.as_str())),
        }
    }

    /// The open file at a path.
    pub(super) fn open(&self, path: &RepoPath) -> Option<&Buffer> {
        self.buffers.values().find(|it| {
            let spot = it.spot.as_ref();
            spot.is_some_and(|it| it.top == *self.top && it.path == *path)
        })
    }

    /// The text of a file in the repository.
    pub(super) fn text_at(&self, path: &RepoPath) -> Result<Text, Refusal> {
        Ok(match self.open(path) {
            Some(buffer) => buffer.text.clone(),
            None => Text::new(self.root.text_of(path)?, self.client.encoding),
        })
    }
}
