//! Where the part of a repository lies among those of others: `table=deadlines/repo=shop/part-0.parquet`. Engines
//! that know this layout make columns of the names and values in it.

use std::fmt::Write as _;

use crate::report::tables::Table;

/// The column that stands in the path.
pub(super) const REPO: &str = "repo";
/// The name of the one file of a part.
pub const PART: &str = "part-0.parquet";

/// The directory of a table of a repository, below that of all. What a path or such an engine would take for
/// something else is written as `%2F`, as they write it themselves.
pub fn directory(table: Table, repo: &str) -> String {
    format!("table={}/{REPO}={}", table.as_str(), escaped(repo))
}

fn escaped(name: &str) -> String {
    let mut text = String::new();
    let last = name.len().saturating_sub(1);
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => text.push(char::from(byte)),
            // Windows drops it at the end of a name.
            b'.' if at < last => text.push('.'),
            // Writing to a `String` cannot fail.
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_part_of_a_path_whatever_it_is() {
        let path = |repo| directory(Table::Deadlines, repo);
        assert_eq!(
            path("team/post.mortems"),
            "table=deadlines/repo=team%2Fpost.mortems"
        );
        for (repo, shown) in [
            ("..", ".%2E"),
            ("a=b", "a%3Db"),
            ("50%", "50%25"),
            ("c:\\x\n", "c%3A%5Cx%0A"),
            ("ä", "%C3%A4"),
            ("", ""),
        ] {
            assert_eq!(path(repo), format!("table=deadlines/repo={shown}"));
        }
    }
}
