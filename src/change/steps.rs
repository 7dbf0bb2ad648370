//! The steps of a checklist: ticking them, passing over them, and asking for help.

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::reading;
use super::said::StepSaid;
use super::scaffold;
use crate::corpus::CHECKLIST;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::Task;
use crate::markdown::one_line;
use crate::model::Role;
use crate::postmortem::steps;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::source::Span;
use crate::tree::Edits;

/// Which steps are meant.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// Their ids, or the ends of them.
    pub words: &'a [String],
    /// Whose they are, where several people have one of them.
    pub who: Option<&'a str>,
}

/// Writes the checklist of a postmortem that has none.
pub fn begin(root: &Root, files: &Files, by: &By<'_>) -> Result<Draft, Refusal> {
    if let Some(entry) = &files.checklist {
        let refusal = Refusal::not_ready(format!("{} is there already", entry.path));
        let refusal = refusal.about(&entry.path);
        return Err(refusal.hint(format!("pmrepo edit {} checklist", files.id)));
    }
    let Document { path, text, .. } = Checklist::read(root, files)?.document;
    let mut edits = Edits::none();
    edits.create(&path, text);
    let headline = Headline::of(&files.id, "write the checklist");
    Draft::make((root, by), headline, edits, vec![Said::Wrote(path)])
}

/// Ticks steps; a note says how they were done. Where there is no checklist yet, it is the one that
/// the template makes.
pub fn tick(
    root: &Root,
    files: &Files,
    which: Which<'_>,
    note: Option<&str>,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let checklist = Checklist::read(root, files)?;
    let mut replaced = Vec::new();
    let mut says = Vec::new();
    let mut markers = Vec::new();
    for word in which.words {
        let task = checklist.task(word, which.who, by)?;
        if markers.contains(&task.marker) {
            continue;
        }
        markers.push(task.marker);
        if task.checked {
            says.push(checklist.says(id_of(&task), StepSaid::TickedAlready));
            continue;
        }
        replaced.push((task.marker, "[x]".to_owned()));
        if let Some(note) = note {
            let note = format!(" ({})", one_line(note));
            replaced.push((Span::at(task.text_span.end), note));
        }
        says.push(checklist.says(id_of(&task), StepSaid::Ticked));
    }
    let before = &checklist.document.body.tasks;
    let is_meant = |it: &Document| {
        let mut pairs = it.body.tasks.iter().zip(before);
        let is_same = |(new, old): (&Task, &Task)| {
            id_of(new) == id_of(old)
                && new.checked == (old.checked || markers.contains(&old.marker))
        };
        it.body.tasks.len() == before.len() && pairs.all(is_same)
    };
    let edits = if replaced.is_empty() {
        Edits::none()
    } else {
        checklist.edits(replaced, &is_meant)?
    };
    let ids: Vec<&str> = says.iter().filter_map(Said::step).collect();
    let headline = Headline::of(&files.id, format!("tick {}", ids.join(", ")));
    Draft::make((root, by), headline, edits, says)
}

/// What becomes of the tick of a step that is passed over, which says that it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// It stays: the step is not passed over.
    Stays,
    /// It gives way: somebody said so.
    GivesWay,
}

/// Whether a step is ticked as done.
pub fn is_done(
    root: &Root,
    files: &Files,
    (word, who): (&str, Option<&str>),
    by: &By<'_>,
) -> Result<bool, Refusal> {
    let task = Checklist::read(root, files)?.task(word, who, by)?;
    Ok(is_ticked(&task))
}

/// Whether a step has no tick yet.
pub fn is_open(root: &Root, files: &Files, word: &str, by: &By<'_>) -> Result<bool, Refusal> {
    Ok(!Checklist::read(root, files)?.task(word, None, by)?.checked)
}

fn is_ticked(task: &Task) -> bool {
    task.checked && steps::not_applicable(&task.text).is_none()
}

/// Says that a step does not apply, and why.
pub fn pass(
    root: &Root,
    files: &Files,
    (word, who, tick): (&str, Option<&str>, Tick),
    because: &str,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let because = one_line(because);
    let because = because.trim_end_matches('.');
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why it does not apply"));
    }
    let checklist = Checklist::read(root, files)?;
    let task = checklist.task(word, who, by)?;
    let name = id_of(&task);
    if tick == Tick::Stays && is_ticked(&task) {
        let message = format!(
            "{}: {name} is ticked: somebody says that it is done",
            files.id
        );
        return Err(Refusal::not_ready(message).hint("--yes says that it does not apply after all"));
    }
    let rest = match steps::asked(&task.text) {
        "" => String::new(),
        asked => format!(" ({asked})"),
    };
    let replaced = vec![
        (task.marker, "[x]".to_owned()),
        (task.text_span, format!("n/a: {because}.{rest}")),
    ];
    let is_meant = |it: &Task| {
        let said = steps::not_applicable(&it.text);
        it.checked && id_of(it) == name && said.is_some_and(|it| it.starts_with(because))
    };
    let edits = checklist.edits(replaced, &|it| it.body.tasks.iter().any(is_meant))?;
    let says = vec![checklist.says(name, StepSaid::DoesNotApply)];
    let headline = Headline::of(&files.id, format!("{name} does not apply"));
    Draft::make((root, by), headline, edits, says)
}

