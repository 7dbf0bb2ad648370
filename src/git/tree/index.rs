//! The index as git keeps it in a file, as far as it takes to tell what is staged. Starting git to ask takes
//! longer than the answer. What is not read here, or not understood, is for git.

use super::TREE;
use crate::git::Oid;

/// How an index begins.
const MAGIC: &[u8] = b"DIRC";
/// The versions that are read: in the fourth, paths are written as what differs from the one before.
const VERSIONS: std::ops::RangeInclusive<u32> = 2..=3;
/// The bytes of an entry before what may follow its flags.
const FIXED: usize = 62;
/// Where the mode stands in it, and the object.
const MODE: usize = 24;
const OBJECT: usize = 40;
/// The length of an object's id, and of the checksum at the end.
const ID: usize = 20;
/// In the flags: that more of them follow, that a merge left the path undecided, the length of the path.
const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
const LENGTH: u16 = 0x0fff;
/// In those that follow: what may be set. Anything else means that the file is not really staged, or what
/// nobody knows yet.
const NOT_CHECKED_OUT: u16 = 0x4000;
/// The modes that git writes: a file, one that may be run, a link, a submodule.
const MODES: [u32; 4] = [0o100_644, 0o100_755, 0o120_000, 0o160_000];
/// Entries are as long as a multiple of this.
const ALIGNED: usize = 8;
/// The extension that knows the trees of directories.
const TREES: &[u8] = b"TREE";
/// The deepest directory that is looked into.
const DEEPEST: usize = 200;

/// What is staged.
pub(super) struct Index<'a> {
    /// In the order of their paths.
    entries: Vec<Entry<'a>>,
    top: Known<'a>,
}

struct Entry<'a> {
    path: &'a [u8],
    mode: u32,
    id: Oid,
}

/// What git keeps of a directory.
#[derive(Default)]
struct Known<'a> {
    name: &'a [u8],
    /// Its tree, and how many files lie in it and below; `None` since something in it was staged.
    tree: Option<(Oid, usize)>,
    below: Vec<Known<'a>>,
}

/// A directory of what is staged.
#[derive(Clone, Copy)]
pub(super) struct Staged<'a> {
    /// All that lies in it and below.
    entries: &'a [Entry<'a>],
    /// How much of their paths leads to it, with the `/`.
    leading: usize,
    known: Option<&'a Known<'a>>,
}

/// What lies in it directly.
pub(super) struct Member<'a> {
    pub(super) name: &'a [u8],
    pub(super) mode: u32,
    /// `None` for a directory whose tree is not known.
    pub(super) id: Option<Oid>,
    /// What lies in a directory.
    pub(super) below: Option<Staged<'a>>,
}

impl<'a> Index<'a> {
    /// Reads an index; `None` where there is anything in it that only git understands.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (all, _checksum) = bytes.split_at_checked(bytes.len().checked_sub(ID)?)?;
        let mut rest = all.strip_prefix(MAGIC)?;
        if !VERSIONS.contains(&number(&mut rest)?) {
            return None;
        }
        let count = usize::try_from(number(&mut rest)?).ok()?;
        // More than the file has room for is not there.
        let mut entries = Vec::with_capacity(count.min(all.len() / FIXED));
        for _ in 0..count {
            entries.push(entry(&mut rest)?);
        }
        let is_sorted = entries.is_sorted_by(|one, other| one.path < other.path);
        let mut top = Known::default();
        while !rest.is_empty() {
            let name = take(&mut rest, 4)?;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let mut extension = take(&mut rest, length)?;
            if name == TREES {
                top = known(&mut extension, DEEPEST)?;
            } else if !name.first()?.is_ascii_uppercase() {
                // Whoever does not know it does not understand the index.
                return None;
            }
        }
        is_sorted.then_some(Self { entries, top })
    }

    /// All of it.
    pub(super) fn top(&self) -> Staged<'_> {
        Staged {
            entries: &self.entries,
            leading: 0,
            known: Some(&self.top),
        }
    }
}

