//! Where people see the repository's files, or what is made of them.

use crate::source::RepoPath;

/// What stands for a postmortem's id in the address of a site that has a page for each.
const ID: &str = "{id}";

/// An address at which people see the repository's files: `https://git.example.com/sre/blob/main`;
/// or the postmortems of a site that people without git can read: `https://pm.example.com/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    /// Reads an address; `None` where it is none, or has something in it that would end a link or show
    /// nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let mut schemes = ["https://", "http://"].into_iter();
        let address = schemes.find_map(|it| text.strip_prefix(it))?;
        let host = address.split(['/', '?', '#']).next().unwrap_or_default();
        // A name and a password before the host would be in every link.
        let is_url = !host.is_empty() && !host.contains('@') && address.chars().all(may_stand);
        is_url.then(|| Self(text.trim_end_matches('/').to_owned()))
    }

    /// The address of a file. On a site it is the page of the postmortem that the file belongs to;
    /// `None` for what belongs to none.
    pub fn of(&self, path: &RepoPath, postmortem: Option<&str>) -> Option<String> {
        if !self.0.contains(ID) {
            return Some(format!("{}/{}", self.0, path.to_uri()));
        }
        let id = RepoPath::new(postmortem?)?.to_uri();
        Some(self.0.replace(ID, &id))
    }

    /// The same for another branch, where the address names one and that is it.
    #[must_use]
    pub fn on_branch(&self, named: &str, other: &str) -> Self {
        let uri = |it: &str| RepoPath::new(it).unwrap_or_default().to_uri();
        match self.0.strip_suffix(&format!("/{}", uri(named))) {
            Some(start) => Self(format!("{start}/{}", uri(other))),
            None => self.clone(),
        }
    }
}

/// Whether a character may stand in an address: the published pattern says the same.
fn may_stand(it: char) -> bool {
    let is_unseen = it.is_control()
        || it.is_whitespace()
        || matches!(it, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(it, '\u{2060}'..='\u{206f}' | '\u{feff}');
    !is_unseen && !"<>()|\"\\^`".contains(it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_ends_a_link_or_shows_nothing_is_an_address() {
        let schema = include_str!("../../schema/config.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let pattern = schema["properties"]["web_url"]["pattern"].as_str().unwrap();
        let pattern = regex::Regex::new(pattern).unwrap();
        let hostile = "\0\t\n\r\u{1b} <>()|\"\\^`\u{7f}\u{85}\u{9b}\u{a0}\u{ad}\u{1680}\u{200b}\u{2028}\u{202e}\u{2066}\u{3000}\u{feff}";
        for it in hostile.chars() {
            for text in [
                format!("https://x.example/{it}"),
                format!("https://x{it}y.example"),
            ] {
                assert_eq!(WebUrl::parse(&text), None, "{text:?}");
                assert!(!pattern.is_match(&text), "{text:?}");
            }
        }
        for text in [
            "https://x.example/a[b]?c=d&e#f",
            "http://m\u{fc}ller.example/{id}",
            "https://x.example:8080/~sre/'a'",
        ] {
            assert!(
                WebUrl::parse(text).is_some() && pattern.is_match(text),
                "{text}"
            );
        }
        for text in [
            "https://",
            "https:///sre",
            "https://ann:secret@git.example.com/sre",
            "https://ann@git.example.com",
        ] {
            assert_eq!(WebUrl::parse(text), None, "{text}");
            assert!(!pattern.is_match(text), "{text}");
        }
        let text = "https://git.example.com/@sre/blob/main";
        assert!(WebUrl::parse(text).is_some() && pattern.is_match(text));
    }

    #[test]
    fn an_address_is_of_files_or_of_postmortems() {
        let path = RepoPath::new("a b/postmortem.md").unwrap();
        let files = WebUrl::parse("https://git.example.com/sre/blob/main/").unwrap();
        let of = |url: &WebUrl, id| url.of(&path, id);
        assert_eq!(
            of(&files, None).as_deref(),
            Some("https://git.example.com/sre/blob/main/a%20b/postmortem.md")
        );
        assert_eq!(
            of(&files.on_branch("main", "pm/one"), None).as_deref(),
            Some("https://git.example.com/sre/blob/pm/one/a%20b/postmortem.md")
        );
        assert_eq!(files.on_branch("trunk", "x"), files);
        let site = WebUrl::parse("https://pm.example.com/{id}.html").unwrap();
        assert_eq!(
            of(&site, Some("one")).as_deref(),
            Some("https://pm.example.com/one.html")
        );
        assert_eq!(of(&site, None), None);
        assert_eq!(WebUrl::parse("git@example.com"), None);
    }
}
