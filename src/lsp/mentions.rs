//! Where the documents of a root name something.

use rayon::prelude::*;

use super::here::Here;
use super::items::Holder;
use super::names;
use super::rpc::Failure;
use super::word;
use crate::document::Document;
use crate::document::Sort;
use crate::model::PostmortemId;
use crate::refusal::Refusal;
use crate::schema::Fields;
use crate::snapshot::Entry;
use crate::source::RepoPath;
use crate::source::Span;

/// Where something is named.
type Places = Vec<(RepoPath, Span)>;

/// A document of a root.
struct Source<'a> {
    entry: &'a Entry,
    /// The postmortem in which it lies; `None` for the notes of a process review.
    id: Option<&'a PostmortemId>,
    /// The fields that it has.
    fields: Option<&'a Fields>,
}

impl Source<'_> {
    fn is_of(&self, holder: &Holder) -> bool {
        match holder {
            Holder::Postmortem(id) => self.id == Some(id),
            Holder::Review(path) => self.entry.path == *path,
        }
    }
}

/// Where a postmortem is named: not where one of its action items is.
pub(super) fn of_postmortem(here: &Here<'_>, id: &PostmortemId) -> Result<Places, Failure> {
    everywhere(here, |_, text| {
        let pieces = names::pieces(text, id.as_str());
        let pieces = pieces.filter(|it| !it.after.is_some_and(names::is_item));
        pieces.map(|it| it.span).collect()
    })
}

/// Where an action item is named: by its id in the files of its own postmortem or in its own review, and
/// elsewhere with the id of that before it.
pub(super) fn of_item(here: &Here<'_>, holder: &Holder, name: &str) -> Result<Places, Failure> {
    everywhere(here, |source, text| {
        let is_own = source.is_of(holder);
        let pieces = names::pieces(text, name);
        let pieces = pieces.filter(|it| it.before.map_or(is_own, |it| it == holder.id()));
        pieces.map(|it| it.span).collect()
    })
}

/// Where a person is named: in fields, and in texts behind an `@`.
pub(super) fn of_person(here: &Here<'_>, name: &str) -> Result<Places, Failure> {
    let roster = &here.root.config.policy.roster;
    everywhere(here, |source, text| {
        let sort = match source.fields {
            Some(_) => Sort::FactsOnly,
            None => Sort::BodyOnly,
        };
        let document = Document::from_text(&source.entry.path, text.to_owned(), sort);
        let values = document
            .root()
            .zip(source.fields)
            .map(|(root, fields)| fields.values(root, &word::NAMES))
            .unwrap_or_default();
        let values = values.iter().filter(|it| {
            let written = word::name_in(roster, it);
            written.is_some_and(|it| roster.is_same(it, name))
        });
        let called = names::called(text, document.body.span);
        let called = called.filter(|it| roster.is_same(it.of(text), name));
        values.map(|it| it.node.span).chain(called).collect()
    })
}

/// What is found in the documents of the root.
fn everywhere(
    here: &Here<'_>,
    find: impl Fn(&Source<'_>, &str) -> Vec<Span> + Sync,
) -> Result<Places, Failure> {
    let layout = here.root.layout().map_err(Refusal::from)?;
    let of_reports = here.root.fields();
    let mut sources = Vec::new();
    for files in &layout.postmortems {
        let of = |entry, fields| Source {
            entry,
            id: Some(&files.id),
            fields,
        };
        sources.push(of(&files.report, Some(of_reports)));
        sources.extend(files.checklist.iter().map(|it| of(it, None)));
        let messages = files.messages.iter();
        sources.extend(messages.map(|it| of(it, Some(Fields::of_message()))));
    }
    let reviews = layout.process_reviews.iter();
    sources.extend(reviews.map(|entry| Source {
        entry,
        id: None,
        fields: Some(Fields::of_review()),
    }));
    let found = sources.par_iter().map_init(
        || here.root.snapshot().reader(),
        |reader, source| {
            // What cannot be read names nothing; `check` says why.
            let text = reader.read(source.entry).ok();
            let text = text.and_then(|it| String::from_utf8(it).ok());
            let places = text.map(|it| find(source, &it)).unwrap_or_default();
            let places = places.into_iter();
            let places = places.map(|it| (source.entry.path.clone(), it));
            places.collect::<Vec<_>>()
        },
    );
    Ok(found.flatten().collect())
}
