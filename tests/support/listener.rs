//! A server of HTTP on loopback that a test plays.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;

/// What somebody asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// `PUT`.
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// The headers, as they came.
    pub(crate) head: String,
    /// What came along.
    pub(crate) body: String,
}

/// What is answered: a status and a body; `None` hangs up.
pub(crate) type Answer = Option<(u16, String)>;

/// A server that is there as long as the test.
pub(crate) struct Listener {
    /// `http://127.0.0.1:4711`.
    pub(crate) address: String,
    got: Arc<Mutex<Vec<Asked>>>,
}

impl Listener {
    /// Starts one. `answer` is called for each request, one after the other.
    pub(crate) fn start(mut answer: impl FnMut(&Asked) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&got);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(asked) = read(&mut stream) else {
                    continue;
                };
                kept.lock().unwrap().push(asked.clone());
                if let Some((status, body)) = answer(&asked) {
                    let length = body.len();
                    let text = format!(
                        "HTTP/1.1 {status} x\r\nRetry-After: 0\r\nContent-Type: application/json\r\n\
                         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                    );
                    let _ = stream.write_all(text.as_bytes());
                }
            }
        });
        Self { address, got }
    }

    /// What was asked so far.
    pub(crate) fn got(&self) -> Vec<Asked> {
        self.got.lock().unwrap().clone()
    }
}

/// Reads a request; `None` where there is none.
fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let count = stream.read(&mut part).ok()?;
        bytes.extend(part.get(..count)?);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = match text.split_once("\r\n\r\n") {
            Some((head, body)) => (head.to_owned(), body.to_owned()),
            None if count == 0 => return None,
            None => continue,
        };
        let length = head.lines().find_map(|it| {
            let line = it.to_lowercase();
            line.strip_prefix("content-length: ")?.parse::<usize>().ok()
        });
        if body.len() < length.unwrap_or_default() && count > 0 {
            continue;
        }
        let mut words = head.split(' ');
        return Some(Asked {
            method: words.next()?.to_owned(),
            target: words.next()?.to_owned(),
            head,
            body,
        });
    }
}
