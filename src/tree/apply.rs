//! Applying edits: all files or none, and only if nothing changed since they were read.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry as Slot;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use tempfile::TempPath;

use super::Edit;
use super::Edits;
use super::Made;
use super::Tree;
use super::beside;
use super::exchange::Exchange;
use super::exchange::exchange;
use super::held::Held;
use super::lock::Lock;
use super::staging::Staging;
use crate::refusal::Refusal;
use crate::source::RepoPath;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The files that were written or taken away, by path.
    pub paths: Vec<RepoPath>,
    /// Where what had no name yet lies now.
    pub fresh: Option<RepoPath>,
}

impl Applied {
    /// Everything that was written, what had no name among it.
    pub fn all(&self) -> impl Iterator<Item = &RepoPath> {
        self.paths.iter().chain(&self.fresh)
    }
}

/// What is ready to be done with one file: nothing of it can be seen yet.
struct Ready<'a> {
    path: &'a RepoPath,
    edit: &'a Edit,
    /// The name of the file with its new text, among those that are built; `None` where it is taken
    /// away. The file is closed: there may be more of them than a process may have open.
    new: Option<PathBuf>,
    /// The directory in which files are built that get its place, by its name beside that.
    staging: PathBuf,
}

/// One file and what is built for it, by what names them as long as their directory is held.
struct Places {
    held: Held,
    target: PathBuf,
    staging: PathBuf,
}

impl Places {
    fn of(tree: &Tree, path: &RepoPath, staging: &Path) -> Result<Self, Refusal> {
        let held = tree.hold(path)?;
        Ok(Self {
            target: held.path().join(path.name()),
            staging: held.path().join(staging),
            held,
        })
    }
}

/// Something that was done, and can be undone.
struct Done {
    path: RepoPath,
    staging: PathBuf,
    undo: Undo,
}

/// How something that was done is undone.
enum Undo {
    /// The old file has the new one's hidden place.
    Exchange(PathBuf),
    /// The old file, or its text, is in a hidden place.
    PutBack(PathBuf),
    /// There was no file.
    Remove,
}

impl Tree {
    /// Writes all files or none. Each file must be as it was read, to the last moment; it is replaced
    /// in one step, so that a reader sees the old text or the new one, and its permissions stay. A
    /// link in the place of a file is refused.
    ///
    /// One pmrepo writes at a time. Whoever is killed leaves each file old or new, never half; of
    /// several files some may be new then and others old, the first ones by path new. What is taken away
    /// goes last, so that a text that only gets another place is there at every moment.
    pub fn apply(&self, edits: &Edits) -> Result<Applied, Refusal> {
        self.apply_watched(edits, &mut |_| {})
    }

    /// The same; `watch` gets the number of files that are in their places.
    fn apply_watched(
        &self,
        edits: &Edits,
        watch: &mut dyn FnMut(usize),
    ) -> Result<Applied, Refusal> {
        if edits.is_empty() {
            return Ok(Applied::default());
        }
        let lock = Lock::take(&self.top);
        self.must_have_all(edits)?;
        for (path, edit) in edits.files() {
            let today = edits.moved().map(|it| it.today(path));
            self.must_be_as_read(today.as_ref().unwrap_or(path), edit)?;
        }
        let mut made = Made::default();
        let moved = edits.moved().map(|it| self.move_directory(it, &mut made));
        let moved = moved.transpose()?;
        let mut stagings = BTreeMap::new();
        let mut ready = Vec::new();
        for (path, edit) in edits.files() {
            ready.push(self.prepare((path, edit), &lock, &mut stagings, &mut made)?);
        }
        ready.sort_by_key(|it| it.new.is_none());
        let mut done: Vec<Done> = Vec::new();
        for it in ready {
            match it.put(self) {
                Ok(one) => done.push(one),
                Err(refusal) => {
                    self.put_back(done);
                    return Err(refusal);
                }
            }
            watch(done.len());
        }
        let fresh = edits.unnamed();
        let fresh = match fresh.map(|it| self.write_fresh(it, &lock, &mut made)) {
            Some(Ok(path)) => Some(path),
            Some(Err(refusal)) => {
                self.put_back(done);
                return Err(refusal);
            }
            None => None,
        };
        made.keep();
        drop(stagings);
        self.sync(edits);
        self.clear_empty(edits);
        if let Some(moved) = moved {
            moved.keep();
        }
        Ok(Applied {
            paths: edits.files().map(|(path, _)| path.clone()).collect(),
            fresh,
        })
    }

