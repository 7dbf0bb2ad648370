//! A pack of evidence, for whoever has to be shown it.

use super::text;
use crate::render::sanitize;
use crate::report::Public;
use crate::report::proof::Brought;
use crate::report::proof::Clock;
use crate::report::proof::Line;
use crate::report::proof::Proof;
use crate::report::proof::Published;
use crate::report::proof::View;

/// The shortest fence around commands.
const FENCE: usize = 3;

/// Writes a pack of evidence. `bundle` is the name of the file that has the commits, where there is one.
pub fn proof(view: &Public<View>, bundle: Option<&str>) -> String {
    let mut out = String::from("# Evidence\n\n");
    out.push_str(&head(view, bundle));
    for it in &view.proofs {
        out.push_str(&one(it, view));
    }
    let kept = view.names_of_kept();
    if !kept.is_empty() {
        out.push_str(&format!(
            "\n## Kept\n\nOf these nothing but the date leaves the repository: {}.\n",
            text(&kept.join(", "))
        ));
    }
    out
}

fn head(view: &View, bundle: Option<&str>) -> String {
    let mut out = format!(
        "Everything here is read from the commit `{}`, as of {}.",
        view.head, view.as_of
    );
    if let Some(day) = view.since {
        out.push_str(&format!(" Incidents from {day}."));
    }
    if let Some(day) = view.until {
        out.push_str(&format!(" Incidents until {day}."));
    }
    out.push_str(
        " Below each statement stand the git commands that show it, each followed by what it prints. They are for \
         a POSIX shell in a clone that has that commit.",
    );
    if let Some(bundle) = bundle {
        let bundle = sanitize(bundle);
        out.push_str(&format!(
            " The file beside this one has it and all that it comes after: `git clone {bundle} evidence`."
        ));
    }
    out.push_str(
        " Whether a signature is good depends on the keys that git knows where it is asked.\n\n",
    );
    if view.is_cut_off {
        out.push_str("The history was cut off where this was made: what is older is not told.\n\n");
    }
    out.push_str(&lines(std::slice::from_ref(&view.configuration)));
    out
}

fn one(proof: &Proof, view: &View) -> String {
    let mut out = format!("\n## {}\n", text(&proof.postmortem));
    for it in &proof.statuses {
        out.push_str(&brought(it));
    }
    if proof.was_unreadable {
        out.push_str(
            "\nFor some time its files could not say all that was owed: a clock may be missing, or due on another day.\n",
        );
    }
    if !proof.clocks.is_empty() {
        out.push_str(
            "\n### Clocks\n\n| Clock | Due | Went | Met by | Since |\n|---|---|---|---|---|\n",
        );
        for it in &proof.clocks {
            out.push_str(&clock(it, view));
        }
        let mut told: Vec<&Line> = Vec::new();
        for it in proof.clocks.iter().flat_map(|it| &it.lines) {
            // One commit meets several.
            if !told.iter().any(|line| line.command == it.command) {
                told.push(it);
            }
        }
        if !told.is_empty() {
            out.push_str("\nThe commits that met them:\n\n");
            out.push_str(&lines(told));
        }
    }
    if let Some(it) = &proof.published {
        out.push_str(&published(it));
    }
    out
}

fn brought(it: &Brought) -> String {
    let before = match &it.before {
        Some(before) => format!(" (before: {})", text(before)),
        None => String::new(),
    };
    format!(
        "\n### {}{before}\n\nBrought by the commit `{}`, signature: {}.\n\n- written by {}\n- made by {}\n\n{}",
        text(&it.status),
        it.commit,
        it.signature,
        text(&it.author),
        text(&it.committer),
        lines(&it.lines),
    )
}

fn clock(it: &Clock, view: &View) -> String {
    let name = match &it.part {
        Some(part) => format!("{} {}", it.kind.as_str(), text(part)),
        None => it.kind.as_str().to_owned(),
    };
    let (commit, since) = match it.met {
        Some((commit, at)) => (format!("`{}`", commit.short()), at.to_string()),
        None => ("-".to_owned(), "-".to_owned()),
    };
    let state = it.state(view.as_of);
    format!("| {name} | {} | {state} | {commit} | {since} |\n", it.due)
}

fn published(it: &Published) -> String {
    let said = match it.is_the_same() {
        Some(true) => "The text that is on record as sent is the one that was approved.",
        Some(false) => "The text that is on record as sent is NOT the one that was approved.",
        None => "Nothing is on record that was both approved and sent.",
    };
    format!(
        "\n### Message to customers\n\n{said}\n\n{}",
        lines(&it.lines)
    )
}

/// Commands with what they print, in a block out of which nothing can break.
fn lines<'a>(all: impl IntoIterator<Item = &'a Line>) -> String {
    let mut block = String::new();
    for it in all {
        block.push_str(&format!("# {}\n", sanitize(&it.shows)));
        block.push_str(&format!("{}\n", it.command));
        for line in it.prints.lines() {
            block.push_str(&format!("#   {}\n", sanitize(line)));
        }
    }
    if block.is_empty() {
        return block;
    }
    let mut longest = 0;
    let mut run = 0;
    for it in block.chars() {
        run = if it == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(FENCE.max(longest + 1));
    format!("{fence}sh\n{block}{fence}\n")
}
