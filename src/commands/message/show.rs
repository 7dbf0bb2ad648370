//! `pmrepo message show`: a message as it is, and as its readers get it.

use super::envelope;
use crate::change::messages;
use crate::commands::Ctx;
use crate::commands::Ending;
use crate::commands::Refusal;
use crate::commands::format::LetterFormat;
use crate::commands::print;
use crate::commands::which::Which;
use crate::corpus::Dossier;
use crate::model::MessageName;
use crate::render::mail;
use crate::render::plain::plain;
use crate::render::sanitize;
use crate::report::letter;
use crate::report::letter::Secrecy;
use crate::workspace::Workspace;

pub(super) fn run(
    ctx: &Ctx,
    (id, name): (&str, MessageName),
    which: &Which,
    (format, secrecy): (LetterFormat, Secrecy),
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &which.state())?;
    let (root, files) = workspace.find(Some(id))?;
    if format == LetterFormat::Human {
        let bytes = workspace.snapshot.read(&messages::place(&files, name));
        let bytes = bytes.map_err(|_| {
            Refusal::not_found(format!("{} has no message `{name}`", files.id))
                .hint(format!("pmrepo message new {} {name}", files.id))
        })?;
        print(&harmless(&String::from_utf8_lossy(&bytes)))?;
        return Ok(Ending::Clean);
    }
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let letter = letter::letter(&root, &dossier, name, secrecy)?;
    match format {
        LetterFormat::Human | LetterFormat::Text => print(&harmless(&plain(&letter.words)))?,
        LetterFormat::Html => print(&mail::page(&letter))?,
        LetterFormat::Eml => {
            let to = letter::recipients(&root, &dossier, name, &[])?;
            let envelope = envelope::of(&workspace, &to)?;
            let now = ctx.now(root.config.policy.zone)?;
            let mail = mail::mail(&letter, &envelope, now).map_err(|it| envelope::refused(&it))?;
            print(&String::from_utf8_lossy(&mail.bytes))?;
        }
    }
    Ok(Ending::Clean)
}

/// Lines that do nothing to a terminal.
fn harmless(text: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", sanitize(line)))
        .collect()
}
