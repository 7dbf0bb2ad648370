//! Who had which part in a response, as flags: the same for every command that names people.

use crate::change::fields::Manner;
use crate::change::fields::Setting;
use crate::model::Role;

/// Who had which part. `me` is whoever git says commits.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "People")]
pub(super) struct RoleArgs {
    /// Who owns the postmortem; `me` is who git says you are
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Who led the response
    #[arg(
        long,
        aliases = ["incident-commander", "incident_commander", "roles.incident_commander"],
        value_name = "PERSON"
    )]
    pub(super) commander: Option<String>,
    /// Who was the commander's deputy
    #[arg(long, alias = "roles.deputy", value_name = "PERSON")]
    deputy: Option<String>,
    /// Who was the scribe
    #[arg(long, alias = "roles.scribe", value_name = "PERSON")]
    scribe: Option<String>,
    /// A subject matter expert (may be given again)
    #[arg(
        long,
        aliases = ["sme", "subject-matter-expert", "roles.subject_matter_experts"],
        value_name = "PERSON"
    )]
    expert: Vec<String>,
    /// Who was the customer liaison
    #[arg(
        long,
        aliases = ["customer-liaison", "customer_liaison", "roles.customer_liaison"],
        value_name = "PERSON"
    )]
    liaison: Option<String>,
    /// Who was the internal liaison
    #[arg(
        long,
        aliases = ["internal_liaison", "roles.internal_liaison"],
        value_name = "PERSON"
    )]
    internal_liaison: Option<String>,
    /// Who shadowed to learn
    #[arg(long, alias = "roles.shadow", value_name = "PERSON")]
    shadow: Option<String>,
}

impl RoleArgs {
    /// Everybody who is named, as typed, each with their part.
    pub(super) fn named(&self) -> Vec<(Role, &str)> {
        let single = [
            (Role::Owner, &self.owner),
            (Role::IncidentCommander, &self.commander),
            (Role::Deputy, &self.deputy),
            (Role::Scribe, &self.scribe),
            (Role::CustomerLiaison, &self.liaison),
            (Role::InternalLiaison, &self.internal_liaison),
            (Role::Shadow, &self.shadow),
        ];
        let single = single.into_iter();
        let single = single.filter_map(|(role, who)| Some((role, who.as_deref()?)));
        let experts = self.expert.iter();
        single
            .chain(experts.map(|who| (Role::SubjectMatterExpert, who.as_str())))
            .collect()
    }

    /// The experts as one list.
    pub(super) fn experts(&self) -> String {
        let experts = self.expert.iter();
        let experts: Vec<String> = experts.map(|it| it.replace(',', "\\,")).collect();
        experts.join(",")
    }

    /// What is set: experts are named besides those who are there.
    pub(super) fn settings<'a>(&'a self, experts: &'a str) -> Vec<Setting<'a>> {
        let named = self.named().into_iter();
        let mut settings: Vec<Setting<'a>> = named
            .filter(|(role, _)| !role.holds_several())
            .filter_map(|(role, value)| {
                Some(Setting {
                    field: role.field()?.as_str(),
                    manner: Manner::Is,
                    value,
                })
            })
            .collect();
        if !experts.is_empty()
            && let Some(field) = Role::SubjectMatterExpert.field()
        {
            settings.push(Setting {
                field: field.as_str(),
                manner: Manner::Add,
                value: experts,
            });
        }
        settings
    }
}

/// The flag by which somebody with a part in a response is named.
pub(super) fn flag(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Owner => "--owner",
        Role::IncidentCommander => "--commander",
        Role::Deputy => "--deputy",
        Role::Scribe => "--scribe",
        Role::SubjectMatterExpert => "--expert",
        Role::CustomerLiaison => "--liaison",
        Role::InternalLiaison => "--internal-liaison",
        Role::Shadow => "--shadow",
        Role::ActionItemOwner | Role::Chair => return None,
    })
}

#[cfg(test)]
mod tests {
    use clap::Args;
    use clap::FromArgMatches;

    use super::*;

    #[test]
    fn each_flag_names_whom_it_is_called_after() {
        for (role, flag) in Role::ALL.iter().filter_map(|it| Some((*it, flag(*it)?))) {
            let command = RoleArgs::augment_args(clap::Command::new("x"));
            let found = command.try_get_matches_from(["x", flag, "ann"]);
            let args = RoleArgs::from_arg_matches(&found.unwrap()).unwrap();
            assert_eq!(args.named(), [(role, "ann")]);
        }
    }
}
