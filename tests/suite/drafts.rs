//! An operation as a value: nothing is written before it is applied, and it is not applied over what
//! somebody else wrote meanwhile.

use pmrepo::change;
use pmrepo::change::By;
use pmrepo::change::Draft;
use pmrepo::change::Said;
use pmrepo::change::fields::Manner;
use pmrepo::change::fields::Setting;
use pmrepo::change::items;
use pmrepo::model::Status;
use pmrepo::refusal::Kind;
use pmrepo::time;
use pmrepo::workspace::At;
use pmrepo::workspace::State;
use pmrepo::workspace::Workspace;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

fn open(repo: &Sandbox) -> Workspace {
    let directory = repo.path("");
    let at = At {
        directory: &directory,
        in_hook: false,
    };
    Workspace::open(at, &State::Worktree).unwrap()
}

fn by(workspace: &Workspace) -> By<'_> {
    By {
        workspace,
        now: time::parse_timestamp("2026-04-01T12:00:00Z").unwrap(),
        meant: &[],
    }
}

fn owner(workspace: &Workspace, value: &str) -> Draft {
    let (root, files) = workspace.find_to_write(Some("one")).unwrap();
    let setting = Setting {
        field: "owner",
        manner: Manner::Is,
        value,
    };
    change::fields::set(&root, &files, &[setting], &by(workspace)).unwrap()
}

#[test]
fn a_draft_is_shown_laid_over_and_applied_and_only_then_written() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let workspace = open(&repo);
    let draft = owner(&workspace, "carol");
    assert_eq!(repo.read(&report("one")), GOOD);

    let over = workspace.over(draft.edits.texts(&workspace.snapshot));
    let (root, files) = over.find(Some("one")).unwrap();
    let text = root.text_of(&files.report.path).unwrap();
    assert!(text.contains("owner: carol\n"), "{text}");
    assert_eq!(draft.says, [Said::Wrote(files.report.path.clone())]);
    assert_eq!(repo.read(&report("one")), GOOD);

    let applied = workspace.apply(&draft.edits).unwrap();
    assert_eq!(applied.paths, [files.report.path]);
    assert_eq!(repo.read(&report("one")), text);
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_written_over() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let workspace = open(&repo);
    let draft = owner(&workspace, "carol");
    let theirs = GOOD.replace("latency", "errors");
    repo.write(&report("one"), &theirs);
    let refusal = workspace.apply(&draft.edits).unwrap_err();
    assert_eq!(refusal.kind, Kind::Stale);
    assert!(refusal.message.contains(&report("one")), "{refusal}");
    assert_eq!(repo.read(&report("one")), theirs);
}

#[test]
fn what_stands_in_the_way_of_a_draft_is_in_it() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let workspace = open(&repo);
    let (root, files) = workspace.find_to_write(Some("one")).unwrap();
    let draft = change::status::advance(&root, &files, None, &by(&workspace)).unwrap();
    assert!(!draft.introduces.is_empty());
    let moved = Said::Moved {
        id: files.id.to_string(),
        from: Status::Draft,
        to: Status::InReview,
    };
    let id = files.id.to_string();
    assert_eq!(draft.says, [moved, Said::NoChecklist { id }]);
}

#[test]
fn why_something_is_not_done_can_be_acted_on() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(&report("other-one"), GOOD);
    let workspace = open(&repo);
    let kind = |word: &str| workspace.find(Some(word)).err().map(|it| it.kind);
    assert_eq!(kind("none"), Some(Kind::NotFound));
    assert_eq!(kind("on"), Some(Kind::Ambiguous));
    let (root, place) = items::find(&workspace, Some("2026-03-10-one")).unwrap();
    let new = items::New {
        title: " ",
        kind: None,
        terms: items::Terms::default(),
        state: pmrepo::model::ActionState::Open,
    };
    let refusal = items::add(&root, &place, &new, &by(&workspace)).unwrap_err();
    assert_eq!(refusal.kind, Kind::Usage);
    let bare = Sandbox::plain();
    bare.git(&["init", "-q", "--bare"]).ends(0);
    let at = bare.path("");
    let at = At {
        directory: &at,
        in_hook: false,
    };
    let refusal = Workspace::open(at, &State::Staged)
        .and_then(|it| it.tree().map(drop))
        .unwrap_err();
    assert_eq!(refusal.kind, Kind::Repository);
}
