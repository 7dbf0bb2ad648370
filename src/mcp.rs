//! The face for agents: the Model Context Protocol over a pair of streams, a message a line.
//!
//! An agent reads what the published schemas describe. It writes nothing, unless it was started to draft: then
//! it drafts what a person reads, approves and commits. What people wrote arrives marked as such: an agent takes it for what it is, and not for an order. Of a confidential postmortem an
//! agent learns its date alone, unless it was started to see more.

mod answers;
mod guides;
mod hidden;
mod messages;
mod pages;
mod session;
mod tools;

use std::io;
use std::io::BufRead;
use std::io::Read as _;
use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

use crate::calendar::Present;
use answers::Answerer;

/// The longest message that is read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// How a session is set up.
pub struct Setting<'a> {
    /// Where the agent works.
    pub directory: PathBuf,
    /// What is taken for the present, asked for with each request.
    pub clock: &'a dyn Fn() -> Present,
    /// Whether confidential postmortems are shown as the others are.
    pub shows_confidential: bool,
    /// Whether there are tools that write drafts.
    pub allows_drafts: bool,
}

/// Serves an agent until it sends nothing any more.
pub fn serve(
    input: &mut impl BufRead,
    output: &mut dyn Write,
    setting: &Setting<'_>,
) -> io::Result<()> {
    let mut answerer = Answerer::new(setting);
    loop {
        let mut line = Vec::new();
        input
            .by_ref()
            .take(MOST_BYTES + 1)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(());
        }
        let is_too_long = line.len() as u64 > MOST_BYTES && !line.ends_with(b"\n");
        if is_too_long {
            pass_over(input)?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let message = if is_too_long {
            Err("the message is too long".to_owned())
        } else {
            serde_json::from_slice::<Value>(&line).map_err(|it| it.to_string())
        };
        if let Some(answer) = answerer.answer(message) {
            writeln!(output, "{answer}")?;
            output.flush()?;
        }
    }
}

/// Reads the rest of a line, and keeps nothing of it.
fn pass_over(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |it| it + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}
