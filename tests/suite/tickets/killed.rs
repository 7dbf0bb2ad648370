//! `action ticket`, killed at each request: run again, it finds the ticket that it made. With the real `gh`,
//! with a stub for `glab` that asks a fake, and with Jira's fake.

use std::process::Command;

use serde_json::Value;

use super::gh_variables;
use super::real_gh;
use super::repository;
use super::stub;
use crate::elsewhere::Elsewhere;
use crate::http::Server;
use crate::killed;
use crate::killed::Scene;
use crate::sandbox::NOW;
use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::trackers_fake::Fake;
use crate::trackers_fake::TOKEN;

const WORDS: [&str; 6] = ["--as-of", NOW, "action", "ticket", "one/AI-1", "--yes"];

/// `glab api -X VERB PATH [-H … --input -]`, which asks a fake.
const GLAB: &str = "verb=$3; path=$4\n\
    case \"$verb\" in POST) set -- -H 'Content-Type: application/json' --data-binary @- ;; *) set -- ;; esac\n\
    exec curl --silent --show-error --fail -X \"$verb\" \"$@\" \"$FAKE/$path\"\n";

struct Place {
    repo: Sandbox,
    there: Fake,
    program: String,
    variables: Vec<(String, String)>,
}

impl Place {
    fn new(preset: (&str, &str), there: Fake, program: &str) -> Self {
        let (preset, project) = preset;
        Self {
            repo: repository(&format!("{{preset: {preset}, project: {project}}}")),
            there,
            program: program.to_owned(),
            variables: Vec::new(),
        }
    }

    fn with(self, variables: &[(&str, &str)]) -> Self {
        let owned = variables
            .iter()
            .map(|(name, it)| ((*name).to_owned(), (*it).to_owned()));
        Self {
            variables: owned.collect(),
            ..self
        }
    }
}

impl Scene for Place {
    type End = (Vec<Value>, String);

    fn server(&self) -> &Server {
        &self.there.server
    }

    fn command(&self) -> Command {
        let mut command = self.repo.command(&self.program, "", &WORDS);
        command.envs(self.variables.iter().cloned());
        command
    }

    fn run(&self) {
        let ended = self.command().output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
    }

    fn end(&self) -> Self::End {
        let made = self.there.made();
        assert_eq!(made.len(), 1, "{made:?}");
        let text = self.repo.read(&report("one"));
        assert!(
            text.contains("AI-1") && text.matches("ticket:").count() == 2,
            "{text}"
        );
        (made, text.replace(&self.there.server.address, "HOST"))
    }
}

#[test]
fn the_real_gh_that_is_killed_anywhere_makes_one_ticket() {
    let Some(path) = real_gh() else { return };
    let lines = killed::everywhere(|| {
        let place = Place::new(
            ("github", "acme/sre"),
            Fake::github(),
            env!("CARGO_BIN_EXE_pmrepo"),
        );
        let address = place.there.server.address.clone();
        place.with(&gh_variables(&path, &address))
    });
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn a_glab_that_is_killed_anywhere_makes_one_ticket() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: curl is not there");
        return;
    }
    let lines = killed::everywhere(|| {
        let place = Place::new(
            ("gitlab", "acme/sre"),
            Fake::gitlab(),
            env!("CARGO_BIN_EXE_pmrepo"),
        );
        let path = stub(&place.repo, "glab", GLAB);
        let address = place.there.server.address.clone();
        place.with(&[("PATH", &path), ("FAKE", &address)])
    });
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn a_run_against_jira_that_is_killed_anywhere_makes_one_ticket() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    let lines = killed::everywhere(|| {
        let place = Place::new(("jira", "OPS"), Fake::jira(), elsewhere.program());
        let user = ["config", "pmrepo.jira.user", "ops@example.com"];
        place.repo.git(&user).ends(0);
        let address = place.there.server.address.clone();
        place.with(&[("PMREPO_JIRA_HOST", &address), ("PMREPO_JIRA_TOKEN", TOKEN)])
    });
    assert_eq!(lines.len(), 2, "{lines:?}");
}
