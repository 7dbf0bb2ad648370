//! Where the message to customers goes.

use std::path::Path;
use std::path::PathBuf;

use super::Args;
use crate::commands::Ctx;
use crate::commands::Refusal;
use crate::commands::given;
use crate::net::Notify;
use crate::net::PagerDutyPage;
use crate::net::Statuspage;
use crate::render::cstate;
use crate::render::cstate::Said;
use crate::render::cstate::Site;
use crate::render::cstate::Unfit;
use crate::render::html::document;
use crate::render::html::html;
use crate::report::Public;
use crate::report::announcement::Announcement;
use crate::time::Moment;
use crate::tree::Folder;
use crate::tree::Mode;
use crate::workspace::Workspace;

/// The names of a Hugo site's configuration, as YAML.
const CONFIGURATIONS: [&str; 4] = ["config.yml", "config.yaml", "hugo.yml", "hugo.yaml"];
/// Where the pages of incidents lie in it.
const ISSUES: &str = "content/issues";

/// What is said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Where {
    /// A file: Markdown, or HTML
    File,
    /// A page of a cState site
    Cstate,
    /// The incident's postmortem on Statuspage
    Statuspage,
    /// The postmortem of a post on a PagerDuty status page
    Pagerduty,
}

impl Where {
    /// Whether the place can tell people by itself.
    pub(super) fn is_told(self) -> bool {
        match self {
            Self::File | Self::Cstate => false,
            Self::Statuspage | Self::Pagerduty => true,
        }
    }
}

/// Where it goes, and what.
pub(super) enum Place {
    /// A file, and where it can be read then.
    File {
        path: PathBuf,
        text: String,
        url: Option<String>,
    },
    Statuspage(Statuspage, String),
    PagerDuty(PagerDutyPage, String),
}

impl Place {
    pub(super) fn of(
        args: &Args,
        ctx: &Ctx,
        workspace: &Workspace,
        (it, now): (&Public<Announcement>, Moment),
    ) -> Result<Self, Refusal> {
        let repo = workspace.repo.as_deref();
        let incident = || {
            args.incident.as_deref().ok_or_else(|| {
                Refusal::usage("--incident is missing")
                    .hint("name the incident on the status page: its id, or its address")
            })
        };
        let out = || {
            let out = args.out.as_ref().map(|it| ctx.directory.join(it));
            out.ok_or_else(|| {
                Refusal::usage("--out is missing").hint(match args.to {
                    Where::Cstate => "name the directory of the site: --out ../status",
                    _ => "name the file that is written: --out status.md",
                })
            })
        };
        if args.notify && !args.to.is_told() {
            return Err(Refusal::usage("a file notifies nobody").hint("leave --notify out"));
        }
        Ok(match args.to {
            Where::File => {
                let path = out()?;
                let is_html = path
                    .extension()
                    .is_some_and(|it| it == "html" || it == "htm");
                let title = args.title.as_deref().or(it.title.as_deref());
                let text = if is_html {
                    // Nothing but what was approved is told, and the day.
                    let day = it.began.map(|it| it.date().to_string());
                    let title = title.map(str::to_owned).or(day);
                    document(title.as_deref().unwrap_or("Incident"), &it.words)
                } else {
                    format!("{}\n", it.words)
                };
                Self::File {
                    path,
                    text,
                    url: None,
                }
            }
            Where::Cstate => {
                let directory = out()?;
                let site = site(&directory, ctx)?;
                let said = Said {
                    title: args.title.as_deref(),
                    systems: &args.system,
                    impact: args.impact,
                };
                let text = cstate::page(it, &site, said, now).map_err(unfit)?;
                Self::File {
                    path: directory.join(ISSUES).join(format!("{}.md", it.postmortem)),
                    text,
                    url: site.page(&it.postmortem),
                }
            }
            Where::Statuspage => {
                Self::Statuspage(Statuspage::open(repo, incident()?)?, it.words.clone())
            }
            Where::Pagerduty => {
                Self::PagerDuty(PagerDutyPage::open(repo, incident()?)?, html(&it.words))
            }
        })
    }

    /// Where it goes, for people.
    pub(super) fn words(&self) -> String {
        match self {
            Self::File { path, .. } => format!("in the file {}", path.display()),
            Self::Statuspage(..) => "as the incident's postmortem on Statuspage".to_owned(),
            Self::PagerDuty(..) => {
                "as the postmortem of a post on a PagerDuty status page".to_owned()
            }
        }
    }

    /// What would be done.
    pub(super) fn plan(&self, notify: Notify) -> String {
        let plan = match self {
            Self::File { text, .. } => text.clone(),
            Self::Statuspage(page, text) => page.plan(text, notify),
            Self::PagerDuty(page, text) => page.plan(text, notify),
        };
        let lines = plan.lines().map(crate::render::sanitize);
        lines.map(|it| format!("{it}\n")).collect()
    }

    /// Does it, and says where it can be read. What is there already is left as it is; what is
    /// there with other words gives way only where that is meant.
    pub(super) fn publish(&self, how: (Notify, bool)) -> Result<Option<String>, Refusal> {
        match self {
            Self::File { path, text, url } => {
                write(path, text, how.1)?;
                Ok(url.clone())
            }
            Self::Statuspage(page, text) => page.publish(text, how),
            Self::PagerDuty(page, text) => page.publish(text, how),
        }
    }
}

/// The configuration of a cState site.
fn site(directory: &Path, ctx: &Ctx) -> Result<Site, Refusal> {
    let mut names = CONFIGURATIONS.iter().map(|it| directory.join(it));
    let Some(path) = names.find(|it| it.is_file()) else {
        let shown = directory.display();
        return Err(
            Refusal::not_found(format!("{shown} is no directory of a cState site"))
                .hint("it has a config.yml with `params.systems`")
                .about_file(directory),
        );
    };
    let text = given::text(&path, given::DOCUMENT, ctx)?;
    Site::read(&text).map_err(|it| unfit(it).about_file(&path))
}

/// Writes a file that the user names; one with other words gives way only where that is meant.
fn write(path: &Path, text: &str, is_meant: bool) -> Result<(), Refusal> {
    let name = path.file_name().and_then(|it| it.to_str());
    let (Some(name), Some(directory)) = (name, path.parent()) else {
        let shown = path.display();
        return Err(Refusal::usage(format!("{shown} is no name of a file")));
    };
    match std::fs::read(path) {
        Ok(there) if there == text.as_bytes() => return Ok(()),
        Ok(_) if !is_meant => {
            let shown = path.display();
            let refusal = Refusal::not_ready(format!("{shown} is there, with other words"));
            return Err(refusal.hint("--again writes it anew").about_file(path));
        }
        Ok(_) | Err(_) => {}
    }
    Folder::make(directory)?.write(name, text, Mode::Text)
}

/// Why the status page cannot show it, and what to do.
fn unfit(why: Unfit) -> Refusal {
    let refusal = Refusal::not_ready(why.to_string());
    match why {
        Unfit::NoSystem(_, systems) => refusal.hint(format!(
            "its systems are {}; --system NAME says which it was",
            systems.join(", ")
        )),
        Unfit::NoTitle => {
            refusal.hint("begin the message with a heading, `# Slow payments`, or say --title")
        }
        Unfit::Title(_) => refusal.hint("say another one: --title"),
        Unfit::Command(_) => refusal.hint("write it otherwise, and have it approved again"),
        Unfit::NoTime(_) => refusal.hint("pmrepo set ID resolved_at=…"),
        Unfit::NoSystems | Unfit::Future(_) => refusal,
    }
}
