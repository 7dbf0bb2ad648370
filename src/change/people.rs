//! The roster: people who are added to it, and those who may belong in it.

use serde_json::Map;
use serde_json::Value;

use super::Draft;
use super::Headline;
use crate::config::Member;
use crate::config::Roster;
use crate::count::counted;
use crate::front_matter::edit;
use crate::model::bare;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::source::RepoPath;
use crate::tree::Edits;

/// How a new roster begins.
const BEGINNING: &str = "\
# Who is who. A report may call a person by handle, name or e-mail address; all mean the same one.
# People who leave stay in the list, because old reports name them.
people:
";
/// What stands around the text of a file, for the editing in place that knows front matter.
const FENCE: &str = "---\n";
/// The order of a roster's keys.
const ORDER: [&str; 1] = ["people"];

/// Where a root keeps its roster.
pub fn path(root: &Root) -> Result<RepoPath, Refusal> {
    let below = root.config.paths.people.as_str();
    let path = root.directory.join(below);
    path.ok_or_else(|| Refusal::configuration(format!("`{below}` is not a path of the repository")))
}

/// Adds people to the roster of a root, which is begun where there is none.
pub fn add(root: &Root, people: &[Member]) -> Result<Draft, Refusal> {
    let path = path(root)?;
    let before = if root.snapshot().exists(&path) {
        Some(root.text_of(&path)?)
    } else {
        None
    };
    let roster = &root.config.policy.roster;
    for member in people {
        let mut names = member.names();
        if let Some(known) = names.find_map(|it| roster.find(it)) {
            let handle = bare(&known.handle);
            return Err(
                Refusal::not_ready(format!("`{handle}` is in the roster already"))
                    .hint(format!("`pmrepo people show {handle}` shows who that is")),
            );
        }
    }
    let mut text = before.clone().unwrap_or_else(|| BEGINNING.to_owned());
    if !people.is_empty() {
        let members: Vec<Value> = people.iter().map(entry).collect();
        let fenced = format!("{FENCE}{}{FENCE}", whole_lines(&text));
        let fenced = edit::append(&fenced, &ORDER, &members, &ORDER)
            .map_err(|it| Refusal::unreadable(format!("{path}: {it}")).about(&path))?;
        let inner = fenced
            .strip_prefix(FENCE)
            .and_then(|it| it.strip_suffix(FENCE));
        inner.unwrap_or_default().clone_into(&mut text);
    }
    let (_, mut faults) = Roster::read(&text);
    faults.extend(schema::of_people(&text));
    if let Some(fault) = faults.first() {
        let refusal = Refusal::usage(format!("{path}: {}", fault.message)).about(&path);
        return Err(match &fault.help {
            Some(help) => refusal.hint(help.clone()),
            None => refusal,
        });
    }
    let mut edits = Edits::none();
    edits.put(&path, before, text);
    let what = match people {
        [one] => format!("Add {} to the roster", bare(&one.handle)),
        several => format!("Add {} to the roster", counted_people(several.len())),
    };
    Ok(Draft::of_edits(
        Headline::Across(what),
        edits,
        root.config.commits,
    ))
}

/// So many people.
pub fn counted_people(number: usize) -> String {
    match number {
        1 => counted(1, "person"),
        more => format!("{more} people"),
    }
}

/// A text whose last line has an end.
fn whole_lines(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{text}{end}")
}

fn entry(member: &Member) -> Value {
    let mut entry = Map::new();
    let fields = [
        ("handle", Some(&member.handle)),
        ("name", member.name.as_ref()),
        ("email", member.email.as_ref()),
        ("team", member.team.as_ref()),
        ("chat", member.chat.as_ref()),
    ];
    for (key, text) in fields {
        if let Some(text) = text {
            entry.insert(key.to_owned(), Value::String(text.clone()));
        }
    }
    Value::Object(entry)
}

/// Who may belong in a roster, of the authors of commits: each once, by their handles; programs and
/// whoever is there already are left out.
pub fn proposed(authors: &[(String, String)], roster: &Roster) -> Vec<Member> {
    let mut people: Vec<Member> = Vec::new();
    for (name, email) in authors {
        let (name, email) = (name.trim(), email.trim());
        let is_known = |it: &str| {
            let is_one = |member: &Member| member.names().any(|known| same(known, it));
            !it.is_empty() && (roster.find(it).is_some() || people.iter().any(is_one))
        };
        if is_program(name, email) || is_known(name) || is_known(email) {
            continue;
        }
        let Some(handle) = handles(name, email).into_iter().find(|it| !is_known(it)) else {
            continue;
        };
        let said = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        people.push(Member {
            handle,
            name: said(name),
            email: said(email),
            ..Member::default()
        });
    }
    people.sort_by(|a, b| a.handle.cmp(&b.handle));
    people
}

fn same(one: &str, other: &str) -> bool {
    bare(one).to_lowercase() == bare(other).to_lowercase()
}

/// Whether an author is no person: what forges and their helpers commit as.
fn is_program(name: &str, email: &str) -> bool {
    let (name, email) = (name.to_lowercase(), email.to_lowercase());
    let local = email.split('@').next().unwrap_or_default();
    let is_bot = |it: &str| {
        it.contains("[bot]") || it == "bot" || it.ends_with("-bot") || it.ends_with("_bot")
    };
    let programs = [
        "dependabot",
        "renovate",
        "github-actions",
        "web-flow",
        "noreply",
        "no-reply",
    ];
    is_bot(&name)
        || is_bot(local)
        || programs.contains(&local)
        || programs.contains(&name.as_str())
        || (name.is_empty() && email.is_empty())
}

/// The handles that somebody may have, best first: what stands before the `@` of the address, the name
/// in one word, then either with a number.
fn handles(name: &str, email: &str) -> Vec<String> {
    let local = email.split('@').next().unwrap_or_default();
    // Forges hide an address behind a number: `1234+carol@users.noreply…`.
    let local = local.rsplit_once('+').map_or(local, |(_, it)| it);
    let plain = |text: &str| -> String {
        let words: Vec<String> = text
            .split(|it: char| !it.is_alphanumeric() && !['.', '-', '_'].contains(&it))
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.join("-")
    };
    let bases: Vec<String> = [plain(local), plain(name)]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let numbered = bases.first().cloned().into_iter();
    let numbered = numbered.flat_map(|it| (2..100).map(move |number| format!("{it}-{number}")));
    bases.iter().cloned().chain(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_proposed_once_and_programs_never() {
        let authors = [
            ("Carol Smith", "carol@example.com"),
            ("carol smith", "c.smith@home.example"),
            ("Carol Jones", "carol@elsewhere.example"),
            ("Ann", "1234+ann@users.noreply.example.com"),
            (
                "dependabot[bot]",
                "49699333+dependabot[bot]@users.noreply.github.com",
            ),
            ("Renovate Bot", "renovate@whitesourcesoftware.com"),
            ("GitHub", "noreply@github.com"),
            ("release-bot", "release@example.com"),
            ("Ben", "ben@example.com"),
        ];
        let authors: Vec<(String, String)> = authors
            .iter()
            .map(|(name, email)| ((*name).to_owned(), (*email).to_owned()))
            .collect();
        let ben = Member {
            handle: "ben".to_owned(),
            email: Some("ben@example.com".to_owned()),
            ..Member::default()
        };
        let found = proposed(&authors, &Roster::new(vec![ben]));
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| (it.handle.as_str(), it.name.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                ("ann", "Ann"),
                ("carol", "Carol Smith"),
                ("carol-jones", "Carol Jones")
            ]
        );
    }
}
