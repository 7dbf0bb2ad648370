//! What all pages share: templates, style, the frame around what they say.

use serde::Serialize;

use super::Audience;
use super::Style;
use super::escape::escape;
use super::escape::visible;
use super::rewritten;
use crate::config::Colour;
use crate::config::Frame as Lines;
use crate::config::SiteLook;
use crate::refusal::Refusal;
use crate::report::site::Digest;
use crate::template::Pages;

/// The templates, by their names.
const TEMPLATES: &[(&str, &str)] = &[
    ("layout", include_str!("templates/layout.html")),
    ("parts", include_str!("templates/parts.html")),
    ("index", include_str!("templates/index.html")),
    ("list", include_str!("templates/list.html")),
    ("groups", include_str!("templates/groups.html")),
    ("postmortem", include_str!("templates/postmortem.html")),
    ("items", include_str!("templates/items.html")),
    ("owed", include_str!("templates/owed.html")),
    ("reviews", include_str!("templates/reviews.html")),
    ("review", include_str!("templates/review.html")),
    ("search", include_str!("templates/search.html")),
    ("trends", include_str!("templates/trends.html")),
    ("messages", include_str!("templates/messages.html")),
    ("message", include_str!("templates/message.html")),
    ("feed", include_str!("templates/feed.xml")),
];

/// The templates of drawings, which are the same wherever they stand.
const DRAWINGS: &[(&str, &str)] = &[("drawing", include_str!("templates/drawing.svg"))];

/// The templates of pages in Markdown.
const MARKDOWN: &[(&str, &str)] = &[
    ("layout", include_str!("templates/markdown/layout.md")),
    ("parts", include_str!("templates/markdown/parts.md")),
    ("index", include_str!("templates/markdown/index.md")),
    ("list", include_str!("templates/markdown/list.md")),
    (
        "postmortem",
        include_str!("templates/markdown/postmortem.md"),
    ),
    ("items", include_str!("templates/markdown/items.md")),
    ("owed", include_str!("templates/markdown/owed.md")),
    ("reviews", include_str!("templates/markdown/reviews.md")),
    ("review", include_str!("templates/markdown/review.md")),
    ("trends", include_str!("templates/markdown/trends.md")),
    ("messages", include_str!("templates/markdown/messages.md")),
    ("message", include_str!("templates/markdown/message.md")),
    ("summary", include_str!("templates/markdown/summary.md")),
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
    /// What it says of itself to whoever makes a site of it.
    #[serde(skip)]
    front: Front,
    /// From the page to the site's directory: `../`, or nothing.
    up: String,
    title: String,
    site: String,
    header: Option<String>,
    footer: Option<String>,
    menu: Vec<Way>,
}

/// The front matter of a page in Markdown.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Front {
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) severity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) services: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
}

impl Frame {
    /// The title of the page.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The same with front matter that says more.
    #[must_use]
    pub(super) fn with_front(self, front: Front) -> Self {
        let title = self.title.clone();
        let front = Front { title, ..front };
        Self { front, ..self }
    }
}

/// What all pages of a site share.
pub(super) struct Theme {
    style: Style,
    pages: Pages,
    drawings: Pages,
    digest: Digest,
    title: String,
    frame: Lines,
    colours: String,
    menu: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Input<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    front: Option<String>,
    frame: &'a Frame,
    page: &'a T,
}

impl Theme {
    /// The theme of a site for some readers, as a configuration wants it.
    pub(super) fn new(look: &SiteLook, audience: Audience, style: Style) -> Result<Self, Refusal> {
        let pages = match style {
            Style::Html => Pages::new(TEMPLATES, escape, &[]),
            Style::Markdown => Pages::new(
                MARKDOWN,
                rewritten::escape,
                &[("address", rewritten::address)],
            ),
        };
        let pages = pages.map_err(|it| Refusal::failed(it.to_string()))?;
        let mut digest = Digest::new();
        digest.text(env!("CARGO_PKG_VERSION"));
        for (_, text) in TEMPLATES.iter().chain(MARKDOWN) {
            digest.text(text);
        }
        Ok(Self {
            style,
            drawings: Pages::new(DRAWINGS, escape, &[])
                .map_err(|it| Refusal::failed(it.to_string()))?,
            pages,
            digest,
            title: "Postmortems".to_owned(),
            frame: match audience {
                Audience::Internal => look.internal.clone(),
                Audience::External => look.external.clone(),
            },
            colours: colours(&look.colours),
            menu: Vec::new(),
        })
    }

