//! A directory of files that are made of other files: only what changed is written again, what is no
//! longer made goes, and nothing else in it is touched.
//!
//! Which files it holds stands in a list beside them. The list is written before anything else, with all
//! names that there will be: whatever ends a run in between, the next one knows what is ours.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry as Slot;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;

use super::HIDDEN;
use super::held::Held;
use super::is_gits_own;
use super::lock::Lock;
use super::plain_permissions;
use super::staging::Staging;
use crate::refusal::Refusal;
use crate::source::RepoPath;

/// The name of the list.
const LIST: &str = ".pmrepo-files.json";
/// The format of the list that this program reads and writes.
const VERSION: u32 = 1;

/// A file that is made: what tells whether it must be made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    /// The digest of what it is made of; empty while it is being written.
    pub of: String,
    /// Its size.
    pub bytes: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    files: BTreeMap<String, MadeFile>,
}

/// A directory whose files are made of others.
#[derive(Debug)]
pub struct Output {
    directory: PathBuf,
    before: BTreeMap<String, MadeFile>,
    /// When the list was written: after all files.
    listed_at: Option<SystemTime>,
    /// Where files are built that replace others.
    building: Mutex<Building>,
}

/// Hidden places, by the directory that they lie in. They go before others may write.
#[derive(Debug, Default)]
struct Building {
    stagings: BTreeMap<PathBuf, Staging>,
    lock: Option<Lock>,
}

impl Output {
    /// The directory, which may be missing, with what is known of the files in it.
    pub fn open(directory: &Path) -> Result<Self, Refusal> {
        if fs::symlink_metadata(directory).is_ok_and(|it| !it.is_dir()) && !directory.is_dir() {
            return Err(Refusal::not_ready(format!(
                "{} is not a directory",
                directory.display()
            )));
        }
        let list = directory.join(LIST);
        let listed_at = fs::symlink_metadata(&list).and_then(|it| it.modified());
        let before = match fs::read(&list) {
            Ok(bytes) => Self::read(&bytes).ok_or_else(|| strange(&list))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(Refusal::io(&list, &error)),
        };
        Ok(Self {
            directory: directory.to_path_buf(),
            before,
            listed_at: listed_at.ok(),
            building: Mutex::default(),
        })
    }

    /// Reads a list; `None` where it is none, or names what lies elsewhere.
    fn read(bytes: &[u8]) -> Option<BTreeMap<String, MadeFile>> {
        let list: List = serde_json::from_slice(bytes).ok()?;
        let is_ours = |it: &String| is_below(it) && it != LIST;
        (list.version == VERSION && list.files.keys().all(is_ours)).then_some(list.files)
    }

    /// A file that is there, made of the same, and as it was written. It is not read for that: a file that
    /// somebody else changed has another size, or is newer than the list, which is written last. Where a whole
    /// directory was copied all may be newer: then they are made again, and are the same.
    pub fn made(&self, name: &str, of: &str) -> Option<&MadeFile> {
        let made = self.before.get(name).filter(|it| it.of == of)?;
        let there = fs::symlink_metadata(self.directory.join(name)).ok()?;
        let is_newer = match (there.modified(), self.listed_at) {
            (Ok(at), Some(listed_at)) => at > listed_at,
            // A system that does not say.
            (Err(_), _) | (_, None) => false,
        };
        (there.is_file() && there.len() == made.bytes && !is_newer).then_some(made)
    }

    /// Whether one of our files holds a text, and has done so since the list was written.
    pub fn holds(&self, name: &str, text: &str) -> bool {
        let Some(made) = self.before.get(name) else {
            return false;
        };
        self.made(name, &made.of).is_some()
            && made.bytes == u64::try_from(text.len()).unwrap_or(u64::MAX)
            && fs::read(self.directory.join(name)).is_ok_and(|it| it == text.as_bytes())
    }

    /// A file of ours that is another one than is meant; `None` where there is none.
    pub fn holds_beside(&self, is_meant: impl Fn(&str) -> bool) -> Option<&str> {
        let mut names = self.before.keys();
        names.find(|it| !is_meant(it)).map(String::as_str)
    }

