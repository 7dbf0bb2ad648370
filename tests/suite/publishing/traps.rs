//! What a cState site passes over without a word, or breaks on. A real Hugo builds a site whose layouts ask what
//! the theme's ask: each trap is shown in a page that somebody wrote by hand, and then that nothing that is
//! published falls into it. Hugo is installed by `.ci/tools DIR`; what is refused is tested without it too.

use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use super::CSTATE;
use super::PAGE;
use super::REPORT;
use super::SITE;
use super::TEXT;
use super::approved;
use super::place;
use super::publish;
use super::repo;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// The state of the whole and of each system, out of the issues that are not resolved: the worst that is known.
const INDEX: &str = r#"{{- $all := where .Site.RegularPages "Params.section" "issue" -}}
{{- $open := where $all "Params.resolved" false -}}
{"status": {{ partial "worst.html" $open | jsonify }}, "systems": {
{{- range $at, $it := .Site.Params.systems }}{{ if $at }}, {{ end -}}
{{ .name | jsonify }}: {{ partial "worst.html" (where $open "Params.affected" "intersect" (slice .name)) | jsonify }}
{{- end }}}, "issues": {{ len $all }}}
"#;
const WORST: &str = r#"{{- $all := . -}}{{- $worst := "ok" -}}
{{- range slice "notice" "disrupted" "down" -}}
{{- if where $all "Params.severity" . }}{{ $worst = . }}{{ end -}}
{{- end -}}{{- return $worst -}}
"#;
/// An issue for programs, in which nothing is escaped.
const ISSUE: &str = r#"{"title": "{{ .Title }}", "created": {{ .Date.Unix }}, "severity": "{{ .Params.severity }}",
"resolved": {{ .Params.resolved }}, "lasted": {{ sub (time .Params.resolvedWhen).Unix .Date.Unix }},
"affected": [{{ range $at, $it := .Params.affected }}{{ if $at }}, {{ end }}"{{ . }}"{{ end }}]}
"#;
/// What `{{< track >}}` does.
const TRACK: &str = "<i>{{ dateFormat \"15:04\" (.Get 0) }}</i>\n";
const MORE: &str = "outputs: {home: [json], page: [html, json]}\ndisableKinds: [taxonomy, term, section, RSS, sitemap]\n";

/// The program; `None` where it is not there, which is said.
fn hugo() -> Option<PathBuf> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let hugo = tools.map(|it| it.join("services/bin/hugo"));
    let hugo = hugo.filter(|it| it.is_file());
    if hugo.is_none() {
        println!("skipped: PMREPO_TEST_TOOLS names no hugo");
    }
    hugo
}

/// A repository with such a site, and what builds it.
struct Place {
    repo: Sandbox,
    hugo: PathBuf,
}

impl Place {
    fn new() -> Option<Self> {
        let hugo = hugo()?;
        let repo = repo();
        for (name, text) in [
            ("config.yml", &format!("{SITE}{MORE}")),
            ("layouts/index.json", &INDEX.to_owned()),
            ("layouts/partials/worst.html", &WORST.to_owned()),
            ("layouts/issues/single.json", &ISSUE.to_owned()),
            ("layouts/_default/single.html", &"{{ .Content }}".to_owned()),
            ("layouts/shortcodes/track.html", &TRACK.to_owned()),
        ] {
            repo.write(&format!(".git/site/{name}"), text);
        }
        Some(Self { repo, hugo })
    }

    /// Builds the site, as it is seen at the moment of every run.
    fn build(&self) -> Output {
        let _ = std::fs::remove_dir_all(self.repo.path(".git/site/public"));
        let hugo = self.hugo.display();
        let words = "--source .git/site --clock 2026-04-01T12:00:00Z";
        self.repo.sh(&format!("{hugo} {words}"))
    }

    /// What the site tells programs.
    fn index(&self) -> Value {
        self.build().ends(0);
        serde_json::from_str(&self.repo.read(".git/site/public/index.json")).unwrap()
    }

    /// What it tells them of an issue.
    fn issue(&self, name: &str) -> String {
        self.repo
            .read(&format!(".git/site/public/issues/{name}/index.json"))
    }

    /// Writes a page by hand.
    fn by_hand(&self, front: &str, body: &str) {
        let page = format!("---\n{front}\nsection: issue\n---\n\n{body}\n");
        self.repo.write(".git/site/content/issues/by-hand.md", page);
    }

    fn publish(&self, text: &str, more: &[&str]) -> Output {
        self.repo.write(&place(), approved(text));
        publish(&self.repo, &[&CSTATE[..], more].concat())
    }
}

