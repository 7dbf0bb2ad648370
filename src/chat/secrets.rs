//! What looks like a credential in a message, masked: best effort.

/// What stands in its place.
pub const MASK: &str = "[masked]";

/// What the credentials of well-known services begin with, and how long they are at least.
const PREFIXES: [(&str, usize); 21] = [
    ("AKIA", 20),
    ("ASIA", 20),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("ghu_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("xoxa-", 20),
    ("xapp-", 20),
    ("sk_live_", 20),
    ("sk-", 24),
    ("AIza", 35),
    ("eyJ", 40),
    ("npm_", 30),
    ("pypi-", 30),
    ("dop_v1_", 30),
    ("SG.", 40),
    ("hf_", 30),
];

/// Addresses whose paths are credentials: who knows one may post.
const HOOKS: [&str; 3] = [
    "hooks.slack.com/services/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
];

/// The options behind which a name and a password stand: `-u ann:hunter22`.
const OPTIONS: [&str; 2] = ["-u", "--user"];

/// The signs between a name and its value that may stand apart from both.
const SIGNS: [&str; 5] = [":", "=", ":=", "=>", "=="];

/// The ends of names whose values are credentials.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "private_key",
    "client_secret",
    "secret_key",
    "auth",
];

/// The words before a credential in a header.
const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// From this length on a word without meaning is taken for a credential.
const LONG: usize = 32;

/// A text with what looks like a credential masked, and how many there were.
pub fn masked(text: &str) -> (String, usize) {
    let (text, keys) = without_private_keys(text);
    let mut out = String::with_capacity(text.len());
    let mut count = keys;
    let mut next = Next::Any;
    for part in text.split_inclusive(parts) {
        let end = part.trim_end_matches(parts);
        let tail = part.get(end.len()..).unwrap_or_default();
        if end.is_empty() {
            out.push_str(part);
            continue;
        }
        let (word, found) = word(end, next);
        next = match next {
            _ if found => Next::Any,
            Next::Sign if SIGNS.contains(&end) => Next::Secret,
            _ => expected(end),
        };
        count += usize::from(found);
        out.push_str(&word);
        out.push_str(tail);
    }
    (out, count)
}

/// Whether a character stands between two words.
fn parts(it: char) -> bool {
    let is_mark = matches!(
        it,
        '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '(' | ')' | '|'
    );
    is_mark || it.is_whitespace()
}

/// What the next word may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Anything.
    Any,
    /// A sign, and then a credential: `"password" : "…"`.
    Sign,
    /// A credential: `password:`, `Bearer`.
    Secret,
    /// A name and a password: `-u`.
    Both,
}

/// What may follow a word.
fn expected(word: &str) -> Next {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches([':', '=']);
    if SCHEMES.contains(&bare) {
        return Next::Secret;
    }
    match is_name(bare) {
        true if bare.len() < lower.len() => Next::Secret,
        true => Next::Sign,
        false if OPTIONS.contains(&word) => Next::Both,
        false => Next::Any,
    }
}

fn is_name(name: &str) -> bool {
    NAMES.iter().any(|it| name.ends_with(it))
}

/// A word, or what is shown in its place, and whether that is so.
fn word(word: &str, next: Next) -> (String, bool) {
    // Few words are addresses, and each is looked at.
    let is_address = word.contains('/');
    for hook in HOOKS.into_iter().filter(|_| is_address) {
        if let Some((host, rest)) = word.split_once(hook)
            && !rest.is_empty()
        {
            return (format!("{host}{hook}{MASK}"), true);
        }
    }
    // `scheme://user:password@host`
    if is_address && let Some((scheme, rest)) = word.split_once("://") {
        let host = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(host).unwrap_or((rest, ""));
        if let Some((user, host)) = authority.rsplit_once('@')
            && let Some((user, _)) = user.split_once(':')
        {
            return (format!("{scheme}://{user}:{MASK}@{host}{path}"), true);
        }
        return in_query(word);
    }
    if next == Next::Secret && word.len() >= 4 {
        return (MASK.to_owned(), true);
    }
    if let (Next::Both, Some((user, _))) = (next, word.split_once(':')) {
        return (format!("{user}:{MASK}"), true);
    }
    if let Some((name, value)) = word.split_once(['=', ':']) {
        let lower = name.to_lowercase();
        if is_name(&lower) && value.len() >= 4 && !value.starts_with("//") {
            let sign = word.get(name.len()..=name.len()).unwrap_or("=");
            return (format!("{name}{sign}{MASK}"), true);
        }
    }
    let is_known = PREFIXES
        .iter()
        .any(|(prefix, length)| word.starts_with(prefix) && word.len() >= *length);
    if is_known || is_random(word) {
        return (MASK.to_owned(), true);
    }
    (word.to_owned(), false)
}

