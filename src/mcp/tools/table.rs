//! Every tool there is.

use super::Argument;
use super::Does;
use super::Takes;
use super::Tool;
use super::drafting;
use super::reading;

const ID: Argument = (
    "id",
    Takes::Text,
    true,
    "The postmortem's id, or a part of it that no other has.",
);
const ANY_ID: Argument = (
    "id",
    Takes::Text,
    false,
    "Only of this postmortem: its id or a part of it.",
);
const WHO: Argument = (
    "who",
    Takes::Text,
    false,
    "Only what this person has to do, by handle, name or address.",
);
const SERVICE: Argument = ("service", Takes::Text, false, "Only about this service.");
const SHOWS_ONLY: Argument = (
    super::DRY_RUN,
    Takes::YesOrNo,
    false,
    "Only show what would be written.",
);
const ALL: Argument = ("all", Takes::YesOrNo, false, "Also what is done or met.");

/// Every tool: those that read, then those that write drafts.
pub(super) const TOOLS: [Tool; 19] = [
    Tool {
        name: "list",
        about: "List postmortems: title, status, severity, owner, times, services.",
        arguments: &[
            ("status", Takes::Text, false, "Only with this status."),
            ("severity", Takes::Text, false, "Only of this severity."),
            ("owner", Takes::Text, false, "Only of this owner."),
            SERVICE,
            ("tag", Takes::Text, false, "Only with this tag."),
        ],
        gives: "list",
        does: Does::Reads(reading::list),
    },
    Tool {
        name: "show",
        about: "Show where one postmortem stands: facts, what is missing for its next status, deadlines.",
        arguments: &[ID],
        gives: "show",
        does: Does::Reads(reading::show),
    },
    Tool {
        name: "check",
        about: "Check postmortems against the schema and the rules: findings with their places.",
        arguments: &[ANY_ID],
        gives: "check",
        does: Does::Reads(reading::check),
    },
    Tool {
        name: "overdue",
        about: "List deadlines that are late or due soon, who owes them, and how they were reckoned.",
        arguments: &[ANY_ID, WHO, SERVICE, ALL],
        gives: "overdue",
        does: Does::Reads(reading::overdue),
    },
    Tool {
        name: "mine",
        about: "List everything that one person owes, in any part.",
        arguments: &[(
            "person",
            Takes::Text,
            true,
            "Whose: a handle, a name, an address, or `me` for whoever git says commits.",
        )],
        gives: "overdue",
        does: Does::Reads(reading::mine),
    },
    Tool {
        name: "checklist",
        about: "List the steps of each role, and how far each is.",
        arguments: &[ID],
        gives: "checklist",
        does: Does::Reads(reading::checklist),
    },
    Tool {
        name: "actions",
        about: "List action items over all postmortems, and the tweaks of process reviews.",
        arguments: &[
            (
                "id",
                Takes::Text,
                false,
                "Only of this postmortem or process review: its id, or a part of it.",
            ),
            ("owner", Takes::Text, false, "Only of this person or team."),
            SERVICE,
            ALL,
        ],
        gives: "actions",
        does: Does::Reads(reading::actions),
    },
    Tool {
        name: "timeline",
        about: "Show the timeline of one postmortem, row by row.",
        arguments: &[ID],
        gives: "timeline",
        does: Does::Reads(reading::timeline),
    },
    Tool {
        name: "history",
        about: "Show what became of one postmortem, commit by commit.",
        arguments: &[ID],
        gives: "history",
        does: Does::Reads(reading::history),
    },
    Tool {
        name: "search",
        about: "Find postmortems, notes and process reviews by words, the best first.",
        arguments: &[(
            "words",
            Takes::Text,
            true,
            "What to look for; any of the words will do.",
        )],
        gives: "search",
        does: Does::Reads(reading::search),
    },
    Tool {
        name: "similar",
        about: "Find postmortems that are like one, the best first.",
        arguments: &[ID],
        gives: "search",
        does: Does::Reads(reading::similar),
    },
    Tool {
        name: "agenda",
        about: "Show what there is to talk about in the next process review.",
        arguments: &[],
        gives: "agenda",
        does: Does::Reads(reading::agenda),
    },
    Tool {
        name: "stats",
        about: "Show whether reviews and action items get better: figures, each with on how many it rests.",
        arguments: &[
            (
                "since",
                Takes::Text,
                false,
                "Only incidents from this day on: 2026-11-20, 90d.",
            ),
            (
                "until",
                Takes::Text,
                false,
                "Only incidents up to this day.",
            ),
            (
                "by",
                Takes::Text,
                false,
                "Put incidents together by month, quarter, service, severity or tag.",
            ),
        ],
        gives: "stats",
        does: Does::Reads(reading::stats),
    },
    Tool {
        name: "explain",
        about: "Explain a rule of `check`: what it finds, why, and what to do.",
        arguments: &[(
            "rule",
            Takes::Text,
            true,
            "The rule's code or name: PM101, missing-field.",
        )],
        gives: "",
        does: Does::Reads(reading::explain),
    },
    Tool {
        name: "new",
        about: "Draft a postmortem of an incident that has none: its directory and its report.",
        arguments: &[
            ("title", Takes::Text, true, "What happened, in a few words."),
            ("severity", Takes::Text, true, "How bad it was."),
            (
                "started",
                Takes::Text,
                true,
                "When it began for customers: 2026-03-10T10:00Z.",
            ),
            ("detected", Takes::Text, false, "When it was noticed."),
            ("resolved", Takes::Text, false, "When it was over."),
            (
                "owner",
                Takes::Text,
                false,
                "Who sees the postmortem through.",
            ),
            ("commander", Takes::Text, false, "Who led the response."),
            (
                "services",
                Takes::Texts,
                false,
                "The services that were affected.",
            ),
            (
                "major",
                Takes::YesOrNo,
                false,
                "A response was mobilised, although the severity is not a major one.",
            ),
            SHOWS_ONLY,
        ],
        gives: "draft",
        does: Does::Drafts(drafting::new),
    },
    Tool {
        name: "set",
        about: "Set fields of a report that is a draft. Status, waivers, reasons and reviews are for people.",
        arguments: &[
            ID,
            (
                "fields",
                Takes::Texts,
                true,
                "FIELD=VALUE each; a dot leads into a group (roles.scribe=bob), FIELD= removes the field, FIELD+= \
                 and FIELD-= add to a list and take out of it.",
            ),
            SHOWS_ONLY,
        ],
        gives: "draft",
        does: Does::Drafts(drafting::set),
    },
    Tool {
        name: "note_add",
        about: "Add a note to a postmortem, in the name of whoever you work for; it says who drafted it.",
        arguments: &[
            ID,
            ("text", Takes::Text, true, "The note, in Markdown."),
            SHOWS_ONLY,
        ],
        gives: "draft",
        does: Does::Drafts(drafting::add_note),
    },
    Tool {
        name: "timeline_add",
        about: "Add a row to a timeline, at the time of a saved message that shows it.",
        arguments: &[
            ID,
            ("event", Takes::Text, true, "What happened."),
            (
                "evidence",
                Takes::Text,
                true,
                "The key of the message in a saved log: evidence/chat.jsonl:17, slack:C0123/1549386420.000100.",
            ),
            SHOWS_ONLY,
        ],
        gives: "draft",
        does: Does::Drafts(drafting::add_row),
    },
    Tool {
        name: "action_add",
        about: "Propose an action item. It owes nothing until a person accepts it.",
        arguments: &[
            ID,
            (
                "title",
                Takes::Text,
                true,
                "What to do: start with a verb, and make clear when it is done.",
            ),
            (
                "kind",
                Takes::Text,
                false,
                "prevent, detect, mitigate, repair, process or investigate.",
            ),
            (
                "owner",
                Takes::Text,
                false,
                "The person or team who may do it.",
            ),
            (
                "due",
                Takes::Text,
                false,
                "The day by which it may be done.",
            ),
            ("ticket", Takes::Text, false, "Where the work is tracked."),
            ("priority", Takes::Text, false, "How urgent it is."),
            SHOWS_ONLY,
        ],
        gives: "draft",
        does: Does::Drafts(drafting::add_item),
    },
];
