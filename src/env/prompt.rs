//! Questions on a terminal, a line each. The terminal stays as it is: it edits the line, and its keys for
//! "stop" and "that is all" do what they do everywhere.

use std::io;
use std::io::BufRead;
use std::io::Read;

use crate::likeness;
use crate::render::sanitize;
use crate::render::wrapped;

/// The longest answer that is read, in bytes: a terminal passes on no longer line.
const LONGEST: u64 = 64 * 1024;
/// How many columns of a line are left for the answer at least.
const ROOM: usize = 10;

/// Nobody answered a question: the input ended, or cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("no answer: {0}")]
pub struct NoAnswer(io::Error);

/// Asks questions on standard error. Where nobody can answer (`Env::can_ask`) it must not be used.
#[derive(Debug)]
pub struct Prompt {
    width: usize,
}

impl Prompt {
    pub(super) fn new(width: usize) -> Self {
        Self { width }
    }

    /// Asks for a line of text, again and again until `read` makes something of it; what it says
    /// otherwise is shown. An empty answer is `initial`.
    pub fn text<T>(
        &self,
        question: &str,
        initial: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, NoAnswer> {
        let shown = match initial {
            "" => format!("{question}:"),
            initial => format!("{question} [{initial}]:"),
        };
        loop {
            let answer = self.line(&shown)?;
            let said = match answer.as_str() {
                "" => initial,
                answer => answer,
            };
            // Keys that a terminal does not understand send codes; so may a text that is pasted.
            let is_strange = |it: char| it.is_control() || it == char::REPLACEMENT_CHARACTER;
            let read = if answer.chars().any(is_strange) {
                Err("the answer cannot be read: type it again".to_owned())
            } else {
                read(said)
            };
            match read {
                Ok(it) => return Ok(it),
                Err(why) => self.say(&why),
            }
        }
    }

    /// Asks for one of several, by its number, its name or the beginning of that; gives its index.
    pub fn choice(
        &self,
        question: &str,
        choices: &[String],
        initial: usize,
    ) -> Result<usize, NoAnswer> {
        self.say(&format!("{question}:"));
        for (at, choice) in choices.iter().enumerate() {
            let number = format!("  {}) ", at + 1);
            let lines = self.wrapped(choice, number.len());
            let below = format!("\n{}", " ".repeat(number.len()));
            super::say(&format!("{number}{}\n", lines.replace('\n', &below)));
        }
        let initial = (initial + 1).to_string();
        self.text("Number or name", &initial, |answer| {
            picked(answer, choices).ok_or_else(|| {
                format!(
                    "`{answer}` is none of them: say a number from 1 to {}, or a name",
                    choices.len()
                )
            })
        })
    }

    /// Asks for yes or no.
    pub fn confirm(&self, question: &str, initial: bool) -> Result<bool, NoAnswer> {
        let keys = if initial { "Y/n" } else { "y/N" };
        let shown = format!("{question}? [{keys}]:");
        loop {
            match self.line(&shown)?.to_lowercase().as_str() {
                "" => return Ok(initial),
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => self.say("say y or n"),
            }
        }
    }

    /// Shows a question, and reads a line behind it, without the blanks around it.
    fn line(&self, question: &str) -> Result<String, NoAnswer> {
        super::say(&format!("{} ", self.wrapped(question, ROOM)));
        let mut line = Vec::new();
        let read = io::stdin()
            .lock()
            .take(LONGEST)
            .read_until(b'\n', &mut line);
        if line.last() != Some(&b'\n') {
            // What is said next begins a line of its own.
            super::say("\n");
        }
        match read {
            Ok(0) => Err(NoAnswer(io::Error::from(io::ErrorKind::UnexpectedEof))),
            Ok(_) => Ok(String::from_utf8_lossy(&line).trim().to_owned()),
            Err(error) => Err(NoAnswer(error)),
        }
    }

    /// Says a sentence.
    fn say(&self, text: &str) {
        super::say(&format!("{}\n", self.wrapped(text, 0)));
    }

    /// A text in lines that fit, with a margin left.
    fn wrapped(&self, text: &str, margin: usize) -> String {
        wrapped(&sanitize(text), self.width.saturating_sub(margin + 1))
    }
}

/// Which of some choices an answer means.
fn picked(answer: &str, choices: &[String]) -> Option<usize> {
    let exact = choices.iter().position(|it| likeness::is_same(it, answer));
    let number = answer
        .parse::<usize>()
        .ok()
        .and_then(|it| it.checked_sub(1));
    let number = number.filter(|it| *it < choices.len());
    exact.or(number).or_else(|| {
        let plain = answer.to_lowercase();
        let begins = |it: &String| it.to_lowercase().starts_with(&plain);
        let mut found = choices.iter().enumerate().filter(|(_, it)| begins(it));
        let (at, _) = found.next()?;
        (!plain.is_empty() && found.next().is_none()).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_picked_by_number_name_or_beginning() {
        let words =
            |all: &[&str]| -> Vec<String> { all.iter().map(|it| (*it).to_owned()).collect() };
        let severities = words(&["SEV-1", "SEV-2", "SEV-3"]);
        for (answer, then) in [
            ("2", Some(1)),
            ("sev3", Some(2)),
            ("SEV-1", Some(0)),
            ("sev", None),
            ("0", None),
            ("4", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(picked(answer, &severities), then, "{answer}");
        }
        // A name counts before a number.
        assert_eq!(picked("2", &words(&["2", "1"])), Some(0));
        let presets = words(&["standard", "small: a team of five"]);
        assert_eq!(picked("small", &presets), Some(1));
        assert_eq!(picked("s", &presets), None);
    }
}
