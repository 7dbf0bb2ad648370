//! `message send` to maildev, a server of mail that shows what it got: with a password, with and without TLS.
//! It is installed by `.ci/tools DIR`; where it is not, that is said.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

use super::Place;
use super::SECRET;

struct Maildev {
    child: Child,
    smtp: u16,
    web: u16,
}

impl Drop for Maildev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody has now.
fn free() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}

impl Maildev {
    fn start(place: &Place, more: &[&str]) -> Option<Self> {
        let program = place.tools.join("maildev/node_modules/.bin/maildev");
        if !program.exists() {
            println!("skipped: PMREPO_TEST_TOOLS names no maildev");
            return None;
        }
        let (smtp, web) = (free(), free());
        let child = Command::new(program)
            .args(["--smtp", &smtp.to_string(), "--web", &web.to_string()])
            .args(["--ip", "127.0.0.1", "--web-ip", "127.0.0.1"])
            .args(["--incoming-user", "alice", "--incoming-pass", SECRET])
            .arg("--mail-directory")
            .arg(place.repo.path(".git/maildev"))
            .args(more)
            .current_dir(place.repo.path(".git/mail"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut there = Self { child, smtp, web };
        // It is not tried whether somebody is there: a connection without TLS would end it.
        let lines = BufReader::new(there.child.stdout.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        if !lines.any(|it| it.contains("SMTP Server running")) {
            println!("skipped: maildev does not start");
            return None;
        }
        // Whatever else it says is read.
        std::thread::spawn(move || lines.for_each(drop));
        Some(there)
    }

    /// The mails that it got, as it reads them.
    fn mails(&self) -> Vec<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.web)).unwrap();
        stream
            .write_all(b"GET /email HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }
}

#[test]
fn a_server_that_reads_what_it_gets_finds_all_of_it() {
    for (more, word) in [
        (&[][..], "none"),
        (
            &[
                "--incoming-secure",
                "--incoming-cert",
                "cert.pem",
                "--incoming-key",
                "key.pem",
            ],
            "ssl",
        ),
    ] {
        let Some(place) = Place::new() else { return };
        let Some(there) = Maildev::start(&place, more) else {
            return;
        };
        let server = format!("localhost:{}", there.smtp);
        place.config("sendemail.smtpServer", &server);
        place.config("sendemail.smtpEncryption", word);
        place.config("sendemail.smtpUser", "alice");
        let authority = place.repo.path(".git/mail/ca.pem");
        let trusted = ("SSL_CERT_FILE", authority.to_str().unwrap());
        let wrong = ("PMREPO_SMTP_TOKEN", "wrong");
        let refused = place.send(&[wrong, trusted], &[]).ends(2);
        assert!(refused.err.contains("nothing was sent"), "{refused:?}");
        place
            .send(&[("PMREPO_SMTP_TOKEN", SECRET), trusted], &[])
            .ends(0);
        let mails = there.mails();
        assert_eq!(mails.len(), 1, "{mails:?}");
        let of = |place: &str| mails[0].pointer(place).cloned().unwrap_or_default();
        assert_eq!(of("/subject"), "Incident: Checkout latency (SEV-2)");
        assert_eq!(of("/to/0/address"), "all@example.com");
        assert_eq!(
            (of("/to/1/name"), of("/to/1/address")),
            (json!("J\u{f6}"), json!("jo@example.com"))
        );
        let words = |name: &str| of(name).as_str().unwrap().to_owned();
        assert!(words("/text").contains("It was l\u{e4}te."), "{mails:?}");
        assert!(
            words("/html").contains("<p>It was l\u{e4}te.</p>"),
            "{mails:?}"
        );
    }
}
