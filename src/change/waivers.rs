//! Waivers of a report.

use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::front;
use super::front::Becomes;
use crate::corpus::Files;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::tree::Edits;

/// Waives a rule in a postmortem, for a reason. Without one the draft shows what asks for it.
pub fn add(
    root: &Root,
    files: &Files,
    (rule, reason): (&Rule, &str),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    if !rule.can_be_waived() {
        let code = rule.code;
        return Err(Refusal::usage(format!("{code} cannot be waived"))
            .hint(format!("`pmrepo explain {code}` says what to do")));
    }
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let waiver = json!({"rule": rule.code, "reason": reason});
    let field = FieldName::Waivers.as_str();
    let values = [(field, Becomes::Longer(vec![waiver]))];
    let path = &files.report.path;
    let text = front::written(root, files, &schema, &values)?;
    let mut edits = Edits::none();
    edits.change(path, root.text_of(path)?, text);
    let headline = Headline::of(&files.id, format!("waive {}", rule.code));
    let says = vec![Said::Wrote(path.clone())];
    Draft::make((root, by), headline, edits, says)
}
