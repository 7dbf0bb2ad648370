//! What people call the parts of a postmortem: the headings of its sections, and the labels of its
//! facts. In small letters, without accents and punctuation; English, German, French, Spanish.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::names;
use super::reading::Field;
use crate::model::FieldName;

/// What a section is, by a name of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    /// A section of the report, by its name.
    Section(&'static str),
    /// The rows of the timeline.
    Timeline,
    /// The action items.
    Actions,
    /// What was learned, in general.
    Lessons,
    /// Facts about the incident, one on a line.
    Facts,
    /// Who took part.
    People,
}

impl Part {
    /// The name of the section of a report that it is; `None` where a report has none of that kind.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Section(name) => Some(name),
            Self::Timeline => Some("Timeline"),
            Self::Actions => Some("Action Items"),
            Self::Lessons | Self::Facts | Self::People => None,
        }
    }

    /// Whether facts about the whole incident may stand there.
    pub(super) fn holds_facts(self) -> bool {
        matches!(
            self,
            Self::Facts | Self::People | Self::Section("Overview" | "Impact" | "What Happened")
        )
    }
}

const OVERVIEW: Part = Part::Section("Overview");
const HAPPENED: Part = Part::Section("What Happened");
const FACTORS: Part = Part::Section("Contributing Factors");
const RESOLUTION: Part = Part::Section("Resolution");
const IMPACT: Part = Part::Section("Impact");
const WELL: Part = Part::Section("What Went Well");
const BADLY: Part = Part::Section("What Didn't Go So Well");
const LUCKY: Part = Part::Section("Where We Got Lucky");

