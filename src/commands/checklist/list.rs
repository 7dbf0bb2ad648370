//! `pmrepo checklist`, listing.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use crate::commands::format::Format;
use crate::commands::print;
use crate::commands::say_unread;
use crate::commands::which::Which;
use crate::config::Policy;
use crate::config::Someone;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::Role;
use crate::postmortem::Report;
use crate::render::Detail;
use crate::report::asked::Asked;
use crate::report::asked::role;
use crate::report::checklist;
use crate::report::checklist::State;
use crate::report::checklist::Step;
use crate::root::Root;
use crate::workspace::Meant;
use crate::workspace::Workspace;

/// Options of the list.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// The postmortem's id, or a part of it; inside its directory it may be left out; without any,
    /// all that are on their way
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    #[command(flatten)]
    which: Which,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Only of this role: scribe, customer-liaison, …
    #[arg(long)]
    role: Vec<String>,
    /// Only what this person has to do; `me` is who git says you are
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only what is open
    #[arg(long)]
    open: bool,
}

/// Runs it. Of one postmortem no other is read.
pub(super) fn run(args: &ListArgs, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let reader = workspace.snapshot.reader();
    let mut steps: Vec<Step> = Vec::new();
    let mut unread = Vec::new();
    let mut ticks = checklist::Ticks::new();
    match workspace.meant(args.id.as_deref())? {
        Meant::One(root, files) => {
            let roots = workspace.roots()?;
            let asked = Asked::of(&workspace, &roots);
            let wanted = Wanted::of(args, &asked, &root)?;
            let dossier = Dossier::read(&files, &reader);
            steps.extend(wanted.steps(&dossier));
            unread.extend(checklist::unread(wanted.policy, &dossier));
            ticks = ticks_of(&workspace, &files);
        }
        Meant::All(roots) => {
            let asked = Asked::of(&workspace, &roots);
            for root in &roots {
                let wanted = Wanted::of(args, &asked, root)?;
                // Only what is on its way counts.
                for files in &root.layout()?.postmortems {
                    let dossier = Dossier::read_facts(files, &reader);
                    let report = Report::new(&root.config.policy, &dossier.report);
                    if report.is_on_its_way() {
                        steps.extend(wanted.steps(&dossier));
                        unread.extend(checklist::unread(wanted.policy, &dossier));
                    }
                }
            }
        }
    }
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    let name = workspace.snapshot.name();
    print(
        &args
            .format
            .checklist(name, (&steps, &unread), &ticks, &look),
    )?;
    Ok(say_unread(&unread))
}

/// Which steps of a root's checklists are wanted.
struct Wanted<'a> {
    args: &'a ListArgs,
    policy: &'a Policy,
    who: Vec<Someone>,
    roles: Vec<Role>,
}

impl<'a> Wanted<'a> {
    fn of(args: &'a ListArgs, asked: &Asked<'_>, root: &'a Root) -> Result<Self, Refusal> {
        let policy = &root.config.policy;
        Ok(Self {
            args,
            policy,
            who: asked.people(root, &args.who)?,
            roles: args
                .role
                .iter()
                .map(|it| role(it))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Those of one postmortem.
    fn steps(&self, dossier: &Dossier) -> impl Iterator<Item = Step> {
        checklist::of_postmortem(self.policy, dossier)
            .into_iter()
            .filter(|step| self.takes(step))
    }

    fn takes(&self, step: &Step) -> bool {
        let is_of = |it: &Role| step.role == Some(*it);
        let is_theirs = |it: &String| self.who.iter().any(|who| self.policy.roster.is(who, it));
        (self.roles.is_empty() || self.roles.iter().any(is_of))
            && (self.who.is_empty() || step.people.iter().any(is_theirs))
            && (!self.args.open || step.state == State::Open)
    }
}

/// Who wrote each line of a checklist last, and when. Nothing where there is no history.
fn ticks_of(workspace: &Workspace, files: &Files) -> checklist::Ticks {
    let (Some(repo), Some(entry)) = (&workspace.repo, &files.checklist) else {
        return checklist::Ticks::new();
    };
    repo.blame(workspace.snapshot.commit_id(), &entry.path)
        .unwrap_or_default()
        .into_iter()
        .map(|(line, blame)| (line, blame.map(|it| (it.author, it.at))))
        .collect()
}
