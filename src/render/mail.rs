//! A message as mail (RFC 5322): text and HTML, the same bytes for the same words, people and clock.

use std::str::FromStr as _;
use std::time::Duration;
use std::time::SystemTime;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::MultiPart;
use lettre::message::SinglePart;
use lettre::message::header::ContentType;
use sha2::Digest as _;
use sha2::Sha256;

use super::html::document;
use super::plain::plain;
use crate::report::Public;
use crate::report::letter::Letter;
use crate::time::Moment;

/// The last second that a mail can be dated.
const LAST: u64 = 253_402_214_400;
/// How many bytes of the hash make an id: as many as nobody meets twice.
const ID_BYTES: usize = 16;

/// Why no mail could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// An address is none.
    #[error("`{0}` is no mail address")]
    Address(String),
    /// The mail could not be put together.
    #[error("the mail cannot be made: {0}")]
    Made(String),
}

/// Who writes, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    from: Mailbox,
    to: Vec<Mailbox>,
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id, in angle brackets.
    pub id: String,
    /// All of it, with CRLF at the ends of lines.
    pub bytes: Vec<u8>,
}

impl Envelope {
    /// Reads the addresses: `jo@example.com`, or `Jo <jo@example.com>`.
    pub fn new(from: &str, to: &[String]) -> Result<Self, MailFault> {
        Ok(Self {
            from: mailbox(from)?,
            to: to.iter().map(|it| mailbox(it)).collect::<Result<_, _>>()?,
        })
    }

    /// The address of whoever writes.
    pub fn sender(&self) -> &str {
        self.from.email.as_ref()
    }

    /// The addresses of those who get it.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        self.to.iter().map(|it| it.email.as_ref())
    }
}

/// An address, with a name before it or without. What could become a header, or an option of another
/// program, is none.
fn mailbox(text: &str) -> Result<Mailbox, MailFault> {
    let fault = || MailFault::Address(text.to_owned());
    if text.chars().any(char::is_control) {
        return Err(fault());
    }
    let (name, address) = match text.trim().strip_suffix('>') {
        Some(inside) => inside.rsplit_once('<').ok_or_else(fault)?,
        None => ("", text.trim()),
    };
    let is_plain = address.is_ascii() && !address.starts_with('-') && !address.contains(' ');
    let address = lettre::Address::from_str(address.trim()).map_err(|_| fault())?;
    if !is_plain {
        return Err(fault());
    }
    let name = name.trim().trim_matches('"').trim();
    let name = Some(name.to_owned()).filter(|it| !it.is_empty());
    Ok(Mailbox::new(name, address))
}

/// The page of a message for a mail: what it says, and nothing that is fetched or runs.
pub fn page(letter: &Public<Letter>) -> String {
    document(&letter.subject, &letter.words)
}

/// Makes the mail. Its id and what parts its bodies come from a hash of all that it says.
pub fn mail(letter: &Public<Letter>, envelope: &Envelope, at: Moment) -> Result<Mail, MailFault> {
    let (text, page) = (plain(&letter.words), page(letter));
    let seconds = u64::try_from(at.unix()).unwrap_or_default().min(LAST);
    let mut hash = Sha256::new();
    let people = std::iter::once(&envelope.from).chain(&envelope.to);
    let people: Vec<String> = people.map(Mailbox::to_string).collect();
    for part in [
        letter.postmortem.as_str(),
        letter.name.as_str(),
        &letter.subject,
        &people.join(","),
        &seconds.to_string(),
        &text,
        &page,
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let hash: String = hash
        .finalize()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    let (id, boundary) = hash.split_at_checked(ID_BYTES * 2).unwrap_or((&hash, ""));
    let id = format!("<{id}@{}>", envelope.from.email.domain());
    let mut message = Message::builder()
        .message_id(Some(id.clone()))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .from(envelope.from.clone())
        .subject(&letter.subject);
    for to in &envelope.to {
        message = message.to(to.clone());
    }
    if let Some(follows) = &letter.follows {
        message = message
            .in_reply_to(follows.clone())
            .references(follows.clone());
    }
    let part = |kind, body: String| SinglePart::builder().content_type(kind).body(body);
    let both = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(part(ContentType::TEXT_PLAIN, text))
        .singlepart(part(ContentType::TEXT_HTML, page));
    let message = message.multipart(both);
    let message = message.map_err(|it| MailFault::Made(it.to_string()))?;
    Ok(Mail {
        id,
        bytes: message.formatted(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_no_header_and_no_option() {
        for bad in [
            "",
            "jo",
            "jo@",
            "a@example.com\nBcc: b@example.com",
            "Jo\r\nBcc: x <a@example.com>",
            "-oQ@example.com",
            "a@example.com, b@example.com",
            "a b@example.com",
            "j\u{f6}@example.com",
        ] {
            assert!(mailbox(bad).is_err(), "{bad:?}");
        }
        let jo = mailbox("\"J\u{f6}, Jo\" <jo@example.com>").unwrap();
        assert_eq!(jo.name.as_deref(), Some("J\u{f6}, Jo"));
        assert_eq!(jo.email.to_string(), "jo@example.com");
    }
}
