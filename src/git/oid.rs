//! The ids of objects.

use std::fmt;

/// How many digits of an id people are shown.
const SHORT: usize = 10;

/// The full id of an object: of a commit, a tree, a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oid {
    /// As most repositories have them.
    Sha1([u8; 20]),
    /// As a repository may have been made to have them.
    Sha256([u8; 32]),
}

impl Oid {
    /// The id that hexadecimal digits say; `None` where they are not all of one.
    pub fn parse(digits: &str) -> Option<Self> {
        match digits.len() {
            40 => bytes(digits).map(Self::Sha1),
            64 => bytes(digits).map(Self::Sha256),
            _ => None,
        }
    }

    /// The id that hexadecimal digits say, which are all zero where git means that there is nothing.
    /// `None` where they are no id at all.
    pub fn parse_or_nothing(digits: &str) -> Option<Option<Self>> {
        let id = Self::parse(digits)?;
        let is_nothing = id.as_bytes().iter().all(|it| *it == 0);
        Some(Some(id).filter(|_| !is_nothing))
    }

    /// As much of it as people are shown.
    pub fn short(self) -> String {
        self.to_string().chars().take(SHORT).collect()
    }

    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }

    /// The same for libgit2, which knows no SHA-256.
    pub(super) fn for_library(self) -> Result<git2::Oid, git2::Error> {
        git2::Oid::from_bytes(self.as_bytes())
    }
}

/// The bytes that hexadecimal digits say.
fn bytes<const LENGTH: usize>(digits: &str) -> Option<[u8; LENGTH]> {
    let digit = |it: &u8| u8::try_from(char::from(*it).to_digit(16)?).ok();
    let mut bytes = [0; LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

impl From<git2::Oid> for Oid {
    fn from(id: git2::Oid) -> Self {
        // libgit2 has none of another length.
        Self::Sha1(id.as_bytes().try_into().unwrap_or_default())
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.as_bytes() {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_and_written_whole() {
        for digits in [
            "0123456789abcdef0123456789abcdef01234567".to_owned(),
            "9f".repeat(32),
        ] {
            let id = Oid::parse(&digits).unwrap();
            assert_eq!(id.to_string(), digits);
            assert!(digits.starts_with(&id.short()));
            assert_eq!(Oid::parse_or_nothing(&digits), Some(Some(id)));
        }
        assert_eq!(Oid::parse_or_nothing(&"0".repeat(40)), Some(None));
        for digits in [
            "",
            "ab12",
            &"g".repeat(40),
            &"+f".repeat(20),
            &"é".repeat(20),
        ] {
            assert_eq!(Oid::parse(digits), None, "{digits}");
        }
    }

    #[test]
    fn libgit2_has_the_same_ids_but_for_sha_256() {
        let id = Oid::parse(&"a1".repeat(20)).unwrap();
        assert_eq!(Oid::from(id.for_library().unwrap()), id);
        let long = Oid::parse(&"a1".repeat(32)).unwrap();
        assert!(long.for_library().is_err());
    }
}
