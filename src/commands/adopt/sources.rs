//! The documents that somebody names: files, directories, and what stands on standard input.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use super::Ctx;
use super::Refusal;
use crate::change::adopt::Content;
use crate::change::adopt::From;
use crate::change::adopt::REPORT_FILE;
use crate::change::adopt::STREAM;
use crate::change::adopt::Source;
use crate::change::adopt::is_of_old_shape;
use crate::env;
use crate::report::adoption::View;
use crate::root::Places;
use crate::root::Root;
use crate::snapshot::Entry;
use crate::snapshot::MOST_BYTES;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::workspace::Workspace;

/// How the names of documents end, in small letters. A name without an ending may be one.
const DOCUMENTS: [&str; 14] = [
    "adoc", "asciidoc", "markdown", "md", "mdown", "mdx", "mkd", "mkdn", "org", "qmd", "rst",
    "text", "txt", "wiki",
];
/// What templates of documents end with besides.
const TEMPLATED: [&str; 4] = ["erb", "j2", "jinja", "liquid"];
/// The longest ending of a name; what is longer is a word.
const LONGEST_ENDING: usize = 10;

/// The documents that somebody names.
pub(super) struct Found {
    /// They, by their names.
    pub(super) sources: Vec<Source>,
    /// What was named.
    pub(super) places: Vec<String>,
    /// How many files are pmrepo's own.
    pub(super) own: usize,
    /// Places where nothing is: something may have been adopted from there.
    missing: Vec<String>,
}

/// What pmrepo keeps in a root itself.
struct Own {
    places: Places,
    report: Option<RepoPath>,
    postmortems: BTreeSet<RepoPath>,
    /// Reports in their places that were not written here.
    old: BTreeSet<RepoPath>,
    reviews: Option<RepoPath>,
}

impl Own {
    fn of(root: &Root) -> Result<Self, Refusal> {
        let all = root.layout()?.postmortems.iter();
        let reviews = root.config.paths.process_reviews.as_str();
        let snapshot = root.snapshot();
        let old = all
            .clone()
            .filter(|it| is_of_old_shape(snapshot, &it.report))
            .map(|it| it.report.path.clone());
        Ok(Self {
            places: Places::read(root.snapshot(), &root.directory),
            report: root.directory.join(REPORT_FILE),
            old: old.collect(),
            postmortems: all.map(|it| it.directory.clone()).collect(),
            reviews: root.directory.join(reviews),
        })
    }

    fn holds(&self, path: &RepoPath) -> bool {
        if self.old.contains(path) {
            return false;
        }
        let mut above = std::iter::successors(path.parent(), RepoPath::parent);
        self.places.own(path)
            || self.report.as_ref() == Some(path)
            || above.any(|it| self.postmortems.contains(&it))
            || self
                .reviews
                .as_ref()
                .is_some_and(|it| path.below(it).is_some())
    }
}

/// Looks at all that is named. A directory is walked, links are never followed.
pub(super) fn gather(
    words: &[String],
    ctx: &Ctx,
    (workspace, root): (&Workspace, &Root),
) -> Result<Found, Refusal> {
    let own = Own::of(root)?;
    let mut all: BTreeMap<String, Source> = BTreeMap::new();
    let mut found = Found {
        sources: Vec::new(),
        places: Vec::new(),
        own: 0,
        missing: Vec::new(),
    };
    let mut of_pmrepo: BTreeSet<RepoPath> = BTreeSet::new();
    for word in words {
        if word == STREAM {
            let bytes = env::input_up_to(MOST_BYTES + 1);
            let bytes = bytes.map_err(|it| Refusal::failed(format!("standard input: {it}")))?;
            let source = Source {
                name: STREAM.to_owned(),
                place: None,
                content: Content::Bytes(bytes),
                from: From::Stream,
            };
            all.insert(source.name.clone(), source);
            continue;
        }
        let Some(place) = workspace.place(word) else {
            let (name, sources) = outside(word, ctx)?;
            found.places.push(name);
            all.extend(sources);
            continue;
        };
        found.places.push(place.to_string());
        let snapshot = root.snapshot();
        if let Some(entry) = snapshot.entry(&place) {
            let mut source = file(snapshot, entry, place.to_string());
            if own.holds(&place) {
                let why = "it belongs to this repository's postmortems already";
                source.content = Content::Other(why.to_owned());
            }
            source.place = Some(place);
            all.insert(source.name.clone(), source);
            continue;
        }
        let entries = snapshot.list(&place)?;
        if entries.is_empty() && !is_directory(workspace, &place) {
            found.missing.push(place.to_string());
        }
        for entry in entries {
            if own.holds(&entry.path) {
                of_pmrepo.insert(entry.path);
                continue;
            }
            let path = entry.path.clone();
            let below = path.below(&place).unwrap_or_default().to_owned();
            let mut source = walked(snapshot, entry, (path.to_string(), &below));
            source.place = Some(path);
            all.entry(source.name.clone()).or_insert(source);
        }
    }
    found.own = of_pmrepo.len();
    found.sources = all.into_values().collect();
    Ok(found)
}

