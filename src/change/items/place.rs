//! Where items stand: in the report of a postmortem, or in the notes of a process review.

use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::postmortem::review_id;
use crate::refusal::Refusal;
use crate::report::actions;
use crate::report::actions::Item;
use crate::root::Root;
use crate::schema;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::workspace::Workspace;

/// What holds items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A postmortem.
    Postmortem(Files),
    /// The notes of a process review.
    ProcessReview(Entry),
}

impl Place {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Postmortem(files) => &files.id,
            Self::ProcessReview(notes) => review_id(&notes.path),
        }
    }

    /// The file that holds them.
    pub fn path(&self) -> &RepoPath {
        match self {
            Self::Postmortem(files) => &files.report.path,
            Self::ProcessReview(notes) => &notes.path,
        }
    }

    /// The list that holds them.
    pub(super) fn list(&self) -> FieldName {
        match self {
            Self::Postmortem(_) => FieldName::ActionItems,
            Self::ProcessReview(_) => FieldName::Tweaks,
        }
    }

    /// The schema of the file.
    pub(super) fn schema(&self) -> schema::Name {
        match self {
            Self::Postmortem(_) => schema::Name::Postmortem,
            Self::ProcessReview(_) => schema::Name::ProcessReview,
        }
    }

    /// The document that holds them.
    pub(super) fn document(&self, root: &Root) -> Document {
        let entry = match self {
            Self::Postmortem(files) => &files.report,
            Self::ProcessReview(notes) => notes,
        };
        Document::read(&root.snapshot().reader(), entry, Sort::WithFrontMatter)
    }

    /// The items.
    pub fn items(&self, root: &Root) -> Vec<Item> {
        let policy = &root.config.policy;
        let document = self.document(root);
        match self {
            Self::Postmortem(files) => {
                actions::of_report(&files.id, &Report::new(policy, &document))
            }
            Self::ProcessReview(_) => actions::of_review(&ProcessReview::new(policy, &document)),
        }
    }

    /// Refuses a report that is closed: what was agreed is agreed.
    pub(super) fn must_be_open(&self, root: &Root) -> Result<(), Refusal> {
        let Self::Postmortem(files) = self else {
            return Ok(());
        };
        let document = self.document(root);
        if Report::new(&root.config.policy, &document).status() != Some(Status::Closed) {
            return Ok(());
        }
        let message = format!("{} is closed, and gets no more action items", files.id);
        Err(Refusal::not_ready(message)
            .hint("write the work down in the tracker, or in a newer postmortem"))
    }
}

/// What a word means: a process review by its whole id, or by a part of it where no postmortem fits;
/// else a postmortem. Without a word it is the postmortem in whose directory one stands.
pub fn find(workspace: &Workspace, word: Option<&str>) -> Result<(Root, Place), Refusal> {
    let (root, place) = find_among(workspace, workspace.roots_to_write()?, word)?;
    root.must_be_sound()?;
    let root = match &place {
        Place::Postmortem(files) => root.as_read(files.read_files()),
        Place::ProcessReview(notes) => root.as_read([notes]),
    };
    Ok((root, place))
}

/// The same, to be read: in any root, be its configuration sound or not.
pub fn find_to_read(workspace: &Workspace, word: &str) -> Result<Place, Refusal> {
    let (_, place) = find_among(workspace, workspace.roots()?, Some(word))?;
    Ok(place)
}

/// The same of some roots, be their configuration sound or not.
pub fn find_among(
    workspace: &Workspace,
    mut roots: Vec<Root>,
    word: Option<&str>,
) -> Result<(Root, Place), Refusal> {
    let review = match word {
        Some(word) => review(workspace, &roots, word)?,
        None => None,
    };
    let (root, place) = if let Some((at, notes)) = review {
        (roots.swap_remove(at), Place::ProcessReview(notes))
    } else {
        let (root, files) = workspace.find_among(roots, word)?;
        (root, Place::Postmortem(files))
    };
    Ok((root, place))
}

/// The item that a word means: `ID/AI-3`, or `AI-3` in the directory of its postmortem.
pub fn find_item(workspace: &Workspace, word: &str) -> Result<(Root, Item), Refusal> {
    let (id, name) = match word.rsplit_once('/') {
        Some((id, name)) => (Some(id), name),
        None => (None, word),
    };
    let (root, place) = match find(workspace, id) {
        Err(refusal) if id.is_none() => return Err(item_of(workspace, name).unwrap_or(refusal)),
        found => found?,
    };
    let items = place.items(&root);
    let is_it = |it: &str| it.eq_ignore_ascii_case(name);
    let mut fitting = items
        .iter()
        .filter(|it| it.id.as_deref().is_some_and(is_it));
    match (fitting.next(), fitting.next()) {
        (Some(item), None) => Ok((root, item.clone())),
        (Some(_), Some(_)) => Err(Refusal::ambiguous(format!(
            "{} has several items `{name}`",
            place.id()
        ))
        .hint("give each an id of its own: `pmrepo edit`")),
        (None, _) => {
            let known: Vec<&str> = items.iter().filter_map(|it| it.id.as_deref()).collect();
            let refusal = Refusal::not_found(format!("{} has no item `{name}`", place.id()));
            Err(if known.is_empty() {
                refusal.hint("`pmrepo action add` adds one")
            } else {
                refusal.hint(format!("it has {}", known.join(", ")))
            })
        }
    }
}

/// The question for the item, where a word that stands for one names what holds some.
fn item_of(workspace: &Workspace, word: &str) -> Option<Refusal> {
    let (root, place) = find(workspace, Some(word)).ok()?;
    let id = place.id();
    let items = place.items(&root);
    let known: Vec<&str> = items.iter().filter_map(|it| it.id.as_deref()).collect();
    let refusal = Refusal::usage(format!("which item of {id}?"));
    Some(match known.first() {
        Some(first) => refusal
            .hint(format!("write `{id}/{first}`"))
            .hint(format!("it has {}", known.join(", "))),
        None => refusal.hint("`pmrepo action add` adds one"),
    })
}

/// The notes of the process review that a word means, and which root's they are.
fn review(
    workspace: &Workspace,
    roots: &[Root],
    word: &str,
) -> Result<Option<(usize, Entry)>, Refusal> {
    let path = workspace.place(word);
    let word = word.to_lowercase();
    let mut postmortems: Vec<&str> = Vec::new();
    let mut reviews = Vec::new();
    for (at, root) in roots.iter().enumerate() {
        let layout = root.layout()?;
        postmortems.extend(layout.postmortems.iter().map(|it| it.id.as_str()));
        reviews.extend(layout.process_reviews.iter().map(|it| (at, it)));
    }
    let only = |fits: &dyn Fn(&str) -> bool| {
        let fits = |(_, it): &&(usize, &Entry)| fits(&review_id(&it.path).to_lowercase());
        let mut fitting = reviews.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some(*one),
            _ => None,
        }
    };
    let is_postmortem =
        |fits: &dyn Fn(&str) -> bool| postmortems.iter().any(|it| fits(&it.to_lowercase()));
    let at_path = reviews
        .iter()
        .find(|(_, it)| path.as_ref() == Some(&it.path));
    let notes = if let Some(found) = at_path {
        Some(*found)
    } else if is_postmortem(&|id| id == word) {
        None
    } else if is_postmortem(&|id| id.contains(&word)) {
        only(&|id| id == word)
    } else {
        only(&|id| id == word).or_else(|| only(&|id| id.contains(&word)))
    };
    Ok(notes.map(|(at, notes)| (at, notes.clone())))
}
