//! What mends or does something where one stands.

use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::diagnostics;
use super::edits;
use super::here::Here;
use super::here::Part;
use super::rpc::Failure;
use super::rpc::read;
use super::text::Range;
use crate::calendar::Present;
use crate::change::Draft;
use crate::change::fields;
use crate::change::steps;
use crate::change::steps::Which;
use crate::change::waivers;
use crate::check;
use crate::check::Judge;
use crate::diagnostic::Finding;
use crate::postmortem::steps::expert;
use crate::refusal::Refusal;
use crate::rules::pm101_missing_field;
use crate::rules::pm604_no_checklist;

/// The kinds of actions, as the protocol names them.
const QUICK_FIX: &str = "quickfix";
const FIX_ALL: &str = "source.fixAll.pmrepo";
/// All that there are.
pub(super) const KINDS: [&str; 2] = [QUICK_FIX, FIX_ALL];

#[derive(Deserialize)]
struct Params {
    range: Range,
    #[serde(default)]
    context: Context,
}

#[derive(Default, Deserialize)]
struct Context {
    #[serde(default)]
    only: Option<Vec<String>>,
}

impl Params {
    /// Whether actions of a kind are wanted: of that kind or of one that it is a part of.
    fn wants(&self, kind: &str) -> bool {
        let is_part = |of: &String| {
            let rest = kind.strip_prefix(of.as_str());
            rest.is_some_and(|it| it.is_empty() || it.starts_with('.') || of.is_empty())
        };
        match &self.context.only {
            Some(only) => only.iter().any(is_part),
            None => true,
        }
    }
}

/// The actions in a stretch of a file.
pub(super) fn actions(
    here: &Here<'_>,
    present: &Present,
    params: &Value,
) -> Result<Value, Failure> {
    let asked: Params = read(params)?;
    let lines = here.text().lines();
    let touched = here.findings().iter().filter(|it| {
        let range = diagnostics::range(it, here.text(), &lines);
        // On the line is near enough: a cursor is seldom just on the word.
        range.start.line <= asked.range.end.line && asked.range.start.line <= range.end.line
    });
    let touched: Vec<&Finding> = touched.collect();
    let mut found = Vec::new();
    if asked.wants(QUICK_FIX) {
        fixes(here, &touched, &mut found);
        missing(here, &touched, &mut found);
        checklist(here, &touched, &mut found);
        tick(here, asked.range, &mut found);
    }
    if asked.wants(FIX_ALL) {
        found.extend(all(here, present)?);
    }
    if asked.wants(QUICK_FIX) {
        waive(here, &touched, &mut found);
    }
    Ok(Value::Array(found))
}

/// An action, if the editor can make its edit.
fn action(here: &Here<'_>, title: &str, about: &[&Finding], edit: Option<Value>) -> Option<Value> {
    let about: Vec<Finding> = about.iter().map(|it| (*it).clone()).collect();
    let about = diagnostics::of(&about, here.text(), &here.buffer.uri, here.client);
    Some(json!({
        "title": title,
        "kind": QUICK_FIX,
        "diagnostics": about,
        "edit": edit?,
    }))
}

/// The action that a draft is. One that cannot be made is none.
fn drafted(
    here: &Here<'_>,
    title: &str,
    about: &[&Finding],
    draft: Result<Draft, Refusal>,
) -> Option<Value> {
    let edit = edits::of(here, &draft.ok()?.edits);
    action(here, title, about, edit)
}

/// The first letter as a heading has it.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn fixes(here: &Here<'_>, touched: &[&Finding], found: &mut Vec<Value>) {
    for finding in touched {
        let Some(fix) = &finding.fix else {
            continue;
        };
        let edit = edits::of_fix(here, fix);
        if let Some(mut it) = action(here, &capital(&fix.title), &[finding], edit) {
            if let Some(fields) = it.as_object_mut() {
                fields.insert("isPreferred".to_owned(), Value::Bool(true));
            }
            found.push(it);
        }
    }
}

/// Every mending in the file, and what then can be mended.
fn all(here: &Here<'_>, present: &Present) -> Result<Option<Value>, Failure> {
    if here.findings().iter().all(|it| it.fix.is_none()) {
        return Ok(None);
    }
    let paths = [here.path.clone()];
    let mending = check::mend_by(&here.root, &|root| {
        let mut outcome = here.standing.find(root, &paths, &Judge::quiet(present))?;
        outcome.findings.retain(|it| it.path == *here.path);
        Ok(outcome)
    })?;
    let edit = edits::of(here, &mending.edits);
    Ok(edit.map(|edit| {
        json!({
            "title": "Fix all that needs no guess in this file",
            "kind": FIX_ALL,
            "edit": edit,
        })
    }))
}

fn missing(here: &Here<'_>, touched: &[&Finding], found: &mut Vec<Value>) {
    let lacks = |it: &&Finding| *it.rule == pm101_missing_field::RULE && !it.pointer.is_empty();
    let (Some(files), Part::Report) = (&here.files, here.part) else {
        return;
    };
    if !touched.iter().any(&lacks) {
        return;
    }
    let all: Vec<&Finding> = here.findings().iter().filter(lacks).collect();
    let name = |it: &&Finding| it.pointer.trim_start_matches('/').replace('/', ".");
    let mut names: Vec<String> = Vec::new();
    for it in all.iter().map(name) {
        let is_item = it.split('.').any(|it| it.parse::<usize>().is_ok());
        if !is_item && !names.contains(&it) {
            names.push(it);
        }
    }
    if names.is_empty() {
        return;
    }
    let draft = fields::begin(&here.root, files, &names, &here.by());
    found.extend(drafted(here, "Add the missing fields", &all, draft));
}

fn checklist(here: &Here<'_>, touched: &[&Finding], found: &mut Vec<Value>) {
    let asks = |it: &&&Finding| *it.rule == pm604_no_checklist::RULE;
    let about: Vec<&Finding> = touched.iter().filter(asks).copied().collect();
    if let (Some(files), false) = (&here.files, about.is_empty()) {
        let draft = steps::begin(&here.root, files, &here.by());
        found.extend(drafted(here, "Write the checklist", &about, draft));
    }
}

fn tick(here: &Here<'_>, at: Range, found: &mut Vec<Value>) {
    let (Some(files), Part::Checklist) = (&here.files, here.part) else {
        return;
    };
    let document = here.document();
    let is_here = |marker| here.text().range(marker).start.line == at.start.line;
    let mut tasks = document.body.tasks.iter();
    let Some(task) = tasks.find(|it| !it.checked && is_here(it.marker)) else {
        return;
    };
    let Some((id, _)) = &task.id else {
        return;
    };
    let who = Some(expert(task)).filter(|it| !it.is_empty());
    let words = [id.clone()];
    let which = Which { words: &words, who };
    let draft = steps::tick(&here.root, files, which, None, &here.by());
    found.extend(drafted(here, "Tick this step", &[], draft));
}

fn waive(here: &Here<'_>, touched: &[&Finding], found: &mut Vec<Value>) {
    let Some(files) = &here.files else {
        return;
    };
    let mut done: Vec<&str> = Vec::new();
    for finding in touched {
        let rule = finding.rule;
        if !rule.can_be_waived() || done.contains(&rule.code) {
            continue;
        }
        done.push(rule.code);
        let draft = waivers::add(&here.root, files, (rule, ""), &here.by());
        let title = format!("Waive {} here, with a reason to be written", rule.code);
        found.extend(drafted(here, &title, &[finding], draft));
    }
}
