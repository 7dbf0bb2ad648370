//! PM204: a postmortem that does not lie where its id says.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::source::RepoPath;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM204",
    name: "misplaced",
    level: Level::Error,
    summary: "a postmortem that does not lie where its id says",
    page: include_str!("pm204_misplaced.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// How many bytes of an id are its date: `YYYY-MM-DD`.
const DATE: usize = 10;
/// How many of them are its year.
const YEAR: usize = 4;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    let report = context.report();
    let id = &dossier.id;
    // A report at the very top has no directory of its own: it is checked as a file.
    if id.is_empty() {
        return;
    }
    if let Err(why) = is_id(id) {
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                report.place(),
                format!("the directory's name is not an id: it {why}"),
            )
            .help("name it like `2026-11-20-checkout-latency`, with `git mv`"),
        );
        return;
    }
    let Some(year) = id.get(..YEAR) else {
        return;
    };
    let (home, level) = match year_of(&dossier.directory) {
        Some(named) if named == year => return,
        // A team that keeps all of them in one directory may mean it.
        None => (format!("a directory `{year}/`"), Level::Note),
        Some(named) => (format!("`{year}/`, not in `{named}/`"), Level::Warning),
    };
    found.push(
        Diagnostic::new(
            &RULE,
            &report.path,
            report.place(),
            format!("a postmortem of {year} belongs in {home}"),
        )
        .help("move it with `git mv`; its id stays")
        .level(level),
    );
}

/// The nearest directory above a postmortem's own that is called like a year.
fn year_of(directory: &RepoPath) -> Option<String> {
    let mut above = directory.parent()?;
    loop {
        let name = above.name();
        if name.len() == YEAR && name.bytes().all(|it| it.is_ascii_digit()) {
            return Some(name.to_owned());
        }
        above = above.parent()?;
    }
}

/// Whether a name is a date and a slug; what is wrong where it is not.
fn is_id(name: &str) -> Result<(), &'static str> {
    let (Some(date), Some(rest)) = (name.get(..DATE), name.get(DATE..)) else {
        return Err("does not begin with a date");
    };
    match time::parse_date(date) {
        Ok(_) => {}
        Err(time::TimeFault::Shape) => return Err("does not begin with a date"),
        Err(_) => return Err("begins with a date that does not exist"),
    }
    let Some(slug) = rest.strip_prefix('-').filter(|slug| !slug.is_empty()) else {
        return Err("has no words after its date");
    };
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
    if slug.chars().all(is_plain) {
        Ok(())
    } else {
        Err("has characters that are not letter, digit or dash")
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn an_id_is_a_date_and_words_with_dashes() {
        for good in ["2026-11-20-checkout", "2026-11-20-größe-2", "2024-02-29-x"] {
            assert_eq!(is_id(good), Ok(()), "{good}");
        }
        for bad in [
            "checkout",
            "2026-11-20",
            "2026-11-20-",
            "2026-11-20checkout",
            "2026-02-30-checkout",
            "2026-11-20-check out",
            "2026-11-20-a\nb",
            "2026-11-2Ö-a",
            "20261120-checkout",
        ] {
            assert!(is_id(bad).is_err(), "{bad}");
        }
    }
}
