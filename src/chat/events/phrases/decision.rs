//! The words of who leads and decides: status, severity, hand-overs, decisions.

/// The status or the severity changes.
pub(super) const STATUS: &str = "\
    severity is, severity changed, severity raised, severity lowered, raising severity, raise to sev, \
    sev1, sev2, sev3, sev-1, sev-2, sev-3, sev 1, sev 2, sev 3, downgrading to, upgrading to sev, \
    declaring, declared an incident, incident declared, incident opened, incident resolved, incident \
    closed, incident started, all clear, marking as resolved, marking this resolved, marked as \
    resolved, calling this resolved, status page, statuspage, status changed, status investigating, \
    status identified, status monitoring, status resolved, outage started, outage begins, outage ends, \
    outage over, major incident, standing down, closing the incident, sev 0, sev0, sev4, sev-4, p0, \
    p1, p2, opening an incident, opened an incident, incident is open, incident is over, incident is \
    closed, closing this incident, closing this out, we can close, declare an incident, declaring an \
    incident, downgraded to, lowering to sev*, raising to sev*, monitoring for now, moving to \
    monitoring, moved to monitoring, resolving the incident, incident is mitigated, officially over, \
    stood down, wrapping up";

/// Somebody takes over.
pub(super) const HAND_OVER: &str = "\
    taking over, takes over, took over, handing over, handing off, handover, hand over, hand off, i am \
    ic, i'm ic, i have ic, you have ic, i'll be ic, i'll take ic, taking ic, incident commander, i'm \
    the scribe, escalating to, escalated to, paging, paged, pinged the on-call, woke up, joining the \
    call, on the call now, i'm running this, i'll run this*, i'll lead, i can lead, leading this, \
    running point, i'm incident commander, i'm scribe, i'll scribe, can you scribe, take comms, taking \
    comms, doing comms, on comms, take notes, taking notes, paging in, please page, escalate to, \
    escalating, getting the vendor, pulled in, pulling in, looped in, looping in, ping the on-call, \
    passing to, passing this to, over to you, shift change, opened a bridge, zoom is open, call is \
    open";

/// Somebody decides something.
pub(super) const DECISION: &str = "\
    rolling back, rolling it back, reverting, backing out, failing over, let's, lets, we will, we'll, \
    i'll, i will, going to, gonna, decided, decision, agreed, the plan, plan is, we need to, we \
    should, shall we, should we, proposal, go ahead, go for it, do it, we can, ready to, about to, \
    want to revert, next step*, working on it, i'm on it, on it, looking into, investigating, i'll \
    look, taking a look, trying to, we have to, have to, plan, next step, next, we're going to, we are \
    going to, i'm going to, i am going to, lets not, let's not, we keep, keep it, hold off, holding \
    off, wait for, waiting for, agree to, proceed, proceeding, will try, i'll try, going with, go \
    with, prefer to, opting for, not going to, won't, tell customers, telling customers, sent an \
    update, sending an update, posted, posting, announced, publishing, published";
