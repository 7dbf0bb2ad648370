//! One command, with all secrets planted around it, and what is found afterwards.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::cases::Case;
use super::cases::Door;
use super::hostile::Goes;
use super::hostile::There;
use super::place;
use super::planted;
use super::planted::Way;
use crate::elsewhere::Elsewhere;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

pub(super) struct Scene {
    case: &'static Case,
    goes: Goes,
    repo: Sandbox,
    /// What lies outside: programs, what they were called with, and files for a while.
    vault: Sandbox,
    there: There,
    variables: Vec<(String, String)>,
    configuration: String,
}

impl Scene {
    /// Plants everything; `None` where what answers cannot be had.
    pub(super) fn new(case: &'static Case, goes: Goes, way: Way) -> Option<Self> {
        let (repo, vault) = (place::repository(), Sandbox::plain());
        let odd = if goes.is_held() { "" } else { planted::ODD };
        let own = format!("{}{odd}", place::token(case.door));
        let there = place::there(case, goes, &own)?;
        let (preset, project, ticket) = place::tracker(case.door);
        repo.write(&report("one"), place::REPORT.replace("TICKET", ticket));
        repo.write(
            "pmrepo.yaml",
            format!("tracker: {{preset: {preset}, project: {project}}}\npagerduty: {{priorities: {{P1: SEV-1}}}}\n"),
        );
        let mut scene = Self {
            case,
            goes,
            repo,
            vault,
            there,
            variables: Vec::new(),
            configuration: String::new(),
        };
        scene.programs(ticket);
        scene.plant(way, odd);
        let before = scene.repo.read(".git/config");
        scene.configuration.insert_str(0, &before);
        scene.repo.write(".git/config", &scene.configuration);
        Some(scene)
    }

    fn set(&mut self, name: &str, value: &str) {
        let (section, key) = name.rsplit_once('.').unwrap();
        let section = match section.split_once('.') {
            Some((section, part)) => format!("{section} \"{part}\""),
            None => section.to_owned(),
        };
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        self.configuration
            .push_str(&format!("[{section}]\n\t{key} = \"{value}\"\n"));
    }

