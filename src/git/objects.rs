//! Reading blobs.

use super::Backend;
use super::GitError;
use super::Oid;
use super::Repo;
use super::run::CatFile;

/// Why an object could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectFault {
    /// It is not in the repository.
    Missing,
    /// It is damaged, or something else than a file.
    Damaged,
    /// It has more bytes than are wanted.
    TooLarge(u64),
}

/// Reads objects; one for each thread. With libgit2 it borrows a handle and gives it back.
pub struct Objects<'a> {
    repo: &'a Repo,
    handle: Option<git2::Repository>,
    cat_file: Option<CatFile>,
}

impl Drop for Objects<'_> {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            self.repo.give_back(handle);
        }
    }
}

impl Repo {
    /// A reader of objects for one thread.
    pub fn objects(&self) -> Objects<'_> {
        Objects {
            repo: self,
            handle: None,
            cat_file: None,
        }
    }
}

impl Objects<'_> {
    /// The bytes of a file's object, if there are at most `limit`.
    pub fn read(&mut self, id: Oid, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        match self.repo.backend {
            Backend::Library => self.by_library(id, limit),
            Backend::Executable => self.by_executable(id, limit),
        }
    }

    /// The handle that it borrows.
    pub(super) fn handle(&mut self) -> Result<&git2::Repository, GitError> {
        let handle = match self.handle.take() {
            Some(handle) => handle,
            None => self.repo.take_handle()?,
        };
        Ok(self.handle.insert(handle))
    }

    fn by_library(&mut self, id: Oid, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        let handle = self.handle().map_err(|_| ObjectFault::Damaged)?;
        let id = id.for_library().map_err(|_| ObjectFault::Damaged)?;
        let fault = |error: git2::Error| match error.code() {
            git2::ErrorCode::NotFound => ObjectFault::Missing,
            _ => ObjectFault::Damaged,
        };
        let odb = handle.odb().map_err(fault)?;
        let (size, kind) = odb.read_header(id).map_err(fault)?;
        if kind != git2::ObjectType::Blob {
            return Err(ObjectFault::Damaged);
        }
        let size = size as u64;
        if size > limit {
            return Err(ObjectFault::TooLarge(size));
        }
        Ok(odb.read(id).map_err(fault)?.data().to_vec())
    }

    fn by_executable(&mut self, id: Oid, limit: u64) -> Result<Vec<u8>, ObjectFault> {
        if self.cat_file.is_none() {
            self.cat_file = CatFile::start(self.repo).ok();
        }
        let cat_file = self.cat_file.as_mut().ok_or(ObjectFault::Damaged)?;
        let answer = cat_file.ask(&format!("info {id}"));
        let size = answer.map_err(|_| ObjectFault::Damaged);
        let size = match size.and_then(|it| size_in(&it)) {
            Ok(size) => size,
            Err(fault) => {
                if self.repo.is_partial {
                    self.repo.note(&GitError::NotFetched(id));
                }
                return Err(fault);
            }
        };
        if size > limit {
            return Err(ObjectFault::TooLarge(size));
        }
        let read = |cat_file: &mut CatFile| -> std::io::Result<Vec<u8>> {
            cat_file.ask(&format!("contents {id}"))?;
            cat_file.read(usize::try_from(size).unwrap_or(usize::MAX))
        };
        read(cat_file).map_err(|_| {
            // A damaged object ends git's process; the next question starts another.
            self.cat_file = None;
            ObjectFault::Damaged
        })
    }
}

/// Reads `id blob size` or `id missing`.
fn size_in(answer: &str) -> Result<u64, ObjectFault> {
    let words: Vec<&str> = answer.split_whitespace().collect();
    match words.as_slice() {
        [_, "blob", size] => size.parse().map_err(|_| ObjectFault::Damaged),
        [_, "missing"] => Err(ObjectFault::Missing),
        _ => Err(ObjectFault::Damaged),
    }
}
