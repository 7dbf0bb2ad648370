//! `pmrepo search`: the postmortem that one half remembers.

use std::collections::BTreeSet;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::chosen::Chosen;
use super::completions;
use super::print;
use super::repos::Opened;
use super::repos::Repos;
use super::say;
use crate::commands::format::Format;
use crate::commands::which::Which;
use crate::count::counted;
use crate::render::Detail;
use crate::report::asked::Asked;
use crate::report::list;
use crate::report::list::Depth;
use crate::report::search;
use crate::report::search::Shown;
use crate::report::search::Terms;
use crate::report::search::View;
use crate::root::Root;
use crate::source::RepoPath;

/// How many places of each document are shown.
const PLACES: usize = 3;

/// Find postmortems by words, or those that are like another
///
/// Reports, checklists, messages, notes and process reviews are searched, the best first (BM25). Any of the words
/// will do; those that have more of them, and the rarer ones, come first. Case and accents do not matter.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The words
    #[arg(required_unless_present = "similar", value_name = "WORDS")]
    words: Vec<String>,
    /// Find postmortems that are like this one
    #[arg(
        long,
        value_name = "ID",
        conflicts_with = "words",
        add = ArgValueCandidates::new(completions::ids)
    )]
    similar: Option<String>,
    /// Show at most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    repos: Repos,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    chosen: Chosen,
}

/// The roots of a repository.
struct Shelf<'a> {
    opened: &'a Opened,
    roots: Vec<Root>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let opened = args.repos.open(ctx, &args.which.state())?;
    let mut shelves = Vec::new();
    for it in &opened {
        shelves.push(Shelf {
            opened: it,
            roots: it.workspace.roots()?,
        });
    }
    let snapshot = opened.first().map_or("", |it| it.workspace.snapshot.name());
    let terms = Terms::of(&args.words);
    if args.similar.is_none() && terms.is_empty() {
        return Err(Refusal::usage(
            "there is no letter and no digit to search for",
        ));
    }
    let mut view = View {
        snapshot,
        words: terms.words(),
        similar_to: None,
        results: Vec::new(),
        hidden: 0,
        searched: 0,
    };
    let meant = if let Some(word) = &args.similar {
        Some(args.similar(word, &shelves, ctx, &mut view)?)
    } else {
        args.words(&terms, &shelves, ctx, &mut view)?;
        None
    };
    view.similar_to = meant.as_deref();
    let look = ctx.look(Detail::Folded);
    let look = match opened.as_slice() {
        [one] => look.seen(&one.workspace.here, []),
        _ => look,
    };
    print(&args.format.search(&view, &look))?;
    Ok(Ending::Clean)
}

impl Args {
    /// The reports that the filters take, by repository; `None` where they take all.
    fn wanted(
        &self,
        shelves: &[Shelf<'_>],
        ctx: &Ctx,
    ) -> Result<Option<BTreeSet<(usize, RepoPath)>>, Refusal> {
        if self.chosen.is_everything() {
            return Ok(None);
        }
        let mut wanted = BTreeSet::new();
        for (at, shelf) in shelves.iter().enumerate() {
            let workspace = &shelf.opened.workspace;
            let asked = Asked::of(workspace, &shelf.roots);
            for root in &shelf.roots {
                let filter = self.chosen.filter(&asked, root, ctx)?;
                let found = list::list(root, &workspace.snapshot, &filter, Depth::FrontMatter)?;
                wanted.extend(found.rows.into_iter().map(|it| (at, it.path)));
            }
        }
        Ok(Some(wanted))
    }

    fn repo(&self, shelves: &[Shelf<'_>], at: usize) -> Option<String> {
        let name = shelves.get(at).map(|it| it.opened.name.clone());
        name.filter(|_| self.repos.are_named())
    }

    fn words(
        &self,
        terms: &Terms,
        shelves: &[Shelf<'_>],
        ctx: &Ctx,
        view: &mut View<'_>,
    ) -> Result<(), Refusal> {
        let wanted = self.wanted(shelves, ctx)?;
        let mut documents = Vec::new();
        for (at, shelf) in shelves.iter().enumerate() {
            for root in &shelf.roots {
                documents.extend(search::documents(root, at)?);
            }
        }
        let progress = ctx.env.progress("read");
        let mut found = search::search(documents, terms, &|| progress.tick());
        drop(progress);
        if let Some(wanted) = wanted {
            found
                .hits
                .retain(|it| wanted.contains(&(it.document.repo, it.document.path().clone())));
        }
        view.searched = found.searched;
        view.hidden = found.hits.len().saturating_sub(self.limit);
        let shown = found.hits.iter().take(self.limit).map(|it| Shown {
            repo: self.repo(shelves, it.document.repo),
            row: it.document.row(),
            score: it.score,
            places: search::places(&it.document, terms, PLACES),
            shared: Vec::new(),
        });
        view.results = shown.collect();
        if !found.unreadable.is_empty() {
            say(format_args!(
                "{} cannot be read and was not searched: see `pmrepo check`.",
                counted(found.unreadable.len(), "file")
            ));
        }
        Ok(())
    }

    /// Gives the id of the postmortem that is meant.
    fn similar(
        &self,
        word: &str,
        shelves: &[Shelf<'_>],
        ctx: &Ctx,
        view: &mut View<'_>,
    ) -> Result<String, Refusal> {
        let wanted = self.wanted(shelves, ctx)?;
        let Some(first) = shelves.first() else {
            return Err(Refusal::no_root());
        };
        // The others are searched for what is like it.
        let (root, files) = first.opened.workspace.find(Some(word))?;
        let mut roots = Vec::new();
        for (at, shelf) in shelves.iter().enumerate() {
            roots.extend(shelf.roots.iter().map(|root| (at, root)));
        }
        let mut found = search::similar(&roots, (&root, &files.report.path))?;
        if let Some(wanted) = wanted {
            found.retain(|it| wanted.contains(&(it.repo, it.row.path.clone())));
        }
        view.searched = found.len();
        view.hidden = found.len().saturating_sub(self.limit);
        let shown = found.into_iter().take(self.limit).map(|it| Shown {
            repo: self.repo(shelves, it.repo),
            row: it.row,
            score: it.score,
            places: Vec::new(),
            shared: it.shared,
        });
        view.results = shown.collect();
        Ok(files.id.to_string())
    }
}
