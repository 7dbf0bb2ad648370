//! How this program is called.

use std::path::Path;
use std::path::PathBuf;

use super::variable;

/// The name of the command.
const NAME: &str = "pmrepo";

/// What a shell calls this program: `pmrepo` where `PATH` leads to it, else its own path.
pub fn program() -> PathBuf {
    let Ok(this) = std::env::current_exe() else {
        return PathBuf::from(NAME);
    };
    let file = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    let paths = variable("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .map(|directory| directory.join(&file))
        .find(|path| path.is_file());
    if found.is_some_and(|found| is_same(&found, &this)) {
        PathBuf::from(NAME)
    } else {
        this
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
