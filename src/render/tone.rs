//! What colours mean.

use anstyle::AnsiColor;
use anstyle::Style;

use crate::deadline::State;

/// What is said of a text by its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// It heads what follows.
    Heading,
    /// It is late, or cannot be read.
    Late,
    /// It will be late soon.
    Soon,
    /// Nobody has to do anything about it any more.
    Over,
}

impl Tone {
    /// That of how a deadline stands.
    pub(super) fn of(state: State) -> Self {
        match state {
            State::Overdue => Self::Late,
            State::Soon => Self::Soon,
            State::Open => Self::Plain,
            State::Met => Self::Over,
        }
    }

    /// Its escape codes.
    pub(super) fn style(self) -> Style {
        let colour = |it: AnsiColor| Style::new().fg_color(Some(it.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Heading => Style::new().bold(),
            Self::Late => colour(AnsiColor::Red),
            Self::Soon => colour(AnsiColor::Yellow),
            Self::Over => Style::new().dimmed(),
        }
    }
}
