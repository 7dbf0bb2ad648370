//! Addresses of files, as editors give them.

use std::path::Path;
use std::path::PathBuf;

use crate::source::percent_encoded;

/// How the address of a file of this machine begins.
const FILE: &str = "file://";

/// The file of an address; `None` where it is none of this machine.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix(FILE)?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next()?;
    if !rest.starts_with('/') {
        return None;
    }
    let path = decoded(rest)?;
    if path.contains('\0') {
        return None;
    }
    // `/C:/x` is `C:/x` where there are drives.
    let mut letters = path.chars().skip(1);
    let is_drive = cfg!(windows)
        && letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.next() == Some(':');
    Some(PathBuf::from(if is_drive { path.get(1..)? } else { &path }))
}

/// The address of a file.
pub(super) fn of_path(path: &Path) -> Option<String> {
    let path = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let stays = |_, byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{FILE}{slash}{}", percent_encoded(&path, stays)))
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if let ([b'%', high, low, ..], true) = (rest, *first == b'%') {
            let digit = |it: &u8| char::from(*it).to_digit(16);
            let byte = digit(high)? * 16 + digit(low)?;
            bytes.push(u8::try_from(byte).ok()?);
            rest = rest.get(3..)?;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_address_and_nothing_else_is() {
        let of = |uri| path_of(uri).map(|it| it.display().to_string());
        assert_eq!(
            of("file:///a/b%20c/%C3%A9.md").as_deref(),
            Some("/a/b c/\u{e9}.md")
        );
        assert_eq!(of("file://localhost/a").as_deref(), Some("/a"));
        for uri in [
            "untitled:a",
            "file://host/a",
            "file:///a%00b",
            "file:///%ff",
            "",
            "file:a",
        ] {
            assert_eq!(of(uri), None, "{uri}");
        }
    }

    #[test]
    fn an_address_leads_back() {
        for path in ["/a/b c/\u{e9}\u{1f692}%25#?.md", "/x"] {
            let uri = of_path(Path::new(path)).unwrap();
            assert!(uri.is_ascii() && !uri.contains([' ', '#', '?']), "{uri}");
            assert_eq!(path_of(&uri).unwrap(), Path::new(path));
        }
    }
}
