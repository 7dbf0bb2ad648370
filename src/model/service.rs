//! The services that commands talk to, and what a user's settings for each are called.

/// Another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// PagerDuty, where the incident was.
    PagerDuty,
    /// Statuspage, which customers read.
    Statuspage,
    /// Jira, where work is tracked.
    Jira,
    /// A tracker that a program of the team's own speaks with.
    Tracker,
    /// The server that takes mail.
    Smtp,
    /// The channel that messages are posted to.
    Channel,
}

words!(Service {
    PagerDuty = "pagerduty",
    Statuspage = "statuspage",
    Jira = "jira",
    Tracker = "tracker",
    Smtp = "smtp",
    Channel = "channel",
});

/// What the names of all variables begin with that are ours.
const PREFIX: &str = "PMREPO_";
/// What the names of those end with that hold something secret.
const SECRET: [&str; 3] = ["_TOKEN", "_PASSWORD", "_URL"];

impl Service {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::PagerDuty => "PagerDuty",
            Self::Statuspage => "Statuspage",
            Self::Jira => "Jira",
            Self::Tracker => "the tracker",
            Self::Smtp => "the mail server",
            Self::Channel => "the channel",
        }
    }

    /// The name of a setting in git's configuration: `pmrepo.pagerduty.tokenCommand`.
    pub fn setting(self, name: &str) -> String {
        format!("pmrepo.{self}.{name}")
    }

    /// The name of the same setting in the environment: `PMREPO_PAGERDUTY_TOKEN_COMMAND`.
    pub fn variable(self, name: &str) -> String {
        let mut variable = format!("{PREFIX}{}_", self.as_str().to_ascii_uppercase());
        for it in name.chars() {
            if it.is_ascii_uppercase() {
                variable.push('_');
            }
            let stands = it.is_ascii_alphanumeric();
            variable.push(if stands { it.to_ascii_uppercase() } else { '_' });
        }
        variable
    }
}

/// Whether a variable of this name may hold something secret of ours, which no other program gets.
pub fn holds_a_secret(variable: &str) -> bool {
    variable.starts_with(PREFIX) && SECRET.iter().any(|it| variable.ends_with(it))
}

/// Git's own setting for the password of a mail server.
const MAIL: &str = "sendemail.smtppass";

/// Whether a setting of this name in git's configuration holds something secret, which no other program gets.
pub fn is_a_secret(setting: &str) -> bool {
    let setting = setting.to_ascii_lowercase();
    let begins = Service::Channel.setting("");
    setting == MAIL || (setting.starts_with(&begins) && setting.ends_with("url"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_has_one_name_in_git_and_one_in_the_environment() {
        let service = Service::PagerDuty;
        assert_eq!(
            service.setting("tokenCommand"),
            "pmrepo.pagerduty.tokenCommand"
        );
        let variable = service.variable("tokenCommand");
        assert_eq!(variable, "PMREPO_PAGERDUTY_TOKEN_COMMAND");
        assert!(!holds_a_secret(&variable));
        assert!(holds_a_secret(&service.variable("token")));
        let variable = Service::Channel.variable("ops-1.url");
        assert_eq!(variable, "PMREPO_CHANNEL_OPS_1_URL");
        assert!(holds_a_secret(&variable));
        assert!(!holds_a_secret("GITHUB_TOKEN"));
        for (setting, then) in [
            ("sendemail.smtpPass", true),
            ("pmrepo.channel.url", true),
            ("pmrepo.Channel.ops.URL", true),
            ("pmrepo.channel.kind", false),
            ("remote.origin.url", false),
        ] {
            assert_eq!(is_a_secret(setting), then, "{setting}");
        }
    }
}
