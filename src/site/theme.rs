//! What all pages share: templates, style, the frame around what they say.

use serde::Serialize;

use super::escape::escape;
use crate::refusal::Refusal;
use crate::report::site::Digest;
use crate::template::Pages;

/// The templates, by their names.
const TEMPLATES: &[(&str, &str)] = &[
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("index.html", include_str!("templates/index.html")),
    ("list.html", include_str!("templates/list.html")),
    ("groups.html", include_str!("templates/groups.html")),
    ("postmortem.html", include_str!("templates/postmortem.html")),
    ("items.html", include_str!("templates/items.html")),
    ("owed.html", include_str!("templates/owed.html")),
    ("reviews.html", include_str!("templates/reviews.html")),
    ("review.html", include_str!("templates/review.html")),
    ("search.html", include_str!("templates/search.html")),
    ("trends.html", include_str!("templates/trends.html")),
    ("messages.html", include_str!("templates/messages.html")),
    ("message.html", include_str!("templates/message.html")),
    ("drawing.svg", include_str!("templates/drawing.svg")),
    ("feed.xml", include_str!("templates/feed.xml")),
];

/// A page of the menu.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Way {
    /// Its words.
    pub(super) name: String,
    /// The page.
    pub(super) to: String,
    /// Whether that is this page.
    pub(super) is_here: bool,
}

/// What stands around the content of a page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Frame {
    /// The page's name below the site's directory.
    #[serde(skip)]
    pub(super) name: String,
    /// From the page to the site's directory: `../`, or nothing.
    up: String,
    title: String,
    site: String,
    header: Option<String>,
    footer: Option<String>,
    menu: Vec<Way>,
}

/// What all pages of a site share.
pub(super) struct Theme {
    pages: Pages,
    digest: Digest,
    title: String,
    header: Option<String>,
    footer: Option<String>,
    menu: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Input<'a, T> {
    frame: &'a Frame,
    page: &'a T,
}

impl Theme {
    /// The theme of a site.
    pub(super) fn new() -> Result<Self, Refusal> {
        let pages = Pages::new(TEMPLATES, escape);
        let pages = pages.map_err(|it| Refusal::failed(it.to_string()))?;
        let mut digest = Digest::new();
        digest.text(env!("CARGO_PKG_VERSION"));
        for (_, text) in TEMPLATES {
            digest.text(text);
        }
        Ok(Self {
            pages,
            digest,
            title: "Postmortems".to_owned(),
            header: None,
            footer: None,
            menu: Vec::new(),
        })
    }

    /// The same with pages in the menu: each with its words and its name.
    pub(super) fn with_menu(self, menu: &[(&str, &str)]) -> Self {
        let menu = menu.iter();
        Self {
            menu: menu
                .map(|(name, to)| ((*name).to_owned(), (*to).to_owned()))
                .collect(),
            ..self
        }
    }

    /// What the site is called.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The digest of what all pages share.
    pub(super) fn digest(&self) -> Digest {
        self.digest.clone()
    }

    /// The frame of a page.
    pub(super) fn frame(&self, name: &str, title: &str) -> Frame {
        let menu = self.menu.iter().map(|(words, to)| Way {
            name: words.clone(),
            to: to.clone(),
            is_here: to == name,
        });
        Frame {
            up: up(name),
            name: name.to_owned(),
            title: title.to_owned(),
            site: self.title.clone(),
            header: self.header.clone(),
            footer: self.footer.clone(),
            menu: menu.collect(),
        }
    }

    /// A page of a template.
    pub(super) fn page(
        &self,
        template: &'static str,
        frame: &Frame,
        page: &impl Serialize,
    ) -> Result<String, Refusal> {
        let made = self.pages.page(template, &Input { frame, page });
        made.map_err(|it| Refusal::failed(it.to_string()))
    }

    /// A drawing.
    pub(super) fn drawing(&self, drawing: &impl Serialize) -> Result<String, Refusal> {
        let made = self.pages.page("drawing.svg", drawing);
        made.map_err(|it| Refusal::failed(it.to_string()))
    }
}

/// From a page to the site's directory.
pub(super) fn up(name: &str) -> String {
    "../".repeat(name.matches('/').count())
}
