//! Whether somebody else than its owner set a postmortem to reviewed.

use crate::check::Comparison;
use crate::check::witness::Setter;
use crate::check::writer::Author;
use crate::check::writer::cut_off;
use crate::config::FourEyes;
use crate::config::Member;
use crate::config::Policy;
use crate::config::Roster;
use crate::config::name_and_address;
use crate::corpus::Dossier;
use crate::diagnostic::Diagnostic;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::rules::pm810_four_eyes;

/// How many people are named who could do it.
const MOST_NAMED: usize = 5;

/// Whether a postmortem has been reviewed.
fn is_reviewed(policy: &Policy, dossier: &Dossier) -> bool {
    Report::new(policy, &dossier.report).has_reached(Status::Reviewed)
}

/// What is wrong with the commit that sets a postmortem to reviewed, where a change does. `before` is
/// the postmortem in each base that has it, and `known` those of them that a root had: what is reviewed
/// elsewhere, nobody has judged.
pub(super) fn find(
    root: &Root,
    comparison: &Comparison,
    (before, known): (&[Option<Dossier>], &[&Dossier]),
    after: &Dossier,
) -> Result<Option<Diagnostic>, Refusal> {
    let policy = &root.config.policy;
    let mut known = known.iter();
    let Some(asked) = root.config.four_eyes else {
        return Ok(None);
    };
    if !is_reviewed(policy, after) || known.any(|it| is_reviewed(policy, it)) {
        return Ok(None);
    }
    let Some(setter) = comparison.witness.setter(&after.report.path)? else {
        let message = "no commit of this change can be found that sets `reviewed`".to_owned();
        let help = "set the status in a commit of its own, and do not move the report in it";
        return Ok(Some(found(root, after, message, help.to_owned())));
    };
    match asked {
        FourEyes::Author => {
            let eyes = Eyes {
                root,
                comparison,
                roster: roster(root, comparison, before)?,
                owners: owners(policy, comparison, (before, after), &setter),
                setter,
                is_adopted: Report::new(policy, &after.report).is_adopted(),
            };
            eyes.find(after)
        }
        FourEyes::Signed => {
            let is_unsigned = |it: &_| !comparison.witness.is_signed(*it);
            let Some(commit) = setter.commit.filter(is_unsigned) else {
                return Ok(None);
            };
            let message = format!(
                "the commit {}, which sets `reviewed`, has no signature that git accepts",
                commit.short()
            );
            let help = "sign it (`git commit --gpg-sign`) with a key that is known here";
            Ok(Some(found(root, after, message, help.to_owned())))
        }
    }
}

fn found(root: &Root, dossier: &Dossier, message: String, help: String) -> Diagnostic {
    let report = Report::new(&root.config.policy, &dossier.report);
    let place = report.field(FieldName::Status).place();
    Diagnostic::new(&pm810_four_eyes::RULE, &dossier.report.path, place, message)
        .help(help)
        .pointer("/status")
}

/// Who knows whom: the roster of before the change, in which nobody has written themselves.
fn roster(
    root: &Root,
    comparison: &Comparison,
    before: &[Option<Dossier>],
) -> Result<Roster, Refusal> {
    let Some(base) = comparison.bases.first() else {
        return Ok(root.config.policy.roster.clone());
    };
    let was = before.first().and_then(Option::as_ref);
    let was = was.and_then(|it| root::nearest(base, &it.directory));
    let known = match was {
        Some(directory) if directory != root.directory => comparison.open_base(base, &directory)?,
        _ => comparison.was(root, base)?,
    };
    // A root that is new knows those whom it brings.
    let config = known.map_or_else(|| root.config.clone(), |it| it.config);
    Ok(config.policy.roster)
}

/// The owners: in each base, just before the commit, and now.
fn owners(
    policy: &Policy,
    comparison: &Comparison,
    (before, after): (&[Option<Dossier>], &Dossier),
    setter: &Setter,
) -> Vec<String> {
    let versions = setter.before.iter();
    let versions = versions.filter_map(|it| comparison.witness.version(*it, &after.report.path));
    let versions: Vec<_> = versions.collect();
    let reports = before.iter().flatten().map(|it| &it.report);
    let reports = reports.chain(&versions).chain([&after.report]);
    let owner = |it| {
        let owner = Report::new(policy, it).field(FieldName::Owner).text();
        owner.map(str::to_owned)
    };
    let mut owners: Vec<String> = reports.filter_map(owner).collect();
    owners.dedup();
    owners
}

/// What tells whether a second person has looked at it.
struct Eyes<'a> {
    root: &'a Root,
    comparison: &'a Comparison,
    roster: Roster,
    owners: Vec<String>,
    setter: Setter,
    /// Who owned what was adopted, nobody may know any more.
    is_adopted: bool,
}

