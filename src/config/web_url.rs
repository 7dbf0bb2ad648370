//! Where people see the repository's files, or what is made of them.

use crate::source::RepoPath;

/// What stands for a postmortem's id in the address of a site that has a page for each.
const ID: &str = "{id}";

/// An address at which people see the repository's files: `https://git.example.com/sre/blob/main`;
/// or the postmortems of a site that people without git can read: `https://pm.example.com/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

impl WebUrl {
    /// Reads an address; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let is_url = text.starts_with("https://") || text.starts_with("http://");
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

#[cfg(test)]
mod tests {
    use super::*;

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
