//! The words of trouble: what is down, what fails, who sees it.

/// Something is down.
pub(super) const DOWN: &str = "\
    is down, are down, was down, were down, went down, gone down, going down, goes down, down for, \
    completely down, appears down, to be down, seems down, died, is dead, outage, crash loop*, \
    crashloop*, crash looped, crash looping, crashing, crashed, not responding, unresponsive, \
    unreachable, can't reach, cannot reach, unavailable, site down, oomkilled, oom killed, out of \
    memory, out of disk, disk full, disk is full, data loss, lost data, extremely broken, is broken, \
    are broken, totally broken, doesn't work, does not work, not working, stopped working, isn't \
    working, aren't working, nothing works, nothing can, can't log in, cannot log in, breach*, this is \
    not right, is broken for, broke for, broken for everyone, nobody can, no one can, users can't, \
    users cannot, customers can't, customers cannot, can't connect, cannot connect, can't load, won't \
    load, doesn't load, not loading, doesn't respond, won't start, can't start, failed to start, \
    doesn't start, not starting, keeps crashing, keeps dying, keeps restarting, restart loop, in a \
    loop, hard down, blank page, white page, white screen, spins forever, just spins, spinning, fell \
    over, falling over, fell behind, black hole, no traffic, zero traffic, no data, ran out of, out of \
    connections, full disk, read only, read-only, split brain, lost quorum, deadlock*, maxed*, pegged, \
    on fire, melting, flapping, oom, oomed, segfault*, core dump*, sigkill, expired on, has expired, \
    have expired";

/// Something fails.
pub(super) const TROUBLE: &str = "\
    fail, fails, failed, failing, failure, failures, error, errors, erroring, 5xx, 500s, 502*, 503*, \
    504*, timeout*, timing out, timed out, time out, stuck, slow, latency, degraded, overloaded, \
    spike*, spiking, backlog, backed up, queue is, pending, broken, broke, wedged, hung, hanging, lag, \
    lagging, throttl*, saturated, refused, rejected, corrupt*, missing, wrong, unhealthy, panick*, \
    bad, not right, weird, strange, worrisome, worrying, complaining, persists, still happening, still \
    broken, didn't work, did not work, didn't help, unable to, cannot, can't, issue, issues, problem, \
    problems, 100%, dropped, lost, exhausted, expired, didn't, never able, unschedulable, aren't \
    responding, errored, exception, exceptions, stack trace, 4xx, 404s, 429*, 401s, 403s, is high, are \
    high, very high, too high, elevated, climbing, rising, going up, growing, piling up, pile up, \
    piles up, filling up, fills up, skyrocket*, jumped, doubled, tripled, blocked on, waiting on, \
    locks, locked, leak, rate limited, ratelimited, too many, retry storm, retrying, retries, \
    duplicates, duplicate, delayed, out of sync, stale, mismatch, denied, unauthorized, invalid, not \
    found, no longer works, unexpected, suspicious, regressed";

/// Somebody sees something.
pub(super) const SEEN: &str = "\
    seeing, i see, we see, noticed, noticing, notice that, anyone else, anybody else, is anyone, \
    anyone seeing, anybody seeing, reports of, reported, reporting, customers, users are, complaints, \
    alert, alerts, alerting, alarm, alarms, having issues, having trouble, having problems, there are \
    hundreds, there are thousands, that's a lot, that is a lot, getting errors, getting a, pager, went \
    off, seems to have, appears to be, are landing, tickets, support says, support reports, support \
    is, complaining about, wrote in, calling in, called in, getting reports, reports that, firing, \
    fired, triggered, critical, warning, graphs, i notice, i'm getting, we're getting, we are getting, \
    same here, me too, looks off, what changed, what happened, started happening, out of nowhere";
