//! Two files that change places in one step.

use std::io;
use std::path::Path;

/// What became of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exchange {
    /// Each has the other's place.
    Done,
    /// The system or the file system does not know how.
    Unsupported,
}

/// Lets two files change places: at no moment is either place empty.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<Exchange> {
    use rustix::fs::CWD;
    use rustix::fs::RenameFlags;
    use rustix::fs::renameat_with;
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchange::Done),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(Exchange::Unsupported),
        Err(error) => Err(error.into()),
    }
}

/// The same, where no system call does it.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<Exchange> {
    Ok(Exchange::Unsupported)
}
