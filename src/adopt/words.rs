//! What people call the parts of a postmortem: the headings of its sections, and the labels of its
//! facts. In small letters, without accents and punctuation; English, German, French, Spanish.

mod labels;
mod parts;

use std::collections::HashMap;
use std::sync::OnceLock;

use labels::LABELS;
use parts::BADLY;
use parts::FACTORS;
use parts::IMPACT;
use parts::LUCKY;
use parts::OVERVIEW;
use parts::PARTS;
use parts::WELL;

use super::names;
use super::reading::Field;

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

static LABEL_INDEX: OnceLock<HashMap<&'static str, Label>> = OnceLock::new();

/// What a label names.
pub(super) fn label(words: &str) -> Option<Label> {
    if words.len() > LONGEST {
        return None;
    }
    let plain = plain(words);
    LABEL_INDEX
        .get_or_init(|| index(&LABELS))
        .get(plain.as_str())
        .copied()
}

/// The first of the labels of a field.
pub(super) fn first_label(field: Field) -> Option<&'static str> {
    let names = LABELS.iter().find(|it| it.0 == Label::Of(field))?.1;
    names.split("; ").next()
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
