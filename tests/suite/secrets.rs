//! Nothing secret is shown, kept or handed on: each place from which a secret is taken gets one of its own, and
//! after every command that talks to another place it is looked for in all that was printed and written, and in
//! the arguments and the environment of all that was started.
#![cfg(unix)]

mod cases;
mod hostile;
mod place;
mod planted;
mod scene;

use std::sync::Mutex;

use cases::CASES;
use cases::Case;
use hostile::Goes;
use planted::Way;
use scene::Scene;

use crate::elsewhere::Elsewhere;

/// So many commands run at once: most of them wait for a server that does not answer.
const AT_ONCE: usize = 24;

/// A command, how it goes there, and where the secrets come from.
type Run = (&'static Case, Goes, Way);

/// All that is to be run.
fn runs() -> Vec<Run> {
    let mut runs = Vec::new();
    let mut doors = Vec::new();
    for case in CASES {
        if !case.asks {
            runs.push((case, Goes::Well, Way::Variables));
            runs.push((case, Goes::Well, Way::Configuration));
            continue;
        }
        let is_first = !doors.contains(&case.door);
        doors.push(case.door);
        let ways = Way::ALL.into_iter();
        let ways = ways.filter(|it| is_first || !it.is_said_to_git());
        runs.extend(ways.map(|it| (case, Goes::Well, it)));
        let goes = Goes::BADLY.into_iter().filter(|it| it.is_of(case));
        let goes = goes.filter(|it| is_first || !it.is_before());
        runs.extend(goes.map(|it| (case, it, Way::Variables)));
        runs.push((case, Goes::Denied, Way::Configuration));
    }
    // Those that wait for nobody wait while the others run.
    runs.sort_by_key(|(_, goes, _)| *goes != Goes::Mute);
    runs
}

/// Runs one, and says what is wrong with it.
fn look(elsewhere: &Elsewhere, (case, goes, way): &Run) -> Vec<String> {
    let Some(scene) = Scene::new(case, *goes, *way) else {
        return Vec::new();
    };
    let told = scene.run(elsewhere);
    let name = format!("{} ({goes:?}, {way:?})", case.words.join(" "));
    let mut wrong = scene.leaks(&told);
    wrong.extend(scene.unheard(&told));
    let ends = if goes.is_well() {
        vec![0, case.ends]
    } else {
        vec![2]
    };
    if !ends.contains(&told.status) {
        wrong.push(format!("ends otherwise than {ends:?}: {told:#?}"));
    }
    wrong
        .into_iter()
        .map(|it| format!("{name}: {it}"))
        .collect()
}

#[test]
fn nothing_secret_is_told_kept_or_handed_on() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    let runs = Mutex::new(runs().into_iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = runs.lock().unwrap().next();
                    let Some(run) = next else { break };
                    let found = look(&elsewhere, &run);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
