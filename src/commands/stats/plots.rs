//! Figures as pictures.

use std::path::Path;

use super::Ctx;
use super::Ending;
use super::Opened;
use super::Question;
use super::Refusal;
use crate::commands::say;
use crate::count::counted;
use crate::site;
use crate::site::Sheet;
use crate::tree::Output;

/// Draws them into a directory.
pub(super) fn draw(
    directory: &Path,
    opened: &[Opened],
    question: &Question,
    ctx: &Ctx,
) -> Result<Ending, Refusal> {
    let place = ctx.directory.join(directory);
    let mut roots = Vec::new();
    for Opened { workspace, .. } in opened {
        let walk = workspace.walk(&ctx.present)?;
        let taken = walk.roots.iter().flat_map(|(root, _)| root.places());
        workspace.must_lie_beside(&place, taken)?;
        roots.extend(walk.roots);
    }
    let output = Output::open(&place)?;
    let progress = ctx.env.progress("read");
    let sheet = Sheet {
        roots: &roots,
        takes: &|day| question.takes(day),
        progress: &|| progress.tick(),
    };
    let made = site::draw(&sheet, output)?;
    drop(progress);
    let (shown, files) = (directory.display(), counted(made.files, "plot"));
    let mut said = format!("{shown}: {} of {files} written", made.written);
    if made.kept > 0 {
        let kept = counted(made.kept, "confidential postmortem");
        said.push_str(&format!("; {kept} left out"));
    }
    say(format_args!("{said}."));
    Ok(Ending::Clean)
}
