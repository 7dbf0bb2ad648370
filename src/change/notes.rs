//! Notes that experts add: a file in `notes/`, and a link to it in the report.

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::reading;
use crate::corpus::Files;
use crate::corpus::NOTES;
use crate::document::Sort;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Edits;

/// The section of the report that links them.
const SECTION: &str = "Notes";

/// Adds a note of a person. Its name begins with theirs, so that it settles their step and no other's.
pub fn add(
    root: &Root,
    files: &Files,
    (person, text): (&str, &str),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::usage("the note is empty")
            .hint("name a file with the text, or write it to standard input"));
    }
    let policy = &root.config.policy;
    let person = by.person(policy, person)?;
    let now = by.moment(policy);
    let path = free_path(root, files, &format!("{person}-{}", now.date()))?;
    let report = &files.report.path;
    let before = root.text_of(report)?;
    let title = format!("Notes of {person}, {}", policy.zone.words(now));
    let mut edits = Edits::none();
    edits.create(&path, format!("# {title}\n\n{}\n", text.trim_end()));
    let link = format!("- [{}]({NOTES}/{})", in_link(&title), address(path.name()));
    let after = with_link(root, report, &before, &link);
    edits.change(report, before, after);
    let says = vec![Said::Wrote(path), Said::Wrote(report.clone())];
    let headline = Headline::of(&files.id, format!("add notes of {person}"));
    Draft::make((root, by), headline, edits, says)
}

/// A path for a note that no file has yet.
fn free_path(root: &Root, files: &Files, name: &str) -> Result<RepoPath, Refusal> {
    let is_plain = !name.starts_with('.') && !name.contains(['/', '\\', '(', ')', '<', '>']);
    let is_shown = !name.chars().any(char::is_control);
    let path = |number: usize| {
        let number = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        files.directory.join(&format!("{NOTES}/{name}{number}.md"))
    };
    let mut free = (1..1000)
        .filter_map(path)
        .filter(|it| !root.snapshot().exists(it));
    let found = free.next().filter(|_| is_plain && is_shown);
    found.ok_or_else(|| Refusal::usage(format!("no file can be called `{name}.md`")))
}

/// A title in which no bracket ends the link.
fn in_link(title: &str) -> String {
    title.replace('[', "\\[").replace(']', "\\]")
}

/// A file's name in a link: what would mean something there is written otherwise.
fn address(name: &str) -> String {
    let signs = [("%", "%25"), (" ", "%20"), ("#", "%23"), ("?", "%3F")];
    let written = signs.iter();
    written.fold(name.to_owned(), |name, (sign, code)| {
        name.replace(sign, code)
    })
}

/// The report with one more link in the section of the notes, which is made where it is not there.
fn with_link(root: &Root, path: &RepoPath, text: &str, link: &str) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let document = reading::with(root, path, text, Sort::WithFrontMatter);
    let section = document.body.section_named(2, &[SECTION]);
    let section = section.and_then(|it| document.body.sections.get(it));
    let Some(section) = section else {
        let text = text.trim_end();
        return format!("{text}{newline}{newline}## {SECTION}{newline}{newline}{link}{newline}");
    };
    let content = section.content.of(text).trim_end();
    let end = section.content.start + content.len();
    let gap = if content.trim().is_empty() {
        newline.repeat(2)
    } else {
        newline.to_owned()
    };
    let (before, after) = text.split_at_checked(end).unwrap_or((text, ""));
    format!(
        "{}{gap}{link}{}{after}",
        before.trim_end(),
        if after.is_empty() { newline } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_file_and_not_to_a_part_of_its_name() {
        assert_eq!(address("ann lee-2026.md"), "ann%20lee-2026.md");
        assert_eq!(address("c#-50%?.md"), "c%23-50%25%3F.md");
    }
}
