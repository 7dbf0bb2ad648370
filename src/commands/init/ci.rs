//! What `init --ci` writes for a forge. Nothing that is there is changed: what would have to go
//! into it is shown instead.

use super::Plan;
use super::Refusal;
use super::Workspace;
use crate::config::CODE_OWNERS;
use crate::model::TemplateName;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;
use crate::template::input::CiInput;

/// The forge whose CI runs the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Forge {
    /// A GitHub Actions workflow
    Github,
    /// A GitLab CI job
    Gitlab,
}

impl Forge {
    /// Its files: where, and from which template.
    fn files(self) -> &'static [(&'static str, TemplateName)] {
        match self {
            Self::Github => &[
                (
                    ".github/workflows/postmortems.yml",
                    TemplateName::GithubWorkflow,
                ),
                (
                    ".github/workflows/overdue-postmortems.yml",
                    TemplateName::GithubOverdue,
                ),
                (
                    ".github/pull_request_template.md",
                    TemplateName::PullRequest,
                ),
                (".github/CODEOWNERS", TemplateName::CodeOwners),
            ],
            Self::Gitlab => &[
                (".gitlab-ci.yml", TemplateName::GitlabJob),
                (
                    ".gitlab/merge_request_templates/Postmortem.md",
                    TemplateName::PullRequest,
                ),
                (".gitlab/CODEOWNERS", TemplateName::CodeOwners),
            ],
        }
    }
}

/// The branch that is judged where git names none.
const BRANCH: &str = "main";

/// Adds the files of a forge, at the top of the repository.
pub(super) fn add(forge: Forge, workspace: &Workspace, plan: &mut Plan) -> Result<(), Refusal> {
    let snapshot = workspace
        .snapshot
        .over(plan.edits.texts(&workspace.snapshot));
    let root = Root::open(&snapshot, &workspace.here)?;
    let tree = workspace.tree()?;
    let input = input(workspace, &root);
    for (place, name) in forge.files().iter().copied() {
        let own = root.own_template(name)?;
        let text = template::ci(name, &input, own.as_deref());
        let text = text.map_err(|it| Refusal::configuration(it.to_string()))?;
        let path = RepoPath::new(place).unwrap_or_default();
        let taken = match name {
            TemplateName::CodeOwners => CODE_OWNERS
                .iter()
                .filter_map(|it| RepoPath::new(it))
                .find(|it| tree.exists(it)),
            _ => Some(path.clone()).filter(|it| tree.exists(it)),
        };
        match taken {
            Some(there) if is_same(workspace, &there, &text) => {}
            Some(there) => plan.says.push(format!(
                "{} is there already and stays as it is; these lines may go into it:\n\n{text}",
                workspace.shown(&there)
            )),
            None => {
                plan.edits.create(&path, text);
                plan.files.push(path);
            }
        }
    }
    Ok(())
}

/// Whether a file holds a text already.
fn is_same(workspace: &Workspace, path: &RepoPath, text: &str) -> bool {
    let bytes = workspace.snapshot.read(path).unwrap_or_default();
    String::from_utf8(bytes).is_ok_and(|it| it.contains(text.trim_end()))
}

fn input(workspace: &Workspace, root: &Root) -> CiInput {
    let directory = root.directory.as_str();
    CiInput {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        branch: workspace
            .repo
            .as_ref()
            .and_then(|it| it.main_branch())
            .unwrap_or_else(|| BRANCH.to_owned()),
        root: if directory.is_empty() {
            String::new()
        } else {
            format!("{directory}/")
        },
        postmortems: root.config.paths.postmortems.to_string(),
        owners: Vec::new(),
    }
}
