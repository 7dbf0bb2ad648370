//! A mock server made from PagerDuty's published description finds nothing wrong with a request. It is
//! installed by `.ci/tools`, and the description lies beside the project; where one is not there the test is
//! skipped, and says so.

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

impl Prism {
    fn start(directory: &Path) -> Option<Self> {
        let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
        let program = tools.map(|it| it.join("prism/node_modules/.bin/prism"));
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/api");
        let description = data.join("pagerduty-openapi.json");
        let Some(program) = program.filter(|it| it.exists() && description.exists()) else {
            println!("skipped: Prism or the description is not there (PMREPO_TEST_TOOLS)");
            return None;
        };
        // The description as it is refuses PagerDuty's own media type.
        let patched = directory.join("description.json");
        let done = Command::new("python3")
            .arg(data.join("vendor_accept.py"))
            .output();
        let Some(done) = done.ok().filter(|it| it.status.success()) else {
            println!("skipped: the description cannot be patched here");
            return None;
        };
        std::fs::write(&patched, done.stdout).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let log = directory.join("prism.log");
        let out = std::fs::File::create(&log).unwrap();
        let child = Command::new(program)
            .args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()])
            .arg(&patched)
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
}

#[test]
fn a_mock_of_the_published_description_finds_nothing_wrong() {
    let Some(it) = repository() else { return };
    let home = tempfile::tempdir().unwrap();
    let Some(prism) = Prism::start(home.path()) else {
        return;
    };
    let variables = [
        ("PMREPO_PAGERDUTY_HOST", prism.address.as_str()),
        ("PMREPO_PAGERDUTY_TOKEN", TOKEN),
    ];
    for words in [
        &["pagerduty", "missing"][..],
        &["pagerduty", "pull", "checkout", "--all"],
        &["pagerduty", "push", "checkout", "--yes", "--force"],
    ] {
        let ran = it.0.run(&it.1, &variables, words);
        assert!(!ran.err.contains(": 4"), "{words:?}: {ran:?}");
    }
    let log = std::fs::read_to_string(&prism.log).unwrap();
    assert!(log.contains("/incidents"), "{log}");
    let violations: Vec<&str> = log
        .lines()
        .filter(|it| it.contains("Violation: request") || it.contains("Request did not pass"))
        .collect();
    assert!(violations.is_empty(), "{violations:#?}");
}
