//! `pmrepo man`: the manual pages, one per command.

mod page;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Ctx, Ending, Refusal, say};
use crate::count::counted;
use crate::tree::Folder;
use crate::tree::Mode;

/// Write the manual pages, one per command
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The directory to write them into; it is made where it is missing
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
}

/// A page that is ready to be written.
struct Page {
    name: String,
    text: Vec<u8>,
}

/// Writes a page for every command. Nothing is written where one of the files is there already and
/// is no such page.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let directory = ctx.env.directory.join(&args.directory);
    let mut pages = Vec::new();
    let mut root = super::command_line().disable_help_subcommand(true);
    root.build();
    collect(&root, &mut pages)
        .map_err(|error| Refusal::failed(format!("the manual pages: {error}")))?;
    for page in &pages {
        refuse_strangers(&directory.join(&page.name))?;
    }
    let folder = Folder::make(&directory)?;
    for page in &pages {
        let text = String::from_utf8_lossy(&page.text);
        folder.write(&page.name, &*text, Mode::Text)?;
    }
    say(format_args!(
        "Wrote {} into {}.",
        counted(pages.len(), "manual page"),
        args.directory.display()
    ));
    Ok(Ending::Clean)
}

fn collect(command: &clap::Command, pages: &mut Vec<Page>) -> io::Result<()> {
    for below in command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
    {
        collect(below, pages)?;
    }
    let man = clap_mangen::Man::new(command.clone())
        .source(concat!("pmrepo ", env!("CARGO_PKG_VERSION")))
        .manual("pmrepo");
    pages.push(Page {
        name: man.get_filename(),
        text: page::page(command, &man)?,
    });
    Ok(())
}

/// Refuses to overwrite whatever is not a manual page of this program.
fn refuse_strangers(file: &Path) -> Result<(), Refusal> {
    let metadata = match fs::symlink_metadata(file) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::io(file, &error)),
    };
    let is_ours = metadata.is_file()
        && fs::read(file).is_ok_and(|bytes| {
            String::from_utf8_lossy(&bytes)
                .lines()
                .any(|line| line.starts_with(".TH pmrepo"))
        });
    if is_ours {
        return Ok(());
    }
    let message = format!(
        "{} is there and is not a manual page of pmrepo",
        file.display()
    );
    Err(Refusal::not_ready(message).hint("choose another directory"))
}
