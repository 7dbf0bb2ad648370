//! Whether somebody else than its owner set a postmortem to reviewed.

use crate::check::witness::Setter;
use crate::config::FourEyes;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Report;
use crate::root::Root;
use crate::rules::pm810_four_eyes;

/// Whether a postmortem has been reviewed.
pub(super) fn is_reviewed(root: &Root, dossier: &Dossier) -> bool {
    Report::new(&root.config.policy, &dossier.report).has_reached(Status::Reviewed)
}

/// What is wrong with the commit that set a postmortem to reviewed.
pub(super) fn find(root: &Root, dossier: &Dossier, setter: &Setter) -> Option<Diagnostic> {
    let policy = &root.config.policy;
    let report = Report::new(policy, &dossier.report);
    let owner = report.field(FieldName::Owner).text().unwrap_or_default();
    let roster = &policy.roster;
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
    let found = Diagnostic::new(
        rule,
        &dossier.report.path,
        report.field(FieldName::Status).place(),
        message,
    );
    Some(found.help(help).pointer("/status"))
}
