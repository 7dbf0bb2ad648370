//! A server of another program on loopback, and certificates for it.

use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use crate::sandbox::Sandbox;

/// One that says its port in its first line; it is stopped when nobody needs it any more.
pub(crate) struct Peer {
    child: Child,
    pub(crate) port: String,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer {
    /// Starts a program; `None` where there is none.
    pub(crate) fn start(command: &mut Command) -> Option<Self> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let port = port.trim().to_owned();
        Some(Self { child, port })
    }
}

/// Makes a directory with an authority (`ca.pem`) and a certificate of its for a name, not for an address of the
/// network (`cert.pem`, `key.pem`); whether that could be done.
pub(crate) fn certify(repo: &Sandbox, directory: &str) -> bool {
    let made = repo.sh(&format!(
        "mkdir {directory} && cd {directory} && printf 'subjectAltName=DNS:localhost\n' >names \
         && openssl req -x509 -newkey rsa:2048 -nodes -days 30000 -subj /CN=authority -keyout ca.key -out ca.pem \
         && openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out request.pem \
         && openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 3000 \
         -extfile names -out cert.pem"
    ));
    made.status == 0
}
