//! Messages on a stream, as the base protocol has them: a header that says how long what follows is.

use std::io;
use std::io::BufRead;
use std::io::Read as _;
use std::io::Write;

use serde_json::Value;

/// The longest message that is read. A file that pmrepo reads has 4 MiB at most, and in JSON each byte of
/// it may take six.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The longest line of a header.
const MOST_OF_A_LINE: u64 = 8 * 1024;
/// What a header says that says how long the message is.
const LENGTH: &str = "content-length";

/// Why there is no message.
#[derive(Debug)]
pub(super) enum Fault {
    /// What was read is no message; the next may be one.
    Broken(String),
    /// Nothing can be read any more.
    Gone,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads one message; `None` at the end of the stream.
pub(super) fn read(input: &mut impl BufRead) -> Result<Option<Value>, Fault> {
    let mut length = None;
    let mut is_begun = false;
    loop {
        let mut line = Vec::new();
        input
            .by_ref()
            .take(MOST_OF_A_LINE)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            if is_begun {
                break;
            }
            continue;
        }
        is_begun = true;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case(LENGTH)
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length else {
        return Err(Fault::Broken("a header without Content-Length".to_owned()));
    };
    let mut body = input.by_ref().take(length);
    if length > MOST_BYTES {
        io::copy(&mut body, &mut io::sink())?;
        let message = format!("a message of {length} bytes is too long");
        return Err(Fault::Broken(message));
    }
    // Room is made for what comes, not for what the header promises.
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Fault::Broken(error.to_string()))
}

/// Writes one message.
pub(super) fn write(output: &mut dyn Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Result<Value, String>> {
        let mut input = bytes;
        let mut found = Vec::new();
        loop {
            match read(&mut input) {
                Ok(Some(it)) => found.push(Ok(it)),
                Ok(None) => return found,
                Err(Fault::Broken(why)) => found.push(Err(why)),
                Err(Fault::Gone) => panic!(),
            }
        }
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_no_message_does_not_hide_the_next() {
        let text = [
            framed("{\"a\":1}"),
            framed("{\"a\":"),
            "Content-Type: x\r\n\r\n".to_owned(),
            framed("\u{fffd}"),
            "content-length:2\r\nContent-Type: x\r\n\r\n[]".to_owned(),
        ]
        .concat();
        let found = all(text.as_bytes());
        let good: Vec<bool> = found.iter().map(Result::is_ok).collect();
        assert_eq!(good, [true, false, false, false, true], "{found:?}");
    }

    #[test]
    fn a_length_that_nobody_has_costs_nothing() {
        let found = all(b"Content-Length: 18446744073709551615\r\n\r\n{}");
        assert!(matches!(found.as_slice(), [Err(_)]), "{found:?}");
        assert_eq!(all(b"Content-Length: 60000000\r\n\r\n{}"), []);
        let deep = "[".repeat(100_000);
        assert!(all(framed(&deep).as_bytes()).iter().all(Result::is_err));
    }

    #[test]
    fn what_is_written_is_read() {
        let mut out = Vec::new();
        let message = serde_json::json!({"text": "\u{1f692} \u{e9}"});
        write(&mut out, &message).unwrap();
        assert_eq!(all(&out), [Ok(message)]);
    }
}