/// The headings of each part.
const PARTS: [(Part, &str); 14] = [
    (
        OVERVIEW,
        "\
         overview; summary; executive summary; incident summary; issue summary; abstract; tldr; tl \
         dr; synopsis; high level summary; incident overview; brief summary; short summary; summary \
         of the incident; zusammenfassung; uberblick; kurzfassung; ubersicht; resume; sommaire; \
         synthese; resumen; resumen ejecutivo; introduction; problem summary; outage summary; \
         postmortem summary; summary of events; description; kurzbeschreibung",
    ),
    (
        HAPPENED,
        "\
         what happened; what went on; background; context; details; narrative; detailed description; \
         incident description; leadup; lead up; fault; event description; description of the \
         incident; was ist passiert; was geschah; ablauf; hintergrund; que s est il passe; contexte; \
         que paso; que ocurrio; contexto; antecedentes; trigger; what was the problem; problem; the \
         problem; the incident; story; problem description; incident details",
    ),
    (
        FACTORS,
        "\
         contributing factors; root cause; root causes; cause; causes; root cause analysis; rca; why \
         did it happen; why it happened; why did this happen; five whys; 5 whys; the five whys; \
         analysis; root cause s; cause of the incident; contributing causes; proximate cause; \
         ursache; ursachen; ursachenanalyse; grundursache; beitragende faktoren; cause racine; causes \
         racines; cause principale; facteurs contributifs; causa raiz; causas; causa; factores \
         contribuyentes; analisis de causa raiz; technical analysis; technical details; root cause \
         and trigger; factors; underlying cause; what caused it; what caused the incident",
    ),
    (
        RESOLUTION,
        "\
         resolution; recovery; mitigation; fix; how we fixed it; how did we fix it; remediation; \
         response; resolution and recovery; mitigation and resolution; how was it resolved; solution; \
         the fix; immediate fix; corrective action taken; losung; behebung; wiederherstellung; \
         gegenmassnahmen; resolution de l incident; retablissement; resolucion; recuperacion; \
         mitigacion; solucion; what did we do; actions taken; recovery steps",
    ),
    (
        IMPACT,
        "\
         impact; customer impact; user impact; business impact; impact assessment; effects; impact on \
         users; scope of impact; affected users; blast radius; damage; impact analysis; auswirkung; \
         auswirkungen; folgen; impacto; consequences; impact summary; who was affected",
    ),
    (
        Part::Timeline,
        "\
         timeline; time line; timelines; timeline of events; incident timeline; chronology; sequence \
         of events; event timeline; event log; incident log; log; key events; events; history; \
         detailed timeline; order of events; zeitleiste; zeitverlauf; chronologie; zeitlicher ablauf; \
         verlauf; cronologia; linea de tiempo; linea temporal; deroule; frise chronologique; key \
         timestamps; timestamps; key times; incident response timeline; chronologischer ablauf; \
         timeline utc; actions timeline; running log; schedule of events",
    ),
    (
        Part::Actions,
        "\
         action items; actions; action item; follow up; follow ups; followups; followup; follow up \
         actions; follow up items; next steps; todo; todos; to do; to dos; remediation items; \
         corrective actions; corrective and preventative measures; corrective and preventive \
         measures; corrective measures; preventive measures; preventative measures; prevention; \
         improvements; review actions; actionables; tasks; follow up tasks; remediations; remediation \
         actions; planned actions; preventive actions; preventative actions; long term fixes; future \
         work; recommendations; recommended actions; mitigation items; actionable items; massnahmen; \
         aufgaben; nachste schritte; folgemassnahmen; offene punkte; actions correctives; plan d \
         action; plan d actions; prochaines etapes; mesures correctives; mesures; acciones; acciones \
         correctivas; proximos pasos; tareas; plan de accion; medidas; elementos de accion; action \
         plan; post incident actions; outstanding actions; remediation plan; remediation tasks; \
         future actions; action items and follow ups; what will we do; improvement actions; \
         outstanding action items; jira tickets; tickets; follow up work; what are we doing about it; \
         what we re doing about it; preventing recurrence; how do we prevent this; what s next",
    ),
    (
        WELL,
        "\
         what went well; went well; things that went well; what worked; what worked well; what went \
         right; was lief gut; was gut lief; was gut gelaufen ist; ce qui a bien fonctionne; ce qui s \
         est bien passe; que salio bien; lo que salio bien; positives; good",
    ),
    (
        BADLY,
        "\
         what didn t go so well; what went wrong; went wrong; things that went wrong; what went \
         poorly; what went badly; what didn t go well; what did not go well; what could be improved; \
         what could have gone better; what can be improved; areas for improvement; what didn t work; \
         was lief schlecht; was nicht gut lief; was schlecht lief; ce qui n a pas fonctionne; ce qui \
         s est mal passe; que salio mal; lo que salio mal; que se puede mejorar; negatives; what \
         could we have done better; what could have been better; pain points; bad",
    ),
    (
        LUCKY,
        "\
         where we got lucky; where did we get lucky; got lucky; we got lucky; lucky; what was lucky; \
         wo wir gluck hatten; gluck; ou nous avons eu de la chance; donde tuvimos suerte",
    ),
    (
        Part::Lessons,
        "\
         lessons learned; lessons learnt; lessons; learnings; key learnings; takeaways; key \
         takeaways; what we learned; lessons and thoughts; retrospective; reflection; erkenntnisse; \
         gelernte lektionen; lehren; enseignements; lecons apprises; lecciones aprendidas; lecciones; \
         references; related; appendix; links; glossary; related documents; supporting information; \
         further reading; detection; alerting; attachments; communication; status updates",
    ),
    (
        Part::Facts,
        "\
         metadata; general information; basic information; key information; at a glance; stats; \
         statistics; key facts; facts; incident information; information; general; incident metadata; \
         key metrics; metrics; classification; report details; document control; status; incident \
         data; allgemein; allgemeine informationen; eckdaten; informations generales; informations; \
         datos generales; informacion general; identification; postmortem details; incident report; \
         postmortem; post mortem; incident; postmortem report; post mortem report",
    ),
    (
        Part::People,
        "\
         responders; people; people involved; participants; roles; attendees; authors; incident \
         responders; response team; incident team; team; incident roles; beteiligte; teilnehmer; \
         participantes; personnes impliquees; who was involved; involved; on call; roles and \
         responsibilities; key people; contributors; team members; meeting attendees",
    ),
    // Not of the incident: what stands there is about the document.
    (
        Part::Lessons,
        "\
         changelog; revision history; document history; version history; sign off; approvals; \
         approval; reviewers; review; template; instructions; how to use this template; notes",
    ),
];

/// What a fact is of, besides the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A value of a field.
    Of(Field),
    /// When the incident was declared: of no field, but durations may count from it.
    Declared,
    /// From when until when, on one line: the begin, the end.
    Window,
    /// How long until it was mended, or until it was over.
    Lasted(Ends),
}

/// What a duration ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Service was restored.
    Mitigated,
    /// The incident was over.
    Resolved,
    /// Either.
    Any,
    /// It was noticed.
    Detected,
}

const fn of(name: FieldName) -> Label {
    Label::Of(Field::Of(name))
}

