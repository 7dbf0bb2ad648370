//! `pmrepo template`: the texts of what is scaffolded, to be read, replaced and tried.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use super::say;
use crate::likeness;
use crate::likeness::Among;
use crate::model::TemplateName;
use crate::render::Detail;
use crate::render::human;
use crate::render::sanitize;
use crate::root::Root;
use crate::root::TEMPLATES;
use crate::template;
use crate::template::input::Field;
use crate::template::input::Holds;
use crate::workspace::State;
use crate::workspace::Workspace;

/// List, print and check the templates that new files are made from
///
/// A file in .pmrepo/templates/ beside pmrepo.yaml replaces the built-in template of that name.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the templates, and which of them are yours
    List,
    /// Print a built-in template, with what it may use at its top
    Show {
        /// The template's file name
        #[arg(add = completions::templates())]
        name: String,
    },
    /// Try each of your templates twice: on an incident with every field, and on one with few
    Check,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.command {
        Command::List => list(ctx),
        Command::Show { name } => show(name),
        Command::Check => check(ctx),
    }
}

fn list(ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    // The built-in ones are there without a root too.
    let root = if workspace.has_root()? {
        Some(workspace.one_root()?)
    } else {
        None
    };
    let all = TemplateName::ALL.map(|name| {
        let own = root.as_ref().and_then(|it| template::own_path(it, name));
        (name, own)
    });
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    print(&human::templates(&all, &look))?;
    Ok(Ending::Clean)
}

fn show(word: &str) -> Result<Ending, Refusal> {
    let words = TemplateName::ALL.map(TemplateName::as_str);
    let Some(name) = TemplateName::parse(word) else {
        let error = Refusal::not_found(format!("`{word}` is not a template"));
        return Err(match likeness::nearest_word(word, words, Among::Names) {
            Some(like) => error.hint(format!("did you mean `{like}`?")),
            None => error.hint("`pmrepo template list` lists them"),
        });
    };
    // The comment is one of the template's own language: a copy of this output makes the same text.
    print(&format!(
        "{{#\nReplaced by {TEMPLATES}/{name}. It may use:\n{}#}}\n{}",
        fields(template::input::fields(name), 1),
        template::built_in(name)
    ))?;
    Ok(Ending::Clean)
}

/// The fields that a template may use, a line each.
fn fields(all: &[Field], depth: usize) -> String {
    let mut text = String::new();
    let indent = "  ".repeat(depth);
    for field in all {
        let (what, below) = match field.holds() {
            Some(Holds::Text) | None => ("text", None),
            Some(Holds::MaybeText) => ("text, or nothing", None),
            Some(Holds::Flag) => ("true or false", None),
            Some(Holds::Texts) => ("list of texts", None),
            Some(Holds::TextsByName) => ("texts by name", None),
            Some(Holds::Each(fields)) => ("list, each with", Some(fields)),
        };
        text.push_str(&format!(
            "{indent}{} ({what}):{}\n",
            field.name, field.about
        ));
        if let Some(below) = below {
            text.push_str(&fields(below, depth + 1));
        }
    }
    text
}

fn check(ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let roots = workspace.roots()?;
    let mut tried = 0;
    let mut text = String::new();
    for root in &roots {
        text.push_str(&unused(&workspace, root));
        tried += TemplateName::ALL
            .into_iter()
            .filter(|it| template::own_path(root, *it).is_some())
            .count();
        for wrong in template::wrong(root) {
            let line = wrong.line.map(|it| format!(":{it}")).unwrap_or_default();
            let path = workspace.shown(&wrong.path);
            text.push_str(&format!("{path}{line}: {}\n", wrong.message));
        }
    }
    if text.is_empty() {
        match tried {
            0 => say(format_args!(
                "no file in {TEMPLATES}: the built-in templates are used"
            )),
            1 => say("1 template works"),
            tried => say(format_args!("{tried} templates work")),
        }
        return Ok(Ending::Clean);
    }
    print(&sanitize_lines(&text))?;
    Ok(Ending::Findings)
}

/// A line for each file beside the templates that replaces none.
fn unused(workspace: &Workspace, root: &Root) -> String {
    let lines = root.unknown_templates().into_iter().map(|it| {
        let help = it.help.map(|it| format!("; {it}")).unwrap_or_default();
        format!("{}: {}{help}\n", workspace.shown(&it.path), it.message)
    });
    lines.collect()
}

fn sanitize_lines(text: &str) -> String {
    text.lines()
        .map(|it| format!("{}\n", sanitize(it)))
        .collect()
}
