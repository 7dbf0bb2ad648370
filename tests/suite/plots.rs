//! `stats --svg`: the plots of a site as files of their own.

use serde_json::Value;

use crate::kept;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const PLOTS: [&str; 4] = ["incidents.svg", "items.svg", "reviews.svg", "times.svg"];

#[test]
fn each_plot_is_a_whole_picture_and_the_same_as_in_a_site() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let draw = || {
        sandbox
            .pmrepo_in("d", &["stats", "--svg", "../plots"])
            .ends(0)
            .err
    };
    assert_eq!(draw(), "../plots: 4 of 4 plots written.\n");
    sandbox.pmrepo_in("d", &["site", "../site"]).ends(0);
    for name in PLOTS {
        let text = sandbox.read(&format!("plots/{name}"));
        assert_eq!(text, sandbox.read(&format!("site/plots/{name}")), "{name}");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut elements = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(it) => {
                    elements.push(String::from_utf8(it.name().as_ref().to_vec()).unwrap());
                }
                _ => {}
            }
        }
        assert_eq!(elements[..3], ["svg", "title", "desc"], "{name}");
        assert!(elements.iter().any(|it| it == "text"), "{name}");
        assert!(text.contains("prefers-color-scheme: dark"), "{name}");
        assert!(
            !text.contains("http:") || text.matches("http:").count() == 1,
            "{name}"
        );
    }
    // What did not change is not written again.
    assert_eq!(draw(), "../plots: 0 of 4 plots written.\n");
    std::fs::remove_file(sandbox.path("plots/items.svg")).unwrap();
    assert_eq!(draw(), "../plots: 1 of 4 plots written.\n");
    let words = ["stats", "--svg", "../plots", "--since", "2026-03-01"];
    let fewer = sandbox.pmrepo_in("d", &words).ends(0).err;
    assert!(!fewer.contains(": 0 of"), "{fewer}");
}

#[test]
fn a_plot_is_written_over_nothing_else_and_shows_nothing_confidential() {
    let sandbox = Sandbox::new();
    sandbox.write(
        &report("stolen-keys"),
        GOOD.replace("status", "confidential: true\nstatus"),
    );
    let draw = |out: &str| sandbox.pmrepo(&["stats", "--svg", out]);
    let done = draw("plots").ends(0);
    assert_eq!(
        done.err,
        "plots: 4 of 4 plots written; 1 confidential postmortem left out.\n"
    );
    for name in PLOTS {
        let text = sandbox.read(&format!("plots/{name}"));
        assert!(
            !text.contains("Checkout") && !text.contains("stolen"),
            "{text}"
        );
    }
    assert!(sandbox.read("plots/incidents.svg").contains("0 incidents"));
    sandbox.pmrepo(&["site", "made"]).ends(0);
    let refused = draw("made").ends(2);
    assert!(
        refused.err.contains("pmrepo made something else there"),
        "{refused:#?}"
    );
    assert!(sandbox.path("made/index.html").exists());
    let refused = draw("postmortems/plots").ends(2);
    assert!(refused.err.contains("postmortems"), "{refused:#?}");
    sandbox.write("mine/times.svg", "mine");
    let refused = draw("mine").ends(2);
    assert!(refused.err.contains("is there already"), "{refused:#?}");
    assert_eq!(sandbox.read("mine/times.svg"), "mine");
}

#[test]
fn a_plot_and_a_figure_have_the_same_median() {
    let sandbox = Sandbox::new();
    // Twenty lengths that are all different: one place beside is another value.
    for at in 1..=20 {
        let path = report("x").replace("2026-03-10-x", &format!("2026-03-{at:02}-number-{at}"));
        sandbox.write(
            &path,
            format!(
                "---\ntitle: Incident {at}\nstatus: draft\nseverity: SEV-3\n\
                 started_at: 2026-03-{at:02}T01:00Z\nresolved_at: 2026-03-{at:02}T{:02}:00Z\n---\n",
                1 + at
            ),
        );
    }
    let json = sandbox.pmrepo(&["stats", "--format", "json"]).ends(0).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    let figures = json["groups"][0]["figures"].as_array().unwrap();
    let figure = figures
        .iter()
        .find(|it| it["figure"] == "time-to-resolve")
        .unwrap();
    assert_eq!(
        (&figure["median_seconds"], &figure["p90_seconds"]),
        (&Value::from(36_000), &Value::from(64_800))
    );
    sandbox.pmrepo(&["stats", "--svg", "plots"]).ends(0);
    let drawn = sandbox.read("plots/times.svg");
    assert!(
        drawn.contains("to resolve: 20 incidents, median 10 hours, 90th percentile 18 hours"),
        "{drawn}"
    );
}
