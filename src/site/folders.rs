//! Pages in Markdown, put where those look who make sites of them: `MkDocs` and `TechDocs`, Hugo, `mdBook`.

use serde::Serialize;

use super::Asked;
use super::job::Job;
use super::theme::Theme;
use crate::refusal::Refusal;

/// The directory of the pages.
const PAGES: &str = "docs";
/// The page that lists all others for `mdBook`; to others it is none.
const SUMMARY: &str = "SUMMARY.md";

/// The settings of `MkDocs`.
#[derive(Serialize)]
struct MkDocs<'a> {
    site_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_url: Option<&'a str>,
    docs_dir: &'a str,
    exclude_docs: &'a str,
}

#[derive(Serialize)]
struct Summary {
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Page {
    title: String,
    to: String,
}

/// Puts pages into their directory, and adds what tells others of them.
pub(super) fn finish(
    theme: &Theme,
    jobs: &mut Vec<Job<'_>>,
    asked: Asked<'_>,
) -> Result<(), Refusal> {
    let is_page = |it: &&Job<'_>| it.name.ends_with(".md");
    let pages = jobs.iter().filter(is_page).map(|it| Page {
        title: it.title.clone(),
        to: it.name.clone(),
    });
    let summary = Summary {
        pages: pages.collect(),
    };
    jobs.push(Job::text(SUMMARY, theme.file("summary", &summary)?));
    for job in jobs.iter_mut() {
        job.name = format!("{PAGES}/{}", job.name);
    }
    let settings = MkDocs {
        site_name: theme.title(),
        site_url: asked.base,
        docs_dir: PAGES,
        exclude_docs: SUMMARY,
    };
    let settings = serde_yaml::to_string(&settings);
    let settings = settings.map_err(|it| Refusal::failed(it.to_string()))?;
    jobs.push(Job::text("mkdocs.yml", settings));
    let book = format!("[book]\ntitle = \"{}\"\nsrc = \"{PAGES}\"\n", theme.title());
    jobs.push(Job::text("book.toml", book));
    jobs.push(Job::text(
        "hugo.toml",
        include_str!("templates/markdown/hugo.toml").to_owned(),
    ));
    Ok(())
}
