//! When output is coloured.

use super::variable;

/// What `--color` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColourChoice {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What the environment says about colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColourVariables {
    /// What holds wherever the output goes: `Never` by `NO_COLOR`, `Always` by `CLICOLOR_FORCE`.
    wish: ColourChoice,
    /// `CLICOLOR` is 0, or `TERM` is `dumb`: not on this terminal.
    unwanted: bool,
    /// `TERM` is `dumb`: the terminal cannot erase a line.
    dumb: bool,
}

impl ColourVariables {
    pub(super) fn read() -> Self {
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let wish = if variable("NO_COLOR").is_some() {
            ColourChoice::Never
        } else if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            ColourChoice::Always
        } else {
            ColourChoice::Auto
        };
        Self {
            wish,
            unwanted: dumb || variable("CLICOLOR").is_some_and(|value| value == "0"),
            dumb,
        }
    }

    /// Whether the terminal can neither erase nor colour.
    pub fn is_dumb(&self) -> bool {
        self.dumb
    }

    /// Whether a stream is coloured: `--color` has the last word, then `NO_COLOR`, then
    /// `CLICOLOR_FORCE`; without any of them a terminal is and a pipe is not.
    pub fn decide(&self, choice: ColourChoice, is_terminal: bool) -> bool {
        match (choice, self.wish) {
            (ColourChoice::Always, _) | (ColourChoice::Auto, ColourChoice::Always) => true,
            (ColourChoice::Never, _) | (ColourChoice::Auto, ColourChoice::Never) => false,
            (ColourChoice::Auto, ColourChoice::Auto) => is_terminal && !self.unwanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_coloured_and_a_pipe_is_not() {
        let plain = ColourVariables::default();
        assert!(plain.decide(ColourChoice::Auto, true));
        assert!(!plain.decide(ColourChoice::Auto, false));
        assert!(plain.decide(ColourChoice::Always, false));
        assert!(!plain.decide(ColourChoice::Never, true));
    }

    #[test]
    fn the_environment_is_heard_and_the_flag_has_the_last_word() {
        let wishing = |wish| ColourVariables {
            wish,
            ..ColourVariables::default()
        };
        let forced = wishing(ColourChoice::Always);
        assert!(forced.decide(ColourChoice::Auto, false));
        assert!(!forced.decide(ColourChoice::Never, false));
        let forbidden = wishing(ColourChoice::Never);
        assert!(!forbidden.decide(ColourChoice::Auto, true));
        assert!(forbidden.decide(ColourChoice::Always, false));
        let unwanted = ColourVariables {
            unwanted: true,
            ..ColourVariables::default()
        };
        assert!(!unwanted.decide(ColourChoice::Auto, true));
    }
}
