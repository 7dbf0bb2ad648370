//! The words of finding out: causes, what is verified, what is suspected.

/// A cause is named.
pub(super) const CAUSE: &str = "\
    root cause*, the cause, caused by, was causing, is causing, caused the, the culprit, because of, \
    due to, turns out, turned out, found it, found the, i found, we found, i see the bug, see the bug, \
    the bug, a bug, bug introduced, bug was, typo, was introduced, introduced in, introduced by, the \
    problem is, the problem was, the issue is, the issue was, the reason, which is why, is why, that \
    explains, explains why, that would explain, misconfigur*, bad config, bad release, bad deploy, bad \
    commit, regression, race condition, memory leak, leaking, expired certificate, looks like http*, \
    instead of, despite, completes the story, figured out, the difference is, tracked the start, \
    tracked it, tracked down, traced it, traced to, because the, that is because, that's because, \
    reason is, the reason is, culprit, root cause, the trigger, triggered by, introduced, since the \
    deploy, since the release, since the change, since the upgrade, since the migration, after the \
    deploy, after the release, after the upgrade, after the migration, ever since, started when, comes \
    from, coming from, it was the, so it was, was never, nobody noticed, wasn't set, not set, was \
    missing, were missing, was wrong, we forgot, was removed, was changed, got changed, has changed, \
    had changed, was pointing, points to, pointing at, pointing to, misrouted, wrong region, wrong \
    version, out of date, outdated, hardcoded, bug in, overflow*, exhaustion, holding the, it does \
    touch";

/// Something is verified.
pub(super) const VERIFIED: &str = "\
    verified, confirmed, confirming, can confirm, confirms, validated, checked, double checked, \
    reproduced, can reproduce, logs show, logs indicate, logs say, audit log*, metrics show, graphs \
    show, upon investigation, determined, established, proved, indeed, reproduce it, i can reproduce, \
    can see it, i can see, we can see, logs are, log says, in the logs, according to, shows that, \
    shows the, shows nothing, show that, show the, tested, test confirms, double-checked, checked \
    from, checking from, matches the, lines up with, correlates with, identified, pinpointed, \
    narrowed*, bisected, ruled out, rule out, not related";

/// Somebody suspects something.
pub(super) const SUSPICION: &str = "\
    looks like, it looks, seems like, suspect, suspected, suspecting, i think, we think, i'd guess, i \
    guess, my guess, best guess, guessing, not convinced, not sure, probably, possibly, it's possible, \
    is it possible, related to, maybe, might be, could be, must be, hypothesis, theory, my bet, \
    likely, correlat*, started after, since the, ended up, shouldn't be, i suspect, we suspect, i bet, \
    could it be, wondering if, i wonder, perhaps, apparently, smells like, feels like, presumably, i \
    assume, assuming, potentially";

/// A point in time is named.
pub(super) const WHEN: &str = "\
    yesterday, last night, last week, last month, this morning, this afternoon, earlier today, \
    overnight, midnight, hours ago, an hour ago, minutes ago, mins ago, min ago, days ago, shortly \
    before, shortly after, right before, right after, just before, just after, started at, since \
    about, since around, at around, as of, until";