impl<'a> Staged<'a> {
    /// The tree that it is, where that is known.
    pub(super) fn tree(&self) -> Option<Oid> {
        let (id, count) = self.known?.tree?;
        (count == self.entries.len()).then_some(id)
    }

    /// What lies in it directly, in the order of the paths.
    pub(super) fn members(&self) -> Vec<Member<'a>> {
        let mut known: Vec<&Known<'a>> = self.known.iter().flat_map(|it| &it.below).collect();
        known.sort_unstable_by_key(|it| it.name);
        let mut members = Vec::new();
        let mut rest = self.entries;
        while let Some(first) = rest.first() {
            let path = first.path.get(self.leading..).unwrap_or_default();
            let Some(end) = memchr::memchr(b'/', path) else {
                members.push(Member {
                    name: path,
                    mode: first.mode,
                    id: Some(first.id),
                    below: None,
                });
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            let name = path.get(..end).unwrap_or_default();
            let leading = self.leading + end + 1;
            let prefix = first.path.get(..leading).unwrap_or_default();
            let alike = rest.partition_point(|it| it.path.starts_with(prefix));
            let (entries, others) = rest.split_at_checked(alike).unwrap_or((rest, &[]));
            let at = known.binary_search_by_key(&name, |it| it.name).ok();
            let below = Staged {
                entries,
                leading,
                known: at.and_then(|it| known.get(it).copied()),
            };
            members.push(Member {
                name,
                mode: TREE,
                id: below.tree(),
                below: Some(below),
            });
            rest = others;
        }
        members
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}

fn id(bytes: &[u8]) -> Option<Oid> {
    Some(Oid::Sha1(bytes.try_into().ok()?))
}

fn flags(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

fn entry<'a>(rest: &mut &'a [u8]) -> Option<Entry<'a>> {
    let before = rest.len();
    let mut fixed = take(rest, FIXED)?;
    take(&mut fixed, MODE)?;
    let mode = number(&mut fixed)?;
    take(&mut fixed, OBJECT - MODE - 4)?;
    let id = id(take(&mut fixed, ID)?)?;
    let flags_of_it = flags(fixed)?;
    if flags_of_it & STAGE != 0 {
        return None;
    }
    if flags_of_it & EXTENDED != 0 && flags(take(rest, 2)?)? & !NOT_CHECKED_OUT != 0 {
        return None;
    }
    let length = match flags_of_it & LENGTH {
        LENGTH => memchr::memchr(0, rest)?,
        length => usize::from(length),
    };
    let path = take(rest, length)?;
    // At least one byte of nothing follows, and as many as it takes.
    let used = before - rest.len();
    let nothing = take(rest, ALIGNED - used % ALIGNED)?;
    let is_path = !path.is_empty() && !path.contains(&0) && nothing.iter().all(|it| *it == 0);
    (is_path && MODES.contains(&mode)).then_some(Entry { path, mode, id })
}

/// Reads what is known of a directory and of those below it: its name, how many files lie in it (`-1`: its tree
/// is not known), how many directories follow that lie in it, and its tree.
fn known<'a>(rest: &mut &'a [u8], deeper: usize) -> Option<Known<'a>> {
    let mut until = |end: u8| {
        let text = take(rest, memchr::memchr(end, rest)?)?;
        take(rest, 1)?;
        Some(text)
    };
    let name = until(0)?;
    let text = |it| std::str::from_utf8(it).ok();
    let count: i64 = text(until(b' ')?)?.parse().ok()?;
    let directories: usize = text(until(b'\n')?)?.parse().ok()?;
    let tree = match usize::try_from(count) {
        Ok(count) => Some((id(take(rest, ID)?)?, count)),
        Err(_) => None,
    };
    let deeper = deeper.checked_sub(1)?;
    let below: Option<_> = (0..directories).map(|_| known(rest, deeper)).collect();
    Some(Known {
        name,
        tree,
        below: below?,
    })
}
