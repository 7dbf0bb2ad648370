//! Where there is no network, every command that is not about one works, and opens no socket.
#![cfg(target_os = "linux")]

use crate::elsewhere::Elsewhere;
use crate::products::products;
use crate::sandbox::NOW;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::writers::WRITERS;
use crate::writers::repository;

/// Runs a command without a network, and writes down which sockets it and its children open.
fn traced(repo: &Sandbox, program: &str, words: &[&str]) -> Output {
    let mut all = vec![
        "-rn",
        "--",
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=socket",
        "-o",
        "trace",
        program,
        "--as-of",
        NOW,
    ];
    all.extend(words);
    repo.program_with(&[], "unshare", &all)
}

/// Whether a network can be taken away here, and what is called be watched.
fn can_trace() -> bool {
    let repo = Sandbox::plain();
    let words = ["-rn", "--", "strace", "-f", "-qq", "-o", "trace", "true"];
    let is_there = std::process::Command::new("unshare")
        .args(["--help"])
        .output()
        .is_ok();
    let can = is_there && repo.program_with(&[], "unshare", &words).status == 0;
    if !can {
        println!("skipped: `unshare -rn strace` does not work here");
    }
    can
}

/// The sockets that lead somewhere: one to a daemon of the machine is none.
fn sockets(repo: &Sandbox) -> Vec<String> {
    let trace = repo.read("trace");
    let lines = trace.lines().filter(|it| it.contains("AF_INET"));
    lines.map(str::to_owned).collect()
}

#[test]
fn no_command_that_is_not_about_a_network_opens_a_socket() {
    if !can_trace() {
        return;
    }
    let program = match Elsewhere::find() {
        Some(it) => it.program().to_owned(),
        None => env!("CARGO_BIN_EXE_pmrepo").to_owned(),
    };
    for writer in WRITERS {
        let repo = repository();
        let ran = traced(&repo, &program, writer.words);
        assert!((0..2).contains(&ran.status), "{}: {ran:?}", writer.name);
        assert_eq!(sockets(&repo), Vec::<String>::new(), "{}", writer.name);
        assert!(
            writer.writes.iter().all(|it| repo.path(it).exists()),
            "{}",
            writer.name
        );
    }
    let repo = repository();
    let mut seen = Vec::new();
    for product in products() {
        if seen.contains(&product.command) {
            continue;
        }
        let mut words: Vec<&str> = product.command.split(' ').collect();
        match product.command.as_str() {
            "show" | "timeline show" | "search" | "prove" => words.push("one"),
            "message show" => words.extend(["ready", "external"]),
            "people show" => words.push("dave"),
            "timeline import" => words.extend(["ready", "chat.csv"]),
            "adopt" => words.push("old"),
            "pr" => words.push("HEAD...HEAD"),
            "policy try" => words.push("deadlines.reviewed.SEV-2=3d"),
            _ => {}
        }
        let ran = traced(&repo, &program, &words);
        assert!((0..2).contains(&ran.status), "{words:?}: {ran:?}");
        assert_eq!(sockets(&repo), Vec::<String>::new(), "{words:?}");
        seen.push(product.command);
    }
    // One that is about a network tries, so that the watching is known to see.
    if let Some(it) = Elsewhere::find() {
        repo.git(&["config", "pmrepo.pagerduty.tokenCommand", "echo x"])
            .ends(0);
        traced(&repo, it.program(), &["pagerduty", "missing"]).ends(2);
        assert!(!sockets(&repo).is_empty());
    }
}
