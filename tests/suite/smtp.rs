//! `message send` to a real server of mail on loopback, with and without encryption and a password.
//! It is installed by `.ci/tools DIR` and found by `PMREPO_TEST_TOOLS`; where it is not, that is said.

mod maildev;

use std::path::PathBuf;
use std::process::Command;

use crate::peer;
use crate::peer::Peer;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// What nobody may be shown.
const SECRET: &str = "tr0ub4dor-and-3";

const REPORT: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\n\
    started_at: 2026-03-10T10:00Z\nresolved_at: 2026-03-10T11:00Z\nowner: carol\n---\n";
const NOTICE: &str =
    "---\nto: [all@example.com, J\u{f6} <jo@example.com>]\n---\n\nIt was l\u{e4}te.\n";

/// A server: it writes each mail to a file, and says its port first.
const SERVER: &str = r#"
import asyncio, ssl, sys, time
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
way, folder, word = sys.argv[1:4]
class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('unknown'):
            return '550 no such person'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        with open(folder + '/mail', 'ab') as out:
            out.write(repr((envelope.mail_from, envelope.rcpt_tos, session.authenticated)).encode() + b'\r\n')
            out.write(envelope.content)
        if way == 'mute':
            time.sleep(20)
        return '250 OK'
def check(server, session, envelope, mechanism, auth):
    is_right = isinstance(auth, LoginPassword) and auth.password == word.encode()
    # Else it says nothing to one that is wrong.
    return AuthResult(success=is_right, handled=False)
