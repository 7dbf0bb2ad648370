//! Making a repository, with a history.

use std::collections::BTreeMap;
use std::path::Path;

use git2::build::CheckoutBuilder;

use super::GitError;
use crate::time::Moment;

/// The mode of a file.
const FILE: u32 = 0o100_644;

/// The seconds in a minute: git writes offsets in minutes.
const MINUTE: i32 = 60;

/// Who a commit is by, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The moment, with the offset that is recorded.
    pub at: Moment,
}

/// A repository on branch `main` that is being made. The user's own configuration has no say in
/// it: no templates, no hooks, no signing, no other line ends. The same commits always get the same
/// ids.
pub struct NewRepo {
    handle: git2::Repository,
    /// The files of the last commit.
    index: git2::Index,
    last: Option<git2::Oid>,
}

impl NewRepo {
    /// Begins one in a directory, which must exist, and gives it settings of its own. Until it is
    /// finished it has no commits.
    pub fn create(directory: &Path, settings: &[(&str, &str)]) -> Result<Self, GitError> {
        let mut options = git2::RepositoryInitOptions::new();
        options
            .no_reinit(true)
            .mkdir(false)
            .external_template(false)
            .initial_head("main");
        let handle = git2::Repository::init_opts(directory, &options)?;
        let mut config = own_settings(&handle)?;
        for (name, value) in settings {
            config.set_str(name, value)?;
        }
        Ok(Self {
            handle,
            index: git2::Index::new()?,
            last: None,
        })
    }

    /// Makes a commit, after the one before, in which these files are new or have changed.
    pub fn commit(
        &mut self,
        author: &Author,
        message: &str,
        files: &BTreeMap<String, String>,
    ) -> Result<(), GitError> {
        for (path, text) in files {
            self.index.add(&git2::IndexEntry {
                id: self.handle.blob(text.as_bytes())?,
                mode: FILE,
                path: path.clone().into_bytes(),
                file_size: 0,
                ctime: git2::IndexTime::new(0, 0),
                mtime: git2::IndexTime::new(0, 0),
                dev: 0,
                ino: 0,
                uid: 0,
                gid: 0,
                flags: 0,
                flags_extended: 0,
            })?;
        }
        let tree = self.index.write_tree_to(&self.handle)?;
        let tree = self.handle.find_tree(tree)?;
        let offset = author.at.offset().local_minus_utc() / MINUTE;
        let when = git2::Time::new(author.at.unix(), offset);
        let by = git2::Signature::new(&author.name, &author.email, &when)?;
        let parent = self
            .last
            .map(|id| self.handle.find_commit(id))
            .transpose()?;
        let parents: Vec<_> = parent.iter().collect();
        let id = self
            .handle
            .commit(None, &by, &by, message, &tree, &parents)?;
        self.last = Some(id);
        Ok(())
    }

    /// Puts the branch on the last commit, and its files into the work tree, as they are.
    pub fn finish(self) -> Result<(), GitError> {
        let Some(last) = self.last else {
            return Ok(());
        };
        // A log of the branch would name whoever runs this.
        let mut config = own_settings(&self.handle)?;
        config.set_bool("core.logAllRefUpdates", false)?;
        self.handle
            .reference("refs/heads/main", last, false, "made")?;
        config.set_bool("core.logAllRefUpdates", true)?;
        let mut checkout = CheckoutBuilder::new();
        checkout.force().disable_filters(true);
        self.handle.checkout_head(Some(&mut checkout))?;
        Ok(())
    }
}

/// The repository's own configuration, where settings are written.
fn own_settings(handle: &git2::Repository) -> Result<git2::Config, GitError> {
    Ok(handle.config()?.open_level(git2::ConfigLevel::Local)?)
}