/// An address without the values of parameters that are credentials.
fn in_query(word: &str) -> (String, bool) {
    let Some((address, query)) = word.split_once('?') else {
        return (word.to_owned(), false);
    };
    let mut is_found = false;
    let parts: Vec<String> = query
        .split('&')
        .map(|part| match part.split_once('=') {
            Some((name, value)) if is_name(&name.to_lowercase()) && value.len() >= 4 => {
                is_found = true;
                format!("{name}={MASK}")
            }
            _ => part.to_owned(),
        })
        .collect();
    (format!("{address}?{}", parts.join("&")), is_found)
}

/// Whether a word has no meaning: letters of both cases and digits in it, all mixed.
fn is_random(word: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"+/=_-".contains(&it);
    if word.len() < LONG || !word.bytes().all(is_plain) {
        return false;
    }
    let kind = |it: u8| match it {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    // The marks between the words of a name turn nothing.
    let kinds: Vec<u8> = word.bytes().map(kind).filter(|it| *it < 3).collect();
    let turns = kinds
        .windows(2)
        .filter(|it| it.first() != it.last())
        .count();
    let has_all = (0..3).all(|it| kinds.contains(&it));
    // The parts of a name or a path are words: few turns for their length.
    has_all && turns * 5 >= kinds.len() * 2
}

/// How long the first line of a private key is at most.
const HEAD: usize = 64;

fn without_private_keys(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut count = 0;
    while let Some((before, after)) = rest.split_once("-----BEGIN ") {
        let head = after
            .get(..after.floor_char_boundary(HEAD))
            .unwrap_or_default();
        let is_key = head
            .lines()
            .next()
            .is_some_and(|it| it.contains("PRIVATE KEY-----"));
        out.push_str(before);
        if !is_key {
            out.push_str("-----BEGIN ");
            rest = after;
            continue;
        }
        count += 1;
        out.push_str(MASK);
        let end = after
            .split_once("-----END ")
            .and_then(|(_, it)| it.split_once("-----"));
        rest = end.map_or("", |(_, it)| it);
    }
    out.push_str(rest);
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_credential_is_masked() {
        // Put together here, so that nobody takes them for real ones.
        let token = format!("{}_{}", "ghp", "a".repeat(36));
        let random = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF";
        for (text, shown) in [
            ("password: hunter22 works", "password: [masked] works"),
            ("DB_PASSWORD=hunter22;", "DB_PASSWORD=[masked];"),
            (
                "Authorization: Bearer abcdef123",
                "Authorization: Bearer [masked]",
            ),
            (
                "postgres://app:hunter22@db/x",
                "postgres://app:[masked]@db/x",
            ),
            (
                "https://x.example/a?token=abcdef&b=1",
                "https://x.example/a?token=[masked]&b=1",
            ),
            (
                "{\"password\": \"hunter22\"}",
                "{\"password\": \"[masked]\"}",
            ),
            ("client_secret = hunter22", "client_secret = [masked]"),
            ("curl -u ann:hunter22 x", "curl -u ann:[masked] x"),
            (
                "https://hooks.slack.com/services/T1/B1/abc",
                "https://hooks.slack.com/services/[masked]",
            ),
            (&token, "[masked]"),
            (random, "[masked]"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nx",
                "[masked]\nx",
            ),
        ] {
            assert_eq!(masked(text), (shown.to_owned(), 1), "{text}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "the password was wrong",
            "the token expired, see ann:bob",
            "-----BEGIN -----BEGIN -----BEGIN",
            "see https://git.example/a/commit/02110870507abdeb93dfd6205c70f82145f8993c",
            "reverts ca4be59af7dc673b3b5fb3a16711bee21b4e736a",
            "gke-prow-default-pool-116f5d3e-bl6h is at 102%",
            "pull-kubernetes-e2e-gce-Default-Pool-Something-Long",
        ] {
            assert_eq!(masked(text), (text.to_owned(), 0));
        }
    }
}