tls = None
if way in ('tls', 'ssl'):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
more = dict(authenticator=check, auth_required=True, auth_require_tls=way == 'tls') if word else {}
async def main():
    loop = asyncio.get_running_loop()
    starts = tls if way == 'tls' else None
    factory = lambda: SMTP(Handler(), tls_context=starts, require_starttls=way == 'tls', loop=loop, **more)
    server = await loop.create_server(factory, '127.0.0.1', 0, ssl=tls if way == 'ssl' else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"#;

/// Where the tools are; `None` where there are none.
fn tools() -> Option<PathBuf> {
    let tools = PathBuf::from(std::env::var_os("PMREPO_TEST_TOOLS")?);
    let is_there = tools.join("services/complete").is_file() && tools.join("full/pmrepo").is_file();
    is_there.then_some(tools)
}

struct Place {
    repo: Sandbox,
    tools: PathBuf,
}

impl Place {
    fn new() -> Option<Self> {
        let Some(tools) = tools() else {
            println!(
                "skipped: PMREPO_TEST_TOOLS names no aiosmtpd and no program with all features"
            );
            return None;
        };
        let repo = Sandbox::new();
        repo.write(&report("one"), REPORT);
        repo.write(&notice(), NOTICE);
        if !peer::certify(&repo, ".git/mail") {
            println!("skipped: there is no openssl");
            return None;
        }
        Some(Self { repo, tools })
    }

    fn server(&self, way: &str, word: &str) -> Peer {
        let folder = self.repo.path(".git/mail");
        let mut python = Command::new(self.tools.join("services/bin/python"));
        let python = python.args(["-c", SERVER, way]).arg(folder).arg(word);
        let server = Peer::start(python).unwrap();
        let port = &server.port;
        let repo = &self.repo;
        repo.sh(&format!(
            "git config sendemail.smtpServer localhost; git config sendemail.smtpServerPort {port}"
        ))
        .ends(0);
        server
    }

    fn config(&self, name: &str, value: &str) {
        self.repo.git(&["config", name, value]).ends(0);
    }

    fn send(&self, variables: &[(&str, &str)], more: &[&str]) -> Output {
        let program = self.tools.join("full/pmrepo");
        let words = [
            "--as-of",
            "2026-04-01T12:00Z",
            "message",
            "send",
            "one",
            "notice",
            "--yes",
        ];
        let all = [&words[..], more].concat();
        let shown = self
            .repo
            .run_with(variables, program.to_str().unwrap(), "", &all);
        // Nothing shows the password, and nothing keeps it.
        let kept = self
            .repo
            .sh(&format!("grep -rl {SECRET} . --exclude-dir=.git"));
        assert_eq!(kept.out, "", "{kept:?}");
        assert!(!format!("{shown:?}").contains(SECRET), "{shown:?}");
        shown
    }

    fn mails(&self) -> String {
        let mail = self.repo.path(".git/mail/mail");
        std::fs::read_to_string(mail).unwrap_or_default()
    }

    fn notice(&self) -> String {
        self.repo.read(&notice())
    }
}

fn notice() -> String {
    report("one").replace("postmortem.md", "messages/notice.md")
}

#[test]
fn a_server_takes_the_mail_without_encryption_on_this_machine() {
    let Some(place) = Place::new() else { return };
    let _server = place.server("plain", "");
    let sent = place.send(&[], &[]).ends(0);
    assert_eq!(sent.out, "2026-03-10-one: notice was sent\n");
    let mail = place.mails();
    assert!(
        mail.contains("['all@example.com', 'jo@example.com']"),
        "{mail}"
    );
    assert!(
        mail.contains("Subject: Incident: Checkout latency (SEV-2)\r\n"),
        "{mail}"
    );
    assert!(
        place.notice().contains("message_id: \"<"),
        "{}",
        place.notice()
    );
    place.send(&[], &[]).ends(2);
}

#[test]
fn a_password_goes_over_both_kinds_of_encryption_and_a_wrong_certificate_is_refused() {
    for (way, word) in [("tls", "tls"), ("ssl", "ssl")] {
        let Some(place) = Place::new() else { return };
        let server = place.server(way, SECRET);
        place.config("sendemail.smtpEncryption", word);
        place.config("sendemail.smtpUser", "alice");
        let secret = ("PMREPO_SMTP_TOKEN", SECRET);
        let authority = place.repo.path(".git/mail/ca.pem");
        let trusted = ("SSL_CERT_FILE", authority.to_str().unwrap());
        // Nobody vouches for the certificate.
        let refused = place.send(&[secret], &[]).ends(2);
        assert!(refused.err.contains("nothing was sent"), "{refused:?}");
        assert_eq!(place.notice(), NOTICE);
        // It is another's.
        place.config("sendemail.smtpServer", "127.0.0.1");
        let refused = place.send(&[secret, trusted], &[]).ends(2);
        assert!(refused.err.contains("ertificate"), "{refused:?}");
        assert_eq!(place.notice(), NOTICE);
        place.config(
            "sendemail.smtpServer",
            &format!("localhost:{}", server.port),
        );
        // There is no password, and a wrong one.
        let refused = place.send(&[trusted], &[]).ends(2);
        assert!(refused.err.contains("PMREPO_SMTP_TOKEN"), "{refused:?}");
        let wrong = ("PMREPO_SMTP_TOKEN", "wrong");
        let refused = place.send(&[wrong, trusted], &[]).ends(2);
        assert!(refused.err.contains("nothing was sent"), "{refused:?}");
        assert!(refused.err.contains("(535): "), "{refused:?}");
        assert_eq!(
            (place.notice().as_str(), place.mails().as_str()),
            (NOTICE, "")
        );
        place.send(&[secret, trusted], &[]).ends(0);
        assert!(place.mails().contains(", True)\r\n"), "{}", place.mails());
        // A command prints it.
        place.config("pmrepo.smtp.tokenCommand", &format!("printf %s {SECRET}"));
        place.send(&[trusted], &["--again"]).ends(0);
        assert_eq!(place.mails().matches("Subject:").count(), 2);
    }
}

#[test]
fn what_a_server_does_not_take_was_not_sent_and_what_it_does_not_answer_may_have_been() {
    let Some(place) = Place::new() else { return };
    let server = place.server("plain", "");
    let refused = place.send(&[], &["--to", "unknown@example.com"]).ends(2);
    assert!(refused.err.contains("no such person"), "{refused:?}");
    assert_eq!(place.notice(), NOTICE);
    // Without encryption nothing is said where it is asked for, and no password to another machine.
    place.config("sendemail.smtpEncryption", "tls");
    let refused = place.send(&[], &[]).ends(2);
    assert!(refused.err.contains("STARTTLS"), "{refused:?}");
    place.config("sendemail.smtpEncryption", "none");
    place.config("sendemail.smtpServer", "mail.example.com");
    place.config("sendemail.smtpUser", "alice");
    let refused = place.send(&[("PMREPO_SMTP_TOKEN", SECRET)], &[]).ends(2);
    assert!(refused.err.contains("without encryption"), "{refused:?}");
    drop(server);
    place
        .repo
        .git(&["config", "--unset", "sendemail.smtpUser"])
        .ends(0);
    place.config("sendemail.smtpServer", "localhost");
    let refused = place.send(&[], &[]).ends(2);
    assert!(refused.err.contains("nothing was sent"), "{refused:?}");
    assert_eq!(place.notice(), NOTICE);
    let _mute = place.server("mute", "");
    place.config("pmrepo.smtp.timeout", "2");
    let unclear = place.send(&[], &[]).ends(2);
    assert!(unclear.err.contains("may have been sent"), "{unclear:?}");
    let says_why = unclear.err.contains("it did not answer in 2 seconds");
    assert!(says_why, "{unclear:?}");
    assert!(
        place.notice().contains("attempted_at"),
        "{}",
        place.notice()
    );
    let refused = place.send(&[], &[]).ends(2);
    assert!(refused.err.contains("may have been sent at"), "{refused:?}");
    assert_eq!(place.mails().matches("Subject:").count(), 1);
}
