//! A page of the status page that cState (a theme for Hugo) makes of files.
//!
//! What it does not understand it passes over without a word, or breaks on. So names are held against
//! its configuration here, and what would break it is refused.

use crate::front_matter;
use crate::front_matter::Node;
use crate::front_matter::scalar;
use crate::likeness;
use crate::report::Public;
use crate::report::announcement::Announcement;
use crate::time::Moment;

/// The keys of a site's configuration that are read.
const SYSTEMS: &str = "params.systems";
const NAME: &str = "name";
const ADDRESS: &str = "baseURL";

/// How bad it was for customers, in cState's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impact {
    /// Something did not work at all.
    Down,
    /// Something did not work well.
    Disrupted,
    /// Nothing that many felt.
    Notice,
}

impl Impact {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Down, Self::Disrupted, Self::Notice];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Disrupted => "disrupted",
            Self::Notice => "notice",
        }
    }

    /// That of an incident by the place of its severity in the scale.
    fn of(severity: Option<usize>) -> Self {
        severity
            .and_then(|it| Self::ALL.get(it).copied())
            .unwrap_or(Self::Notice)
    }
}

/// What the site's own configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The systems whose state it shows.
    pub systems: Vec<String>,
    /// Where it is seen.
    pub address: Option<String>,
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The configuration is none of such a site.
    #[error("the site's configuration names no systems (`params.systems`)")]
    NoSystems,
    /// A name is none of the site's systems; those that there are.
    #[error("`{0}` is no system of the status page")]
    NoSystem(String, Vec<String>),
    /// It has no title.
    #[error("the message has no title")]
    NoTitle,
    /// The title would break what the site tells programs.
    #[error("the title has `{0}` in it, which breaks the page's own JSON")]
    Title(char),
    /// The words would be run.
    #[error("the message has `{0}` in it, which the site takes for a command of its own")]
    Command(&'static str),
    /// It is not known when it was, or it is not over.
    #[error("the report does not say {0}")]
    NoTime(&'static str),
    /// It lies in the future, which the site leaves out.
    #[error("{0} is in the future: the site leaves out what is yet to come")]
    Future(&'static str),
}

/// What is said on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// The title, where the message has none.
    pub title: Option<&'a str>,
    /// The systems, where they are called otherwise than the services.
    pub systems: &'a [String],
    /// How bad it was.
    pub impact: Option<Impact>,
}

impl Site {
    /// Reads the site's configuration.
    pub fn read(text: &str) -> Result<Self, Unfit> {
        let (root, _) = front_matter::read_yaml(text);
        let root = root.ok_or(Unfit::NoSystems)?;
        let systems = root.at(SYSTEMS).map_or(&[][..], Node::items);
        let names = systems.iter().filter_map(|it| it.get(NAME)?.as_str());
        let systems: Vec<String> = names.map(str::to_owned).collect();
        if systems.is_empty() {
            return Err(Unfit::NoSystems);
        }
        let address = root.get(ADDRESS).and_then(Node::as_str);
        let address = address.filter(|it| it.starts_with("https://") || it.starts_with("http://"));
        Ok(Self {
            systems,
            address: address.map(|it| it.trim_end_matches('/').to_owned()),
        })
    }

    /// A system as the site writes its name.
    fn system(&self, name: &str) -> Result<&str, Unfit> {
        let mut systems = self.systems.iter();
        let found = systems.find(|it| likeness::is_same(it, name));
        found
            .map(String::as_str)
            .ok_or_else(|| Unfit::NoSystem(name.to_owned(), self.systems.clone()))
    }

    /// The address of a page; `None` where the site does not say its own.
    pub fn page(&self, id: &str) -> Option<String> {
        Some(format!("{}/issues/{id}/", self.address.as_deref()?))
    }
}

/// The page of an incident.
pub fn page(
    it: &Public<Announcement>,
    site: &Site,
    said: Said<'_>,
    now: Moment,
) -> Result<String, Unfit> {
    let title = said.title.or(it.title.as_deref()).ok_or(Unfit::NoTitle)?;
    let breaks = |it: &char| matches!(it, '"' | '\\') || it.is_control();
    if let Some(bad) = title.chars().find(breaks) {
        return Err(Unfit::Title(bad));
    }
    for command in ["{{<", "{{%"] {
        if it.words.contains(command) || title.contains(command) {
            return Err(Unfit::Command(command));
        }
    }
    let services = if said.systems.is_empty() {
        &it.services
    } else {
        said.systems
    };
    let systems = services.iter().map(|it| site.system(it));
    let systems = systems.collect::<Result<Vec<_>, _>>()?;
    let time = |at: Option<Moment>, words| match at {
        None => Err(Unfit::NoTime(words)),
        Some(at) if at > now => Err(Unfit::Future(words)),
        Some(at) => Ok(at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()),
    };
    let began = time(it.began, "when it began")?;
    let ended = time(it.ended, "when it was over")?;
    let impact = said.impact.unwrap_or_else(|| Impact::of(it.severity));
    let mut text = format!(
        "---\ntitle: {}\ndate: {began}\nresolved: true\nresolvedWhen: {ended}\nseverity: {}\naffected:\n",
        scalar(title),
        impact.as_str()
    );
    for system in systems {
        text.push_str(&format!("  - {}\n", scalar(system)));
    }
    let words = if said.title.is_some() {
        &it.words
    } else {
        &it.body
    };
    text.push_str(&format!("section: issue\n---\n\n{words}\n"));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_says_its_systems_and_where_it_is() {
        let text = "baseURL: https://status.example.com/\nparams:\n  systems:\n    - name: API\n    - {name: Web Shop}\n";
        let site = Site::read(text).unwrap();
        assert_eq!(site.systems, ["API", "Web Shop"]);
        assert_eq!(site.system("api"), Ok("API"));
        assert!(site.system("mail").is_err());
        assert_eq!(
            site.page("x").as_deref(),
            Some("https://status.example.com/issues/x/")
        );
        for none in ["", "params: {}", "a: [", "params: {systems: []}"] {
            assert_eq!(Site::read(none), Err(Unfit::NoSystems), "{none}");
        }
    }
}
