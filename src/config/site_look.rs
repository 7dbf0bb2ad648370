//! What a site may look like otherwise than by default.

/// A colour that may be another one, by the name of its variable in the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// What is written on.
    Paper,
    /// Text.
    Ink,
    /// Text that matters less.
    Faint,
    /// Lines.
    Line,
    /// What lies behind code and facts.
    Soft,
    /// Links.
    Accent,
    /// What is late.
    Bad,
    /// What waits.
    Warn,
    /// What is done.
    Good,
}

impl Paint {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Paper,
        Self::Ink,
        Self::Faint,
        Self::Line,
        Self::Soft,
        Self::Accent,
        Self::Bad,
        Self::Warn,
        Self::Good,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Ink => "ink",
            Self::Faint => "faint",
            Self::Line => "line",
            Self::Soft => "soft",
            Self::Accent => "accent",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Good => "good",
        }
    }
}

/// A colour on a light page, and on a dark one: `#rrggbb`, and nothing else, as it stands in a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Which one.
    pub paint: Paint,
    /// On a light page; `None`: as by default.
    pub light: Option<String>,
    /// On a dark page.
    pub dark: Option<String>,
}

/// What stands above and below each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Above it.
    pub header: Option<String>,
    /// Below it.
    pub footer: Option<String>,
}

/// What a site looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteLook {
    /// For those who may read the repository.
    pub internal: Frame,
    /// For customers.
    pub external: Frame,
    /// Its colours, as far as they are other ones.
    pub colours: Vec<Colour>,
}

/// Reads a colour.
pub(super) fn colour(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('#')?;
    let is_one = digits.len() == 6 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    is_one.then_some(text)
}