    /// Refuses edits that make what git has and this tree has not. Git is asked only where something is made.
    fn must_have_all(&self, edits: &Edits) -> Result<(), Refusal> {
        let new = edits.files().filter(|(path, _)| edits.creates(path));
        let new = new.map(|(path, _)| path);
        let moved = edits.moved().into_iter().map(|it| &it.to);
        self.must_not_be_left_out(&new.chain(moved).collect::<Vec<_>>())
    }

    /// Takes away the directories that are empty now that files are gone, as git does.
    fn clear_empty(&self, edits: &Edits) {
        let gone = edits.files().filter(|(_, edit)| edit.after().is_none());
        for (path, _) in gone {
            let above = std::iter::successors(path.parent(), RepoPath::parent);
            for directory in above.filter(|it| !it.is_root()) {
                // One that is not empty is somebody's.
                if self.remove_empty(&directory).is_err() {
                    break;
                }
            }
        }
    }

    /// Brings the new names to the disk, as the texts are: each directory once, and those around it that
    /// may be new.
    fn sync(&self, edits: &Edits) {
        let mut known = BTreeSet::new();
        for (path, _) in edits.files() {
            let above = std::iter::successors(Some(path.clone()), RepoPath::parent);
            for place in above.filter(|it| !it.is_root()) {
                if !known.insert(place.parent()) {
                    break;
                }
                if let Ok(held) = self.hold(&place) {
                    held.sync();
                }
            }
        }
    }

    /// Puts the old files back into their places, the last first.
    fn put_back(&self, done: Vec<Done>) {
        for it in done.into_iter().rev() {
            // What cannot be put back cannot be helped: the disk has gone away.
            let Ok(places) = Places::of(self, &it.path, &it.staging) else {
                continue;
            };
            let (staging, target) = (&places.staging, &places.target);
            let _ = match it.undo {
                Undo::Exchange(old) => exchange(&staging.join(old), target).map(drop),
                Undo::PutBack(old) => fs::rename(staging.join(old), target),
                Undo::Remove => fs::remove_file(target),
            };
        }
    }

    /// Refuses a file that is not as it was read.
    fn must_be_as_read(&self, path: &RepoPath, edit: &Edit) -> Result<(), Refusal> {
        let target = self.path(path);
        let Some(before) = edit.before() else {
            if self.exists(path) {
                // Unless a link leads there.
                self.hold(path)?;
                return Err(Refusal::stale(format!("`{path}` is there already")).about(path));
            }
            return Ok(());
        };
        match target.symlink_metadata() {
            Ok(found) if found.is_file() => {}
            Ok(_) => {
                return Err(Refusal::not_ready(format!("`{path}` is not a plain file"))
                    .hint("pmrepo never writes through a link")
                    .about(path));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(
                    Refusal::stale(format!("`{path}` is gone since it was read"))
                        .hint("do it again")
                        .about(path),
                );
            }
            Err(error) => return Err(Refusal::io(&target, &error)),
        }
        let bytes = fs::read(&target).map_err(|it| Refusal::io(&target, &it))?;
        if bytes != before.as_bytes() {
            return Err(changed(path));
        }
        Ok(())
    }

    /// Writes the new text of a file to a hidden place beside its own.
    fn prepare<'a>(
        &self,
        (path, edit): (&'a RepoPath, &'a Edit),
        lock: &Lock,
        stagings: &mut BTreeMap<RepoPath, Staging>,
        made: &mut Made,
    ) -> Result<Ready<'a>, Refusal> {
        let named = self.path(path);
        let parent = path.parent().unwrap_or_default();
        let held = self.directory_of(path, made)?;
        let failed = |it: io::Error| Refusal::io(&named, &it);
        let staging = match stagings.entry(parent) {
            Slot::Occupied(it) => it.into_mut(),
            Slot::Vacant(it) => {
                let staging = Staging::new(&held, &self.path(it.key()), lock).map_err(failed)?;
                it.insert(staging)
            }
        };
        let staging = staging.name().to_path_buf();
        let target = held.path().join(path.name());
        let write = |text: &str| build(&held.path().join(&staging), permissions(&target), text);
        let new = edit.after().map(write).transpose().map_err(failed)?;
        Ok(Ready {
            path,
            edit,
            new,
            staging,
        })
    }
}