/// Where nothing is said otherwise, an issue that is going on.
const OPEN: &str = "title: By hand\ndate: 2026-03-31T10:00:00Z\nresolved: false\nresolvedWhen: 2026-03-31T11:00:00Z\n\
    severity: down\naffected: [API]";

#[test]
fn a_real_hugo_builds_the_page_and_the_site_is_well() {
    let Some(place) = Place::new() else { return };
    // Its times are those of another zone.
    let report_there = REPORT.replace("T10:00Z", "T12:00+02:00");
    place.repo.write(&report("one"), report_there);
    place.publish(TEXT, &[]).ends(0);
    let well = json!({"API": "ok", "Web shop": "ok", "Mail": "ok"});
    assert_eq!(
        place.index(),
        json!({"status": "ok", "systems": well, "issues": 1})
    );
    let issue: Value = serde_json::from_str(&place.issue("2026-03-10-one")).unwrap();
    assert_eq!(
        issue,
        json!({"title": "Payments were slow", "created": 1_773_136_800, "severity": "down",
            "resolved": true, "lasted": 3600, "affected": ["API", "Web shop"]})
    );
    let page = place
        .repo
        .read(".git/site/public/issues/2026-03-10-one/index.html");
    assert!(page.contains("<em>payments</em>"), "{page}");
    // What reads the site would see one that is not over.
    place.by_hand(OPEN, "It is down.");
    let index = place.index();
    assert_eq!(index["status"], "down");
    assert_eq!(
        index["systems"],
        json!({"API": "down", "Web shop": "ok", "Mail": "ok"})
    );
}

/// A `track` whose argument is no date.
#[test]
fn a_command_of_the_site_in_a_message_would_stop_it_being_built_and_is_refused() {
    let track = "At {{< track \"soon\" >}} it was over.";
    let repo = repo();
    for text in [track, "{{% x %}}", "`{{< track >}}`"] {
        for (message, more) in [
            (format!("# Slow\n\n{text}\n"), &[][..]),
            (format!("# Slow {text}\n\nOver.\n"), &[]),
            (format!("{text}\n"), &["--title", "Slow"]),
        ] {
            repo.write(&place(), approved(&message));
            let refused = publish(&repo, &[&CSTATE[..], more].concat()).ends(2);
            assert!(
                refused.err.contains("takes for a command of its own")
                    || refused.err.contains("breaks the page's own JSON"),
                "{message}: {refused:?}"
            );
            assert!(!repo.path(PAGE).exists());
        }
    }
    let Some(place) = Place::new() else { return };
    place.by_hand(OPEN, track);
    let stopped = place.build();
    assert!(
        stopped.status != 0 && stopped.err.contains("soon"),
        "{stopped:?}"
    );
    place.by_hand(
        OPEN,
        "At {{< track \"2026-03-31 11:00:00\" >}} it was over.",
    );
    place.build().ends(0);
    // Braces that mean nothing to it are words.
    place
        .publish("# Slow\n\n{{ .Site }} and {{.}} {< >} were slow.\n", &[])
        .ends(0);
    place.build().ends(0);
    let page = place
        .repo
        .read(".git/site/public/issues/2026-03-10-one/index.html");
    assert!(page.contains("{{ .Site }} and {{.}}"), "{page}");
}

#[test]
fn a_severity_that_the_site_does_not_know_would_show_nothing_and_is_refused() {
    let repo = repo();
    for word in ["terrible", "SEV-1", ""] {
        let refused = publish(&repo, &[&CSTATE[..], &["--impact", word]].concat()).ends(2);
        let words = "[possible values: down, disrupted, notice]";
        assert!(refused.err.contains(words), "{refused:?}");
        assert!(!repo.path(PAGE).exists());
    }
    let Some(place) = Place::new() else { return };
    for (word, then) in [
        ("terrible", "ok"),
        ("Down", "ok"),
        ("disrupted", "disrupted"),
    ] {
        place.by_hand(&OPEN.replace("down", word), "");
        assert_eq!(place.index()["status"], then, "{word}");
    }
    // However it is written here, and whatever the severities are called: one of its words stands there.
    place.publish(TEXT, &["--impact", "Disrupted"]).ends(0);
    assert!(place.repo.read(PAGE).contains("severity: disrupted\n"));
    for (severity, then) in [
        ("SEV-1", "down"),
        ("SEV-2", "disrupted"),
        ("SEV-3", "notice"),
        ("SEV-5", "notice"),
    ] {
        let report_there = REPORT.replace("SEV-1", severity);
        place.repo.write(&report("one"), report_there);
        place.publish(TEXT, &["--again"]).ends(0);
        place.build().ends(0);
        let issue: Value = serde_json::from_str(&place.issue("2026-03-10-one")).unwrap();
        assert_eq!(issue["severity"], then, "{severity}");
    }
}

