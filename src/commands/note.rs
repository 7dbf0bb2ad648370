//! `pmrepo note`: experts' notes.

use std::path::Path;
use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use super::given;
use crate::change::notes;
use crate::env::STREAM;

/// Add an expert's notes to a postmortem
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add a note in notes/, and link it in the report
    ///
    /// It settles the step of whoever wrote it. `pmrepo edit ID notes/NAME.md` opens one in an editor.
    Add {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// The file with the note; `-` or nothing reads standard input
        #[arg(value_hint = clap::ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// Whose note it is; you by default
        #[arg(long = "as", value_name = "PERSON", default_value = "me")]
        person: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let Action::Add {
        id,
        file,
        person,
        writing,
    } = &args.action;
    let file = file.as_deref().unwrap_or(Path::new(STREAM));
    let text = given::text(file, given::DOCUMENT, ctx)?;
    carry_out_on(Some(id), ctx, writing, &|root, files, by| {
        notes::add(root, files, (person, &text), by)
    })
}
