use proptest::prelude::*;

use super::*;
use crate::report::tables;

fn spread(values: impl IntoIterator<Item = i64>) -> Spread {
    let mut tally = Tally::default();
    values.into_iter().for_each(|it| tally.take(Ok(it)));
    match tally.spread(Name::TimeToDetect).value {
        Value::Spread(it) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn below_twenty_values_no_percentile_is_said() {
    let few = spread(1..20);
    assert_eq!((few.median(), few.ninetieth()), (None, None));
    assert_eq!(few.few().unwrap().len(), 19);
    let enough = spread((1..=20).rev());
    let seconds = |it: Option<chrono::TimeDelta>| it.unwrap().num_seconds();
    assert_eq!(seconds(enough.median()), 10);
    assert_eq!(seconds(enough.ninetieth()), 18);
    assert_eq!(seconds(enough.highest()), 20);
    assert_eq!(enough.few(), None);
}

#[test]
fn every_figure_has_a_name_and_stands_in_its_place() {
    let all = [tables_of(Vec::new()).public()];
    let view = stats(&all, &Question::default());
    let [group] = view.groups.as_slice() else {
        panic!("{:?}", view.groups);
    };
    let names: Vec<Name> = group.figures.iter().map(|it| it.name).collect();
    assert_eq!(names, Name::ALL);
}

fn tables_of(postmortems: Vec<tables::Postmortem>) -> Tables {
    Tables {
        repo: "r".to_owned(),
        snapshot: "worktree".to_owned(),
        as_of: Moment::from_unix(1_000_000, 0),
        root: String::new(),
        postmortems,
        timeline: Vec::new(),
        action_items: Vec::new(),
        deadlines: Vec::new(),
        checklist_steps: Vec::new(),
        process_reviews: Vec::new(),
        is_cut_off: false,
        references: Vec::new(),
    }
}

fn postmortem() -> impl Strategy<Value = tables::Postmortem> {
    let time = || prop::option::of((0..900_000_i64).prop_map(|it| Moment::from_unix(it, 0)));
    let word = |all: &'static [&'static str]| {
        prop::option::of(prop::sample::select(all).prop_map(str::to_owned))
    };
    (
        any::<bool>(),
        word(&["draft", "reviewed", "closed", "not-required"]),
        word(&["SEV-1", "SEV-2"]),
        (time(), time(), time(), time()),
        prop::collection::vec(prop::sample::select(vec!["a", "b"]), 0..3),
    )
        .prop_map(|(is_confidential, status, severity, times, services)| {
            let (started_at, detected_at, resolved_at, reviewed_at) = times;
            tables::Postmortem {
                id: (!is_confidential).then(|| format!("{started_at:?}-{detected_at:?}")),
                date: started_at.map(Moment::date),
                is_confidential,
                is_readable: Some(true),
                status,
                severity,
                started_at,
                detected_at,
                resolved_at,
                reviewed_at,
                services: services.into_iter().map(str::to_owned).collect(),
                ..tables::Postmortem::default()
            }
        })
}

proptest! {
    #[test]
    fn the_order_of_the_documents_changes_nothing(
        (one, other) in prop::collection::vec(postmortem(), 0..30)
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        by in prop::option::of(prop::sample::select(&By::ALL[..])),
    ) {
        let question = Question { by, ..Question::default() };
        let one = stats(&[tables_of(one).public()], &question);
        let other = stats(&[tables_of(other).public()], &question);
        prop_assert_eq!(&*one, &*other);
    }
}
