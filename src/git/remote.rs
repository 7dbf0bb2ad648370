//! The remote that everybody pushes to, as it was when it was last fetched.

use super::Repo;
use crate::source::RepoPath;

/// What git calls that remote.
const ORIGIN: &str = "origin";

/// The names of a main branch, where the remote's own has not been fetched.
const MAIN: [&str; 2] = ["main", "master"];

/// The remote `origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its address, as git would fetch from it.
    pub url: String,
    /// Its main branch.
    pub main: String,
}

/// How a forge writes the address of a file on a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forge {
    /// `/blob/main/…`: GitHub, and what redirects its addresses.
    Github,
    /// `/-/blob/main/…`.
    Gitlab,
    /// `/src/branch/main/…`: Forgejo and Gitea.
    Forgejo,
    /// `/src/main/…`.
    Bitbucket,
}

impl Forge {
    /// The forge that a host's name speaks of.
    fn of_host(host: &str) -> Option<Self> {
        let has = |word: &str| host.to_ascii_lowercase().contains(word);
        if has("github") {
            Some(Self::Github)
        } else if has("gitlab") {
            Some(Self::Gitlab)
        } else if has("forgejo") || has("gitea") || has("codeberg") {
            Some(Self::Forgejo)
        } else if has("bitbucket.org") {
            Some(Self::Bitbucket)
        } else {
            None
        }
    }

    fn way(self) -> &'static str {
        match self {
            Self::Github => "blob",
            Self::Gitlab => "-/blob",
            Self::Forgejo => "src/branch",
            Self::Bitbucket => "src",
        }
    }
}

impl Origin {
    /// The address at which people see its files on a branch; `guess` is the forge where the host's
    /// name says none. `None` where it is a directory of this machine.
    pub fn web(&self, branch: &str, guess: Option<Forge>) -> Option<String> {
        let (scheme, host, path) = parts(&self.url)?;
        let name = host.split(':').next().unwrap_or(host);
        let forge = Forge::of_host(name).or(guess).unwrap_or(Forge::Github);
        let branch = RepoPath::new(branch)?.to_uri();
        Some(format!("{scheme}://{host}/{path}/{}/{branch}", forge.way()))
    }
}

/// The scheme, host and path of the web pages that belong to a remote's address.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, host, path) = match url.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => {
            let (host, path) = rest.split_once('/')?;
            (scheme, without_user(host), path)
        }
        Some(("ssh" | "git" | "git+ssh" | "ssh+git", rest)) => {
            let (host, path) = rest.split_once('/')?;
            // The port of ssh is not that of the web.
            let host = without_user(host);
            ("https", host.split(':').next().unwrap_or(host), path)
        }
        Some(_) => return None,
        // `git@host:path`, as scp has it; `C:\path` is a directory.
        None => {
            let (host, path) = url.split_once(':')?;
            if host.len() < 2 || host.contains(['/', '\\']) {
                return None;
            }
            ("https", without_user(host), path)
        }
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_plain =
        |it: &str| !it.is_empty() && !it.contains(|c: char| c.is_whitespace() || c.is_control());
    (is_plain(host) && is_plain(path)).then_some((scheme, host, path))
}

