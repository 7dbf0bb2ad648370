//! Pushes through git's own servers: `git daemon`, and `git http-backend` behind a small HTTP server.
#![cfg(unix)]

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// How long a server may take to begin.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that ends with the test.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// What is pushed to an address: the bad is refused with its place and leaves nothing behind, the good
/// is taken, and so are a new branch and its end.
fn judges(sandbox: &Sandbox, address: &str) {
    let push = |refs: &str| sandbox.git(&["push", "--quiet", address, refs]);
    let at = || sandbox.git_in("server.git", &["rev-parse", "main"]).out;
    let before = at();
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push("main").ends(1).err;
    assert!(
        refused.contains("refs/heads/main is refused: 1 error") && refused.contains("SEV1-ish"),
        "{refused}"
    );
    assert_eq!(at(), before);
    let left = sandbox.git_in("server.git", &["fsck", "--unreachable", "--no-reflogs"]);
    assert_eq!(left.ends(0).out, "");
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Mended").ends(0);
    push("main").ends(0);
    assert_ne!(at(), before);
    push("main:topic").ends(0);
    push(":topic").ends(0);
    push(":main").ends(1);
}

#[test]
fn git_daemon_refuses_and_takes_as_it_should() {
    let sandbox = server();
    let port = free_port();
    let (base, port_word) = (
        format!("--base-path={}", sandbox.path("").display()),
        format!("--port={port}"),
    );
    // The program itself: `git daemon` would only wait for it, and leave it behind.
    let place = sandbox.git(&["--exec-path"]).out;
    let program = format!("{}/git-daemon", place.trim());
    let words = [
        "--reuseaddr",
        "--listen=127.0.0.1",
        &port_word,
        "--export-all",
        "--enable=receive-pack",
        &base,
    ];
    let daemon = sandbox
        .command(&program, "", &words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _daemon = Daemon(daemon.unwrap());
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begin.elapsed() < PATIENCE, "git daemon does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    judges(&sandbox, &format!("git://127.0.0.1:{port}/server.git"));
}

#[test]
fn http_backend_refuses_and_takes_as_it_should() {
    let sandbox = server();
    let allow = ["config", "http.receivepack", "true"];
    sandbox.git_in("server.git", &allow).ends(0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let top = sandbox.path("");
    // The environment of the server is that of every run: the binary is on its path.
    let template = sandbox.command("git", "", &["http-backend"]);
    let environment: Vec<_> = template
        .get_envs()
        .filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())))
        .collect();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut backend = Command::new("git");
            backend.arg("http-backend").env_clear();
            backend.envs(environment.iter().map(|(key, value)| (key, value)));
            answer(stream, backend, &top);
        }
    });
    judges(&sandbox, &format!("http://127.0.0.1:{port}/server.git"));
}

/// Answers one request as a web server does that runs a CGI program.
fn answer(mut stream: TcpStream, mut backend: Command, top: &Path) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    backend
        .env("GIT_PROJECT_ROOT", top)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REQUEST_METHOD", method)
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("REMOTE_ADDR", "127.0.0.1")
        .env("REMOTE_USER", "alice");
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "content-type" => drop(backend.env("CONTENT_TYPE", value)),
            "content-encoding" => drop(backend.env("HTTP_CONTENT_ENCODING", value)),
            "git-protocol" => drop(backend.env("GIT_PROTOCOL", value)),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut child = backend
        .env("CONTENT_LENGTH", length.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&body).unwrap();
    let said = child.wait_with_output().unwrap().stdout;
    let end = said.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let (headers, body) = said.split_at(end);
    let headers = String::from_utf8_lossy(headers).into_owned();
    let status = headers.lines().find_map(|it| it.strip_prefix("Status: "));
    let status = status.unwrap_or("200 OK");
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
}
