//! Mock servers made from PagerDuty's and Statuspage's published descriptions find nothing wrong with a
//! request. The mock server is installed by `.ci/tools`, and the descriptions lie beside the project; where
//! one is not there the test is skipped, and says so.

use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use super::TOKEN;
use super::repository;
use crate::sandbox::Output;

/// The mock server, which ends with the test.
struct Prism {
    child: Child,
    address: String,
    log: PathBuf,
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the published descriptions are.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/api")
}

/// PagerDuty's description, which as it is refuses PagerDuty's own media type.
fn pagerduty(directory: &Path) -> Option<PathBuf> {
    let patched = directory.join("description.json");
    let script = data().join("vendor_accept.py");
    let done = Command::new("python3").arg(script).output();
    let Some(done) = done.ok().filter(|it| it.status.success()) else {
        println!("skipped: PagerDuty's description is not there, or cannot be patched here");
        return None;
    };
    std::fs::write(&patched, done.stdout).unwrap();
    Some(patched)
}

impl Prism {
    fn start(description: &Path, directory: &Path) -> Option<Self> {
        let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
        let program = tools.map(|it| it.join("prism/node_modules/.bin/prism"));
        let Some(program) = program.filter(|it| it.exists() && description.exists()) else {
            println!("skipped: Prism or the description is not there (PMREPO_TEST_TOOLS)");
            return None;
        };
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let log = directory.join("prism.log");
        let out = std::fs::File::create(&log).unwrap();
        let child = Command::new(program)
            .args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()])
            .arg(description)
            .stdin(Stdio::null())
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .spawn()
            .unwrap();
        let prism = Self {
            child,
            address: format!("http://127.0.0.1:{port}"),
            log,
        };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(prism);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        println!("skipped: Prism does not start");
        None
    }

    /// Fails where a request was not as the description has it, or none came.
    fn found_nothing(&self, path: &str, answer: &Output) {
        assert!(!answer.err.contains(": 4"), "{answer:?}");
        let log = std::fs::read_to_string(&self.log).unwrap();
        assert!(log.contains(path), "{log}");
        let wrong = ["Violation: request", "Request did not pass"];
        let is_wrong = |it: &&str| wrong.iter().any(|word| it.contains(word));
        let violations: Vec<&str> = log.lines().filter(is_wrong).collect();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

#[test]
fn a_mock_of_the_published_description_finds_nothing_wrong() {
    let Some(it) = repository() else { return };
    let home = tempfile::tempdir().unwrap();
    let description = pagerduty(home.path());
    let Some(prism) = description.and_then(|it| Prism::start(&it, home.path())) else {
        return;
    };
    it.1.git(&["config", "pmrepo.pagerduty.statusPage", "P1"])
        .ends(0);
    approved(&it.1);
    let variables = [
        ("PMREPO_PAGERDUTY_HOST", prism.address.as_str()),
        ("PMREPO_PAGERDUTY_TOKEN", TOKEN),
    ];
    for (words, path) in [
        (&["pagerduty", "missing"][..], "/incidents"),
        (&["pagerduty", "pull", "checkout", "--all"], "/notes"),
        (
            &["pagerduty", "push", "checkout", "--yes", "--force"],
            "/merge",
        ),
    ] {
        let ran = it.0.run(&it.1, &variables, words);
        prism.found_nothing(path, &ran);
    }
    let ran = it.0.run(&it.1, &variables, &publish("pagerduty")).ends(0);
    prism.found_nothing("put /status_pages/P1/posts/i1/postmortem", &ran);
}

#[test]
fn a_mock_of_statuspages_description_finds_nothing_wrong() {
    let Some(it) = repository() else { return };
    let home = tempfile::tempdir().unwrap();
    let description = data().join("statuspage-openapi.yaml");
    let Some(prism) = Prism::start(&description, home.path()) else {
        return;
    };
    it.1.git(&["config", "pmrepo.statuspage.page", "P1"])
        .ends(0);
    approved(&it.1);
    let variables = [
        ("PMREPO_STATUSPAGE_HOST", prism.address.as_str()),
        ("PMREPO_STATUSPAGE_TOKEN", TOKEN),
    ];
    let ran = it.0.run(&it.1, &variables, &publish("statuspage")).ends(0);
    prism.found_nothing("put /pages/P1/incidents/i1/postmortem/publish", &ran);
}

/// What is there in a mock is not what is published: it gives way.
fn publish(to: &'static str) -> [&'static str; 10] {
    [
        "message",
        "publish",
        "checkout",
        "external",
        "--incident",
        "i1",
        "--yes",
        "--again",
        "--to",
        to,
    ]
}

/// Lets the message to customers be published.
fn approved(repo: &crate::sandbox::Sandbox) {
    let text = repo.read(super::PLACE);
    let text = text.replace("status: draft", "status: reviewed");
    repo.write(super::PLACE, text);
    repo.write(
        "postmortems/2026/2026-03-10-checkout/messages/external.md",
        "---\napproved_by: bob\napproved_at: 2026-03-30T10:00Z\n---\n\nPayments *were* slow.\n",
    );
}
