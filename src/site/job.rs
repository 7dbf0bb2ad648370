//! One file of a site that is to be made.

use serde::Serialize;

use super::theme::Frame;
use super::theme::Theme;
use crate::refusal::Refusal;
use crate::report::site::Digest;

/// The style, which a configuration may add to.
const STYLE: &str = include_str!("templates/site.css");
/// Files that are the same for every site.
const ASSETS: &[(&str, &str)] = &[
    ("site.js", include_str!("templates/site.js")),
    ("icon.svg", include_str!("templates/icon.svg")),
];

/// One file, and how it is made.
pub(super) struct Job<'a> {
    /// Its name below the site's directory.
    pub(super) name: String,
    /// Its title, where it is a page.
    pub(super) title: String,
    /// The digest of all that it is made of; `None` where only making it tells.
    pub(super) of: Option<String>,
    /// Makes it.
    pub(super) make: Box<dyn Fn() -> Result<String, Refusal> + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    /// A file of a text that is there.
    pub(super) fn text(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            title: String::new(),
            of: Some(Digest::new().text(&text).finish()),
            make: Box::new(move || Ok(text.clone())),
        }
    }

    /// Files that are no pages.
    pub(super) fn assets(theme: &Theme) -> impl Iterator<Item = Self> {
        let style = format!("{STYLE}{}", theme.colours());
        let style = Job::text("site.css", style);
        let all = ASSETS.iter();
        all.map(|(name, text)| Job::text(name, (*text).to_owned()))
            .chain([style])
    }

    /// A page of a template.
    pub(super) fn page<T: Serialize + Send + Sync + 'a>(
        theme: &'a Theme,
        template: &'static str,
        frame: Frame,
        page: T,
    ) -> Self {
        let of = Digest::new().value(&page).finish();
        Self::page_of(theme, template, frame, &of, page)
    }

    /// The same, of a page whose digest is known.
    pub(super) fn page_of<T: Serialize + Send + Sync + 'a>(
        theme: &'a Theme,
        template: &'static str,
        frame: Frame,
        of: &str,
        page: T,
    ) -> Self {
        Self {
            name: frame.name.clone(),
            title: frame.title().to_owned(),
            of: Some(Self::of(theme, template, &frame, of)),
            make: Box::new(move || theme.page(template, &frame, &page)),
        }
    }

    /// The same, of a page that is put into words where it is made.
    pub(super) fn page_by(
        theme: &'a Theme,
        template: &'static str,
        frame: Frame,
        of: &str,
        make: impl Fn(&Frame) -> Result<String, Refusal> + Send + Sync + 'a,
    ) -> Self {
        Self {
            name: frame.name.clone(),
            title: frame.title().to_owned(),
            of: Some(Self::of(theme, template, &frame, of)),
            make: Box::new(move || make(&frame)),
        }
    }

    /// The digest of a page of a template.
    fn of(theme: &Theme, template: &str, frame: &Frame, of: &str) -> String {
        let mut digest = theme.digest();
        digest.text(template).value(frame).text(of).finish()
    }
}