    fn variable(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Where the service is, and what else is no secret.
    fn settings(&mut self) {
        let port = self.there.port();
        let host = match self.goes {
            Goes::Unencrypted | Goes::Unknown => format!("https://localhost:{port}"),
            Goes::Proxied => "https://elsewhere.example".to_owned(),
            Goes::Named => format!("http://bot:{}@127.0.0.1:{port}", planted::HOST),
            _ => format!("http://127.0.0.1:{port}"),
        };
        for service in ["pagerduty", "statuspage", "jira"] {
            self.set(&format!("pmrepo.{service}.host"), &host);
        }
        let patience = if self.goes == Goes::Mute { "1" } else { "20" };
        for service in [
            "pagerduty",
            "statuspage",
            "jira",
            "smtp",
            "channel",
            "tracker",
        ] {
            self.set(&format!("pmrepo.{service}.timeout"), patience);
        }
        self.set("pmrepo.statuspage.page", "p1");
        self.set("pmrepo.pagerduty.statusPage", "p1");
        self.set("pmrepo.jira.user", "ops@example.com");
        self.set("sendemail.smtpUser", "alice");
        if self.case.door == Door::Sendmail {
            let line = format!("KEY={} sendmail", planted::LINE);
            self.set("sendemail.sendmailCmd", &line);
        } else {
            let server = match self.goes {
                Goes::Named => format!("bot:{}@localhost", planted::HOST),
                _ => "localhost".to_owned(),
            };
            self.set("sendemail.smtpServer", &server);
            self.set("sendemail.smtpServerPort", &port);
        }
        if matches!(self.goes, Goes::Unencrypted | Goes::Unknown) {
            self.set("sendemail.smtpEncryption", "ssl");
        }
        let line = format!("KEY={} tickets", planted::LINE);
        self.set("pmrepo.tracker.program", &line);
        let origin = format!(
            "https://bot:{}@git.example.com/acme/pm.git",
            planted::ORIGIN
        );
        self.set("remote.origin.url", &origin);
        let vault = self.vault.path("").display().to_string();
        self.variable("TMPDIR", &format!("{vault}/tmp"));
        let proxy = format!("http://bot:{}@127.0.0.1:{port}", planted::PROXY);
        self.variable("HTTPS_PROXY", &proxy);
        let system = std::env::var("PATH").unwrap_or_default();
        let path = match self.goes {
            // No program of the machine is found either.
            Goes::Absent => format!("{vault}/bin"),
            _ => format!("{vault}/bin:{system}"),
        };
        self.variable("PATH", &path);
    }

    /// The channels' addresses.
    fn hooks(&self) -> [(&'static str, String); 2] {
        let port = self.there.port();
        let base = match self.goes {
            Goes::Unencrypted | Goes::Unknown => format!("https://localhost:{port}"),
            Goes::Proxied => "https://elsewhere.example".to_owned(),
            Goes::Named => format!("http://bot:{}@127.0.0.1:{port}", planted::HOST),
            _ => format!("http://127.0.0.1:{port}"),
        };
        [
            (
                "channel",
                format!("{base}/hooks/{}?sig=a%2Fb", planted::HOOK),
            ),
            ("channel.ops", format!("{base}/hooks/{}", planted::OPS)),
        ]
    }

    /// Puts the secrets where they are taken from.
    fn plant(&mut self, way: Way, odd: &str) {
        self.settings();
        let of_page = self.case.door == Door::Page("pagerduty");
        let pagerduty = if of_page {
            planted::PAGE
        } else {
            planted::PAGERDUTY
        };
        let mail = format!("{}{odd}", planted::MAIL);
        let tokens = [
            ("pagerduty", format!("{pagerduty}{odd}")),
            ("statuspage", format!("{}{odd}", planted::PAGE)),
            ("jira", format!("{}{odd}", planted::JIRA)),
            ("smtp", mail.clone()),
        ];
        self.variable("PMREPO_TRACKER_TOKEN", planted::TRACKER);
        for (service, token) in &tokens {
            let variable = format!("PMREPO_{}_TOKEN", service.to_uppercase());
            let setting = format!("pmrepo.{service}.tokenCommand");
            self.vault
                .write(&format!("secrets/{service}"), format!("{token}\n"));
            match (self.goes, way) {
                (Goes::CommandFails, _) => self.set(&setting, &format!("untrue {service}")),
                (Goes::NoCommand, _) => self.set(&setting, token),
                (Goes::NoProgram, _) => {
                    let line = format!("KEY={} no-such-program", planted::LINE);
                    self.set(&setting, &line);
                }
                (_, Way::Variables) => self.variable(&variable, token),
                (_, _) if *service == "smtp" => {}
                (_, Way::Configuration) => self.set(&setting, &format!("pass {service}")),
                (_, Way::CommandLine | Way::Counted) => {
                    self.variable(&format!("{variable}_COMMAND"), &format!("pass {service}"));
                }
            }
        }
        let mut said: Vec<(String, String)> = self
            .hooks()
            .into_iter()
            .map(|(name, url)| (format!("pmrepo.{name}.url"), url))
            .collect();
        match way {
            Way::Variables => {
                let [usual, ops] = self.hooks();
                self.variable("PMREPO_CHANNEL_URL", &usual.1);
                self.variable("PMREPO_CHANNEL_OPS_URL", &ops.1);
                return;
            }
            Way::Configuration | Way::CommandLine | Way::Counted => {
                said.push(("sendemail.smtpPass".to_owned(), mail));
            }
        }
        match way {
            Way::CommandLine => {
                let all = said
                    .iter()
                    .map(|(name, value)| format!("'{name}'='{}'", value.replace('\'', "'\\''")));
                let all: Vec<String> = all.collect();
                self.variable("GIT_CONFIG_PARAMETERS", &all.join(" "));
            }
            Way::Counted => {
                self.variable("GIT_CONFIG_COUNT", &said.len().to_string());
                for (at, (name, value)) in said.iter().enumerate() {
                    self.variable(&format!("GIT_CONFIG_KEY_{at}"), name);
                    self.variable(&format!("GIT_CONFIG_VALUE_{at}"), value);
                }
            }
            Way::Configuration | Way::Variables => {
                for (name, value) in &said {
                    self.set(name, value);
                }
            }
        }
    }

    /// Writes the programs: each writes down what it was called with.
    fn programs(&self, ticket: &str) {
        let vault = self.vault.path("").display().to_string();
        let records = format!("{{ printf '%s\\n' \"$0\" \"$@\"; export -p; }} >>{vault}/calls\n");
        let find = |name: &str| {
            let found = self.vault.sh(&format!("command -v {name}")).ends(0).out;
            found.trim().to_owned()
        };
        let tells = "unset KEY; { echo \"no: $*\"; export -p; } >&2; exit 1\n";
        let answers = format!(
            "case \"$*\" in *'-X POST'*|*create) printf '{{\"html_url\": \"{ticket}\", \"web_url\": \"{ticket}\", \
             \"ticket\": \"{ticket}\"}}';; *labels=*) printf '[]';; *) printf '{{\"state\": \"open\"}}';; esac\n"
        );
        let does = match self.goes {
            Goes::Denied => tells,
            Goes::Mute => "exec sleep 1000\n",
            _ => &answers,
        };
        // A git that is asked for a setting is told what was said to it.
        let git = format!(
            "case \"$*\" in *'=true config '*) printf '%s\\n' \"$0\" \"$@\";; *) printf '%s\\n' \"$0\" \"$@\"; export -p;; \
             esac >>{vault}/calls\nexec {} \"$@\"\n",
            find("git")
        );
        let mut all = vec![
            ("sh", "exec /bin/sh \"$@\"\n".to_owned()),
            (
                "pass",
                format!("read -r it <{vault}/secrets/$1; printf '%s\\n' \"$it\"\n"),
            ),
            (
                "untrue",
                format!(
                    "read -r it <{vault}/secrets/$1; echo \"$it\"; echo \"+ echo $it\" >&2; exit 1\n"
                ),
            ),
        ];
        if self.goes != Goes::Absent {
            let programs = ["gh", "glab", "tickets", "sendmail"];
            all.extend(programs.map(|it| (it, does.to_owned())));
        }
        let all = all
            .iter()
            .map(|(name, script)| (*name, format!("{records}{script}")));
        for (name, script) in all.chain([("git", git)]) {
            let place = format!("bin/{name}");
            self.vault.write(&place, format!("#!/bin/sh\n{script}"));
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(self.vault.path(&place), mode).unwrap();
        }
        self.vault.write("tmp/.keep", "");
    }

    /// Runs the command.
    pub(super) fn run(&self, elsewhere: &Elsewhere) -> Output {
        let all = self.variables.iter();
        let all: Vec<(&str, &str)> = all.map(|(name, it)| (name.as_str(), it.as_str())).collect();
        elsewhere.run(&self.repo, &all, self.case.words)
    }

    /// What nobody would have missed: where nothing was told there was nothing to hide.
    pub(super) fn unheard(&self, told: &Output) -> Option<String> {
        let calls = || fs::read_to_string(self.vault.path("calls")).unwrap_or_default();
        let is_heard = match (self.case.door, self.goes) {
            (
                Door::PagerDuty | Door::Page(_) | Door::Jira | Door::Smtp,
                Goes::Denied | Goes::DeniedChange,
            ) => told.err.contains("***"),
            (Door::Program(_) | Door::Sendmail, Goes::Well | Goes::Denied) if self.case.asks => {
                ["gh", "glab", "tickets", "sendmail"]
                    .iter()
                    .any(|it| calls().contains(&format!("/bin/{it}\n")))
            }
            _ => true,
        };
        (!is_heard).then(|| format!("nothing secret was told: {told:#?}"))
    }

    /// Where something secret is that should not be there.
    pub(super) fn leaks(&self, told: &Output) -> Vec<String> {
        let mut leaks = Vec::new();
        let mut look = |place: &str, text: &str, but: &[&str]| {
            let found = planted::found(text, but).into_iter();
            leaks.extend(found.map(|it| format!("{place}: {it}")));
        };
        look("standard output", &told.out, &[]);
        look("standard error", &told.err, &[]);
        let calls = fs::read_to_string(self.vault.path("calls")).unwrap_or_default();
        // What the user wrote into a line of a shell is the shell's; the proxy is not ours.
        let own = match self.goes {
            Goes::NoCommand => place::token(self.case.door),
            _ => planted::LINE,
        };
        look(
            "what was started",
            &calls,
            &[planted::LINE, planted::PROXY, own],
        );
        for (place, text) in files(&self.repo, "") {
            match place.as_str() {
                // All is planted there, and so it stays.
                ".git/config" => assert_eq!(text, self.configuration),
                _ => look(&place, &text, &[]),
            }
        }
        for (place, text) in files(&self.vault, "tmp") {
            look(&place, &text, &[]);
        }
        let words = ["cat-file", "--batch-all-objects", "--batch"];
        look("git's objects", &self.repo.git(&words).ends(0).out, &[]);
        leaks
    }
}

/// All files below a directory, with what they hold.
fn files(of: &Sandbox, below: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(of.path(below)).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let place = Path::new(below).join(name).to_str().unwrap().to_owned();
        if entry.file_type().unwrap().is_dir() {
            all.extend(files(of, &place));
        } else if let Ok(bytes) = fs::read(entry.path()) {
            all.push((place, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    all
}
