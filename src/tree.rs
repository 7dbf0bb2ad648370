//! The one place that writes files: whole or not at all, and never outside the repository.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::refusal::Refusal;
use crate::source::RepoPath;

/// How many postmortems of one day and slug, or process reviews of one day, there may be before `new` gives up.
const MOST_SUFFIXES: u32 = 999;

/// A directory below which files are written: the top of a work tree, or the directory of
/// `pmrepo.yaml` where there is no git.
#[derive(Clone, Debug)]
pub struct Tree {
    top: PathBuf,
}

/// A file that is to be written: its path below the directory that holds it, and its text.
pub type NewFile = (String, String);

impl Tree {
    /// A tree below `top`, which must exist.
    pub fn new(top: &Path) -> Result<Self, Refusal> {
        let top = top.canonicalize().map_err(|it| Refusal::io(top, &it))?;
        Ok(Self { top })
    }

    /// Where a path of the repository lies on disk.
    pub fn path(&self, path: &RepoPath) -> PathBuf {
        self.top.join(path.as_str())
    }

    /// Whether there is something at a path, be it a link that leads nowhere.
    pub fn exists(&self, path: &RepoPath) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// Writes a file that may be there already. It is replaced in one step, so that a reader sees
    /// the old text or the new one, and its permissions stay. A link in its place is refused.
    pub fn replace(&self, path: &RepoPath, text: &str) -> Result<(), Refusal> {
        let target = self.path(path);
        let directory = self.directory_of(path)?;
        let before = match target.symlink_metadata() {
            Ok(found) if !found.is_file() => {
                return Err(Refusal::not_ready(format!("`{path}` is not a plain file"))
                    .hint("pmrepo never writes through a link"));
            }
            Ok(found) => Some(found.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Refusal::io(&target, &error)),
        };
        let write = || -> io::Result<()> {
            let file = beside(&directory, before.or_else(plain_permissions), text)?;
            file.persist(&target).map_err(|it| it.error)?;
            Ok(())
        };
        write().map_err(|it| Refusal::io(&target, &it))
    }

    /// Writes a file that must not be there yet.
    pub fn create(&self, path: &RepoPath, text: &str) -> Result<(), Refusal> {
        if self.claim(path, text)? {
            return Ok(());
        }
        Err(Refusal::not_ready(format!("`{path}` is there already")))
    }

    /// Writes a file in the directory `parent`, called `name` and `ending`. Where that is taken,
    /// `-2`, `-3` … is added to the name; also when two do it at once. Returns its path.
    pub fn create_numbered(
        &self,
        parent: &RepoPath,
        (name, ending): (&str, &str),
        text: &str,
    ) -> Result<RepoPath, Refusal> {
        for suffix in 1..=MOST_SUFFIXES {
            let wanted = match suffix {
                1 => format!("{name}{ending}"),
                suffix => format!("{name}-{suffix}{ending}"),
            };
            let path = parent.join(&wanted).ok_or_else(|| {
                Refusal::usage(format!("`{parent}` is no place in the repository"))
            })?;
            if self.claim(&path, text)? {
                return Ok(path);
            }
        }
        Err(Refusal::not_ready(format!(
            "there are {MOST_SUFFIXES} files called `{name}{ending}` already"
        )))
    }

    /// Writes a file if nothing is at its path, whole or not at all; says whether it did.
    fn claim(&self, path: &RepoPath, text: &str) -> Result<bool, Refusal> {
        if self.exists(path) {
            return Ok(false);
        }
        let target = self.path(path);
        let directory = self.directory_of(path)?;
        let write = || -> io::Result<()> {
            let file = beside(&directory, plain_permissions(), text)?;
            file.persist_noclobber(&target).map_err(|it| it.error)?;
            Ok(())
        };
        match write() {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(Refusal::io(&target, &error)),
        }
    }

    /// Makes a directory of files below `parent`, whole or not at all: it is built under a hidden
    /// name beside its place and renamed into it. Where the name is taken, `-2`, `-3` … is added;
    /// also when two do it at once. Returns the name that it got. `files` gets that name, because
    /// a text may mention it.
    pub fn scaffold(
        &self,
        parent: &RepoPath,
        name: &str,
        files: &dyn Fn(&str) -> Result<Vec<NewFile>, Refusal>,
    ) -> Result<String, Refusal> {
        let inside = parent
            .join("x")
            .ok_or_else(|| Refusal::usage(format!("`{parent}` is no place in the repository")))?;
        let directory = self.directory_of(&inside)?;
        let io = |error: io::Error| Refusal::io(&directory, &error);
        for suffix in 1..=MOST_SUFFIXES {
            let wanted = if suffix == 1 {
                name.to_owned()
            } else {
                format!("{name}-{suffix}")
            };
            let target = directory.join(&wanted);
            if target.symlink_metadata().is_ok() {
                continue;
            }
            // Whoever is killed here leaves a hidden directory behind that git passes over.
            let hidden = tempfile::Builder::new()
                .prefix(".pmrepo-")
                .tempdir_in(&directory)
                .map_err(io)?;
            fs::write(hidden.path().join(".gitignore"), "*\n").map_err(io)?;
            let building = hidden.path().join(&wanted);
            fs::create_dir(&building).map_err(io)?;
            for (below, text) in files(&wanted)? {
                write_new(&building.join(below), &text).map_err(io)?;
            }
            match fs::rename(&building, &target) {
                Ok(()) => return Ok(wanted),
                Err(error) if is_taken(&error) => {}
                Err(error) => return Err(io(error)),
            }
        }
        Err(Refusal::not_ready(format!(
            "there are {MOST_SUFFIXES} postmortems called `{name}` already"
        )))
    }

    /// The directory that holds a path, made where it is missing. Refused where a link leads out
    /// of the tree.
    fn directory_of(&self, path: &RepoPath) -> Result<PathBuf, Refusal> {
        let parent = path.parent().unwrap_or_else(RepoPath::root);
        let mut directory = self.top.clone();
        for part in parent.parts() {
            if is_gits_own(part) {
                return Err(Refusal::usage(format!("`{parent}` is git's own place")));
            }
            directory.push(part);
            match directory.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) => {
                    return Err(Refusal::usage(format!(
                        "`{}` is not a directory",
                        directory
                            .strip_prefix(&self.top)
                            .unwrap_or(&directory)
                            .display()
                    ))
                    .hint("pmrepo never writes through a link"));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    match fs::create_dir(&directory) {
                        Ok(()) => {}
                        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                        Err(error) => return Err(Refusal::io(&directory, &error)),
                    }
                }
                Err(error) => return Err(Refusal::io(&directory, &error)),
            }
        }
        Ok(directory)
    }
}

/// A file under a hidden name, with a text on the disk, to be moved to its place.
fn beside(
    directory: &Path,
    permissions: Option<fs::Permissions>,
    text: &str,
) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pmrepo-");
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Whether a directory is git's own, on any file system.
fn is_gits_own(name: &str) -> bool {
    name.eq_ignore_ascii_case(".git")
}

/// Whether a rename failed because the name is taken.
fn is_taken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::NotADirectory
    )
}

/// Writes a file of a directory that is being built.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The permissions of a new file: everybody may read it, as git would have it.
#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "other systems have no such permissions"
)]
fn plain_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn plain_permissions() -> Option<fs::Permissions> {
    None
}