/// Writes a step for the role of somebody who is asked for help.
pub fn ask(
    root: &Root,
    files: &Files,
    (role, text): (Role, &str),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let text = one_line(text);
    if text.is_empty() {
        return Err(Refusal::usage("the text is empty").hint("say what is to be done"));
    }
    let (Some(key), Some(heading)) = (role.slug(), role.title()) else {
        return Err(Refusal::usage(format!("`{role}` has no checklist")));
    };
    let checklist = Checklist::read(root, files)?;
    let Document {
        body, text: all, ..
    } = &checklist.document;
    let start = format!("ask.{key}.");
    let numbers = body.tasks.iter();
    let numbers = numbers.filter_map(|it| id_of(it).strip_prefix(&start)?.parse::<u32>().ok());
    let name = format!("{start}{}", numbers.max().unwrap_or(0).saturating_add(1));
    let item = format!("- [ ] `{name}` {text}");
    let section = body.sections.iter().find(|it| {
        let title = it.title.split(':').next().unwrap_or_default().trim();
        title.eq_ignore_ascii_case(heading)
    });
    let newline = if all.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = newline.repeat(2);
    let (at, new) = if let Some(section) = section {
        let upto = all.get(..section.content.end).unwrap_or(all);
        (upto.trim_end().len(), format!("{gap}{}", item.trim_end()))
    } else {
        let new = format!("{gap}## {heading}{gap}{}", item.trim_end());
        (all.trim_end().len(), new)
    };
    let is_asked = |it: &Task| id_of(it) == name && !it.checked;
    let edits = checklist.edits(vec![(Span::at(at), new)], &|it| {
        it.body.tasks.len() == body.tasks.len() + 1 && it.body.tasks.iter().any(is_asked)
    })?;
    let says = vec![checklist.says(&name, StepSaid::Asked)];
    let headline = Headline::of(
        &files.id,
        format!("ask the {} for help", heading.to_lowercase()),
    );
    Draft::make((root, by), headline, edits, says)
}

/// The id of a step; empty where it has none.
fn id_of(task: &Task) -> &str {
    task.id.as_ref().map_or("", |(id, _)| id.as_str())
}

/// A postmortem's checklist, to be changed.
struct Checklist<'a> {
    root: &'a Root,
    files: &'a Files,
    document: Document,
}

impl<'a> Checklist<'a> {
    /// Reads it. Where there is none yet, it is the one that the template makes.
    fn read(root: &'a Root, files: &'a Files) -> Result<Self, Refusal> {
        let document = if let Some(entry) = &files.checklist {
            reading::today(root, &entry.path, Sort::BodyOnly)
        } else {
            let report = reading::today(root, &files.report.path, Sort::WithFrontMatter);
            let text = scaffold::checklist_of(root, &report)?;
            let path = files.directory.join(CHECKLIST);
            let path = path.unwrap_or_else(RepoPath::root);
            reading::with(root, &path, &text, Sort::BodyOnly)
        };
        if let Some(fault) = document.faults.first() {
            let path = &document.path;
            let message = format!("{path}: {}", fault.message);
            return Err(Refusal::unreadable(message).about(path));
        }
        Ok(Self {
            root,
            files,
            document,
        })
    }

    /// What became of one of its steps.
    fn says(&self, step: &str, what: StepSaid) -> Said {
        Said::Step {
            id: self.files.id.to_string(),
            step: step.to_owned(),
            what,
        }
    }

    /// The one task that a word means: the id of a step, or the end of one.
    fn task(&self, word: &str, who: Option<&str>, by: &By<'_>) -> Result<Task, Refusal> {
        let tasks = || self.document.body.tasks.iter();
        let mut fitting: Vec<&Task> = tasks().filter(|it| id_of(it) == word).collect();
        if fitting.is_empty() {
            let end = format!(".{word}");
            fitting = tasks().filter(|it| id_of(it).ends_with(&end)).collect();
        }
        if let Some(who) = who {
            let policy = &self.root.config.policy;
            let who = by.workspace.person(policy, who)?;
            fitting.retain(|it| policy.roster.is_same(steps::expert(it), &who));
        }
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            [] => {
                let all: Vec<&str> = tasks().map(id_of).filter(|it| !it.is_empty()).collect();
                let refusal = Refusal::not_found(format!("{} has no step `{word}`", self.files.id));
                Err(if all.is_empty() {
                    refusal
                } else {
                    refusal.hint(format!("it has {}", all.join(", ")))
                })
            }
            several => {
                let names = several.iter().map(|it| steps::expert(it));
                let names: Vec<&str> = names.filter(|it| !it.is_empty()).collect();
                Err(
                    Refusal::ambiguous(format!("`{word}` stands there several times"))
                        .hint(format!("say whose with --who: {}", names.join(", "))),
                )
            }
        }
    }

    /// Replaces stretches of the text, last first, if the result reads as it is meant.
    fn edits(
        &self,
        mut replaced: Vec<(Span, String)>,
        is_meant: &dyn Fn(&Document) -> bool,
    ) -> Result<Edits, Refusal> {
        let Document { path, text, .. } = &self.document;
        replaced.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
        let mut after = text.clone();
        for (span, new) in replaced {
            after.replace_range(span.start..span.end, &new);
        }
        if !is_meant(&reading::with(self.root, path, &after, Sort::BodyOnly)) {
            let message = format!("{path} would not be read back as it is meant");
            return Err(Refusal::unreadable(message).about(path).hint(format!(
                "write it in the editor: pmrepo edit {} checklist",
                self.files.id
            )));
        }
        let mut edits = Edits::none();
        let is_there = self.files.checklist.is_some();
        edits.put(path, is_there.then(|| text.clone()), after);
        Ok(edits)
    }
}
