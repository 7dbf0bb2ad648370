//! Names that are new and like one that is known: at a terminal it is asked which is meant.

use super::Ctx;
use super::Refusal;
use crate::change::By;
use crate::change::Draft;
use crate::change::Meant;
use crate::change::Said;
use crate::change::SetSaid;
use crate::report::asked::Stranger;
use crate::root::Root;
use crate::workspace::Workspace;

/// Makes a draft. Where a name that it writes is new and like one that is known, it is asked which is
/// meant; where nobody can answer, the name is written and said.
pub(super) fn drafted(
    ctx: &Ctx,
    workspace: &Workspace,
    root: &Root,
    make: &dyn Fn(&By<'_>) -> Result<Draft, Refusal>,
) -> Result<Draft, Refusal> {
    let by = ctx.by(workspace, root)?;
    let draft = make(&by)?;
    if !ctx.env.can_ask() || !draft.introduces.is_empty() {
        return Ok(draft);
    }
    let meant = ask(ctx, &draft)?;
    if meant.is_empty() {
        return Ok(draft);
    }
    make(&By {
        meant: &meant,
        ..by
    })
}

/// Asks which name is meant by each that may be a slip.
fn ask(ctx: &Ctx, draft: &Draft) -> Result<Vec<Meant>, Refusal> {
    let mut meant = Vec::new();
    for said in &draft.says {
        let Said::Set(SetSaid::New(Stranger {
            name,
            like: Some(like),
        })) = said
        else {
            continue;
        };
        let question = format!("{name} is new here. Did you mean");
        let choices = [name.clone(), like.clone()];
        if ctx.env.prompt().choice(&question, &choices, 0)? > 0 {
            meant.push(Meant {
                typed: name.clone(),
                name: like.clone(),
            });
        }
    }
    Ok(meant)
}