impl Found {
    /// Refuses a place where nothing is and from where nothing was adopted.
    pub(super) fn must_all_be_there(&self, view: &View) -> Result<(), Refusal> {
        for place in &self.missing {
            let is_at = |path: &str| {
                let rest = path.strip_prefix(place.as_str());
                rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
            };
            if !view.documents.iter().any(|it| is_at(&it.path)) {
                return Err(Refusal::not_found(format!("there is no `{place}`")));
            }
        }
        Ok(())
    }
}

fn is_directory(workspace: &Workspace, place: &RepoPath) -> bool {
    let top = workspace.top.as_ref();
    top.is_some_and(|it| it.join(place.as_str()).is_dir())
}

/// What lies at a path that is not of this repository: what its name begins with, and the documents.
fn outside(word: &str, ctx: &Ctx) -> Result<(String, BTreeMap<String, Source>), Refusal> {
    let path = ctx.directory.join(word);
    let real = path.canonicalize().map_err(|it| Refusal::io(&path, &it))?;
    let name = real.file_name().unwrap_or(real.as_os_str());
    let name = name.to_string_lossy().into_owned();
    if !real.is_dir() {
        let parent = real.parent().unwrap_or(Path::new("/"));
        let snapshot = Snapshot::disk(parent);
        let entry = RepoPath::new(&name).and_then(|it| snapshot.entry(&it));
        let entry = entry.ok_or_else(|| {
            Refusal::usage(format!("`{name}` has a name that cannot be written down"))
        })?;
        let source = file(&snapshot, entry, name.clone());
        return Ok((name.clone(), BTreeMap::from([(name, source)])));
    }
    let snapshot = Snapshot::disk(&real);
    let entries = snapshot.list(&RepoPath::root())?.into_iter();
    let sources = entries.map(|entry| {
        let below = entry.path.to_string();
        let whole = format!("{name}/{below}");
        (whole.clone(), walked(&snapshot, entry, (whole, &below)))
    });
    Ok((name.clone(), sources.collect()))
}

fn file(snapshot: &Snapshot, entry: Entry, name: String) -> Source {
    Source {
        name,
        place: None,
        content: Content::File(snapshot.clone(), entry),
        from: From::File,
    }
}

/// A file that was come upon: only what may be a document is read.
fn walked(snapshot: &Snapshot, entry: Entry, (name, below): (String, &str)) -> Source {
    let mut source = file(snapshot, entry, name);
    if let Some(why) = no_document(below) {
        source.content = Content::Other(why);
    }
    source
}

/// Why a file is none of the documents that are looked for; `None` where it may be one.
fn no_document(below: &str) -> Option<String> {
    if below.split('/').any(|it| it.starts_with('.')) {
        return Some("it is hidden".to_owned());
    }
    let name = below.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut name = name.as_str();
    while let Some((rest, _)) = name
        .rsplit_once('.')
        .filter(|(_, it)| TEMPLATED.contains(it))
    {
        name = rest;
    }
    let (_, ending) = name.rsplit_once('.')?;
    let is_ending = ending.len() <= LONGEST_ENDING
        && ending.chars().all(|it| it.is_ascii_alphanumeric())
        && ending.chars().any(|it| it.is_ascii_alphabetic());
    (is_ending && !DOCUMENTS.contains(&ending))
        .then(|| format!("`.{ending}` is not how a document's name ends"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_names() {
        for name in [
            "a.md",
            "A.MD",
            "a.html.md.erb",
            "PM2022-009 - Bad AWS EKS AMI",
            "v1.2 upgrade",
            "2020.11.03",
            "notes.txt",
            "a.md.j2",
        ] {
            assert_eq!(no_document(name), None, "{name}");
        }
        for name in ["a.png", "a.PY", ".a.md", ".git/x.md", "a/.b/c.md", "a.html"] {
            assert!(no_document(name).is_some(), "{name}");
        }
    }
}
