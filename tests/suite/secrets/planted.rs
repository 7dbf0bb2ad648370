//! The secrets that are planted, and how each of them may look when it is found.

use crate::pagerduty_fake;
use crate::status_pages;
use crate::trackers_fake;

/// Where the secrets come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Variables of ours.
    Variables,
    /// Commands that print them, and what stands in git's configuration.
    Configuration,
    /// What is said to git on a command line, as git hands it on in variables: `git -c NAME=VALUE`.
    CommandLine,
    /// The same in the variables that scripts set for it.
    Counted,
}

impl Way {
    pub(super) const ALL: [Self; 4] = [
        Self::Variables,
        Self::Configuration,
        Self::CommandLine,
        Self::Counted,
    ];

    /// Whether git hands them on: so it does to all that is started for the same service.
    pub(super) fn is_said_to_git(self) -> bool {
        matches!(self, Self::CommandLine | Self::Counted)
    }
}

pub(super) const PAGERDUTY: &str = pagerduty_fake::TOKEN;
pub(super) const PAGE: &str = status_pages::SECRET;
pub(super) const JIRA: &str = trackers_fake::TOKEN;
pub(super) const TRACKER: &str = "tRaCkEr-ToKeN-12";
pub(super) const MAIL: &str = "mAiL-pAsSwOrD-7Qx";
pub(super) const HOOK: &str = "T00-B00-hOoK-27";
pub(super) const OPS: &str = "oPs-HoOk-SeCrEt-44";
/// In the address of the remote.
pub(super) const ORIGIN: &str = "oRiGiN-pAsSwOrD-91";
/// In the address of a proxy.
pub(super) const PROXY: &str = "pRoXy-PaSsWoRd-33";
/// In the address of a host, which has no place for one.
pub(super) const HOST: &str = "hOsT-pAsSwOrD-55";
/// In a command line that the user wrote.
pub(super) const LINE: &str = "lInE-kEy-271828";
/// What a token is followed by where its server need not know it: all that is written otherwise in one place or
/// another.
pub(super) const ODD: &str = "\"\\&<%41+/=$'";

/// All of them.
pub(super) const ALL: [&str; 11] = [
    PAGERDUTY, PAGE, JIRA, TRACKER, MAIL, HOOK, OPS, ORIGIN, PROXY, HOST, LINE,
];

/// What is found in a text, but for what is known to be there.
pub(super) fn found(text: &str, but: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for secret in ALL.into_iter().filter(|it| !but.contains(it)) {
        for form in forms(secret) {
            if let Some(at) = text.find(&form) {
                let from = text.floor_char_boundary(at.saturating_sub(200));
                let to = text.floor_char_boundary((at + 200).min(text.len()));
                let part = text.get(from..to).unwrap();
                found.push(format!("{secret} as {form}: …{part}…"));
                break;
            }
        }
    }
    found
}

/// How a secret may be written: as it is, as in an address, and as base64 wherever it begins, with both kinds of
/// signs. What other ways of writing change is not in its letters.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned(), percent(secret)];
    for before in 0..3 {
        let all = [&[b' '; 2][..before], secret.as_bytes()].concat();
        let (from, to) = ((before * 8).div_ceil(6), all.len() * 8 / 6);
        let core = base64(&all).get(from..to).unwrap().to_owned();
        forms.push(core.replace('+', "-").replace('/', "_"));
        forms.push(core);
    }
    forms
}

/// Bytes as base64 writes them.
pub(super) fn base64(bytes: &[u8]) -> String {
    let signs: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['+', '/'])
        .collect();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=three.len() {
            text.push(signs[(bits >> (18 - 6 * at)) as usize & 63]);
        }
    }
    text + &"=".repeat((3 - bytes.len() % 3) % 3)
}

/// A text as addresses have it.
pub(super) fn percent(text: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_".contains(&it);
    let all = text.bytes().map(|it| {
        if plain(it) {
            char::from(it).to_string()
        } else {
            format!("%{it:02X}")
        }
    });
    all.collect()
}

/// The search finds what it should: else nothing would ever be found.
#[test]
fn what_is_planted_is_found() {
    assert_eq!(base64(b"ops@example.com:x"), "b3BzQGV4YW1wbGUuY29tOng=");
    for secret in ALL {
        for before in ["", "u:", "\0user\0", "ab"] {
            let written = base64(format!("{before}{secret}{ODD}").as_bytes());
            assert_eq!(found(&format!("no: {written}"), &[]).len(), 1, "{secret}");
        }
        assert_eq!(found(&format!("no: {secret}"), &[]).len(), 1);
        assert_eq!(found(&percent(&format!("{secret}{ODD}")), &[]).len(), 1);
        assert_eq!(
            found(&format!("no: {secret}"), &[secret]),
            Vec::<String>::new()
        );
    }
    assert_eq!(found("*** and nothing else", &[]), Vec::<String>::new());
}
