//! The standard streams.

use std::io;
use std::io::Write;

/// Writes to standard output. A reader that has gone away is no error, so that
/// `pmrepo check | head -1` ends quietly with the status that the findings ask for; anything else,
/// such as a full disk, is. On Windows escape codes are translated for consoles that need it.
pub fn print(text: &str) -> io::Result<()> {
    write(&mut anstream::AutoStream::always(io::stdout().lock()), text)
}

/// Writes to standard error. Where that is closed nobody listens.
pub fn say(text: &str) {
    let mut out = anstream::AutoStream::always(io::stderr().lock());
    let _ = out.write_all(text.as_bytes());
}

fn write(out: &mut dyn Write, text: &str) -> io::Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is_one() {
        write(&mut Failing(io::ErrorKind::BrokenPipe), "text").unwrap();
        assert!(write(&mut Failing(io::ErrorKind::StorageFull), "text").is_err());
    }
}
