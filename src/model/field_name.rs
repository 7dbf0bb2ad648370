//! The fields of front matter that the program knows.

/// A field of front matter, by its dotted name: of a report, of a message, of the notes of a
/// process review, or of an action item or a waiver in one of their lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// What happened, or what is to be done.
    Title,
    /// How far a postmortem or a process review is.
    Status,
    /// Why no postmortem is needed.
    NotRequiredBecause,
    /// How bad it was.
    Severity,
    /// Whether a response was mobilised although the severity is lower.
    Major,
    /// Who owns the postmortem, or does the action item.
    Owner,
    /// When customers began to feel it.
    StartedAt,
    /// When it was noticed.
    DetectedAt,
    /// When the first person was paged.
    PagedAt,
    /// When customers stopped feeling it.
    MitigatedAt,
    /// When it was over.
    ResolvedAt,
    /// When the status page first said something.
    PublicAt,
    /// When the review was done.
    ReviewedAt,
    /// How it was noticed.
    Detection,
    /// The services that were touched.
    Services,
    /// Words to find it by.
    Tags,
    /// Who had which role.
    Roles,
    /// Who led the response.
    IncidentCommander,
    /// Who stood beside the commander.
    Deputy,
    /// Who wrote things down.
    Scribe,
    /// Who knew the systems.
    SubjectMatterExperts,
    /// Who was the customer liaison.
    CustomerLiaison,
    /// Who was the internal liaison.
    InternalLiaison,
    /// Who shadowed to learn.
    Shadow,
    /// Everybody else who took part.
    Responders,
    /// How many users were affected.
    UsersAffected,
    /// How many accounts were affected.
    AccountsAffected,
    /// How many people asked the support.
    SupportRequests,
    /// What customers felt.
    ImpactSummary,
    /// What had to come together.
    ContributingFactors,
    /// The review meeting.
    Meeting,
    /// When it is to be.
    MeetingScheduledFor,
    /// When it was.
    MeetingHeldAt,
    /// Who was there.
    MeetingAttendees,
    /// Who led it.
    MeetingFacilitator,
    /// Where it can be seen.
    MeetingRecording,
    /// Why there is none.
    NoMeetingBecause,
    /// The work that comes out of it.
    ActionItems,
    /// Why there is none.
    NoActionItemsBecause,
    /// Incidents that were grouped under this one.
    GroupedIncidents,
    /// Ids of postmortems worth reading together with this one.
    Related,
    /// Where more of it can be found.
    References,
    /// The incident in PagerDuty.
    Pagerduty,
    /// The priority that the incident had there when pmrepo last looked.
    PagerdutyPriority,
    /// The note there that leads to the report.
    PagerdutyNote,
    /// When it was written.
    PagerdutyNotedAt,
    /// The review object there.
    PagerdutyReview,
    /// The chat channel of the response.
    Channel,
    /// The incident in the tracker.
    Tracker,
    /// The document that it was made of, where there was one before pmrepo.
    AdoptedFrom,
    /// Whether nothing but its date may leave the repository.
    Confidential,
    /// Rules that do not hold for a report.
    Waivers,
    /// When a process review is to be, or was.
    ScheduledFor,
    /// Who leads a process review.
    Chair,
    /// Who was there.
    Attendees,
    /// Who is asked to come.
    Invited,
    /// The ids of the postmortems that a process review looks at.
    Incidents,
    /// What changes in the process.
    Tweaks,
    /// Why a process review is not held.
    CancelledBecause,
    /// Whom a message goes to.
    To,
    /// When somebody began to send a message, and it is not known yet what became of that.
    AttemptedAt,
    /// When a message was posted to a channel.
    PostedAt,
    /// When a message was sent.
    SentAt,
    /// Where it can be read.
    Url,
    /// The id of the mail or chat message.
    MessageId,
    /// Who approved it.
    ApprovedBy,
    /// When it was approved.
    ApprovedAt,
    /// Why none is sent.
    NotSentBecause,
    /// An action item's id.
    Id,
    /// What an action item is good for.
    Kind,
    /// How urgent it is.
    Priority,
    /// The due date.
    Due,
    /// Where the work is tracked.
    Ticket,
    /// How far it is.
    State,
    /// The day on which it was done.
    DoneOn,
    /// Why it will not be done, or why a rule does not hold.
    Reason,
    /// Where it was found.
    From,
    /// The rule that a waiver is of.
    Rule,
    /// The last day on which a waiver holds.
    Until,
}

