//! Whether somebody approves the message to customers that they wrote themselves.

use super::between;
use super::found::Found;
use crate::check::Comparison;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Message;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm812_own_approval;

/// What is found where a change approves the message to customers. `before` is the postmortem in each
/// base that has it.
pub(super) fn find(
    root: &Root,
    comparison: &Comparison,
    before: &[Option<Dossier>],
    after: &Dossier,
) -> Result<Vec<Found>, Refusal> {
    let rule = &pm812_own_approval::RULE;
    let policy = &root.config.policy;
    let external = |it| Postmortem::new(policy, it).message(MessageName::External);
    let Some(message) = external(after).filter(|_| root.levels.is_on(rule)) else {
        return Ok(Vec::new());
    };
    let said = message.field(FieldName::ApprovedBy);
    let Some(approver) = said.words() else {
        return Ok(Vec::new());
    };
    let old: Vec<Message<'_>> = before.iter().flatten().filter_map(external).collect();
    let has_approved = |it: &Message<'_>| {
        let before = it.field(FieldName::ApprovedBy).words();
        before.is_some_and(|it| policy.roster.is_same(it, approver))
    };
    if old.iter().any(has_approved) {
        return Ok(Vec::new());
    }
    let had_text = old.iter().any(|it| !it.is_empty());
    let path = &message.document.path;
    let writer = comparison.witness.writer(path, had_text)?;
    let Some(writer) = writer.filter(|it| it.is(policy, approver)) else {
        return Ok(Vec::new());
    };
    let text = format!(
        "{approver} approves their own text: {} has it first",
        writer.words()
    );
    let found = Diagnostic::new(rule, path, said.place(), text)
        .help("let somebody else read it and approve it")
        .pointer(FieldName::ApprovedBy.pointer());
    Ok(between::found(root, after, found))
}
