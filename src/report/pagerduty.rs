//! PagerDuty's incidents held against the postmortems: what is missing, what differs, what is to be done there.
//! What it answered comes in as values.

pub mod missing;
pub mod pull;
pub mod push;
pub mod reviews;

use crate::config::Config;
use crate::model::Severity;
use crate::pagerduty::Priority;

/// The word for an incident that has no priority.
pub const NO_PRIORITY: &str = "none";

/// The severity that a priority stands for: as it is configured, else the one of its name.
pub fn severity_of<'a>(config: &'a Config, priority: &str) -> Option<&'a Severity> {
    let mut pairs = config.pagerduty_priorities.iter();
    let configured = pairs.find(|(name, _)| name == priority);
    match configured {
        Some((_, severity)) => Some(severity),
        None => config.policy.severity(priority),
    }
}

/// The priority of an account that stands for a severity: the first that is configured for it, else the one
/// of its name.
pub fn priority_for<'a>(
    config: &Config,
    severity: &Severity,
    account: &'a [Priority],
) -> Option<&'a Priority> {
    let named = |name: &str| account.iter().find(|it| it.name == name);
    let mut pairs = config.pagerduty_priorities.iter();
    let configured = pairs.find_map(|(name, it)| named(name).filter(|_| it == severity));
    configured.or_else(|| {
        let same = named(severity.as_str());
        same.filter(|it| severity_of(config, &it.name) == Some(severity))
    })
}
