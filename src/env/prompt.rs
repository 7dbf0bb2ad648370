//! Questions on a terminal.

use std::io;

use dialoguer::{Confirm, Input, Select};

use crate::render::sanitize;

/// Asks questions on standard error. Where nobody can answer (`Env::can_ask`) it must not be used.
#[derive(Debug)]
pub struct Prompt(());

impl Prompt {
    pub(super) fn new() -> Self {
        Self(())
    }

    /// Asks for a line of text, again and again until `accept` takes it; what it says otherwise is
    /// shown. An empty answer is `initial`.
    pub fn text<F>(&self, question: &str, initial: &str, accept: F) -> io::Result<String>
    where
        F: Fn(&str) -> Result<(), String>,
    {
        let mut input = Input::<String>::new()
            .with_prompt(sanitize(question).into_owned())
            .allow_empty(true)
            .validate_with(|answer: &String| accept(answer.trim()));
        if !initial.is_empty() {
            input = input.default(initial.to_owned());
        }
        let answer = input.interact_text().map_err(into_io)?;
        Ok(answer.trim().to_owned())
    }

    /// Asks for one of several; gives its index.
    pub fn choice(&self, question: &str, choices: &[String], initial: usize) -> io::Result<usize> {
        Select::new()
            .with_prompt(sanitize(question).into_owned())
            .items(choices.iter().map(|choice| sanitize(choice)))
            .default(initial)
            .interact()
            .map_err(into_io)
    }

    /// Asks for yes or no.
    pub fn confirm(&self, question: &str, initial: bool) -> io::Result<bool> {
        Confirm::new()
            .with_prompt(sanitize(question).into_owned())
            .default(initial)
            .interact()
            .map_err(into_io)
    }
}

fn into_io(error: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(error) = error;
    error
}