#[test]
fn a_system_that_the_site_does_not_know_would_stay_well_and_is_refused() {
    let repo = repo();
    for more in [
        &["--system", "Phone"][..],
        &["--system", "API", "--system", "Web"],
    ] {
        let refused = publish(&repo, &[&CSTATE[..], more].concat()).ends(2);
        assert!(
            refused.err.contains("is no system of the status page")
                && refused.err.contains("its systems are API, Web shop, Mail"),
            "{refused:?}"
        );
        assert!(!repo.path(PAGE).exists());
    }
    repo.write(".git/site/config.yml", "params: {systems: []}\n");
    let refused = publish(&repo, &CSTATE).ends(2);
    assert!(refused.err.contains("names no systems"), "{refused:?}");
    let Some(place) = Place::new() else { return };
    for (name, then) in [("Phone", "ok"), ("api", "ok"), ("API", "down")] {
        place.by_hand(&OPEN.replace("API", name), "");
        assert_eq!(place.index()["systems"]["API"], then, "{name}");
    }
    // What is written otherwise here is written there as it is there.
    place
        .publish(TEXT, &["--system", "api", "--system", "web SHOP"])
        .ends(0);
    place.build().ends(0);
    let issue: Value = serde_json::from_str(&place.issue("2026-03-10-one")).unwrap();
    assert_eq!(issue["affected"], json!(["API", "Web shop"]));
}

#[test]
fn a_title_that_would_break_the_json_is_refused_and_every_other_one_is_told() {
    let repo = repo();
    for title in ["A \"quoted\" word", "back\\slash", "a\tb"] {
        for (text, more) in [
            (format!("# {title}\n\nOver.\n"), &[][..]),
            ("Over.\n".to_owned(), &["--title", title]),
        ] {
            // A heading has a blank in the place of a tab.
            if title.contains('\t') && more.is_empty() {
                continue;
            }
            repo.write(&place(), approved(&text));
            let refused = publish(&repo, &[&CSTATE[..], more].concat()).ends(2);
            assert!(
                refused.err.contains("breaks the page's own JSON")
                    && refused.err.contains("--title"),
                "{text}: {refused:?}"
            );
            assert!(!repo.path(PAGE).exists());
        }
    }
    let Some(place) = Place::new() else { return };
    for title in ["A \"quoted\" word", "back\\slash"] {
        place.by_hand(&OPEN.replace("By hand", &format!("'{title}'")), "");
        place.build().ends(0);
        let told = serde_json::from_str::<Value>(&place.issue("by-hand"));
        assert!(told.is_err(), "{title}");
    }
    for title in [
        "It's <b>slow</b> & so on: {{ .Site }}",
        "Zahlungen l\u{e4}ngsam \u{2013} \u{201e}heute\u{201c}",
        "no",
        "2026-03-10",
        "- # [x]: {y}",
        "'",
    ] {
        place
            .publish("Over.\n", &[&format!("--title={title}"), "--again"])
            .ends(0);
        place.build().ends(0);
        let issue: Value = serde_json::from_str(&place.issue("2026-03-10-one")).unwrap();
        assert_eq!(issue["title"], title);
    }
}

#[test]
fn what_is_yet_to_come_would_be_left_out_and_is_refused() {
    let repo = repo();
    let later = REPORT
        .replace("resolved_at: 2026-03-10", "resolved_at: 2026-05-01")
        .replace("reviewed_at: 2026-03-20", "reviewed_at: 2026-05-02");
    repo.write(&report("one"), later);
    let refused = publish(&repo, &CSTATE).ends(2);
    assert!(refused.err.contains("in the future"), "{refused:?}");
    assert!(!repo.path(PAGE).exists());
    repo.write(
        &report("one"),
        REPORT.replace("resolved_at: 2026-03-10T11:00Z\n", ""),
    );
    let refused = publish(&repo, &CSTATE).ends(2);
    assert!(refused.err.contains("resolved_at"), "{refused:?}");
    let Some(place) = Place::new() else { return };
    place.by_hand(&OPEN.replace("date: 2026-03", "date: 2026-05"), "");
    let index = place.index();
    assert_eq!(
        (&index["status"], &index["issues"]),
        (&json!("ok"), &json!(0))
    );
}
