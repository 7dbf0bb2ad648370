//! JSON pointers (RFC 6901), by which the parts of a tree are named: `/action_items/0/due`.

/// A key as a part of a pointer.
pub fn part(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a part of a pointer stands for.
pub fn key(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}
