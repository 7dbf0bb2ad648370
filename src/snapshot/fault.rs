//! Why a file could not be read.

use crate::git::Oid;

/// Why there are no bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// There is none.
    #[error("there is no such file")]
    NotFound,
    /// It is a symbolic link.
    #[error("this is a symbolic link, which is never followed")]
    Link,
    /// It is another repository.
    #[error("this is a submodule, not a file")]
    Submodule,
    /// A merge left it undecided.
    #[error("a merge left this file undecided")]
    Unmerged,
    /// Its name is not UTF-8, or leaves the repository.
    #[error("this name is not UTF-8, or leads out of the repository")]
    BadName,
    /// It is a device, a pipe or a socket.
    #[error("this is not a plain file")]
    Special,
    /// It is in the place of a directory.
    #[error("this is a file where a directory is expected")]
    NoDirectory,
    /// It has more bytes than are read.
    #[error(
        "the file has {size} bytes, and at most {} are read",
        super::MOST_BYTES
    )]
    TooLarge {
        /// How many it has.
        size: u64,
    },
    /// Its object is not in the repository.
    #[error("its object {0} is missing from the repository")]
    MissingObject(Oid),
    /// Its object is damaged.
    #[error("its object {0} is damaged")]
    DamagedObject(Oid),
    /// The system refused.
    #[error("it could not be read: {0}")]
    System(String),
}

impl ReadFault {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NotFound => None,
            Self::Link => Some("put the file or directory itself in its place"),
            Self::Submodule => Some("keep postmortems in this repository"),
            Self::Unmerged => Some("resolve the conflict and `git add` the file"),
            Self::BadName => Some("rename it with letters that are UTF-8"),
            Self::Special => Some("put a plain file in its place"),
            Self::NoDirectory => {
                Some("give the file another name: documents lie in a directory of this one")
            }
            Self::TooLarge { .. } => {
                Some("move logs and other evidence into files of their own in `evidence/`")
            }
            Self::MissingObject(_) | Self::DamagedObject(_) => {
                Some("`git fsck` says what is wrong; a fresh clone usually has it whole")
            }
            Self::System(_) => Some("look at its permissions"),
        }
    }
}
