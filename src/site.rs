//! A site of a repository's postmortems: pages that open from a file and on any host, without a request to
//! anywhere else.
//!
//! The same input gives the same bytes. What a page is made of has a digest, and a page whose digest is
//! known is not made again.

mod body;
mod course;
mod drawing;
mod entry;
mod escape;
mod external;
mod feed;
mod folders;
mod groups;
mod internal;
mod job;
mod names;
mod part;
mod plots;
mod postmortem;
mod review;
mod rewritten;
mod search;
mod sheet;
mod theme;
mod ways;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::refusal::Refusal;
use crate::report::site::Digest;
use crate::root::Root;
use crate::time::Moment;
use crate::tree::MadeFile;
use crate::tree::Output;

pub use sheet::Sheet;
pub use sheet::draw;

use body::Body;
use job::Job;
use theme::Theme;

/// For whom a site is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Those who may read the repository.
    Internal,
    /// Customers: the messages to them that were approved, and nothing else.
    External,
}

/// What pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For a browser.
    #[default]
    Html,
    /// For what makes sites of Markdown.
    Markdown,
}

impl Style {
    /// The name of a page, or of its template.
    fn name(self, stem: &str) -> String {
        match self {
            Self::Html => format!("{stem}.html"),
            Self::Markdown => format!("{stem}.md"),
        }
    }

    /// A text in Markdown as it stands on a page.
    fn body(self, text: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Body {
        match self {
            Self::Html => body::html(text, resolve),
            Self::Markdown => Body::without_headings(rewritten::markdown(text, resolve)),
        }
    }

    /// A text that is shown as it is.
    fn plain(self, text: &str) -> Body {
        match self {
            Self::Html => body::plain(text),
            Self::Markdown => Body::without_headings(rewritten::plain(text)),
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The roots, each with the present there.
    pub roots: &'a [(Root, Moment)],
    /// What was read.
    pub snapshot: &'a str,
    /// The present in the first root.
    pub as_of: Moment,
    /// For whom.
    pub audience: Audience,
    /// What pages are written in.
    pub style: Style,
    /// Where the site will be, for what needs whole addresses; ends with a slash.
    pub base: Option<&'a str>,
    /// Called once for each postmortem.
    pub progress: &'a (dyn Fn() + Sync),
}

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many files there are.
    pub files: usize,
    /// How many of them were written.
    pub written: usize,
    /// How many are no longer made, and were removed.
    pub removed: usize,
    /// How many confidential postmortems have no page.
    pub kept: usize,
}

/// Makes a site in a directory.
pub fn make(asked: Asked<'_>, output: Output) -> Result<Outcome, Refusal> {
    let first = asked.roots.first().map(|(root, _)| &root.config.site);
    let look = first.cloned().unwrap_or_default();
    let theme = Theme::new(&look, asked.audience, asked.style)?;
    match asked.audience {
        Audience::Internal => internal::make(asked, theme, output),
        Audience::External => external::make(asked, theme, output),
    }
}

/// Makes a site of its pages: with what they need beside them.
fn whole(
    theme: &Theme,
    asked: Asked<'_>,
    mut jobs: Vec<Job<'_>>,
    output: Output,
) -> Result<Outcome, Refusal> {
    match asked.style {
        Style::Html => jobs.extend(Job::assets(theme)),
        Style::Markdown => folders::finish(theme, &mut jobs, asked)?,
    }
    let outcome = carry_out(&jobs, output);
    // The run is about to end: to give all of it back, piece by piece, would take a tenth of its time.
    std::mem::forget(jobs);
    outcome
}

/// Carries jobs out: all pages that are not there already.
fn carry_out(jobs: &[Job<'_>], output: Output) -> Result<Outcome, Refusal> {
    output.begin(jobs.iter().map(|it| it.name.as_str()))?;
    let made: Vec<(MadeFile, bool)> = jobs
        .par_iter()
        .map(|job| one(job, &output))
        .collect::<Result<_, Refusal>>()?;
    let written = made.iter().filter(|(_, is_new)| *is_new).count();
    let names = jobs.iter().map(|it| it.name.clone());
    let files: BTreeMap<String, MadeFile> = names.zip(made.into_iter().map(|it| it.0)).collect();
    Ok(Outcome {
        files: files.len(),
        written,
        removed: output.finish(files)?,
        kept: 0,
    })
}

/// Makes one file where it must be made; says whether it was.
fn one(job: &Job<'_>, output: &Output) -> Result<(MadeFile, bool), Refusal> {
    if let Some(of) = &job.of
        && let Some(made) = output.made(&job.name, of)
    {
        return Ok((made.clone(), false));
    }
    let text = (job.make)()?;
    let of = match &job.of {
        Some(of) => of.clone(),
        None => Digest::new().text(&text).finish(),
    };
    let is_there = output.holds(&job.name, &text);
    if !is_there {
        output.write(&job.name, &text)?;
    }
    let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    Ok((MadeFile { of, bytes }, !is_there))
}
