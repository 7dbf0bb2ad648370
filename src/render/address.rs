//! Addresses of the web, as they may stand in a link of any format.

use std::net::Ipv6Addr;
use std::ops::Range;

use crate::source::percent_encoded;

/// An address in which nothing ends the link that it stands in: what may not stand in one, brackets and
/// bars too, is written as `%20`. The brackets around a number that is the host stay.
pub(super) fn address(url: &str) -> String {
    let host = host_in_brackets(url);
    percent_encoded(url, |at, byte| {
        let ends_none = byte.is_ascii_graphic() && !b"\"<>\\^`{|}()[]".contains(&byte);
        ends_none || host.contains(&at)
    })
}

/// Where the host stands in an address that is a number of IPv6, with the brackets that belong to it:
/// `https://[2001:db8::1]:8443/x`. Nothing in it ends a link.
fn host_in_brackets(url: &str) -> Range<usize> {
    let find = || {
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.strip_prefix('[')?.split_once(']')?.0;
        host.parse::<Ipv6Addr>().ok()?;
        let start = scheme.len() + "://".len();
        Some(start..start + host.len() + "[]".len())
    };
    find().unwrap_or_default()
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
        for (url, shown) in [
            ("http://[::1]:80/a[1]", "http://[::1]:80/a%5B1%5D"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
            ("https://[](x)/", "https://%5B%5D%28x%29/"),
            ("https://x/[::1]", "https://x/%5B::1%5D"),
        ] {
            assert_eq!(address(url), shown);
        }
    }
}
