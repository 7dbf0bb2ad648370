//! The words of repair: what goes out, what is taken back, what is done, and that it is over.

/// A change is taken back.
pub(super) const ROLLBACK: &str = "\
    rolling back, rolled back, roll back, rollback*, roll it back, rolling it back, rolled it back, \
    revert, reverts, reverted, reverting, backed out, backing out, failed over, failing over, \
    failover, fail over, switched back, switching back, undid, undo the, hotfix*, manual rollback, \
    rolling this back, roll this back, rolled this back, rollback, previous version, previous release, \
    last good, last known good, old version is, undoing, reverted it, switch back, flipped back, flip \
    it back, put back, putting it back, restored from, failed it over";

/// A change goes out.
pub(super) const DEPLOY: &str = "\
    deployed, deploying, deploys, deploy of, deploy done, deploy is, deploy went, deployment of, \
    deployment started, deployment finished, redeploy*, re-deploy*, rolled out, rolling out, rollout \
    of, released, releasing, shipped, shipping it, pushed, pushing, merged, merging, upgraded, \
    upgrading, upgrade we did, the upgrade, bumped, bump time, we are on, we're on version, is now \
    running, now running, applied, applying, went live, is live, migrat*, provisioned, new version, \
    went out, going out, goes out, push is, pushed out, deploy at, deployed at, release of, release \
    went, rolled to, roll out, rollout is, canary, promoted, promoting, merge is in, is merged, is \
    deployed, is rolled out, is released, in production now, config change, config push, feature flag, \
    flag is, turned the flag, launched, migration, change went, change to prod, cut over, cutover";

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
    it out, taken out of, taking it out, i opened, working on a fix, writing a fix, stopping the, \
    stopped the, starting the, started the, restart of, restarting it, restarted it, kicked, bounce \
    the, reboot of, rebooting it, killing it, killed it, shut down, shutting down, scaled to, scaled \
    it, scaling it, scaled up, scaled down, doubled the, bumping the, took out, pulled from, out of \
    rotation, out of the pool, failed open, silenced, muted, acked the, blocking the, whitelisted, \
    allowlisted, renewed, renewing, rotating, re-issued, reissued, reseeded, reindexed, reindexing, \
    re-indexing, backfilling, backfilled, replaying, replayed, requeued, re-queued, draining the, \
    freed up, freeing, expanded, resized, resizing, truncated, rerouted, re-routed, rerouting, \
    switched over, shed load, shedding, throttled, capped, is in place, added nodes, added more, \
    adding capacity, adding nodes, adding more, workaround, running the, ran the, tried to restart, \
    doing it manually, plan b";

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
    normal again, then that pr should, should fix, fixes it, confirmed fixed, no longer, works for me, \
    works now, fine again, ok again, good again, is fine, are fine, all good, looks fine, looks \
    healthy, looks normal, looking better, looks better, better now, much better, is better, \
    improving, going back to, back to baseline, back at baseline, dropped back, came down, coming \
    down, going down again, falling, is falling, draining down, cleared up, no new errors, no new \
    tickets, no more, stays below, is empty, everything green, passes now, passing now, is passing, \
    healthy now, is over, is lifted, is gone, gone now, stopped happening, not seeing it anymore, \
    can't reproduce anymore, successful again, is succeeding";
