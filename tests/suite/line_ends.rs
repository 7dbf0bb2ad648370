//! Files whose lines end as they do on Windows: whatever writes in them keeps that.

use crate::writers;
use crate::writers::WRITERS;

/// Whether each line ends in the same way.
fn is_even(text: &str) -> bool {
    let all = text.matches('\n').count();
    let windows = text.matches("\r\n").count();
    (windows == 0 || windows == all) && text.matches('\r').count() == windows
}

#[test]
fn whatever_is_written_ends_its_lines_as_the_file_does() {
    let repo = writers::repository();
    let listed = repo.git(&["ls-files"]).ends(0).out;
    for path in listed.lines() {
        let text = repo.read(path).replace("\r\n", "\n");
        repo.write(path, text.replace('\n', "\r\n"));
    }
    repo.commit("As on Windows").ends(0);
    let start = repo.git(&["rev-parse", "HEAD"]).ends(0).out;
    let mut wrong = Vec::new();
    for writer in WRITERS {
        repo.pmrepo(writer.words).ends(0);
        for path in writer.writes {
            let text = repo.read(path);
            let was = repo.git(&["show", &format!("HEAD:{path}")]);
            let is_kept = was.status != 0 || text.contains("\r\n");
            if !is_even(&text) || !is_kept {
                wrong.push(format!("{}: {path}: {text:?}", writer.name));
            }
        }
        repo.git(&["reset", "--quiet", "--hard", start.trim()])
            .ends(0);
        repo.git(&["clean", "--quiet", "-fd"]).ends(0);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
