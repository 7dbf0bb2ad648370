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
use crate::change::notes;
use crate::env;

/// The largest note that is read, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

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
    let text = text(file.as_deref(), ctx)?;
    carry_out_on(Some(id), ctx, writing, &|root, files, by| {
        notes::add(root, files, (person, &text), by)
    })
}

fn text(file: Option<&Path>, ctx: &Ctx) -> Result<String, Refusal> {
    let (name, bytes) = match file {
        Some(file) if file != Path::new("-") => {
            let path = ctx.directory.join(file);
            let bytes = std::fs::read(&path).map_err(|it| Refusal::io(&path, &it))?;
            (file.display().to_string(), bytes)
        }
        _ => {
            let bytes = env::input();
            let bytes = bytes.map_err(|it| Refusal::failed(format!("standard input: {it}")))?;
            ("standard input".to_owned(), bytes)
        }
    };
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::usage(format!("{name}: is larger than 4 MiB")));
    }
    String::from_utf8(bytes).map_err(|_| Refusal::usage(format!("{name}: is not UTF-8")))
}
