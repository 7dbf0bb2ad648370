//! What tells a database that pmrepo wrote from others.

/// What every `SQLite` database begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// Where its header says which program it belongs to.
const OWNER: std::ops::Range<usize> = 68..72;
/// Tells our databases from others: `pmre` in ASCII.
pub(super) const APPLICATION: i32 = 0x706d_7265;
/// How much of a file says whether it is a database of ours, in bytes.
pub const HEADER: u64 = 100;

/// Whether a file that begins so is a database that pmrepo wrote, or holds nothing: another is not written over.
pub fn is_our_database(beginning: &[u8]) -> bool {
    let owner = beginning.get(OWNER);
    beginning.is_empty()
        || beginning.starts_with(SQLITE) && owner == Some(&APPLICATION.to_be_bytes())
}
