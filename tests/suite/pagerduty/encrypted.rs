//! The door goes through only where the other side is who it says: a certificate that nobody vouches for, or
//! another's, is refused, and nothing is sent, the token least of all.

use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use super::TOKEN;
use super::repository;
use crate::sandbox::Sandbox;

/// A server that writes down what it is asked, and has nothing.
const SERVER: &str = r#"
import http.server, ssl, sys, threading
folder = sys.argv[1]
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(folder + '/asked', 'a') as out:
            out.write(self.path + ' ' + str(self.headers) + '\n')
        self.send_response(404)
        self.end_headers()
        self.wfile.write(b'{"error": {"message": "Not Found", "code": 2100}}')
    def log_message(self, *words):
        pass
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.socket = tls.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
"#;

struct Server {
    child: Child,
    port: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// `None` where there is no Python or openssl, which is said.
    fn start(repo: &Sandbox) -> Option<Self> {
        let made = repo.sh(
            "mkdir .git/tls && cd .git/tls && printf 'subjectAltName=DNS:localhost\n' >names \
             && openssl req -x509 -newkey rsa:2048 -nodes -days 30000 -subj /CN=authority -keyout ca.key -out ca.pem \
             && openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out request.pem \
             && openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 3000 \
             -extfile names -out cert.pem",
        );
        let child = Command::new("python3")
            .args(["-c", SERVER])
            .arg(repo.path(".git/tls"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Some(mut child) = child.ok().filter(|_| made.status == 0) else {
            println!("skipped: there is no openssl or no python3");
            return None;
        };
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let port = port.trim().to_owned();
        Some(Self { child, port })
    }
}

#[test]
fn a_wrong_certificate_gets_no_request_and_no_token() {
    let Some(it) = repository() else { return };
    let Some(server) = Server::start(&it.1) else {
        return;
    };
    let asked = || std::fs::read_to_string(it.1.path(".git/tls/asked")).unwrap_or_default();
    let authority = it.1.path(".git/tls/ca.pem");
    let trusted = ("SSL_CERT_FILE", authority.to_str().unwrap());
    let run = |host: &str, more: &[(&str, &str)]| {
        let host = format!("https://{host}:{}", server.port);
        let own = [
            ("PMREPO_PAGERDUTY_HOST", host.as_str()),
            ("PMREPO_PAGERDUTY_TOKEN", TOKEN),
        ];
        let variables = [&own, more].concat();
        let said =
            it.0.run(&it.1, &variables, &["pagerduty", "pull", "checkout"]);
        let said = said.ends(2);
        assert!(!said.snapshot().contains(TOKEN), "{said:?}");
        said.err
    };
    // Nobody vouches for it.
    let refused = run("localhost", &[]);
    assert!(refused.contains("PagerDuty cannot be reached"), "{refused}");
    assert!(refused.contains("nothing was sent"), "{refused}");
    // It is another's.
    let refused = run("127.0.0.1", &[trusted]);
    assert!(refused.contains("ertificate"), "{refused}");
    assert!(refused.contains("nothing was sent"), "{refused}");
    assert_eq!(asked(), "");
    // It is the right one.
    let answered = run("localhost", &[trusted]);
    assert!(answered.contains("404: Not Found"), "{answered}");
    assert!(asked().contains(TOKEN), "{}", asked());
}