impl Eyes<'_> {
    fn find(&self, after: &Dossier) -> Result<Option<Diagnostic>, Refusal> {
        let why = match self.why() {
            None => self.handed_over(after)?,
            why => why,
        };
        let Some(why) = why else {
            return Ok(None);
        };
        if let Some(commit) = self.setter.commit {
            let reviewers = self.comparison.witness.reviewers(commit)?;
            if reviewers.iter().any(|it| self.is_second(it)) {
                return Ok(None);
            }
        }
        Ok(Some(found(self.root, after, why, self.help())))
    }

    /// Why the commit is not enough; `None` where it is.
    fn why(&self) -> Option<String> {
        let commit = self.commit();
        let author = &self.setter.author;
        let who = format!("{} <{}>", author.name, author.email);
        let known = self.roster.authors(&author.name, &author.email);
        let is_theirs = |owner: &&String| self.roster.is_author(owner, &author.name, &author.email);
        if let Some(owner) = self.owners.iter().find(is_theirs) {
            let is_last = self.owners.last() == Some(owner);
            let role = if is_last { "owner" } else { "owner before" };
            return Some(format!(
                "{commit}, which sets `reviewed`, is by the {role}, {who}"
            ));
        }
        if known.is_empty() {
            return Some(format!(
                "{commit}, which sets `reviewed`, is by {who}, whom the roster does not know"
            ));
        }
        if self.owners.is_empty() && !self.is_adopted {
            return Some(format!(
                "there is no owner: that {who} is somebody else cannot be told"
            ));
        }
        let is_unknown = |owner: &&String| self.roster.find(owner).is_none();
        let owner = self.owners.iter().find(is_unknown)?;
        Some(format!(
            "{owner}, the owner, is not in the roster: that {who} is somebody else cannot be told"
        ))
    }

    /// Why it is not enough that somebody else owns it: whoever sets the status had it before, and its owner
    /// has changed nothing of it since. Nobody has looked at it but the one.
    fn handed_over(&self, after: &Dossier) -> Result<Option<String>, Refusal> {
        let path = &after.report.path;
        let (versions, is_cut_off) = self.comparison.witness.versions(self.setter.commit, path)?;
        let is_by = |person: &str, author: &Author| {
            let Author { name, email } = author;
            self.roster.is_author(person, name, email)
        };
        let policy = &self.root.config.policy;
        for (author, report) in &versions {
            if self.owners.iter().any(|it| is_by(it, author)) {
                return Ok(None);
            }
            let owner = Report::new(policy, report).field(FieldName::Owner).text();
            if owner.is_some_and(|it| is_by(it, &self.setter.author)) {
                let owner = self.owners.last().map_or("nobody", String::as_str);
                return Ok(Some(format!(
                    "{}, which sets `reviewed`, is by {} <{}>, who was the owner, and {owner}, who is, has \
                     changed nothing of the report since",
                    self.commit(),
                    self.setter.author.name,
                    self.setter.author.email,
                )));
            }
        }
        if is_cut_off {
            return Err(cut_off(&format!("who owned {path} first")));
        }
        Ok(None)
    }

    /// The commit, in words.
    fn commit(&self) -> String {
        match &self.setter.commit {
            Some(id) => format!("the commit {}", id.short()),
            None => "this commit".to_owned(),
        }
    }

    /// Whether a `Reviewed-by` line is of a member who is neither an owner nor the author.
    fn is_second(&self, line: &str) -> bool {
        let (name, address) = name_and_address(line);
        let author = &self.setter.author;
        let authors = self.roster.authors(&author.name, &author.email);
        let members = self.roster.authors(name, address);
        let is_owner = |owner: &String| self.roster.is_author(owner, name, address);
        let are_known = self.owners.iter().all(|it| self.roster.find(it).is_some());
        are_known
            && !members.is_empty()
            && !members.iter().any(|it| authors.contains(it))
            && !self.owners.iter().any(is_owner)
    }

    /// Who has to do what.
    fn help(&self) -> String {
        let is_owner = |it: &&Member| {
            let mut owners = self.owners.iter();
            owners.any(|owner| self.roster.find(owner) == Some(it))
        };
        let others = self.roster.people.iter().filter(|it| !is_owner(it));
        let others: Vec<&str> = others.map(|it| it.handle.as_str()).collect();
        let named = others
            .get(..MOST_NAMED.min(others.len()))
            .unwrap_or_default();
        if named.is_empty() {
            return "add whoever reviews it to people.yaml, in a change of its own before this one"
                .to_owned();
        }
        let more = if others.len() > named.len() {
            ", or somebody else of the roster"
        } else {
            ""
        };
        format!(
            "let {}{more} make the commit that sets `status: reviewed`, or be named in a line \
             `Reviewed-by: NAME <ADDRESS>` of a commit from there on that git accepts the signature of; \
             whoever is new in people.yaml counts from the next change on",
            named.join(" or ")
        )
    }
}
