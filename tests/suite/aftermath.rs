//! What comes after an incident, played by six people as the README has it, word for word.

use crate::sandbox::Sandbox;

const README: &str = include_str!("../../README.md");

/// The most commands that it takes from resolved to closed, git's among them.
const MOST: usize = 20;

/// What each of them writes in the editor: fields, and a body. The rest of the file stays.
const EDITOR: &str = r#"
case "$GIT_AUTHOR_NAME:$1" in
  *notes/dave.md) echo 'The pool was full from 10:00 on.' > "$1"; exit;;
  *messages/external.md) FIELDS=; BODY=external;;
  Bob:*) FIELDS=; BODY=timeline;;
  Carol:*) FIELDS='detection: monitoring
services: [checkout]
detected_at: 2026-03-10T10:04Z
impact: {users_affected: 1240}
'; BODY=analysis;;
esac
export FIELDS
awk 'n < 2 { if ($0 == "---" && ++n == 2) printf "%s", ENVIRON["FIELDS"]; print }' "$1" > "$1.new"
cat "$TEXTS/$BODY" >> "$1.new"
mv "$1.new" "$1"
"#;

const TIMELINE: &str = "
## Timeline

All times in UTC.

| Time | Event | Evidence |
|---|---|---|
| 2026-03-10T10:00Z | Checkout answers slowly. | https://graphs.example.com/1 |
| 2026-03-10T11:10Z | It is fast again. | https://graphs.example.com/2 |

TODO: Cap the pool of connections at 50
";

/// The body of the report that all rule pages begin with.
fn analysis() -> String {
    let example = include_str!("../../src/rules/example/postmortem.md");
    let (_, body) = example.split_once("\n---\n").unwrap();
    body.to_owned()
}

/// The blocks of the README's page.
fn page() -> (String, String) {
    let (_, rest) = README.split_once("\n## After an incident\n").unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let mut blocks = section.split("```sh\n").skip(1);
    let mut block = || {
        blocks
            .next()
            .unwrap()
            .split("```")
            .next()
            .unwrap()
            .to_owned()
    };
    (block(), block())
}

#[cfg(unix)]
#[test]
fn six_people_close_a_postmortem_with_the_commands_of_the_readme() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "commit: auto\n");
    repo.commit("The configuration").ends(0);
    repo.git(&["clone", "--quiet", "--bare", ".", ".git/server.git"])
        .ends(0);
    repo.pmrepo(&["-C", ".git/server.git", "hooks", "install", "--server"])
        .ends(0);
    repo.git(&["remote", "add", "origin", ".git/server.git"])
        .ends(0);
    repo.git(&["push", "--quiet", "--set-upstream", "origin", "main"])
        .ends(0);
    repo.write(".git/texts/editor.sh", EDITOR);
    repo.write(".git/texts/timeline", TIMELINE);
    repo.write(".git/texts/analysis", analysis());
    repo.write(
        ".git/texts/external",
        "\nOn 10 March the payment page was slow for seventy minutes.\n",
    );
    let mut now = "2026-03-10T12:00Z";
    let run = |who: &str, now: &str, line: &str| {
        let small = who.to_lowercase();
        let script = format!(
            "TEXTS=\"$PWD/.git/texts\"; export TEXTS EDITOR='sh \"$TEXTS\"/editor.sh'\n\
             for it in AUTHOR COMMITTER; do eval \"export GIT_${{it}}_NAME={who} \
             GIT_${{it}}_EMAIL={small}@example.com GIT_${{it}}_DATE={now}\"; done\n\
             pmrepo() {{ command pmrepo --as-of {now} \"$@\"; }}\n{line}\n"
        );
        repo.sh(&script)
    };
    let (new, lines) = page();
    run("Ivan", "2026-03-10T10:20Z", &new).ends(0);
    let mut who = String::new();
    let mut people = std::collections::BTreeSet::new();
    let mut count = 0;
    for line in lines.lines().filter(|it| !it.is_empty()) {
        if let Some(comment) = line.strip_prefix("# ") {
            let name: String = comment
                .chars()
                .take_while(|it| it.is_alphabetic())
                .collect();
            if comment.contains("next day") {
                now = "2026-03-11T15:00Z";
            }
            people.insert(name.clone());
            who = name;
            continue;
        }
        count += 1;
        let ran = run(&who, now, line);
        assert_eq!(ran.status, 0, "{who}: {line}\n{ran:#?}");
    }
    assert!(count <= MOST, "{count} commands");
    assert_eq!(people.len(), 6, "{people:?}");
    // Nothing is left: not in the work tree, not for anybody to do, not to be pushed.
    assert_eq!(repo.git(&["status", "--porcelain"]).out, "");
    let ahead = repo.git(&["log", "--oneline", "origin/main..HEAD"]).out;
    assert_eq!(ahead, "");
    let shown = repo.pmrepo(&["list", "--format", "json"]).ends(0).out;
    assert!(shown.contains(r#""status":"closed""#), "{shown}");
    let open = repo
        .pmrepo(&["checklist", "checkout", "--open"])
        .ends(0)
        .out;
    assert!(!open.contains('`') && !open.contains("open  "), "{open}");
    let check = repo.pmrepo(&["check", "--fail-on", "warning"]);
    assert_eq!(check.status, 0, "{}", check.out);
    // Each commit is its maker's.
    let authors = repo.git(&["log", "--format=%an: %s", "--reverse"]).out;
    for line in ["Bob: ", "Dave: ", "Erin: ", "Frank: "] {
        assert!(authors.contains(line), "{line}: {authors}");
    }
}