words!(FieldName {
    Title = "title",
    Status = "status",
    NotRequiredBecause = "not_required_because",
    Severity = "severity",
    Major = "major",
    Owner = "owner",
    StartedAt = "started_at",
    DetectedAt = "detected_at",
    PagedAt = "paged_at",
    MitigatedAt = "mitigated_at",
    ResolvedAt = "resolved_at",
    PublicAt = "public_at",
    ReviewedAt = "reviewed_at",
    Detection = "detection",
    Services = "services",
    Tags = "tags",
    Roles = "roles",
    IncidentCommander = "roles.incident_commander",
    Deputy = "roles.deputy",
    Scribe = "roles.scribe",
    SubjectMatterExperts = "roles.subject_matter_experts",
    CustomerLiaison = "roles.customer_liaison",
    InternalLiaison = "roles.internal_liaison",
    Shadow = "roles.shadow",
    Responders = "responders",
    UsersAffected = "impact.users_affected",
    AccountsAffected = "impact.accounts_affected",
    SupportRequests = "impact.support_requests",
    ImpactSummary = "impact.summary",
    ContributingFactors = "contributing_factors",
    Meeting = "meeting",
    MeetingScheduledFor = "meeting.scheduled_for",
    MeetingHeldAt = "meeting.held_at",
    MeetingAttendees = "meeting.attendees",
    MeetingFacilitator = "meeting.facilitator",
    MeetingRecording = "meeting.recording",
    NoMeetingBecause = "no_meeting_because",
    ActionItems = "action_items",
    NoActionItemsBecause = "no_action_items_because",
    GroupedIncidents = "grouped_incidents",
    Related = "related",
    References = "references",
    Pagerduty = "references.pagerduty",
    PagerdutyPriority = "references.pagerduty_priority",
    PagerdutyNote = "references.pagerduty_note",
    PagerdutyNotedAt = "references.pagerduty_noted_at",
    PagerdutyReview = "references.pagerduty_review",
    Channel = "references.channel",
    Tracker = "references.tracker",
    AdoptedFrom = "adopted_from",
    Confidential = "confidential",
    Waivers = "waivers",
    ScheduledFor = "scheduled_for",
    Chair = "chair",
    Attendees = "attendees",
    Invited = "invited",
    Incidents = "incidents",
    Tweaks = "tweaks",
    CancelledBecause = "cancelled_because",
    To = "to",
    AttemptedAt = "attempted_at",
    PostedAt = "posted_at",
    SentAt = "sent_at",
    Url = "url",
    MessageId = "message_id",
    ApprovedBy = "approved_by",
    ApprovedAt = "approved_at",
    NotSentBecause = "not_sent_because",
    Id = "id",
    Kind = "kind",
    Priority = "priority",
    Due = "due",
    Ticket = "ticket",
    State = "state",
    DoneOn = "done_on",
    Reason = "reason",
    From = "from",
    Rule = "rule",
    Until = "until",
});

impl FieldName {
    /// The times of a report at which something has happened, or the report does not say them: none of
    /// them may be in the future.
    pub const OF_THE_PAST: [Self; 8] = [
        Self::StartedAt,
        Self::DetectedAt,
        Self::PagedAt,
        Self::MitigatedAt,
        Self::ResolvedAt,
        Self::PublicAt,
        Self::MeetingHeldAt,
        Self::ReviewedAt,
    ];

    /// Its JSON pointer in the front matter.
    pub fn pointer(self) -> String {
        format!("/{}", self.as_str().replace('.', "/"))
    }
}
