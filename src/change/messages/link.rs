//! The link to a postmortem in a message: where whoever gets it can read the report.

use crate::change::By;
use crate::change::Said;
use crate::config::WebUrl;
use crate::corpus::Files;
use crate::git::Forge;
use crate::git::Origin;
use crate::model::MessageName;
use crate::root::Root;
use crate::source::RepoPath;

/// Files and directories at the top of a repository by which a forge is known that its host's name
/// does not tell.
const MARKS: [(&str, Forge); 4] = [
    (".gitlab-ci.yml", Forge::Gitlab),
    (".forgejo", Forge::Forgejo),
    (".gitea", Forge::Forgejo),
    (".github", Forge::Github),
];

/// Where a report can be read.
pub(super) struct Link {
    /// Its address; `None` where neither the configuration nor a remote says one.
    pub(super) url: Option<String>,
    /// Which branch of the remote has the report.
    place: Place,
}

/// Which branch of the remote has a report, as far as is known here.
enum Place {
    /// There is no remote, or its main branch has the report.
    Settled,
    /// Another branch than the main one.
    Branch {
        /// The branch.
        branch: String,
        /// The main one.
        main: String,
    },
    /// None.
    Nowhere {
        /// The main one.
        main: String,
    },
}

/// The link to a report.
pub(super) fn to_report(root: &Root, files: &Files, by: &By<'_>) -> Link {
    let path = &files.report.path;
    let configured = root.config.web_url.as_ref();
    let repo = by.workspace.repo.as_ref();
    let Some((repo, origin)) = repo.and_then(|it| Some((it, it.origin()?))) else {
        return Link {
            url: configured.and_then(|it| it.of(path, Some(&files.id))),
            place: Place::Settled,
        };
    };
    let main = origin.main.clone();
    let place = if repo.origin_has(&main, path) {
        Place::Settled
    } else {
        let mut others = repo.branches_of_origin().into_iter();
        match others.find(|it| repo.origin_has(it, path)) {
            Some(branch) => Place::Branch { branch, main },
            None => Place::Nowhere { main },
        }
    };
    let branch = match &place {
        Place::Branch { branch, .. } => branch,
        Place::Settled | Place::Nowhere { .. } => &origin.main,
    };
    let web = match configured {
        Some(web) => Some(web.on_branch(&origin.main, branch)),
        None => derived(root, &origin, branch),
    };
    Link {
        url: web.and_then(|it| it.of(path, Some(&files.id))),
        place,
    }
}

/// The address of the files on the main branch, or of the pages made of them: as the configuration says
/// it, and as the remote's own address lets it be known.
pub(in crate::change) fn bases(root: &Root, by: &By<'_>) -> Vec<WebUrl> {
    let origin = by.workspace.repo.as_ref().and_then(|it| it.origin());
    let derived = origin.and_then(|it| derived(root, &it, &it.main));
    root.config.web_url.iter().cloned().chain(derived).collect()
}

/// What there is to say where a message links to a report that its readers do not find on the main
/// branch of the remote.
pub(super) fn unseen(root: &Root, files: &Files, name: MessageName, by: &By<'_>) -> Option<Said> {
    match name {
        MessageName::Notice | MessageName::Results => to_report(root, files, by).unseen(files),
        MessageName::External => None,
    }
}

impl Link {
    /// The same of this link.
    pub(super) fn unseen(&self, files: &Files) -> Option<Said> {
        let id = files.id.to_string();
        match &self.place {
            Place::Settled => None,
            Place::Branch { branch, main } => Some(Said::OnBranch {
                id,
                branch: branch.clone(),
                main: main.clone(),
            }),
            Place::Nowhere { main } => Some(Said::NotPushed {
                id,
                main: main.clone(),
            }),
        }
    }
}

/// The address of the files on a branch, as the remote's own address lets it be known.
fn derived(root: &Root, origin: &Origin, branch: &str) -> Option<WebUrl> {
    let is_there = |name: &str| {
        let path = RepoPath::new(name).unwrap_or_default();
        let snapshot = root.snapshot();
        snapshot.exists(&path) || snapshot.list(&path).is_ok_and(|it| !it.is_empty())
    };
    let mark = MARKS.into_iter().find(|(name, _)| is_there(name));
    let web = origin.web(branch, mark.map(|(_, forge)| forge))?;
    WebUrl::parse(&web)
}