    /// Makes ready for files of these names. Refused where one is there that is not ours.
    pub fn begin<'a>(&self, names: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
        let mut new: Vec<&str> = Vec::new();
        let mut directories: BTreeSet<&str> = BTreeSet::new();
        for name in names {
            directories.extend(name.match_indices('/').filter_map(|(at, _)| name.get(..at)));
            if self.before.contains_key(name) {
                continue;
            }
            if !is_below(name) {
                return Err(Refusal::failed(format!("`{name}` is no name of a file")));
            }
            let path = self.directory.join(name);
            if fs::symlink_metadata(&path).is_ok() {
                return Err(
                    Refusal::not_ready(format!("{} is there already", path.display()))
                        .hint("nothing is written over that pmrepo did not write: choose another directory"),
                );
            }
            new.push(name);
        }
        let make = |it: &Path| fs::create_dir_all(it).map_err(|error| Refusal::io(it, &error));
        make(&self.directory)?;
        // The outer ones come first.
        for below in directories {
            let directory = self.directory.join(below);
            match fs::symlink_metadata(&directory) {
                Ok(it) if it.is_dir() => {}
                Ok(_) => {
                    let shown = directory.display();
                    return Err(Refusal::not_ready(format!("{shown} is not a directory"))
                        .hint("pmrepo never writes through a link"));
                }
                Err(_) => make(&directory)?,
            }
        }
        if new.is_empty() {
            // The list that is there names all of them.
            return Ok(());
        }
        let mut files = self.before.clone();
        files.extend(
            new.into_iter()
                .map(|it| (it.to_owned(), MadeFile::default())),
        );
        self.keep(files)
    }

    /// Writes a file. One that was there before is whole at any time, the old or the new one; of one that was
    /// not, the list says that it is not yet.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Refusal> {
        let target = self.directory.join(name);
        if name != LIST && !self.before.contains_key(name) {
            let written = fs::File::create_new(&target).and_then(|mut it| {
                it.write_all(text.as_bytes()).inspect_err(|_| {
                    // Half a file is no page.
                    let _ = fs::remove_file(&target);
                })
            });
            match written {
                // Somebody was quicker: theirs goes as one of before would.
                Err(it) if it.kind() == io::ErrorKind::AlreadyExists => {}
                written => return written.map_err(|it| Refusal::io(&target, &it)),
            }
        }
        let parent = target.parent().unwrap_or(&self.directory);
        let mut builder = tempfile::Builder::new();
        builder.prefix(HIDDEN);
        if let Some(plain) = plain_permissions() {
            builder.permissions(plain);
        }
        // Not forced onto the disk: it can be made again.
        let write = || -> io::Result<()> {
            let mut file = builder.tempfile_in(self.hidden_in(parent)?)?;
            file.write_all(text.as_bytes())?;
            file.persist(&target).map_err(|it| it.error)?;
            Ok(())
        };
        write().map_err(|it| Refusal::io(&target, &it))
    }

    /// The hidden place in a directory, made when it is first asked for. Nobody else writes from then on.
    fn hidden_in(&self, directory: &Path) -> io::Result<PathBuf> {
        let building = self.building.lock();
        let mut building = building.unwrap_or_else(PoisonError::into_inner);
        let Building { stagings, lock } = &mut *building;
        let lock = lock.get_or_insert_with(|| Lock::take(&self.directory));
        let staging = match stagings.entry(directory.to_path_buf()) {
            Slot::Occupied(it) => it.into_mut(),
            Slot::Vacant(it) => it.insert(Staging::new(&Held::top(directory)?, directory, lock)?),
        };
        Ok(staging.path().to_path_buf())
    }

    /// Removes what is ours and no longer made, and writes down what is; says how many went.
    pub fn finish(self, files: BTreeMap<String, MadeFile>) -> Result<usize, Refusal> {
        let mut removed = 0;
        let mut emptied: BTreeSet<PathBuf> = BTreeSet::new();
        for name in self.before.keys().filter(|it| !files.contains_key(*it)) {
            if !self.is_reached_by_no_link(name) {
                continue;
            }
            let path = self.directory.join(name);
            match fs::symlink_metadata(&path) {
                Ok(it) if it.is_file() => {
                    fs::remove_file(&path).map_err(|it| Refusal::io(&path, &it))?;
                    removed += 1;
                }
                // Somebody else put something in its place.
                Ok(_) | Err(_) => continue,
            }
            let above = path.ancestors().skip(1);
            let below = above.take_while(|it| *it != self.directory);
            emptied.extend(below.map(Path::to_path_buf));
        }
        for directory in emptied.iter().rev() {
            // One that is not empty stays.
            let _ = fs::remove_dir(directory);
        }
        self.keep(files)?;
        Ok(removed)
    }

    /// Whether all directories on the way to a file are directories.
    fn is_reached_by_no_link(&self, name: &str) -> bool {
        let mut above = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
        above.all(|it| {
            let there = fs::symlink_metadata(self.directory.join(it));
            there.is_ok_and(|it| it.is_dir())
        })
    }

    /// Writes the list.
    fn keep(&self, files: BTreeMap<String, MadeFile>) -> Result<(), Refusal> {
        let version = VERSION;
        let mut text = serde_json::to_string_pretty(&List { version, files })
            .map_err(|it| Refusal::failed(it.to_string()))?;
        text.push('\n');
        self.write(LIST, &text)
    }
}

