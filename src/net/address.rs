//! Where a service is.

use std::net::IpAddr;

/// The address under which all of a service's paths lie: `https://api.pagerduty.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It is none.
    #[error("is not the address of a host")]
    NoAddress,
    /// Whoever is on the way could read the token.
    #[error("is not https: without it the token could be read on the way")]
    NotEncrypted,
}

impl Address {
    /// Reads a host, or an address with a path. Without encryption only this machine itself is talked to.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim().trim_end_matches('/');
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, String::new()),
        };
        let may_stand = |it: char| it.is_ascii_graphic() && !"@?#\\\"<>%".contains(it);
        let host = host(authority).filter(|_| rest.chars().all(may_stand));
        let host = host.ok_or(AddressFault::NoAddress)?;
        match scheme.as_str() {
            "https" => {}
            "http" if is_this_machine(host) => {}
            "http" => return Err(AddressFault::NotEncrypted),
            _ => return Err(AddressFault::NoAddress),
        }
        Ok(Self(format!("{scheme}://{authority}{path}")))
    }

    /// Reads the address of a hook: it may have a query, and nothing is put behind it.
    pub fn hook(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let (before, query) = text.split_once('?').unwrap_or((text, ""));
        let may_stand = |it: char| it.is_ascii_graphic() && !"#\\\"<>".contains(it);
        if !query.chars().all(may_stand) {
            return Err(AddressFault::NoAddress);
        }
        // What is encoded in its path stays as it is.
        Self::parse(&before.replace('%', "-"))?;
        let scheme = if before.contains("://") {
            ""
        } else {
            "https://"
        };
        Ok(Self(format!("{scheme}{text}")))
    }

    /// It, as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this machine itself, to which no proxy leads.
    #[cfg(feature = "net")]
    pub(super) fn is_here(&self) -> bool {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        host(authority).is_some_and(is_this_machine)
    }
}

/// The host of an authority, without its port; `None` where there is none.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = if authority.starts_with('[') {
        let end = authority.find(']')?;
        authority.split_at_checked(end + 1)?
    } else {
        let colon = authority.find(':').unwrap_or(authority.len());
        authority.split_at_checked(colon)?
    };
    let is_port = match port.strip_prefix(':') {
        Some(number) => number.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    (is_port && !host.is_empty()).then_some(host)
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_talked_to_without_encryption() {
        for (text, then) in [
            ("api.eu.pagerduty.com", Ok("https://api.eu.pagerduty.com")),
            (
                "https://jira.example.com/rest/",
                Ok("https://jira.example.com/rest"),
            ),
            ("HTTP://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://[::1]:80/x", Ok("http://[::1]:80/x")),
            ("http://localhost", Ok("http://localhost")),
            ("http://api.pagerduty.com", Err(AddressFault::NotEncrypted)),
            (
                "http://localhost.example.com",
                Err(AddressFault::NotEncrypted),
            ),
            (
                "http://127.0.0.1@evil.example",
                Err(AddressFault::NoAddress),
            ),
            ("https://a?b", Err(AddressFault::NoAddress)),
            ("https://a:99999", Err(AddressFault::NoAddress)),
            ("file:///etc/passwd", Err(AddressFault::NoAddress)),
            ("https://", Err(AddressFault::NoAddress)),
            ("a b", Err(AddressFault::NoAddress)),
            ("", Err(AddressFault::NoAddress)),
        ] {
            let address = Address::parse(text);
            let address = address.as_ref().map(Address::as_str).map_err(|it| *it);
            assert_eq!(address, then, "{text}");
        }
    }
}
