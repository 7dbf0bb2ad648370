//! Ticking steps, passing over them, and asking for help.

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::commands::new::scaffold;
use crate::commands::print;
use crate::corpus::CHECKLIST;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::Task;
use crate::markdown::one_line;
use crate::model::Role;
use crate::postmortem::steps;
use crate::root::Root;
use crate::source::RepoPath;
use crate::source::Span;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// A postmortem's checklist, to be changed.
struct Target {
    workspace: Workspace,
    root: Root,
    files: Files,
    checklist: Document,
}

impl Target {
    /// Opens it. Where there is none yet, it is the one that the template makes.
    fn open(ctx: &Ctx, id: &str) -> Result<Self, Refusal> {
        let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
        let (root, files) = workspace.find_to_write(Some(id))?;
        let path = files
            .directory
            .join(CHECKLIST)
            .unwrap_or_else(RepoPath::root);
        let checklist = if let Some(entry) = &files.checklist {
            Document::read(&workspace.snapshot.reader(), entry, Sort::BodyOnly)
        } else {
            let report = Document::read(
                &workspace.snapshot.reader(),
                &files.report,
                Sort::WithFrontMatter,
            );
            let text = scaffold::checklist_of(&root, &workspace.snapshot, &report)?;
            Document::from_text(&path, text, Sort::BodyOnly)
        };
        if let Some(fault) = checklist.faults.first() {
            return Err(Refusal::unreadable(format!(
                "{}: {}",
                checklist.path, fault.message
            )));
        }
        Ok(Self {
            workspace,
            root,
            files,
            checklist,
        })
    }

    /// The one task that a word means: the id of a step, or the end of one.
    fn task(&self, word: &str, who: Option<&str>) -> Result<Task, Refusal> {
        let tasks = || self.checklist.body.tasks.iter();
        let id = |task: &Task| {
            task.id
                .as_ref()
                .map(|(id, _)| id.clone())
                .unwrap_or_default()
        };
        let mut fitting: Vec<&Task> = tasks().filter(|it| id(it) == word).collect();
        if fitting.is_empty() {
            let end = format!(".{word}");
            fitting = tasks().filter(|it| id(it).ends_with(&end)).collect();
        }
        if let Some(who) = who {
            let policy = &self.root.config.policy;
            let who = self.workspace.person(policy, who)?;
            fitting.retain(|it| policy.roster.is_same(steps::expert(it), &who));
        }
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            [] => {
                let all: Vec<String> = tasks().map(id).filter(|it| !it.is_empty()).collect();
                let error = Refusal::not_found(format!("{} has no step `{word}`", self.files.id));
                Err(if all.is_empty() {
                    error
                } else {
                    error.hint(format!("it has {}", all.join(", ")))
                })
            }
            several => {
                let names: Vec<&str> = several.iter().map(|it| steps::expert(it)).collect();
                Err(
                    Refusal::ambiguous(format!("`{word}` stands there several times"))
                        .hint(format!("say whose with --who: {}", names.join(", "))),
                )
            }
        }
    }

    /// Replaces stretches of the text, last first, and writes it if it reads as it is meant.
    fn write(
        &self,
        mut edits: Vec<(Span, String)>,
        is_meant: &dyn Fn(&Document) -> bool,
    ) -> Result<(), Refusal> {
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
        let mut text = self.checklist.text.clone();
        for (span, new) in edits {
            text.replace_range(span.start..span.end, &new);
        }
        let again = Document::from_text(&self.checklist.path, text, Sort::BodyOnly);
        if !is_meant(&again) {
            return Err(Refusal::unreadable(format!(
                "{} would not be read back as it is meant",
                self.checklist.path
            ))
            .hint(format!(
                "write it in the editor: pmrepo edit {} checklist",
                self.files.id
            )));
        }
        let mut edits = Edits::none();
        let before = self.files.checklist.is_some();
        let before = before.then(|| self.checklist.text.clone());
        edits.put(&self.checklist.path, before, again.text);
        self.workspace.apply(&edits)?;
        Ok(())
    }
}

