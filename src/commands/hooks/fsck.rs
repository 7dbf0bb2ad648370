//! What git itself checks of the objects that are pushed: directories that no git would have written are
//! refused before any hook sees them.

use super::super::Refusal;
use crate::git::Repo;

/// Whether git checks what it receives.
const CHECKS: &str = "receive.fsckObjects";

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

/// Whether git checks what it receives already.
pub(super) fn is_set(repo: &Repo) -> Result<bool, Refusal> {
    let set = repo.own_config(CHECKS)?;
    Ok(set.is_some_and(|it| it == "true"))
}

/// Lets git refuse directories that are wrong, and warn of everything else. Where it has checked all
/// along, what it refuses stays.
pub(super) fn set(repo: &Repo) -> Result<(), Refusal> {
    let was_set = is_set(repo)?;
    let level = |name: &str, level| repo.set_own_config(&format!("receive.fsck.{name}"), level);
    for name in OF_TREES {
        level(name, "error")?;
    }
    for name in OTHERS.iter().filter(|_| !was_set) {
        level(name, "warn")?;
    }
    repo.set_own_config(CHECKS, "true")?;
    Ok(())
}