/// The labels of each fact.
const LABELS: [(Label, &str); 24] = [
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

/// The labels of titles.
const TITLES: [&str; 11] = [
    "title",
    "incident title",
    "postmortem title",
    "post mortem title",
    "titel",
    "titre",
    "titulo",
    "incident name",
    "name",
    "report name",
    "subject",
];

/// Words that are no part of what a heading is called.
const DECORATION: [&str; 5] = ["the ", "our ", "a ", "incident ", "postmortem "];

/// The words of a title in small letters, without accents, numbering and marks; what stands in
/// brackets is left out.
pub(super) fn plain(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    let mut depth = 0_usize;
    for c in names::bare(title).chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            'ß' => plain.push_str("ss"),
            c if c.is_alphanumeric() => plain.push(c),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    let bare = plain.trim_end();
    // `3. Timeline`, `1) Summary`: a number that is followed by words.
    let bare = match bare.split_once(' ') {
        Some((number, rest))
            if number.len() <= 2
                && number.bytes().all(|it| it.is_ascii_digit())
                && !rest.starts_with("whys") =>
        {
            rest
        }
        _ => bare,
    };
    bare.to_owned()
}

/// The most letters of a heading that names a part.
const LONGEST: usize = 60;

/// What part of a postmortem a heading names.
pub(super) fn part(title: &str) -> Option<Part> {
    if title.len() > LONGEST * 2 {
        return None;
    }
    let plain = plain(title);
    exactly(&plain)
        .or_else(|| {
            let bare = DECORATION.iter().find_map(|it| plain.strip_prefix(it))?;
            exactly(bare)
        })
        .or_else(|| within(&plain))
}

/// What each name is of. Of a name that is there twice, the first.
fn index<T: Copy>(table: &[(T, &'static str)]) -> HashMap<&'static str, T> {
    let mut index = HashMap::new();
    for (what, names) in table {
        for name in names.split("; ") {
            index.entry(name).or_insert(*what);
        }
    }
    index
}

fn exactly(plain: &str) -> Option<Part> {
    static INDEX: OnceLock<HashMap<&'static str, Part>> = OnceLock::new();
    INDEX.get_or_init(|| index(&PARTS)).get(plain).copied()
}

/// What a heading names among other words: those that mean one part wherever they stand.
fn within(plain: &str) -> Option<Part> {
    if plain.len() > LONGEST {
        return None;
    }
    let padded = format!(" {plain} ");
    let has = |words: &str| padded.contains(&format!(" {words} "));
    let any = |all: &[&str]| all.iter().any(|it| has(it));
    if any(&[
        "timeline",
        "chronology",
        "chronologie",
        "zeitleiste",
        "cronologia",
    ]) {
        Some(Part::Timeline)
    } else if any(&[
        "action items",
        "follow up actions",
        "follow ups",
        "corrective actions",
        "preventive measures",
        "preventative measures",
        "next steps",
        "remediation items",
        "massnahmen",
        "actionables",
        "follow up items",
        "action points",
        "preventive actions",
        "prevention measures",
    ]) {
        Some(Part::Actions)
    } else if any(&["went well", "worked well"]) && !any(&["wrong", "poorly", "badly"]) {
        Some(WELL)
    } else if any(&[
        "went wrong",
        "went poorly",
        "didn t go well",
        "went badly",
        "could be improved",
        "gone better",
    ]) && !has("well")
    {
        Some(BADLY)
    } else if any(&["got lucky", "get lucky"]) {
        Some(LUCKY)
    } else if any(&[
        "root cause",
        "root causes",
        "contributing factors",
        "ursachen",
        "ursache",
    ]) {
        Some(FACTORS)
    } else if any(&["lessons learned", "lessons learnt"]) {
        Some(Part::Lessons)
    } else if any(&["executive summary", "incident summary", "zusammenfassung"]) {
        Some(OVERVIEW)
    } else if any(&[
        "customer impact",
        "user impact",
        "business impact",
        "auswirkungen",
    ]) {
        Some(IMPACT)
    } else {
        None
    }
}

/// What a label names.
pub(super) fn label(words: &str) -> Option<Label> {
    if words.len() > LONGEST {
        return None;
    }
    let plain = plain(words);
    static INDEX: OnceLock<HashMap<&'static str, Label>> = OnceLock::new();
    INDEX
        .get_or_init(|| index(&LABELS))
        .get(plain.as_str())
        .copied()
}

/// Whether a label names the title.
pub(super) fn is_title(words: &str) -> bool {
    words.len() <= LONGEST && TITLES.contains(&plain(words).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_listed_once_as_it_is_looked_up() {
        for names in [
            PARTS.map(|it| it.1).to_vec(),
            LABELS.map(|it| it.1).to_vec(),
        ] {
            let all: Vec<&str> = names.iter().flat_map(|it| it.split("; ")).collect();
            for (at, name) in all.iter().enumerate() {
                assert_eq!(plain(name), *name);
                assert!(!all.iter().skip(at + 1).any(|it| it == name), "{name}");
            }
        }
    }
}