/// Writes a text to a hidden file, and gives its name; it goes with the directory that it is in.
fn build(staging: &Path, permissions: Option<fs::Permissions>, text: &str) -> io::Result<PathBuf> {
    let (_, path) = beside(staging, permissions, text)?.keep()?;
    Ok(PathBuf::from(path.file_name().unwrap_or_default()))
}

/// Somebody else wrote a file meanwhile.
fn changed(path: &RepoPath) -> Refusal {
    Refusal::stale(format!("`{path}` has changed since it was read"))
        .hint("do it again: nothing was written")
        .about(path)
}

/// The permissions of a file; `None` where there is none.
fn permissions(file: &Path) -> Option<fs::Permissions> {
    let found = file.symlink_metadata().ok();
    found.map(|it| it.permissions())
}

/// Whether a path is a plain file with a text.
fn is_text(path: &Path, text: &str) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_file())
        && fs::read(path).is_ok_and(|it| it == text.as_bytes())
}

impl Ready<'_> {
    /// Puts the new text into its place. What is found there is looked at once more: an editor knows
    /// no lock, and no link that got there meanwhile is followed.
    fn put(self, tree: &Tree) -> Result<Done, Refusal> {
        let places = Places::of(tree, self.path, &self.staging)?;
        let failed = |it: io::Error| Refusal::io(&tree.path(self.path), &it);
        let undo = match (&self.new, self.edit.before()) {
            (Some(new), Some(before)) => self.replace(&places, (new, before), &failed)?,
            (None, Some(before)) => self.remove(&places, before, &failed)?,
            (Some(new), None) => {
                let new = TempPath::try_from_path(places.staging.join(new)).map_err(failed)?;
                match new.persist_noclobber(&places.target) {
                    Ok(()) => Undo::Remove,
                    Err(it) if it.error.kind() == io::ErrorKind::AlreadyExists => {
                        let message = format!("`{}` is there already", self.path);
                        return Err(Refusal::stale(message).about(self.path));
                    }
                    Err(it) => return Err(failed(it.error)),
                }
            }
            (None, None) => Undo::Remove,
        };
        drop(places.held);
        Ok(Done {
            path: self.path.clone(),
            staging: self.staging,
            undo,
        })
    }

    fn replace(
        &self,
        places: &Places,
        (new, before): (&Path, &str),
        failed: &dyn Fn(io::Error) -> Refusal,
    ) -> Result<Undo, Refusal> {
        let (hidden, target) = (places.staging.join(new), &places.target);
        match exchange(&hidden, target).map_err(failed)? {
            Exchange::Done if is_text(&hidden, before) => Ok(Undo::Exchange(new.to_owned())),
            Exchange::Done => {
                exchange(&hidden, target).map_err(failed)?;
                Err(changed(self.path))
            }
            Exchange::Unsupported => {
                let old = build(&places.staging, permissions(target), before).map_err(failed)?;
                fs::rename(&hidden, target).map_err(failed)?;
                Ok(Undo::PutBack(old))
            }
        }
    }

    fn remove(
        &self,
        places: &Places,
        before: &str,
        failed: &dyn Fn(io::Error) -> Refusal,
    ) -> Result<Undo, Refusal> {
        let name = PathBuf::from(self.path.name());
        let aside = places.staging.join(&name);
        fs::rename(&places.target, &aside).map_err(failed)?;
        if is_text(&aside, before) {
            return Ok(Undo::PutBack(name));
        }
        fs::rename(&aside, &places.target).map_err(failed)?;
        Err(changed(self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Kind;
    use crate::tree::Fresh;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    struct Place {
        top: tempfile::TempDir,
        tree: Tree,
    }

    impl Place {
        fn new() -> Self {
            let top = tempfile::tempdir().unwrap();
            let tree = Tree::new(top.path(), None).unwrap();
            for name in ["a", "b", "c"] {
                fs::write(top.path().join(name), format!("{name}\n")).unwrap();
            }
            Self { top, tree }
        }

        fn read(&self, name: &str) -> Option<String> {
            fs::read_to_string(self.top.path().join(name)).ok()
        }

        /// Every name in it, hidden ones too.
        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.top.path())
                .unwrap()
                .map(|it| it.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }
    }

    /// One of each kind.
    fn edits() -> Edits {
        let mut edits = Edits::none();
        edits.change(&path("a"), "a\n".to_owned(), "A\n".to_owned());
        edits.remove(&path("b"), "b\n".to_owned());
        edits.create(&path("new/x"), "x\n".to_owned());
        edits
    }

    #[test]
    fn all_files_are_written() {
        let place = Place::new();
        let applied = place.tree.apply(&edits()).unwrap();
        assert_eq!(applied.paths, [path("a"), path("b"), path("new/x")]);
        assert_eq!(place.read("a").unwrap(), "A\n");
        assert_eq!(place.read("b"), None);
        assert_eq!(place.read("new/x").unwrap(), "x\n");
        assert_eq!(place.names(), ["a", "c", "new"]);
    }

    #[test]
    fn what_is_not_as_it_was_read_is_refused_by_name_and_nothing_is_written() {
        for (name, text, said) in [
            ("a", "other\n", "`a` has changed since it was read"),
            ("b", "other\n", "`b` has changed since it was read"),
            ("new/x", "mine\n", "`new/x` is there already"),
        ] {
            let place = Place::new();
            fs::create_dir_all(place.top.path().join("new")).unwrap();
            fs::write(place.top.path().join(name), text).unwrap();
            let refusal = place.tree.apply(&edits()).unwrap_err();
            assert_eq!(
                (refusal.kind, refusal.message.as_str()),
                (Kind::Stale, said)
            );
            assert_eq!(place.read(name).unwrap(), text);
            assert_ne!(place.read("a").unwrap(), "A\n");
            assert!(place.read("b").is_some());
        }
        let place = Place::new();
        fs::remove_file(place.top.path().join("a")).unwrap();
        let refusal = place.tree.apply(&edits()).unwrap_err();
        assert_eq!(refusal.message, "`a` is gone since it was read");
        assert_eq!(place.names(), ["b", "c"]);
    }

    #[test]
    fn where_one_file_fails_half_way_the_others_are_put_back() {
        for fails_at in ["b", "c"] {
            let place = Place::new();
            let mut edits = edits();
            edits.change(&path("c"), "c\n".to_owned(), "C\n".to_owned());
            let target = place.top.path().join(fails_at);
            let mut watch = |count| {
                if count == 1 {
                    // Neither a rename nor a removal gets over a directory.
                    fs::remove_file(&target).unwrap();
                    fs::create_dir(&target).unwrap();
                }
            };
            let refusal = place.tree.apply_watched(&edits, &mut watch).unwrap_err();
            assert_eq!(refusal.kind, Kind::Stale);
            fs::remove_dir(&target).unwrap();
            let mut left = vec!["a", "b", "c"];
            left.retain(|it| *it != fails_at);
            assert_eq!(place.names(), left);
            for name in left {
                assert_eq!(place.read(name).unwrap(), format!("{name}\n"));
            }
        }
    }

    #[test]
    fn what_an_editor_writes_at_the_last_moment_stays() {
        for (name, theirs) in [("b", "theirs\n"), ("c", "theirs\n"), ("new/x", "theirs\n")] {
            let place = Place::new();
            let mut edits = edits();
            edits.change(&path("c"), "c\n".to_owned(), "C\n".to_owned());
            let target = place.top.path().join(name);
            let mut watch = |count| {
                if count == 1 {
                    fs::create_dir_all(target.parent().unwrap()).unwrap();
                    fs::write(&target, theirs).unwrap();
                }
            };
            let refusal = place.tree.apply_watched(&edits, &mut watch).unwrap_err();
            assert_eq!(refusal.kind, Kind::Stale, "{refusal}");
            assert!(refusal.message.contains(&format!("`{name}`")), "{refusal}");
            assert_eq!(place.read(name).unwrap(), theirs);
            assert_eq!(place.read("a").unwrap(), "a\n");
            assert!(place.names().iter().all(|it| !it.starts_with('.')));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_directory_that_becomes_a_link_leads_nowhere() {
        for name in ["b", "m", "new"] {
            let place = Place::new();
            let outside = tempfile::tempdir().unwrap();
            let (top, outside) = (place.top.path(), outside.path());
            let mut edits = Edits::none();
            edits.change(&path("a"), "a\n".to_owned(), "A\n".to_owned());
            fs::create_dir(top.join("sub")).unwrap();
            for directory in [top.join("sub").as_path(), outside] {
                fs::write(directory.join("b"), "b\n").unwrap();
                fs::write(directory.join("m"), "b\n").unwrap();
            }
            let file = path(&format!("sub/{name}"));
            match name {
                "b" => edits.change(&file, "b\n".to_owned(), "B\n".to_owned()),
                "m" => edits.remove(&file, "b\n".to_owned()),
                _ => edits.create(&file, "n\n".to_owned()),
            }
            let mut watch = |count| {
                if count == 1 {
                    fs::rename(top.join("sub"), top.join("was")).unwrap();
                    std::os::unix::fs::symlink(outside, top.join("sub")).unwrap();
                }
            };
            let refusal = place.tree.apply_watched(&edits, &mut watch).unwrap_err();
            assert_eq!(refusal.message, "`sub` is not a directory", "{name}");
            assert_eq!(place.read("a").unwrap(), "a\n");
            assert_eq!(place.read("was/b").unwrap(), "b\n");
            let left = fs::read_dir(outside).unwrap().map(|it| it.unwrap());
            for file in left {
                assert_eq!(fs::read_to_string(file.path()).unwrap(), "b\n", "{name}");
            }
            assert_eq!(fs::read_dir(outside).unwrap().count(), 2, "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_held_stays_whatever_becomes_of_its_name() {
        let place = Place::new();
        let top = place.top.path();
        fs::create_dir(top.join("sub")).unwrap();
        let held = place.tree.hold(&path("sub/x")).unwrap();
        fs::rename(top.join("sub"), top.join("was")).unwrap();
        std::os::unix::fs::symlink("/", top.join("sub")).unwrap();
        fs::write(held.path().join("x"), "x\n").unwrap();
        assert_eq!(place.read("was/x").unwrap(), "x\n");
        assert!(place.tree.hold(&path("sub/x")).is_err());
    }

    #[test]
    fn an_error_names_no_temporary_file() {
        let place = Place::new();
        let gone = place.top.path().join("gone");
        let error = tempfile::Builder::new()
            .prefix(crate::tree::HIDDEN)
            .tempfile_in(&gone);
        let error = error.unwrap_err();
        assert!(error.to_string().contains(".pmrepo-"), "{error}");
        let said = Refusal::io(Path::new("postmortem.md"), &error).message;
        assert!(
            said.starts_with("postmortem.md: ") && !said.contains("gone"),
            "{said}"
        );
    }

    #[test]
    fn what_a_killed_writer_left_is_cleared_away_and_nothing_else() {
        let place = Place::new();
        for (name, ignored) in [(".pmrepo-Ab12cd", "*\n"), (".pmrepo-mine", "!x\n")] {
            fs::create_dir(place.top.path().join(name)).unwrap();
            fs::write(place.top.path().join(name).join(".gitignore"), ignored).unwrap();
        }
        place.tree.apply(&edits()).unwrap();
        assert_eq!(place.names(), [".pmrepo-mine", "a", "c", "new"]);
    }

    #[test]
    fn where_what_is_fresh_fails_the_files_are_put_back() {
        let place = Place::new();
        let mut edits = Edits::fresh(Fresh::File {
            parent: path("a/below"),
            name: "x".to_owned(),
            ending: ".md",
            text: "x\n".to_owned(),
        });
        edits.change(&path("b"), "b\n".to_owned(), "B\n".to_owned());
        assert!(place.tree.apply(&edits).is_err());
        assert_eq!(place.names(), ["a", "b", "c"]);
        assert_eq!(place.read("b").unwrap(), "b\n");
    }

    #[test]
    fn a_text_that_stays_is_not_written() {
        let mut edits = Edits::none();
        edits.change(&path("a"), "a\n".to_owned(), "a\n".to_owned());
        assert!(edits.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn modes_stay_and_links_are_refused() {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::fs::symlink;
        let place = Place::new();
        let file = place.top.path().join("a");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        let mut edits = Edits::none();
        edits.change(&path("a"), "a\n".to_owned(), "A\n".to_owned());
        place.tree.apply(&edits).unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o666);
        fs::remove_file(&file).unwrap();
        symlink(place.top.path().join("b"), &file).unwrap();
        let refusal = place.tree.apply(&edits).unwrap_err();
        assert_eq!(refusal.message, "`a` is not a plain file");
        assert_eq!(place.read("b").unwrap(), "b\n");
    }
}
