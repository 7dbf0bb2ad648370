//! A small HTTP server on loopback, whose answers a test makes: one request on each connection, one after
//! the other. It can fail in all the ways in which real ones do.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// By their names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Value,
    /// The body as it came, where it is no JSON.
    pub(crate) text: String,
}

impl Asked {
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let found = self.query.iter().filter(|(it, _)| it == name);
        found.map(|(_, value)| value.as_str()).collect()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: body.to_string(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What goes wrong with a request.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// It is not done, and this is answered.
    Instead(Reply),
    /// It is done, and this is answered.
    Afterwards(Reply),
    /// It is done, and the connection is cut.
    Cut,
    /// It is not done, and the connection is cut.
    CutBefore,
    /// It is done, and the answer takes so long.
    Slow(Duration),
    /// Nothing is answered until the test ends; it is not done.
    HoldBefore,
    /// The same, and it is done.
    HoldAfter,
}

/// When something goes wrong: once, with the first request whose line begins so.
type Planned = (String, Trouble);

/// A request, and what was done.
type Done = (Asked, Option<Reply>);

/// What answers a request.
type Answer = dyn FnMut(&Asked) -> Reply + Send;

pub(crate) struct Server {
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<Done>>>,
    planned: Arc<Mutex<Vec<Planned>>>,
    held: Mutex<mpsc::Receiver<()>>,
}

impl Server {
    pub(crate) fn start(mut answer: Box<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let planned: Arc<Mutex<Vec<Planned>>> = Arc::default();
        let (tell, held) = mpsc::channel();
        let (log, troubles) = (Arc::clone(&seen), Arc::clone(&planned));
        std::thread::spawn(move || {
            // Those that are held stay open.
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                let Some(asked) = read(&stream) else { continue };
                let line = asked.line();
                let trouble = {
                    let mut planned = troubles.lock().unwrap();
                    let at = planned.iter().position(|(it, _)| line.starts_with(it));
                    at.map(|at| planned.remove(at).1)
                };
                let is_done = !matches!(
                    trouble,
                    Some(Trouble::Instead(_) | Trouble::CutBefore | Trouble::HoldBefore)
                );
                let reply = is_done.then(|| answer(&asked));
                log.lock().unwrap().push((asked, reply.clone()));
                match trouble {
                    Some(Trouble::Instead(it) | Trouble::Afterwards(it)) => write(&stream, &it),
                    Some(Trouble::Cut | Trouble::CutBefore) => {}
                    Some(Trouble::HoldBefore | Trouble::HoldAfter) => {
                        let _ = tell.send(());
                        open.push(stream);
                    }
                    Some(Trouble::Slow(time)) => {
                        std::thread::sleep(time);
                        answered(&stream, reply.as_ref());
                    }
                    None => answered(&stream, reply.as_ref()),
                }
            }
        });
        Self {
            address,
            seen,
            planned,
            held: Mutex::new(held),
        }
    }

    /// Lets something go wrong with the next request whose line begins so: `PUT /incidents/Q1`.
    pub(crate) fn plan(&self, line: &str, trouble: Trouble) {
        self.planned
            .lock()
            .unwrap()
            .push((line.to_owned(), trouble));
    }

    /// Waits until a request is held.
    pub(crate) fn wait(&self) -> bool {
        let held = self.held.lock().unwrap();
        held.recv_timeout(Duration::from_secs(20)).is_ok()
    }

    /// All requests so far, each with what was done.
    pub(crate) fn seen(&self) -> Vec<(Asked, Option<Reply>)> {
        self.seen.lock().unwrap().clone()
    }

    /// The lines of all requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().iter().map(|(it, _)| it.line()).collect()
    }

    /// Forgets them.
    pub(crate) fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let is_chunked = headers
        .get("transfer-encoding")
        .is_some_and(|it| it == "chunked");
    let length = headers.get("content-length").and_then(|it| it.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let mut is_open = is_chunked;
    while is_open {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = usize::from_str_radix(line.trim(), 16).ok()?;
        // Each part ends with a line's end.
        let mut part = vec![0; size + 2];
        reader.read_exact(&mut part).ok()?;
        body.extend(part.get(..size)?);
        is_open = size > 0;
    }
    let text = String::from_utf8_lossy(&body).into_owned();
    // A proxy is given the whole address.
    let target = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| rest.get(at..).unwrap()),
        None => &target,
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query = query.split('&').filter(|it| !it.is_empty()).map(|it| {
        let (name, value) = it.split_once('=').unwrap_or((it, ""));
        (decoded(name), decoded(value))
    });
    Some(Asked {
        method,
        path: decoded(path),
        query: query.collect(),
        headers,
        body: serde_json::from_str(&text).unwrap_or_default(),
        text,
    })
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3);
        match (
            bytes.get(at),
            code.and_then(|it| u8::from_str_radix(it, 16).ok()),
        ) {
            (Some(b'%'), Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (Some(byte), _) => {
                out.push(*byte);
                at += 1;
            }
            (None, _) => break,
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn answered(stream: &TcpStream, reply: Option<&Reply>) {
    if let Some(reply) = reply {
        write(stream, reply);
    }
}

fn write(mut stream: &TcpStream, reply: &Reply) {
    let mut text = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n", reply.body.len()));
    text.push_str(&reply.body);
    // One that does not wait for the answer was stopped.
    let _ = stream.write_all(text.as_bytes());
    let _ = stream.shutdown(std::net::Shutdown::Write);
}
