//! What git itself checks of the objects that are pushed: directories that no git would have written are
//! refused before any hook sees them.

use super::super::Refusal;
use crate::git::Repo;

/// Whether git checks what it receives.
const CHECKS: &str = "receive.fsckObjects";
/// The same for whatever git transfers, where that is not set.
const ALL_CHECKS: &str = "transfer.fsckObjects";
/// How the keys of the levels begin.
const LEVELS: &str = "receive.fsck.";

/// What is wrong with a directory.
const OF_TREES: [&str; 9] = [
    "badTree",
    "duplicateEntries",
    "emptyName",
    "fullPathname",
    "hasDot",
    "hasDotdot",
    "hasDotgit",
    "nullSha1",
    "treeNotSorted",
];

/// What else git takes for an error: old histories are full of it.
const OTHERS: [&str; 36] = [
    "badDate",
    "badDateOverflow",
    "badEmail",
    "badName",
    "badObjectSha1",
    "badParentSha1",
    "badTimezone",
    "badTreeSha1",
    "badType",
    "gitattributesBlob",
    "gitattributesLarge",
    "gitattributesLineLength",
    "gitattributesMissing",
    "gitmodulesBlob",
    "gitmodulesLarge",
    "gitmodulesMissing",
    "gitmodulesName",
    "gitmodulesPath",
    "gitmodulesSymlink",
    "gitmodulesUpdate",
    "gitmodulesUrl",
    "missingAuthor",
    "missingCommitter",
    "missingEmail",
    "missingNameBeforeEmail",
    "missingObject",
    "missingSpaceBeforeDate",
    "missingSpaceBeforeEmail",
    "missingTag",
    "missingTagEntry",
    "missingTree",
    "missingType",
    "missingTypeEntry",
    "multipleAuthors",
    "unknownType",
    "zeroPaddedDate",
];

/// Whether git checks what it receives already: by this repository's configuration, or by that of the
/// user or of the machine.
pub(super) fn is_set(repo: &Repo) -> Result<bool, Refusal> {
    let set = match repo.switch(CHECKS)? {
        Some(set) => Some(set),
        None => repo.switch(ALL_CHECKS)?,
    };
    Ok(set.unwrap_or(false))
}

/// Lets git refuse directories that are wrong, and warn of everything else. Where it has checked all
/// along, what it refuses stays, as does each level that somebody has set.
pub(super) fn set(repo: &Repo) -> Result<(), Refusal> {
    let was_set = is_set(repo)?;
    let key = |name: &str| format!("{LEVELS}{name}");
    for name in OF_TREES {
        repo.set_own_config(&key(name), "error")?;
    }
    if !was_set {
        let known = repo.names_set_below(LEVELS)?;
        for name in OTHERS {
            let key = key(name);
            if !known.iter().any(|it| it.eq_ignore_ascii_case(&key)) {
                repo.set_own_config(&key, "warn")?;
            }
        }
    }
    repo.set_own_config(CHECKS, "true")?;
    Ok(())
}
