//! The administrator's way past the hook: a setting in the repository's own configuration, which nobody
//! can push to.

use super::super::Refusal;
use crate::calendar::Zone;
use crate::git::Repo;
use crate::time::Moment;
use crate::time::parse_date;
use crate::time::parse_timestamp;

/// The setting: until when every push is let through.
const SETTING: &str = "pmrepo.bypassUntil";

/// How it is set.
pub(super) const ADVICE: &str = "to let every push through for a while, an administrator runs \
    `git config pmrepo.bypassUntil DATE` in the repository on the server";

/// What is said of an open way out: `until 2026-12-01 (pmrepo.bypassUntil)`; `None` where there is none,
/// or its time is over. A date lasts until its end in UTC.
pub(super) fn until(repo: &Repo, now: Moment) -> Result<Option<String>, Refusal> {
    let Some(text) = repo.own_config(SETTING)? else {
        return Ok(None);
    };
    let text = text.trim();
    let date = parse_date(text).map(|it| Zone::utc().end_of_day(it));
    let Ok(until) = date.or_else(|_| parse_timestamp(text)) else {
        let message = format!("`{SETTING}` is `{text}`, which is neither a date nor a timestamp");
        return Err(Refusal::repository(message).hint(format!(
            "write it like 2026-12-01 or 2026-12-01T18:00Z, or take it out: \
             git config --unset-all {SETTING}"
        )));
    };
    Ok((now <= until).then(|| format!("until {text} ({SETTING})")))
}
