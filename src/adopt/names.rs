//! The names of months, days of the week and halves of the day, in the languages that are read.

use chrono::Weekday;

/// The shortest name of a month or day that is taken for one.
const SHORTEST: usize = 3;

/// What each month is called, by its beginnings and whole names, in small letters without accents:
/// English, German, French, Spanish.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "janner", "janvier", "janv", "enero", "ene",
    ],
    &[
        "february", "feb", "februar", "fevrier", "fevr", "fev", "febrero",
    ],
    &["march", "mar", "marz", "maerz", "mrz", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "juil", "julio"],
    &["august", "aug", "aout", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre", "set"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "decembre",
        "diciembre",
        "dic",
    ],
];

/// What each day of the week is called, Monday first, as `MONTHS` are.
const DAYS: [(&[&str], Weekday); 7] = [
    (
        &["monday", "mon", "montag", "lundi", "lun", "lunes"],
        Weekday::Mon,
    ),
    (
        &["tuesday", "tue", "tues", "dienstag", "mardi", "martes"],
        Weekday::Tue,
    ),
    (
        &["wednesday", "wed", "mittwoch", "mercredi", "miercoles"],
        Weekday::Wed,
    ),
    (
        &[
            "thursday",
            "thu",
            "thur",
            "thurs",
            "donnerstag",
            "jeudi",
            "jueves",
        ],
        Weekday::Thu,
    ),
    (
        &["friday", "fri", "freitag", "vendredi", "viernes"],
        Weekday::Fri,
    ),
    (
        &[
            "saturday",
            "sat",
            "samstag",
            "sonnabend",
            "samedi",
            "sabado",
        ],
        Weekday::Sat,
    ),
    (
        &["sunday", "sun", "sonntag", "dimanche", "domingo"],
        Weekday::Sun,
    ),
];

/// A word in small letters without the accents that these names have.
pub(super) fn bare(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        bare.push(match c {
            'ä' | 'á' | 'à' | 'â' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'î' | 'ï' => 'i',
            'ö' | 'ó' | 'ô' => 'o',
            'ü' | 'ú' | 'û' | 'ù' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        });
    }
    bare
}

/// The month, from 1, that a word names, in any case.
pub(super) fn month(word: &str) -> Option<u32> {
    if word.len() < SHORTEST {
        return None;
    }
    let word = bare(word);
    let at = MONTHS.iter().position(|it| it.contains(&word.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// The day of the week that a word names, in any case.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    if word.len() < SHORTEST {
        return None;
    }
    let word = bare(word);
    let found = DAYS
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()));
    found.map(|it| it.1)
}
