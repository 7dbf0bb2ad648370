//! Addresses of the web, as they may stand in a link of any format.

/// An address in which nothing ends the link that it stands in: what may not stand in one, brackets and
/// bars too, is written as `%20`.
pub(super) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}()[]".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_link_that_it_stands_in() {
        assert_eq!(
            address("https://x.example/a-b?c=d#e%20"),
            "https://x.example/a-b?c=d#e%20"
        );
        assert_eq!(
            address("https://x/) [y](z|<> \"\n"),
            "https://x/%29%20%5By%5D%28z%7C%3C%3E%20%22%0A"
        );
    }
}
