//! Whether a tree has the shape in which git writes it. In any other, what lies in it is seen by some and
//! not by others.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::git::GitError;

/// Names that lead elsewhere than into the directory.
const LEADING_AWAY: [&[u8]; 3] = [b"", b".", b".."];

/// A name, and whether it is of a directory.
type Name<'a> = (&'a [u8], bool);

/// Refuses a directory in which a name holds a `/` or leads away, stands twice or in the wrong place.
pub(super) fn must_be_sound<'a>(
    directory: &[u8],
    names: impl Iterator<Item = Name<'a>>,
) -> Result<(), GitError> {
    let mut seen: Vec<Name<'_>> = Vec::new();
    let mut has_files = false;
    for name in names {
        if let Some(why) = wrong_with(name, &seen, has_files) {
            let text = String::from_utf8_lossy(name.0);
            let path = String::from_utf8_lossy(directory);
            return Err(GitError::BadTree {
                path: if path.is_empty() {
                    "/".into()
                } else {
                    path.into_owned()
                },
                why: format!("{why}: `{text}`"),
            });
        }
        has_files |= !name.1;
        seen.push(name);
    }
    Ok(())
}

fn wrong_with(name: Name<'_>, seen: &[Name<'_>], has_files: bool) -> Option<&'static str> {
    if name.0.contains(&b'/') || LEADING_AWAY.contains(&name.0) {
        return Some("has an entry whose name is that of none");
    }
    let last = seen.last()?;
    // A file and a directory of one name do not lie side by side: `a`, `a.b`, `a/`.
    let has_file = || {
        seen.binary_search_by(|it| order(*it, (name.0, false)))
            .is_ok()
    };
    if last.0 == name.0 || (name.1 && has_files && has_file()) {
        return Some("has two entries of one name");
    }
    (order(*last, name) != Ordering::Less).then_some("is not sorted as git sorts it")
}

/// The order in which git has them: a directory as if its name ended with `/`.
pub(super) fn order(one: Name<'_>, other: Name<'_>) -> Ordering {
    let common = one.0.len().min(other.0.len());
    let begins = one.0.get(..common).cmp(&other.0.get(..common));
    // What follows in each: in one of them nothing, or the `/` of a directory.
    let follows = |(name, is_tree): Name<'_>| {
        let next = name.get(common).copied().or(is_tree.then_some(b'/'));
        (next, name.len() + usize::from(is_tree))
    };
    begins.then_with(|| follows(one).cmp(&follows(other)))
}

/// The same for all directories in a listing, which names them by their paths.
pub(super) fn must_be_sound_below<T>(
    directory: &str,
    all: &[(Vec<u8>, T)],
    is_tree: impl Fn(&T) -> bool,
) -> Result<(), GitError> {
    let mut by_directory: BTreeMap<&[u8], Vec<Name<'_>>> = BTreeMap::new();
    let directories = all.iter().filter(|(_, it)| is_tree(it));
    for (path, _) in directories {
        by_directory.entry(path).or_default();
    }
    for (path, it) in all {
        // The longest directory on the way: what follows is the name, whatever it holds.
        let ends = path.iter().enumerate().rev().filter(|(_, it)| **it == b'/');
        let above = ends
            .filter_map(|(at, _)| Some((at, path.get(..at)?)))
            .find(|(_, above)| by_directory.contains_key(above));
        let (above, name) = match above {
            Some((at, above)) => (above, path.get(at + 1..).unwrap_or_default()),
            None => (&b""[..], &**path),
        };
        by_directory
            .entry(above)
            .or_default()
            .push((name, is_tree(it)));
    }
    for (below, names) in by_directory {
        let path = [directory.as_bytes(), below].join(&b'/');
        must_be_sound(&path, names.into_iter())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(names: &[(&str, bool)]) -> Option<String> {
        let names = names
            .iter()
            .map(|(name, is_tree)| (name.as_bytes(), *is_tree));
        must_be_sound(b"x", names).err().map(|it| it.to_string())
    }

    #[test]
    fn a_tree_is_sorted_and_has_each_name_once() {
        assert_eq!(wrong(&[]), None);
        assert_eq!(wrong(&[("a.b", false), ("a", true), ("a0", false)]), None);
        assert_eq!(wrong(&[("a", false), ("a.b", false), ("b", true)]), None);
        for bad in [
            &[("a", true), ("a.b", false)][..],
            &[("b", false), ("a", false)],
            &[("a", false), ("a", false)],
            &[("a", false), ("a.b", false), ("a", true)],
            &[("a", true), ("a", true)],
            &[("a/b", false)],
            &[("..", true)],
            &[("", true)],
        ] {
            assert!(wrong(bad).is_some(), "{bad:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn names_are_in_the_order_of_their_bytes_and_of_the_slash(
            one in "[a./0]{0,4}", other in "[a./0]{0,4}", trees: (bool, bool),
        ) {
            fn key((name, is_tree): Name<'_>) -> Vec<u8> {
                let slash: &[u8] = if is_tree { b"/" } else { b"" };
                [name, slash].concat()
            }
            let (one, other) = ((one.as_bytes(), trees.0), (other.as_bytes(), trees.1));
            proptest::prop_assert_eq!(order(one, other), key(one).cmp(&key(other)));
        }
    }

    #[test]
    fn each_directory_of_a_listing_is_looked_at() {
        let all = |names: &[(&str, bool)]| {
            let all: Vec<(Vec<u8>, bool)> = names
                .iter()
                .map(|(name, is_tree)| (name.as_bytes().to_vec(), *is_tree))
                .collect();
            must_be_sound_below("x", &all, |it| *it).is_ok()
        };
        assert!(all(&[
            ("a", true),
            ("a/b", false),
            ("a/c", true),
            ("a/c/d", false),
            ("b", false)
        ]));
        assert!(!all(&[("a", true), ("a/c", false), ("a/b", false)]));
        assert!(!all(&[("a", true), ("a/b/c", false)]));
        assert!(!all(&[("a", true), ("a/b", false), ("a/b", false)]));
    }
}
