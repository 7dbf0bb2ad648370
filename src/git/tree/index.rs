//! The index as git keeps it in a file, as far as it takes to tell what is staged. Starting git to ask takes
//! longer than the answer. What is not read here, or not understood, is for git.

use std::borrow::Cow;

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
/// The fewest bytes that it takes to keep anything of a directory in the index: `a`, `-1`, `0`.
const SHORTEST: usize = 7;
/// The extension that knows the trees of directories.
const TREES: &[u8] = b"TREE";

/// What is staged. Nothing is copied: an index has as many entries as there are files, and few are looked at.
pub(super) struct Index<'a> {
    bytes: &'a [u8],
    /// Where the entries begin, in the order of their paths.
    starts: Vec<usize>,
    top: Option<Known<'a>>,
}

struct Entry<'a> {
    path: &'a [u8],
    mode: u32,
    id: Oid,
}

/// What git keeps of a directory.
#[derive(Clone, Copy)]
struct Known<'a> {
    name: &'a [u8],
    /// Its tree, and how many files lie in it and below; `None` since something in it was staged.
    tree: Option<(Oid, usize)>,
    /// How many directories lie in it, and what is kept of those and of all below them.
    directories: usize,
    below: &'a [u8],
}

/// A directory of what is staged.
#[derive(Clone, Copy)]
pub(super) struct Staged<'a> {
    bytes: &'a [u8],
    /// Where all that lies in it and below begins.
    starts: &'a [usize],
    /// How much of their paths leads to it, with the `/`.
    leading: usize,
    known: Option<Known<'a>>,
}

/// What lies directly in a directory.
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, [u8]>,
    pub(super) mode: u32,
    /// `None` for a directory whose tree is not known.
    pub(super) id: Option<Oid>,
    /// What is staged below a directory.
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
        let mut starts = Vec::with_capacity(count.min(all.len() / FIXED));
        let mut before: &[u8] = b"";
        for _ in 0..count {
            starts.push(all.len() - rest.len());
            let path = entry(&mut rest)?.path;
            if path <= before {
                return None;
            }
            before = path;
        }
        let mut top = None;
        while !rest.is_empty() {
            let name = take(&mut rest, 4)?;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let mut extension = take(&mut rest, length)?;
            if name == TREES {
                top = Some(known(&mut extension, true)?);
            } else if !name.first()?.is_ascii_uppercase() {
                // Whoever does not know it does not understand the index.
                return None;
            }
        }
        Some(Self { bytes, starts, top })
    }

    /// All of it.
    pub(super) fn top(&self) -> Staged<'_> {
        Staged {
            bytes: self.bytes,
            starts: &self.starts,
            leading: 0,
            known: self.top,
        }
    }
}

impl<'a> Staged<'a> {
    /// The tree that it is, where that is known.
    pub(super) fn tree(&self) -> Option<Oid> {
        let (id, count) = self.known?.tree?;
        (count == self.starts.len()).then_some(id)
    }

    fn entry(&self, start: usize) -> Option<Entry<'a>> {
        entry(&mut self.bytes.get(start..)?)
    }

    /// What lies in it directly, in the order of the paths; `None` where what is kept of its directories is
    /// not what git writes.
    pub(super) fn members(&self) -> Option<Vec<Member<'a>>> {
        let mut known = self.known.map_or(Some(Vec::new()), |it| it.directories())?;
        known.sort_unstable_by_key(|it| it.name);
        let mut members = Vec::with_capacity(known.len());
        let mut starts = self.starts;
        while let Some(start) = starts.first() {
            let first = self.entry(*start)?;
            let path = first.path.get(self.leading..)?;
            let Some(end) = memchr::memchr(b'/', path) else {
                members.push(Member {
                    name: Cow::Borrowed(path),
                    mode: first.mode,
                    id: Some(first.id),
                    below: None,
                });
                starts = starts.get(1..)?;
                continue;
            };
            let name = path.get(..end)?;
            let at = known.binary_search_by_key(&name, |it| it.name).ok();
            let known = at.and_then(|it| known.get(it).copied());
            let leading = self.leading + end + 1;
            let prefix = first.path.get(..leading)?;
            let lies_below = |start: &usize| {
                let entry = self.entry(*start);
                entry.is_some_and(|it| it.path.starts_with(prefix))
            };
            // What is kept says how many they are, which is quickly seen to be so.
            let count = known.and_then(|it| it.tree).map_or(0, |(_, count)| count);
            let (last, next) = (starts.get(count.wrapping_sub(1)), starts.get(count));
            let is_so = last.is_some_and(lies_below) && !next.is_some_and(lies_below);
            let count = if is_so {
                count
            } else {
                starts.partition_point(lies_below)
            };
            let (inside, others) = starts.split_at_checked(count)?;
            let below = Staged {
                bytes: self.bytes,
                starts: inside,
                leading,
                known,
            };
            members.push(Member {
                name: Cow::Borrowed(name),
                mode: TREE,
                id: below.tree(),
                below: Some(below),
            });
            starts = others;
        }
        Some(members)
    }
}

impl Known<'_> {
    /// What is kept of the directories that lie in it.
    fn directories(&self) -> Option<Vec<Self>> {
        let mut rest = self.below;
        // More than there is room for are not there.
        let mut all = Vec::with_capacity(self.directories.min(rest.len() / SHORTEST));
        for number in 1..=self.directories {
            all.push(known(&mut rest, number == self.directories)?);
        }
        Some(all)
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

/// Reads what is kept of a directory, and goes on behind those below it. Of the last one in its own directory
/// nothing follows.
fn known<'a>(rest: &mut &'a [u8], is_last: bool) -> Option<Known<'a>> {
    let mut known = one_known(rest)?;
    if !is_last {
        let mut open = known.directories;
        while open > 0 {
            // Each takes some bytes, whatever it says of how many follow.
            open = open.checked_add(one_known(rest)?.directories)? - 1;
        }
        let length = known.below.len() - rest.len();
        known.below = known.below.get(..length)?;
    }
    Some(known)
}

/// Reads what is kept of a directory by itself: its name, how many files lie in it (`-1`: its tree is not known),
/// how many directories that lie in it follow, and its tree.
fn one_known<'a>(rest: &mut &'a [u8]) -> Option<Known<'a>> {
    let name = until(rest, 0)?;
    let count = until(rest, b' ')?;
    let directories = figure(until(rest, b'\n')?)?;
    let tree = match count {
        b"-1" => None,
        count => Some((id(take(rest, ID)?)?, figure(count)?)),
    };
    Some(Known {
        name,
        tree,
        directories,
        below: rest,
    })
}

/// What stands before the next byte of a kind; goes on behind it.
fn until<'a>(rest: &mut &'a [u8], end: u8) -> Option<&'a [u8]> {
    let length = rest.iter().position(|it| *it == end)?;
    let text = take(rest, length)?;
    take(rest, 1)?;
    Some(text)
}

/// The number that digits say.
fn figure(digits: &[u8]) -> Option<usize> {
    let add = |sum: usize, digit: &u8| {
        let digit = char::from(*digit).to_digit(10)?;
        sum.checked_mul(10)?
            .checked_add(usize::try_from(digit).ok()?)
    };
    digits
        .iter()
        .try_fold(0, add)
        .filter(|_| !digits.is_empty())
}