/// A host without the name, and the password, of whoever fetches.
fn without_user(host: &str) -> &str {
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

impl Repo {
    /// What the remote `origin` calls the repository: `team/postmortems`. `None` where there is none, or
    /// where it is a directory of this machine.
    pub fn name_at_origin(&self) -> Option<String> {
        let url = self.one_line(&["remote", "get-url", ORIGIN])?;
        let (_, _, path) = parts(&url)?;
        Some(path.to_owned())
    }

    /// The remote `origin`; `None` where there is none.
    pub fn origin(&self) -> Option<Origin> {
        let url = self.one_line(&["remote", "get-url", ORIGIN])?;
        let named = self.one_line(&[
            "symbolic-ref",
            "--quiet",
            "--short",
            "refs/remotes/origin/HEAD",
        ]);
        let named = named.and_then(|it| Some(it.strip_prefix("origin/")?.to_owned()));
        let is_there = |it: &&str| self.commit_id(&remote(it)).is_ok();
        let usual = || MAIN.into_iter().find(is_there).map(str::to_owned);
        let main = named.or_else(usual).or_else(|| self.main_branch());
        Some(Origin {
            url,
            main: main.unwrap_or_else(|| "main".to_owned()),
        })
    }

    /// The branches of `origin`, as they were fetched or pushed last; the one that HEAD names first.
    pub fn branches_of_origin(&self) -> Vec<String> {
        let words = [
            "for-each-ref",
            "--format=%(refname:strip=3)",
            "refs/remotes/origin/",
        ];
        let text = self.output(&words).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut names: Vec<String> = text.lines().map(str::to_owned).collect();
        names.retain(|it| it != "HEAD");
        let here = self.head_ref().ok().flatten();
        let here = here
            .as_deref()
            .and_then(|it| it.strip_prefix("refs/heads/"));
        names.sort_by_key(|it| Some(it.as_str()) != here);
        names
    }

    /// Whether a branch of `origin` has a file.
    pub fn origin_has(&self, branch: &str, path: &RepoPath) -> bool {
        let commit = self.commit_id(&remote(branch));
        commit.is_ok_and(|it| self.entry_of_commit(it, path.as_str()).is_some())
    }

    fn one_line(&self, words: &[&str]) -> Option<String> {
        let text = String::from_utf8(self.output(words).ok()?).ok()?;
        Some(text.trim().to_owned()).filter(|it| !it.is_empty())
    }
}

/// The full name of what is known of a branch of `origin`.
fn remote(branch: &str) -> String {
    format!("refs/remotes/{ORIGIN}/{branch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_a_remote_leads_to_the_pages_of_its_forge() {
        let web = |url: &str, guess| {
            let origin = Origin {
                url: url.to_owned(),
                main: "main".to_owned(),
            };
            origin.web("main", guess)
        };
        for (url, expected) in [
            (
                "git@github.com:acme/sre.git",
                "https://github.com/acme/sre/blob/main",
            ),
            (
                "https://github.com/acme/sre",
                "https://github.com/acme/sre/blob/main",
            ),
            (
                "https://bob:secret@github.com/acme/sre.git/",
                "https://github.com/acme/sre/blob/main",
            ),
            (
                "ssh://git@gitlab.acme.example:2222/ops/a/b.git",
                "https://gitlab.acme.example/ops/a/b/-/blob/main",
            ),
            (
                "git@gitlab.com:ops/a/b.git",
                "https://gitlab.com/ops/a/b/-/blob/main",
            ),
            (
                "https://codeberg.org/acme/sre.git",
                "https://codeberg.org/acme/sre/src/branch/main",
            ),
            (
                "forgejo@forgejo.acme.example:acme/sre.git",
                "https://forgejo.acme.example/acme/sre/src/branch/main",
            ),
            (
                "http://gitea.local:3000/acme/sre.git",
                "http://gitea.local:3000/acme/sre/src/branch/main",
            ),
            (
                "git@bitbucket.org:acme/sre.git",
                "https://bitbucket.org/acme/sre/src/main",
            ),
            (
                "git@git.acme.example:acme/sre.git",
                "https://git.acme.example/acme/sre/blob/main",
            ),
        ] {
            assert_eq!(web(url, None).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(
            web("git@git.acme.example:acme/sre.git", Some(Forge::Gitlab)).as_deref(),
            Some("https://git.acme.example/acme/sre/-/blob/main")
        );
        for url in [
            "/srv/git/sre.git",
            "../sre",
            "C:\\git\\sre",
            "file:///srv/sre.git",
            "",
            "https://github.com",
        ] {
            assert_eq!(web(url, None), None, "{url}");
        }
    }

    #[test]
    fn a_branch_keeps_its_slashes_and_nothing_else_that_means_something() {
        let origin = Origin {
            url: "git@github.com:acme/sre.git".to_owned(),
            main: "main".to_owned(),
        };
        assert_eq!(
            origin.web("pm/slow #1", None).as_deref(),
            Some("https://github.com/acme/sre/blob/pm/slow%20%231")
        );
    }
}
