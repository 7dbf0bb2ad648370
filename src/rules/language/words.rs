//! The lists of words that the grammar of the language rules knows, each with single blanks between.

/// Words between a subject and its verb that change neither.
pub(in crate::rules) const BETWEEN: &str = "\
    accidentally actually adequately again all already also always apparently arguably better both \
    carelessly certainly clearly completely correctly definitely earlier easily erroneously even \
    entirely finally first frankly fully ideally immediately inadvertently incorrectly initially instead just \
    largely later likely long manually maybe mistakenly never not obviously often only partially \
    perhaps possibly presumably probably properly quickly really repeatedly simply sooner still \
    subsequently surely temporarily then therefore thoroughly thus totally unfortunately unintentionally \
    unknowingly wholly wrongly";

/// Auxiliary verbs and relative pronouns.
pub(in crate::rules) const AUXILIARIES: &str = "\
    did didn't had hadn't has hasn't have haven't having must that which who";

/// Nouns and pronouns for people; `we` is apart, because who says "we broke it" blames nobody else.
pub(in crate::rules) const PEOPLE: &str = "\
    admin administrator administrators admins analyst analysts apprentice apprentices author authors \
    colleague colleagues commander consultant consultants contractor contractors coworker coworkers \
    dba dbas dev developer developers devs employee employees engineer engineers everyone he hire \
    hires intern interns maintainer maintainers manager managers management member newcomer newcomers \
    no-one nobody on-call on-caller oncall operator operators people person personnel programmer \
    programmers responder responders reviewer reviewers she somebody someone sre sres staff supervisor \
    supervisors sysadmin sysadmins team teammate teammates teams technician technicians trainee";

/// What people lead or own who are called by it: "the change owner".
pub(super) const DUTIES: &str = "\
    change code engineering incident on-call process product project release service shift team tech";

/// Those of them that may as well be customers, or anybody.
pub(in crate::rules) const ANYBODY: &str = "everyone no-one nobody people person";

/// Nouns for machines, programs and what they do.
pub(in crate::rules) const MACHINES: &str = "\
    agent alarm alert algorithm api app application automation autoscaler backend backup balancer \
    bot breaker broker build cache cdn certificate change check client cluster code config \
    configuration connection consumer container controller cron cronjob daemon dashboard database \
    db deploy deployment device disk dns driver endpoint entry event failover file firewall flag \
    follower frontend function gateway handler healthcheck host hub hypervisor image index instance \
    job kernel key kubelet kubernetes lambda leader library limit limiter load lock log loop \
    machine message metric migration module monitor monitoring network node object packet page \
    partition payment pipeline plugin pod policy primary probe process producer program proxy query \
    queue record regex registry release replica request resolver restore retries retry rollback \
    rollout route router row rule scheduler script secondary secret sensor sequence server service \
    session shard site software switch system table task test thread ticket timeout token tool \
    traffic transaction upload user vm volume watchdog website webhook worker workflow";

/// Words with which something begins that is put in between.
pub(in crate::rules) const INSERTING: &str = "\
    after although as because before despite during new unaware when which while who whom whose";

/// Words in `ing` that tell no deed.
pub(in crate::rules) const NO_DEEDS: &str = "\
    according anything concerning during everything following including nothing pending regarding \
    something thing";

/// Words that turn what follows into its opposite.
pub(in crate::rules) const NEGATIONS: &str = "\
    cannot instead isn't neither never no none nor not nothing than wasn't weren't without";

/// Words before which a noun is what somebody or something is done to, and no subject.
pub(in crate::rules) const PREPOSITIONS: &str = "\
    about after against among around at before between by during for from in into of on over since \
    through to towards under until upon via with within";

/// What may stand before `of the engineers` and leave it a subject.
pub(in crate::rules) const PARTS: &str = "\
    any both each either few half many member members most neither none one part several some two";

/// Words before a noun that begin it.
pub(in crate::rules) const DETERMINERS: &str = "\
    a an another each every her his its my one our that the their this your";

/// Participles that do not end in `ed` or `en`.
pub(in crate::rules) const IRREGULAR: &str = "\
    become been begun bet bought brought built burnt caught come cost cut dealt done drawn felt \
    fought found gone got grown had held hit kept known learnt led left let lost made meant met \
    paid put quit read redone rerun run said seen sent set shown shut slept sought sped spent \
    split spread spun stood struck stuck swung taught thought thrown told torn understood undone \
    won worn";

