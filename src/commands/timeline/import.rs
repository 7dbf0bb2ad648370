//! `pmrepo timeline import`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Ctx;
use super::Ending;
use super::LogArgs;
use super::Refusal;
use super::Writing;
use super::source;
use super::source::Times;
use super::source::began;
use crate::change::timeline;
use crate::change::timeline::Import;
use crate::change::timeline::Picks;
use crate::change::timeline::RowState;
use crate::change::timeline::Wanted;
use crate::chat::events::Kind;
use crate::chat::events::Marks;
use crate::chat::events::Shelf;
use crate::commands::carry_out_aside;
use crate::commands::format::Format;
use crate::commands::print;
use crate::commands::strangers::drafted;
use crate::corpus::Files;
use crate::render::Detail;
use crate::root::Root;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Options of `timeline import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it (inside its directory it may be left out), and the log: a
    /// file, a directory, or `-`
    #[arg(value_name = "ID FILE", required = true, num_args = 1..=2)]
    words: Vec<String>,
    #[command(flatten)]
    log: LogArgs,
    /// A reaction that marks a message, besides 📌 and its like; it may be given several times
    #[arg(long, value_name = "NAME")]
    reaction: Vec<String>,
    /// Show the second shelf too: what might matter
    #[arg(long)]
    all: bool,
    /// Show only rows of a kind, of both shelves
    #[arg(long, value_parser = Kind::ALL.map(Kind::as_str))]
    kind: Vec<String>,
    /// Say why each row is proposed
    #[arg(long)]
    explain: bool,
    /// Add the first shelf to the timeline, or the rows of the messages that are named by their keys
    #[arg(long, value_name = "KEY", num_args = 0..)]
    write: Option<Vec<String>>,
    /// Save the messages of the rows in evidence/chat.jsonl, so that `check` can read them again
    #[arg(long)]
    save_log: bool,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (id, file) = match args.words.as_slice() {
        [id, file] => (Some(id.as_str()), PathBuf::from(file)),
        [file] => (None, PathBuf::from(file)),
        _ => return Err(Refusal::usage("which log?")),
    };
    let writes = args.write.is_some() || args.writing.commits();
    if args.save_log && !writes {
        return Err(
            Refusal::usage("--save-log saves the messages of rows that are written")
                .hint("add --write"),
        );
    }
    let (root, files) = if writes {
        workspace.find_to_write(id)?
    } else {
        workspace.find(id)?
    };
    let import = read(args, ctx, (&root, &files), &file)?;
    let shown = args.shown(&import);
    let zone = root.config.policy.zone;
    let look = ctx.look(Detail::All).seen(&workspace.here, [zone]);
    print(&args.format.import(&shown, args.explain, &look))?;
    if !writes {
        return Ok(Ending::Clean);
    }
    let keys = args.keys();
    let known: BTreeSet<&String> = import.rows.iter().flat_map(|it| &it.keys).collect();
    if let Some(key) = keys.iter().find(|it| !known.contains(it)) {
        return Err(
            Refusal::not_found(format!("the log has no message `{key}`"))
                .hint("--all shows the keys of what is proposed"),
        );
    }
    let picks = Picks {
        keys,
        saves_log: args.save_log,
    };
    let draft = drafted(ctx, &workspace, &root, &|by| {
        timeline::write(&root, &files, (&import, &picks), by)
    })?;
    if args.format == Format::Human {
        crate::commands::carry_out(ctx, &workspace, &draft, &args.writing)?;
    } else {
        carry_out_aside(ctx, &workspace, &draft.quiet(), &args.writing)?;
    }
    Ok(Ending::Clean)
}

/// Reads the log, and holds it against the timeline.
fn read(
    args: &Args,
    ctx: &Ctx,
    (root, files): (&Root, &Files),
    file: &std::path::Path,
) -> Result<Import, Refusal> {
    let policy = &root.config.policy;
    let now = ctx.now(policy.zone)?;
    let times = Times {
        now,
        incident: began(root, files),
    };
    let (from, to) = args.log.window(policy, times)?;
    let mut marks = Marks::default();
    let named = args.reaction.iter();
    marks
        .reactions
        .extend(named.map(|it| it.trim_matches(':').to_owned()));
    let mut keys = timeline::keys_of(root, files)?;
    keys.extend(args.keys());
    let wanted = Wanted {
        from,
        to,
        marks,
        keys,
    };
    let opened = args.log.open(file, ctx, (policy, times))?;
    let found = timeline::gather(opened, &source::name(file), &wanted)?;
    timeline::compare(root, files, (found, &args.keys()), root.clock(now))
}

impl Args {
    fn keys(&self) -> BTreeSet<String> {
        self.write.iter().flatten().cloned().collect()
    }

    /// The rows that are asked for.
    fn shown(&self, import: &Import) -> Import {
        let keys = self.keys();
        let mut shown = import.clone();
        shown.rows.retain(|row| {
            let is_named = row.keys.iter().any(|it| keys.contains(it));
            let is_there = row.state != RowState::New;
            let is_of_kind = row
                .kind
                .is_some_and(|it| self.kind.iter().any(|kind| *kind == it.as_str()));
            let is_wanted = if self.kind.is_empty() {
                self.all || row.shelf == Some(Shelf::First)
            } else {
                is_of_kind
            };
            is_named || is_there || is_wanted
        });
        shown
    }
}