    /// The same with pages in the menu: each with its words and its name.
    pub(super) fn with_menu(self, menu: &[(&str, &str)]) -> Self {
        let menu = menu.iter();
        Self {
            menu: menu
                .map(|(name, to)| ((*name).to_owned(), self.style.name(to)))
                .collect(),
            ..self
        }
    }

    /// A file of a template that is no page.
    pub(super) fn file(
        &self,
        template: &'static str,
        input: &impl Serialize,
    ) -> Result<String, Refusal> {
        let made = self.pages.page(template, input);
        made.map_err(|it| Refusal::failed(it.to_string()))
    }

    /// The name of a page.
    pub(super) fn name(&self, stem: &str) -> String {
        self.style.name(stem)
    }

    /// What pages are written in.
    pub(super) fn style(&self) -> Style {
        self.style
    }

    /// What is added to the style.
    pub(super) fn colours(&self) -> &str {
        &self.colours
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
            front: Front {
                title: title.to_owned(),
                ..Front::default()
            },
            up: up(name),
            name: name.to_owned(),
            title: title.to_owned(),
            site: self.title.clone(),
            header: self.frame.header.clone(),
            footer: self.frame.footer.clone(),
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
        let front = match self.style {
            Style::Html => None,
            Style::Markdown => Some(front(&frame.front)?),
        };
        let input = Input { front, frame, page };
        let made = self.pages.page(template, &input);
        made.map_err(|it| Refusal::failed(it.to_string()))
    }

    /// A drawing.
    pub(super) fn drawing(&self, drawing: &impl Serialize) -> Result<String, Refusal> {
        let made = self.drawings.page("drawing", drawing);
        made.map_err(|it| Refusal::failed(it.to_string()))
    }
}

/// Colours in the place of those that the style has.
fn colours(all: &[Colour]) -> String {
    let of = |which: fn(&Colour) -> Option<&String>| {
        let all = all.iter();
        all.filter_map(|it| Some(format!(" --{}: {};", it.paint.as_str(), which(it)?)))
            .collect::<String>()
    };
    let (light, dark) = (of(|it| it.light.as_ref()), of(|it| it.dark.as_ref()));
    let mut style = String::new();
    if !light.is_empty() {
        style.push_str(&format!(":root {{{light} }}\n"));
    }
    if !dark.is_empty() {
        style.push_str(&format!(
            "@media (prefers-color-scheme: dark) {{ :root:not(.light) {{{dark} }} }}\n:root.dark {{{dark} }}\n"
        ));
    }
    style
}

/// Front matter as YAML. Some themes put what stands there into their pages as it is: it has other signs in the
/// place of those of HTML.
fn front(front: &Front) -> Result<String, Refusal> {
    let harmless = |it: &str| {
        let signs = visible(it)
            .replace('<', "\u{2039}")
            .replace('>', "\u{203a}");
        signs.replace('"', "\u{201d}")
    };
    let text = |it: &Option<String>| it.as_deref().map(harmless);
    let list = |it: &[String]| it.iter().map(|it| harmless(it)).collect();
    let shown = Front {
        title: harmless(&front.title),
        date: front.date.clone(),
        id: text(&front.id),
        status: text(&front.status),
        severity: text(&front.severity),
        owner: text(&front.owner),
        services: list(&front.services),
        tags: list(&front.tags),
    };
    serde_yaml::to_string(&shown).map_err(|it| Refusal::failed(it.to_string()))
}

/// From a page to the site's directory.
pub(super) fn up(name: &str) -> String {
    "../".repeat(name.matches('/').count())
}
