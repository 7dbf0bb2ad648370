//! The labels of each fact of an incident, as the headings of the parts are written.

use super::Ends;
use super::Label;
use crate::adopt::reading::Field;
use crate::model::FieldName;

const fn of(name: FieldName) -> Label {
    Label::Of(Field::Of(name))
}

/// The labels of each fact.
pub(super) const LABELS: [(Label, &str); 24] = [
    (
        Label::Of(Field::Date),
        "\
         date; incident date; date of incident; date of the incident; outage date; event date; date \
         of outage; date of event; when; date time; date and time; incident day; day; occurred; \
         occurred on; date occurred; date of occurrence; dates; incident dates; datum; datum des \
         vorfalls; vorfallsdatum; date de l incident; fecha; fecha del incidente; fecha y hora; datum \
         uhrzeit; date du incident; date s; incident date time",
    ),
    (
        of(FieldName::StartedAt),
        "\
         started at; started; start; start time; start date; incident start; incident started; \
         incident start time; outage start; outage started; impact start; impact started; impact \
         start time; began; begins; fault occurs; fault occurred; fault; start of incident; start of \
         impact; start of outage; time started; date started; issue started; incident began; problem \
         started; beginn; start des vorfalls; beginn des vorfalls; debut; heure de debut; debut de l \
         incident; inicio; hora de inicio; inicio del incidente; started on; start datetime; start \
         date time; user impact start; time of start; from; outage start time; incident start date; \
         incident start at; event start; downtime start",
    ),
    (
        of(FieldName::DetectedAt),
        "\
         detected at; detected; first detected; fault detected; detection time; time detected; \
         incident detected; time of detection; discovered; discovered at; discovery time; first \
         noticed; first reported; date detected; date time detected; reported at; time reported; \
         alerted at; detected on; first alert; entdeckt; erkannt; detecte; detectado; noticed; \
         entdeckt um; erkannt um; detecte a; hora de deteccion; date discovered; date reported; \
         reported; date of detection; issue detected; initial detection; first alert at; detection \
         timestamp; identified at",
    ),
    (
        of(FieldName::PagedAt),
        "\
         paged at; paged; on call paged; time paged; page sent; first page; pager",
    ),
    (
        of(FieldName::MitigatedAt),
        "\
         mitigated at; mitigated; mitigation time; repaired; service restored; restored; recovered; \
         time mitigated; impact end; impact ended; impact end time; recovery time; time of recovery; \
         incident mitigated; user impact end; restored at; date restored; time of mitigation; \
         recovered at; end of impact",
    ),
    (
        of(FieldName::ResolvedAt),
        "\
         resolved at; resolved; end; ended; end time; end date; incident end; incident ended; \
         incident end time; outage end; outage ended; time resolved; date resolved; incident \
         resolved; time of resolution; resolved on; issue resolved; fixed at; ended at; ende; \
         behoben; gelost; ende des vorfalls; fin; heure de fin; fin de l incident; resolu; resuelto; \
         hora de fin; end of incident; end datetime; end date time; date ended; outage end time; \
         incident end date; to; until; behoben um; event end; downtime end; end of outage; resolution \
         date; problem resolved",
    ),
    (
        Label::Declared,
        "\
         incident declared; declared; declared at; time declared",
    ),
    (
        Label::Window,
        "\
         time; time window; window; incident window; outage window; period; time frame; timeframe; \
         impact window; zeitraum; periode; periodo; time of incident; time period; times; impact \
         time; incident time; downtime window; uhrzeit; zeit; hora; heure; incident period; outage \
         period",
    ),
    (
        of(FieldName::Severity),
        "\
         severity; sev; incident severity; severity level; sev level; schweregrad; schwere; gravite; \
         severite; gravedad; severidad; nivel de severidad; niveau de gravite; incident level; \
         incident severity level; severity classification; severity rating",
    ),
    (
        of(FieldName::Owner),
        "\
         owner; postmortem owner; post mortem owner; owner of review process; owner of the review \
         process; review owner; report owner; pm owner; postmortem lead; post mortem lead; document \
         owner; dri; rca owner; review lead; owner of the postmortem; owner of postmortem; \
         verantwortlich fur das postmortem; postmortem dri; verantwortlicher; verantwortliche",
    ),
    (
        of(FieldName::IncidentCommander),
        "\
         incident commander; ic; incident commander ic; commander; incident lead; incident manager; \
         incident coordinator; incident leader; incident command; incident commanders; ic incident \
         commander; einsatzleiter; einsatzleitung; chef d incident; comandante del incidente",
    ),
    (
        of(FieldName::Deputy),
        "\
         deputy; deputy incident commander; deputy commander; deputy ic",
    ),
    (
        of(FieldName::Scribe),
        "\
         scribe; note taker; notetaker; incident scribe; protokoll; protokollant; scribes",
    ),
    (
        of(FieldName::SubjectMatterExperts),
        "\
         subject matter experts; subject matter expert; sme; smes; experts",
    ),
    (
        of(FieldName::CustomerLiaison),
        "\
         customer liaison; external liaison",
    ),
    (
        of(FieldName::InternalLiaison),
        "\
         internal liaison",
    ),
    (
        of(FieldName::Responders),
        "\
         responders; incident responders; people involved; responder; response team; participants; on \
         call engineer; on call engineers; on call; oncall; engineers involved; incident team; \
         beteiligte; participantes; personnes impliquees; team members; first responder; first \
         responders; who was involved; involved; on call responder; on call responders; primary on \
         call; people; engineers; primary responder; bereitschaft; intervenants",
    ),
    (
        of(FieldName::MeetingAttendees),
        "\
         attendees; meeting attendees; postmortem attendees; post mortem attendees; review attendees; \
         meeting participants; teilnehmer; asistentes; attendee",
    ),
    (
        of(FieldName::Services),
        "\
         services; service; affected services; services affected; impacted services; affected \
         systems; systems affected; affected service; service affected; affected components; \
         components affected; services impacted; affected service s; service s; affected system; \
         impacted systems; impacted service; betroffene dienste; betroffene systeme; betroffener \
         dienst; dienste; dienst; services affectes; servicios; servicios afectados; servicio \
         afectado; service impacte; services impactes; affected products; affected product; affected \
         applications; impacted components; service s affected; system s affected; betroffener \
         service; betroffene services",
    ),
    (
        Label::Lasted(Ends::Any),
        "\
         duration; outage duration; incident duration; total duration; dauer; duree; duracion; \
         duration of incident; duration of outage; impact duration; downtime; total downtime; length; \
         duration of impact; ausfallzeit; incident length; downtime duration; duration of the \
         incident",
    ),
    (
        Label::Lasted(Ends::Resolved),
        "\
         time to resolve; time to resolution; ttr; mttr; time to recovery; time to recover",
    ),
    (
        Label::Lasted(Ends::Mitigated),
        "\
         time to repair; time to mitigate; time to mitigation; ttm; mttm",
    ),
    (
        Label::Lasted(Ends::Detected),
        "\
         time to detection; time to detect; ttd; mttd",
    ),
    (
        Label::Of(Field::Zone),
        "\
         timezone; time zone; tz; zeitzone; fuseau horaire; zona horaria; timezones",
    ),
];
