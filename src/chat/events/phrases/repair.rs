//! The words of repair: what goes out, what is taken back, what is done, and that it is over.

/// A change is taken back.
pub(super) const ROLLBACK: &str = "\
    rolling back, rolled back, roll back, rollback*, roll it back, rolling it back, rolled it back, \
    revert, reverts, reverted, reverting, backed out, backing out, failed over, failing over, \
    failover, fail over, switched back, switching back, undid, undo the, hotfix*, manual rollback";

/// A change goes out.
pub(super) const DEPLOY: &str = "\
    deployed, deploying, deploys, deploy of, deploy done, deploy is, deploy went, deployment of, \
    deployment started, deployment finished, redeploy*, re-deploy*, rolled out, rolling out, rollout \
    of, released, releasing, shipped, shipping it, pushed, pushing, merged, merging, upgraded, \
    upgrading, upgrade we did, the upgrade, bumped, bump time, we are on, we're on version, is now \
    running, now running, applied, applying, went live, is live, migrat*, provisioned, new version";

/// Something is done.
pub(super) const ACT: &str = "\
    restarted, restarting, rebooted, rebooting, bounced, bouncing, scaled, scaling up, scaling down, \
    drained, draining, disabled, disabling, re-enabled, enabled, turned off, turned on, turning off, \
    switched off, switched to, switching to, flipped, cleaned up, cleaning up, deleted, deleting, \
    removed, killed, killing, suspended, paused, pausing, unpaused, resumed, blocked, rate limit*, \
    rate-limit*, increased, lowered, raised the, added capacity, replaced, replacing, restored, \
    restoring, rebuilt, rebuilding, re-ran, rerun, re-run, invoked, manually *, by hand, purged, \
    purging, flushed, flushing, cleared, rotated, reset, patched, patching, updated the, re-updated, \
    reconfigured, isolated, cordoned, evicted, opened an issue, filed, sent a fix, sent out a fix, \
    opened a ticket, opened a case, contacted, called the, emailed, notified, posted an update, took \
    it out, taken out of, taking it out, i opened, working on a fix, writing a fix";

/// A change is linked.
pub(super) const CHANGE: &str = "\
    /pull/, /commit/, /compare/, /merge_requests/, /-/commit/, /pull-requests/, /changeset/";

/// It is over, or gets better.
pub(super) const OVER: &str = "\
    recovered, recovering, recovers, recovery, resolved, mitigated, is back, are back, back up, back \
    online, back to normal, back soon, back in service, is healthy, are healthy, healthy again, is \
    fixed, are fixed, was fixed, fixed it, fixed now, that fixed, should be fixed, fix is out, fix is \
    in, fix is live, fix worked, fix works, worked, is working, works again, working again, all green, \
    is green, are green, stable, stabilised, stabilized, stabilising, should be fine, should be good, \
    looks good now, looking good, good now, fine now, ok now, okay now, succeeding, passing again, is \
    up, are up, up again, up and running, no more errors, errors are gone, errors stopped, error rate \
    is down, dropping, going down now, subsided, came back, coming back, caught up, catching up, \
    normal again, then that pr should, should fix, fixes it, confirmed fixed, no longer";
