//! The place in a file of YAML that a JSON pointer means.

use crate::front_matter;
use crate::source::Span;

/// The key or the item at a pointer, else what it stands in; the beginning where that is gone too.
pub(super) fn place(text: &str, pointer: &str) -> Span {
    let (root, _) = front_matter::read_yaml(text);
    let Some(root) = root else {
        return Span::default();
    };
    let mut pointer = pointer;
    loop {
        if let Some(entry) = root.entry_at_pointer(pointer) {
            return entry.key_span;
        }
        let item = root.at_pointer(pointer).filter(|_| !pointer.is_empty());
        if let Some(node) = item {
            return node.entries().first().map_or(node.span, |it| it.value.span);
        }
        match pointer.rsplit_once('/') {
            Some((above, _)) => pointer = above,
            None => return Span::default(),
        }
    }
}