/// Whether a name leads to a file below a directory, and to none of git's own.
fn is_below(name: &str) -> bool {
    let is_plain = |it: &str| !it.contains('\\') && !it.contains(':') && !is_gits_own(it);
    let path = RepoPath::new(name).filter(|it| it.as_str() == name && !it.is_root());
    path.is_some_and(|it| it.parts().all(is_plain))
}

fn strange(list: &Path) -> Refusal {
    let shown = list.display();
    Refusal::not_ready(format!("{shown} is not a list that this pmrepo wrote"))
        .hint("remove it, and the files that a site was made of, or choose another directory")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn made(of: &str, text: &str) -> MadeFile {
        MadeFile {
            of: of.to_owned(),
            bytes: u64::try_from(text.len()).unwrap(),
        }
    }

    fn make(top: &Path, files: &[(&str, &str)]) -> Result<usize, Refusal> {
        let output = Output::open(top)?;
        output.begin(files.iter().map(|it| it.0))?;
        let mut all = BTreeMap::new();
        for (name, text) in files {
            output.write(name, text)?;
            all.insert((*name).to_owned(), made(text, text));
        }
        output.finish(all)
    }

    #[test]
    fn what_is_no_longer_made_goes_and_nothing_else() {
        let top = tempfile::tempdir().unwrap();
        let top = top.path().join("site");
        assert_eq!(
            make(&top, &[("a.html", "a"), ("b/c.html", "c"), ("d/e/f", "f")]),
            Ok(0)
        );
        fs::write(top.join("b/mine.txt"), "mine").unwrap();
        assert_eq!(make(&top, &[("a.html", "a")]), Ok(2));
        assert!(top.join("b/mine.txt").exists());
        assert!(!top.join("b/c.html").exists());
        assert!(!top.join("d").exists());
        let output = Output::open(&top).unwrap();
        assert!(output.made("a.html", "a").is_some());
        assert!(output.holds("a.html", "a"));
        assert!(output.made("a.html", "b").is_none());
        assert!(!output.holds("a.html", "b"));
        fs::write(top.join("a.html"), "other").unwrap();
        assert!(output.made("a.html", "a").is_none());
        // Neither is one that is as long, and newer than the list.
        fs::write(top.join("a.html"), "b").unwrap();
        let list = fs::metadata(top.join(LIST)).unwrap().modified().unwrap();
        let mut options = fs::File::options();
        let file = options.write(true).open(top.join("a.html")).unwrap();
        file.set_modified(list + Duration::from_secs(1)).unwrap();
        assert!(output.made("a.html", "a").is_none());
        file.set_modified(list).unwrap();
        assert!(output.made("a.html", "a").is_some());
        assert!(!output.holds("a.html", "a"));
    }

    #[test]
    fn what_is_not_ours_is_not_written_over() {
        let top = tempfile::tempdir().unwrap();
        fs::write(top.path().join("index.html"), "mine").unwrap();
        let refusal = make(top.path(), &[("a", "a"), ("index.html", "x")]).unwrap_err();
        assert!(
            refusal.to_string().contains("is there already"),
            "{refusal}"
        );
        assert!(!top.path().join("a").exists());
        assert!(!top.path().join(LIST).exists());
    }

    #[test]
    fn a_run_that_ended_in_between_leaves_nothing_that_is_nobodys() {
        let top = tempfile::tempdir().unwrap();
        let output = Output::open(top.path()).unwrap();
        output.begin(["a", "b"].into_iter()).unwrap();
        output.write("a", "half").unwrap();
        drop(output);
        assert_eq!(make(top.path(), &[("a", "whole")]), Ok(0));
        assert_eq!(fs::read_to_string(top.path().join("a")).unwrap(), "whole");
    }

    #[test]
    fn a_list_that_names_what_lies_elsewhere_is_none() {
        for name in [
            "../x",
            "/x",
            "a/../../x",
            ".git/config",
            "a\\b",
            "c:x",
            "",
            LIST,
        ] {
            let list = serde_json::json!({"version": 1, "files": {name: {"of": "", "bytes": 0}}});
            assert_eq!(Output::read(list.to_string().as_bytes()), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_elsewhere() {
        let top = tempfile::tempdir().unwrap();
        let site = top.path().join("site");
        make(&site, &[("d/f", "f")]).unwrap();
        fs::create_dir(top.path().join("other")).unwrap();
        fs::write(top.path().join("other/f"), "mine").unwrap();
        fs::remove_dir_all(site.join("d")).unwrap();
        std::os::unix::fs::symlink(top.path().join("other"), site.join("d")).unwrap();
        assert!(make(&site, &[("d/f", "f")]).is_err());
        assert_eq!(make(&site, &[("g", "g")]), Ok(0));
        assert!(top.path().join("other/f").exists());
    }
}
