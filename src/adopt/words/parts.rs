//! The headings of each part of a postmortem, in small letters, without accents and punctuation, parted
//! by `; `: English, German, French, Spanish.

use super::Part;

pub(super) const OVERVIEW: Part = Part::Section("Overview");
const HAPPENED: Part = Part::Section("What Happened");
pub(super) const FACTORS: Part = Part::Section("Contributing Factors");
const RESOLUTION: Part = Part::Section("Resolution");
pub(super) const IMPACT: Part = Part::Section("Impact");
pub(super) const WELL: Part = Part::Section("What Went Well");
pub(super) const BADLY: Part = Part::Section("What Didn't Go So Well");
pub(super) const LUCKY: Part = Part::Section("Where We Got Lucky");

/// The headings of each part.
pub(super) const PARTS: [(Part, &str); 14] = [
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