/// Ticks steps.
pub(super) fn done(
    ctx: &Ctx,
    id: &str,
    words: &[String],
    note: Option<&str>,
    who: Option<&str>,
) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id)?;
    let mut edits = Vec::new();
    let mut said = String::new();
    let mut markers = Vec::new();
    for word in words {
        let task = target.task(word, who)?;
        if markers.contains(&task.marker) {
            continue;
        }
        markers.push(task.marker);
        let name = task.id.as_ref().map_or("", |(id, _)| id.as_str());
        if task.checked {
            said.push_str(&format!("{}: {name} is ticked already\n", target.files.id));
            continue;
        }
        edits.push((task.marker, "[x]".to_owned()));
        if let Some(note) = note {
            let note = format!(" ({})", one_line(note));
            edits.push((Span::at(task.text_span.end), note));
        }
        said.push_str(&format!("{}: {name} is done\n", target.files.id));
    }
    if !edits.is_empty() {
        let before = target.checklist.body.tasks.len();
        target.write(edits, &|it| {
            it.body.tasks.len() == before
                && it
                    .body
                    .tasks
                    .iter()
                    .zip(&target.checklist.body.tasks)
                    .all(|(new, old)| {
                        new.id.as_ref().map(|it| &it.0) == old.id.as_ref().map(|it| &it.0)
                            && new.checked == (old.checked || markers.contains(&old.marker))
                    })
        })?;
    }
    print(&said)?;
    Ok(Ending::Clean)
}

/// Says that a step does not apply.
pub(super) fn skip(
    ctx: &Ctx,
    id: &str,
    word: &str,
    because: &str,
    who: Option<&str>,
) -> Result<Ending, Refusal> {
    let because = one_line(because);
    let because = because.trim_end_matches('.');
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why it does not apply"));
    }
    let target = Target::open(ctx, id)?;
    let task = target.task(word, who)?;
    let name = task.id.as_ref().map_or("", |(id, _)| id.as_str());
    let rest = match steps::not_applicable(&task.text) {
        Some(_) => String::new(),
        None => format!(" ({})", task.text.trim()),
    };
    let edits = vec![
        (task.marker, "[x]".to_owned()),
        (task.text_span, format!("n/a: {because}.{rest}")),
    ];
    target.write(edits, &|it| {
        it.body.tasks.iter().any(|new| {
            new.checked
                && new.id.as_ref().is_some_and(|(id, _)| id == name)
                && steps::not_applicable(&new.text).is_some_and(|it| it.starts_with(because))
        })
    })?;
    print(&format!("{}: {name} does not apply\n", target.files.id))?;
    Ok(Ending::Clean)
}

/// Writes a step for somebody who is asked for help.
pub(super) fn ask(ctx: &Ctx, id: &str, word: &str, text: &str) -> Result<Ending, Refusal> {
    let text = one_line(text);
    if text.is_empty() {
        return Err(Refusal::usage("the text is empty").hint("say what is to be done"));
    }
    let plain = |it: &str| it.replace(['-', ' '], "_").to_lowercase();
    let written = |it: Role| Some((it.key()?, it.title()?));
    let mut roles = Role::of_checklist().filter_map(written);
    let (key, heading) = roles
        .find(|(key, title)| plain(key) == plain(word) || plain(title) == plain(word))
        .ok_or_else(|| {
            let known: Vec<&str> = Role::of_checklist().filter_map(Role::key).collect();
            Refusal::usage(format!("`{word}` is no role"))
                .hint(format!("one of {}", known.join(", ")))
        })?;
    let target = Target::open(ctx, id)?;
    let body = &target.checklist.body;
    let short = key.replace('_', "-");
    let start = format!("ask.{short}.");
    let number = body
        .tasks
        .iter()
        .filter_map(|it| it.id.as_ref()?.0.strip_prefix(&start)?.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        .saturating_add(1);
    let name = format!("{start}{number}");
    let item = format!("- [ ] `{name}` {text}\n");
    let section = body.sections.iter().find(|it| {
        let title = it.title.split(':').next().unwrap_or_default().trim();
        title.eq_ignore_ascii_case(heading)
    });
    let document = &target.checklist.text;
    let (at, new) = if let Some(section) = section {
        let upto = document.get(..section.content.end).unwrap_or(document);
        (upto.trim_end().len(), format!("\n\n{}", item.trim_end()))
    } else {
        let end = document.trim_end().len();
        let new = format!("\n\n## {heading}\n\n{}", item.trim_end());
        (end, new)
    };
    let before = body.tasks.len();
    target.write(vec![(Span::at(at), new)], &|it| {
        it.body.tasks.len() == before + 1
            && it
                .body
                .tasks
                .iter()
                .any(|it| it.id.as_ref().is_some_and(|(id, _)| *id == name) && !it.checked)
    })?;
    print(&format!("{}: {name}\n", target.files.id))?;
    Ok(Ending::Clean)
}