/// Words that end like participles and are none.
pub(in crate::rules) const NO_PARTICIPLES: &str = "\
    feed need open seven speed ten then when";

/// What people do, or leave undone, and are judged for: participles.
pub(in crate::rules) const JUDGED: &str = "\
    acted announced anticipated asked assessed audited caught challenged checked communicated \
    considered consulted coordinated detected discussed documented done double-checked escalated \
    foreseen identified informed involved investigated known looked monitored noticed paged \
    planned predicted prepared prevented questioned reacted read realised realized recognised \
    recognized rehearsed researched responded reverted reviewed rolled seen spotted stopped tested \
    thought understood updated validated verified waited warned";

/// What keeps an incident from happening, or makes it smaller: participles.
pub(in crate::rules) const PREVENTING: &str = "\
    alerted anticipated averted avoided caught contained detected flagged foreseen identified \
    isolated limited mitigated noticed prevented recognised recognized reduced resolved revealed \
    saved shortened spotted stopped surfaced warned";

/// What people do to systems, and what is left to them alone when nobody is named: participles.
pub(in crate::rules) const DEEDS: &str = "\
    added applied changed cleared closed committed configured copied created cut decommissioned \
    decreased deleted deployed destroyed disabled disconnected dropped edited enabled entered erased executed \
    exposed forgotten given granted increased installed introduced issued labeled labelled left lowered made merged \
    misconfigured moved omitted overlooked overwritten powered promoted published purged pushed raised \
    rebooted released removed renamed replaced reset restarted reverted revoked rolled run selected \
    sent set shared shut skipped stopped swapped switched terminated triggered truncated turned \
    typed uninstalled unplugged upgraded uploaded used wiped";

/// What may have been asked of people although nobody is named: "it should have been tested".
pub(in crate::rules) const OWED: &str = "\
    addressed agreed announced anticipated asked assessed audited automated avoided backed caught \
    checked clarified communicated confirmed considered consulted coordinated decommissioned \
    detected discussed documented done double-checked drained encrypted escalated flagged foreseen \
    handled hardened identified informed investigated invited known made mentioned monitored noticed \
    paged patched pinned planned predicted prepared prevented prioritised prioritized protected \
    questioned raised read recognised recognized recorded rehearsed renewed reported resolved \
    restricted reverted reviewed rolled scheduled secured shared signed simulated sized split \
    spotted staged taken tested thought trained treated tried upgraded validated verified warned \
    written";

/// The same, but systems do it as well, to what a sentence calls "that should have been removed".
pub(in crate::rules) const OWED_OR_MEANT: &str = "\
    added applied changed configured deleted deployed disabled enabled fixed given installed merged \
    migrated removed replaced restarted rotated run set stopped updated used";

/// Those of what may have been asked of people that systems do as well: "files that should have been backed up".
pub(in crate::rules) const MEANT: &str = "\
    automated backed done drained encrypted flagged handled pinned protected read recorded renewed \
    reported resolved restricted rolled scheduled shared signed split taken treated upgraded validated \
    verified written";

/// What happened, or went wrong.
pub(in crate::rules) const HAPPENED: &str = "\
    broken crashed failed happened occurred started";

/// Words before a slip that is guarded against, or guessed at, and is not told of.
pub(in crate::rules) const GUARDS: &str = "\
    against assume assumed assuming avoid avoided avoiding chance chances eliminate eliminating \
    exclude excluded excluding guard guards less likelihood likely minimise minimising \
    minimize minimizing mitigate mitigating opportunity potential possible possibility prevent \
    prevented preventing prevents prone protect protecting protects reduce reduces reducing remove \
    resilient risk risks room ruled stop survive suspect suspected susceptible tolerant tolerate \
    tolerated tolerates tolerating vulnerable withstand";

/// Abbreviations that end no sentence, without their last full stop.
pub(super) const ABBREVIATIONS: &str = "\
    al approx ca cf dr e.g eg fig i.e ie mr mrs ms mt prof resp st viz vs";

/// Those that may end one: it goes on where a small letter follows.
pub(super) const LAST_ABBREVIATIONS: &str = "\
    a.m bros co corp dept e.u est etc gmbh inc jr ltd max min no p.m sr u.k u.s";
