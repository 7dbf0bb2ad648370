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
    tracked it, tracked down, traced it, traced to";

/// Something is verified.
pub(super) const VERIFIED: &str = "\
    verified, confirmed, confirming, can confirm, confirms, validated, checked, double checked, \
    reproduced, can reproduce, logs show, logs indicate, logs say, audit log*, metrics show, graphs \
    show, upon investigation, determined, established, proved, indeed";

/// Somebody suspects something.
pub(super) const SUSPICION: &str = "\
    looks like, it looks, seems like, suspect, suspected, suspecting, i think, we think, i'd guess, i \
    guess, my guess, best guess, guessing, not convinced, not sure, probably, possibly, it's possible, \
    is it possible, related to, maybe, might be, could be, must be, hypothesis, theory, my bet, \
    likely, correlat*, started after, since the, ended up, shouldn't be";
