//! Whether somebody else than its owner set a postmortem to reviewed.

use crate::check::witness::Setter;
use crate::config::FourEyes;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::model::Status;
use crate::root::Root;
use crate::rules::pm810_four_eyes;

/// Whether a postmortem has been reviewed.
pub(super) fn is_reviewed(dossier: &Dossier) -> bool {
    let status = dossier.report.text_of("status").and_then(Status::parse);
    status.is_some_and(|it| it.has_reached(Status::Reviewed))
}

/// What is wrong with the commit that set a postmortem to reviewed.
pub(super) fn find(root: &Root, dossier: &Dossier, setter: &Setter) -> Option<Diagnostic> {
    let report = &dossier.report;
    let owner = report.text_of("owner").unwrap_or_default();
    let roster = &root.config.policy.roster;
    let commit = match &setter.commit {
        Some(id) => format!("the commit {}", id.short()),
        None => "this commit".to_owned(),
    };
    let (message, help) = match root.config.four_eyes? {
        FourEyes::Author => {
            let names = [&setter.author.email, &setter.author.name];
            let author = format!("{} <{}>", setter.author.name, setter.author.email);
            if names.iter().any(|it| roster.is_same(owner, it)) {
                (
                    format!("{commit}, which sets `reviewed`, is by the owner, {author}"),
                    "let somebody who read it set the status",
                )
            } else if names.iter().all(|it| roster.find(it).is_none()) {
                (
                    format!(
                        "{commit}, which sets `reviewed`, is by {author}, whom the roster does not know"
                    ),
                    "add them to people.yaml: that they are not the owner cannot be told otherwise",
                )
            } else {
                return None;
            }
        }
        FourEyes::Signed if setter.is_signed == Some(false) => (
            format!("{commit}, which sets `reviewed`, has no signature that git accepts"),
            "sign it (`git commit --gpg-sign`) with a key that is known here",
        ),
        FourEyes::Signed => return None,
    };
    let rule = &pm810_four_eyes::RULE;
    let found = Diagnostic::new(rule, &report.path, report.place_of("status"), message);
    Some(found.help(help).pointer("/status"))
}
