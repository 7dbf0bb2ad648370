//! Who writes a mail, and to whom.

use crate::commands::Refusal;
use crate::render::mail::Envelope;
use crate::render::mail::MailFault;
use crate::workspace::Workspace;

/// Whoever git says sends mail (`sendemail.from`), else whoever it says commits.
pub(super) fn of(workspace: &Workspace, to: &[String]) -> Result<Envelope, Refusal> {
    let repo = workspace.repo.as_ref().ok_or_else(Refusal::nobody)?;
    let from = match repo.personal("sendemail.from") {
        Some(from) => from,
        None => match repo.author().ok_or_else(Refusal::nobody)? {
            (name, address) if name.is_empty() => address,
            (name, address) => format!("{name} <{address}>"),
        },
    };
    Envelope::new(&from, to).map_err(|it| refused(&it))
}

/// Why there is no mail, and what to do.
pub(super) fn refused(fault: &MailFault) -> Refusal {
    let refusal = Refusal::usage(fault.to_string());
    match fault {
        MailFault::Address(_) => refusal.hint(
            "write one address, jo@example.com or \"Jo <jo@example.com>\", in ASCII; --to may be given again",
        ),
        MailFault::Made(_) => refusal,
    }
}
