//! Servers and programs that tell whoever hears it what they were given.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

use super::cases::Case;
use super::cases::Door;
use super::planted::base64;
use super::planted::percent;
use crate::http::Reply;
use crate::http::Server;
use crate::peer;
use crate::peer::Peer;
use crate::sandbox::Sandbox;

/// How it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// As it should.
    Well,
    /// So too, and what comes back has the token in it.
    Mirrored,
    /// Nothing is done: the token is not known. A program fails.
    Denied,
    /// The first change is not done.
    DeniedChange,
    /// The server fails.
    Broken,
    /// It sends on to another place.
    SentOn,
    /// It does not speak the encryption that it should.
    Unencrypted,
    /// Nobody vouches for its certificate.
    Unknown,
    /// There is none.
    Absent,
    /// It does not answer.
    Mute,
    /// A proxy leads there, and is not there either.
    Proxied,
    /// The setting that says where it is has a name and a password in it.
    Named,
    /// The command that prints the token prints it, tells it and fails.
    CommandFails,
    /// The token itself stands where the command should.
    NoCommand,
    /// The command names a program that is not there.
    NoProgram,
}

impl Goes {
    /// All but the first.
    pub(super) const BADLY: [Self; 14] = [
        Self::Mirrored,
        Self::Denied,
        Self::DeniedChange,
        Self::Broken,
        Self::SentOn,
        Self::Unencrypted,
        Self::Unknown,
        Self::Absent,
        Self::Mute,
        Self::Proxied,
        Self::Named,
        Self::CommandFails,
        Self::NoCommand,
        Self::NoProgram,
    ];

    /// Whether a command can go so.
    pub(super) fn is_of(self, case: &Case) -> bool {
        let over_http = matches!(
            case.door,
            Door::PagerDuty | Door::Page(_) | Door::Jira | Door::Channel
        );
        let has_token = matches!(
            case.door,
            Door::PagerDuty | Door::Page(_) | Door::Jira | Door::Smtp
        );
        let changes = case.words.contains(&"--yes");
        match self {
            Self::Well | Self::Denied | Self::Absent | Self::Mute => true,
            Self::Mirrored => case.door == Door::PagerDuty || case.door == Door::Page("statuspage"),
            Self::DeniedChange => over_http && case.door != Door::Channel && changes,
            Self::SentOn | Self::Proxied => over_http,
            Self::Broken | Self::Unencrypted | Self::Unknown | Self::Named => {
                over_http || case.door == Door::Smtp
            }
            Self::CommandFails | Self::NoCommand | Self::NoProgram => has_token,
        }
    }

    /// Whether it ends before anything is asked: so it is for all commands that talk to the same.
    pub(super) fn is_before(self) -> bool {
        matches!(
            self,
            Self::Named | Self::CommandFails | Self::NoCommand | Self::NoProgram
        )
    }

    /// Whether it ends as if nothing had happened.
    pub(super) fn is_well(self) -> bool {
        matches!(self, Self::Well | Self::Mirrored)
    }

    /// Whether the server looks at the token.
    pub(super) fn is_held(self) -> bool {
        self.is_well() || self == Self::DeniedChange
    }
}

/// All ways in which a service may tell a token.
pub(super) fn told(token: &str) -> String {
    let user = format!("ops@example.com:{token}");
    let all = [
        token.to_owned(),
        base64(token.as_bytes()),
        base64(user.as_bytes()),
        percent(token),
    ];
    all.join(" ")
}

/// An answer that tells the token wherever a service gives a reason.
pub(super) fn reply(status: u16, token: &str) -> Reply {
    let said = format!("no: {}", told(token));
    let error = json!({"code": 2006, "message": said, "errors": [said]});
    let errors = json!({"name": said});
    let body = json!({"error": error, "message": said, "errors": errors, "errorMessages": [said]});
    let location = format!("https://elsewhere.example/{}?t={token}", percent(token));
    Reply::json(status, &body)
        .with("Retry-After", "0")
        .with("Location", &location)
}

/// What answers, for as long as it must.
pub(super) enum There {
    Http(Server),
    Encrypted(String),
    /// It is listened to, and nobody answers.
    Silence(TcpListener),
    Smtp(u16),
    Nothing,
}

impl There {
    /// Something that refuses what it is asked.
    pub(super) fn refusing(status: u16, token: &str) -> Self {
        let reply = reply(status, token);
        Self::Http(Server::start(Box::new(move |_| reply.clone())))
    }

    pub(super) fn silent() -> Self {
        Self::Silence(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// A server with a certificate for which nobody vouches, the same for all; `None` where none can be made.
    pub(super) fn encrypted() -> Option<Self> {
        const SERVER: &str = "
import os, socket, ssl, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(sys.argv[1] + '/cert.pem', sys.argv[1] + '/key.pem')
server = socket.create_server(('127.0.0.1', 0))
print(server.getsockname()[1], flush=True)
while True:
    try:
        tls.wrap_socket(server.accept()[0], server_side=True).close()
    except OSError:
        pass
";
        static PEER: OnceLock<Option<Peer>> = OnceLock::new();
        let peer = PEER.get_or_init(|| {
            let place = Sandbox::plain();
            let is_certified = peer::certify(&place, "tls");
            let mut python = Command::new("python3");
            let python = python.args(["-c", SERVER]).arg(place.path("tls"));
            let peer = is_certified.then(|| Peer::start(python)).flatten();
            if peer.is_none() {
                println!("skipped: there is no openssl or no python3");
            }
            peer
        });
        peer.as_ref().map(|it| Self::Encrypted(it.port.clone()))
    }

    /// A server that takes mail, or says why not, with the password.
    pub(super) fn smtp(goes: Goes, password: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let said = told(password);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever hangs up wants no more.
                let _ = speak(&stream, goes, &said);
            }
        });
        Self::Smtp(port)
    }

    /// Its port.
    pub(super) fn port(&self) -> String {
        match self {
            Self::Http(it) => it.address.rsplit(':').next().unwrap().to_owned(),
            Self::Encrypted(port) => port.clone(),
            Self::Silence(it) => it.local_addr().unwrap().port().to_string(),
            Self::Smtp(port) => port.to_string(),
            // Nobody listens there.
            Self::Nothing => "9".to_owned(),
        }
    }
}

/// A conversation about a mail.
fn speak(mut stream: &TcpStream, goes: Goes, said: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    stream.write_all(b"220 here\r\n")?;
    let mut is_text = false;
    while let Some(line) = lines.next().transpose()? {
        let word = line.split_whitespace().next().unwrap_or_default();
        let answer = match (word, goes) {
            (".", _) => {
                is_text = false;
                "250 OK".to_owned()
            }
            _ if is_text => continue,
            ("EHLO", _) => "250-here\r\n250 AUTH PLAIN LOGIN".to_owned(),
            ("AUTH", Goes::Denied) => format!("535 5.7.8 no: {line} {said}"),
            ("AUTH", _) => "235 OK".to_owned(),
            ("RCPT", Goes::Broken) => format!("550 5.1.1 no: {said}"),
            ("DATA", _) => {
                is_text = true;
                "354 go on".to_owned()
            }
            ("QUIT", _) => "221 bye".to_owned(),
            _ => "250 OK".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}
