//! A file that another program writes and that goes again.

use std::io;
use std::path::Path;

/// An empty file among the system's temporary ones, which goes with this value.
#[derive(Debug)]
pub struct Scratch {
    file: tempfile::NamedTempFile,
}

impl Scratch {
    /// A new one.
    pub fn new() -> io::Result<Self> {
        let file = tempfile::NamedTempFile::new()?;
        Ok(Self { file })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}
