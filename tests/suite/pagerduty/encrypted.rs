//! The door goes through only where the other side is who it says: a certificate that nobody vouches for, or
//! another's, is refused, and nothing is sent, the token least of all.

use std::process::Command;

use super::TOKEN;
use super::repository;
use crate::peer;
use crate::peer::Peer;
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

/// `None` where there is no Python or openssl, which is said.
fn start(repo: &Sandbox) -> Option<Peer> {
    let is_certified = peer::certify(repo, ".git/tls");
    let mut python = Command::new("python3");
    let python = python.args(["-c", SERVER]).arg(repo.path(".git/tls"));
    let server = is_certified.then(|| Peer::start(python)).flatten();
    if server.is_none() {
        println!("skipped: there is no openssl or no python3");
    }
    server
}

#[test]
fn a_wrong_certificate_gets_no_request_and_no_token() {
    let Some(it) = repository() else { return };
    let Some(server) = start(&it.1) else {
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
