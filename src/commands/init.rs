//! `pmrepo init`: makes a directory a root.

use super::Ctx;
use super::Error;
use super::Status;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use super::writing::Tree;
use crate::snapshot::ROOT_FILE;

/// Write a pmrepo.yaml here, if there is none
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The severities, worst first; the first two are major
    #[arg(long, value_delimiter = ',', value_name = "P1,P2,P3")]
    severities: Vec<String>,
    /// The team's time zone, an IANA name
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
}

/// Runs it. A `pmrepo.yaml` that is there already stays as it is.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let workspace = Workspace::open(ctx, &State::Worktree)?;
    let Some(top) = &workspace.top else {
        return Err(Error::new("a bare repository has no files to write")
            .hint("run it in a clone, and push"));
    };
    let path = workspace
        .here
        .join(ROOT_FILE)
        .ok_or_else(|| Error::new("this directory has no name that can be written"))?;
    let tree = Tree::new(top)?;
    if tree.exists(&path) {
        print(&format!("{path} is there already; nothing was changed\n"))?;
        return Ok(Status::Clean);
    }
    let mut text = String::from(
        "# Every key has a default; `pmrepo schema config` describes them.\nschema: 1\n",
    );
    if let Some(zone) = &args.timezone {
        text.push_str(&format!("timezone: {zone}\n"));
    }
    if !args.severities.is_empty() {
        text.push_str(&format!("severities: [{}]\n", args.severities.join(", ")));
    }
    let (_, faults) = crate::config::Config::read(&text);
    if let Some(fault) = faults.first() {
        let error = Error::new(fault.message.clone());
        return Err(match &fault.help {
            Some(help) => error.hint(help.clone()),
            None => error,
        });
    }
    tree.create(&path, &text)?;
    print(&format!(
        "wrote {path}\n\nNext: pmrepo new \"What happened\" --severity SEV-2\n"
    ))?;
    Ok(Status::Clean)
}
