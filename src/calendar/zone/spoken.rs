//! What people call time zones, and which place is meant by it.
//!
//! Nothing of this is read as a zone: it is what a message offers instead. A wrong offer would be a
//! wrong time, so a name that several places share offers all of them.

/// Names that people say in front of "time", in lower case, and the zones that they may mean.
const NAMES: [(&str, &[&str]); 31] = [
    ("argentina", &["America/Argentina/Buenos_Aires"]),
    ("atlantic", &["America/Halifax"]),
    ("australian central", &["Australia/Adelaide"]),
    ("australian eastern", &["Australia/Sydney"]),
    ("australian western", &["Australia/Perth"]),
    ("brasilia", &["America/Sao_Paulo"]),
    ("british", &["Europe/London"]),
    ("british summer", &["Europe/London"]),
    ("central", &["America/Chicago"]),
    ("central africa", &["Africa/Maputo"]),
    ("central european", &["Europe/Berlin"]),
    ("china", &["Asia/Shanghai"]),
    ("coordinated universal", &["UTC"]),
    ("east africa", &["Africa/Nairobi"]),
    ("eastern", &["America/New_York"]),
    ("eastern european", &["Europe/Athens"]),
    ("greenwich mean", &["UTC"]),
    ("hong kong", &["Asia/Hong_Kong"]),
    ("india", &["Asia/Kolkata"]),
    ("indian", &["Asia/Kolkata"]),
    ("irish", &["Europe/Dublin"]),
    ("israel", &["Asia/Jerusalem"]),
    ("japan", &["Asia/Tokyo"]),
    ("korea", &["Asia/Seoul"]),
    ("moscow", &["Europe/Moscow"]),
    ("mountain", &["America/Denver"]),
    ("new zealand", &["Pacific/Auckland"]),
    ("pacific", &["America/Los_Angeles"]),
    ("south africa", &["Africa/Johannesburg"]),
    ("west africa", &["Africa/Lagos"]),
    ("western european", &["Europe/Lisbon"]),
];

/// Cities that have no zone of their name, in lower case, and the one that holds there.
const CITIES: [(&str, &[&str]); 46] = [
    ("abu dhabi", &["Asia/Dubai"]),
    ("atlanta", &["America/New_York"]),
    ("austin", &["America/Chicago"]),
    ("bangalore", &["Asia/Kolkata"]),
    ("barcelona", &["Europe/Madrid"]),
    ("beijing", &["Asia/Shanghai"]),
    ("bengaluru", &["Asia/Kolkata"]),
    ("boston", &["America/New_York"]),
    ("cape town", &["Africa/Johannesburg"]),
    ("chennai", &["Asia/Kolkata"]),
    ("cologne", &["Europe/Berlin"]),
    ("dallas", &["America/Chicago"]),
    ("delhi", &["Asia/Kolkata"]),
    ("edinburgh", &["Europe/London"]),
    ("frankfurt", &["Europe/Berlin"]),
    ("geneva", &["Europe/Zurich"]),
    ("hamburg", &["Europe/Berlin"]),
    ("hanoi", &["Asia/Ho_Chi_Minh"]),
    ("houston", &["America/Chicago"]),
    ("hyderabad", &["Asia/Kolkata"]),
    ("krakow", &["Europe/Warsaw"]),
    ("manchester", &["Europe/London"]),
    ("miami", &["America/New_York"]),
    ("milan", &["Europe/Rome"]),
    ("mumbai", &["Asia/Kolkata"]),
    ("munich", &["Europe/Berlin"]),
    ("münchen", &["Europe/Berlin"]),
    ("new delhi", &["Asia/Kolkata"]),
    ("osaka", &["Asia/Tokyo"]),
    ("ottawa", &["America/Toronto"]),
    ("palo alto", &["America/Los_Angeles"]),
    ("philadelphia", &["America/New_York"]),
    ("pittsburgh", &["America/New_York"]),
    ("portland", &["America/Los_Angeles", "America/New_York"]),
    ("pune", &["Asia/Kolkata"]),
    ("rio de janeiro", &["America/Sao_Paulo"]),
    ("san diego", &["America/Los_Angeles"]),
    ("san francisco", &["America/Los_Angeles"]),
    ("seattle", &["America/Los_Angeles"]),
    ("shenzhen", &["Asia/Shanghai"]),
    ("st. petersburg", &["Europe/Moscow"]),
    ("tel aviv", &["Asia/Jerusalem"]),
    ("washington", &["America/New_York"]),
    ("washington dc", &["America/New_York"]),
    ("wellington", &["Pacific/Auckland"]),
    ("xi'an", &["Asia/Shanghai"]),
];

/// Abbreviations, and the zones that they may mean.
const ABBREVIATIONS: [(&str, &[&str]); 56] = [
    ("ACDT", &["Australia/Adelaide"]),
    ("ACST", &["Australia/Adelaide", "Australia/Darwin"]),
    ("AEDT", &["Australia/Sydney"]),
    ("AEST", &["Australia/Sydney", "Australia/Brisbane"]),
    ("AKST", &["America/Anchorage"]),
    ("ART", &["America/Argentina/Buenos_Aires"]),
    ("AST", &["America/Halifax", "Asia/Riyadh"]),
    ("AWST", &["Australia/Perth"]),
    ("BRT", &["America/Sao_Paulo"]),
    ("BST", &["Europe/London", "Asia/Dhaka"]),
    ("CAT", &["Africa/Maputo"]),
    ("CDT", &["America/Chicago", "America/Havana"]),
    ("CEST", &["Europe/Berlin"]),
    ("CET", &["Europe/Berlin"]),
    ("CLT", &["America/Santiago"]),
    ("COT", &["America/Bogota"]),
    ("CST", &["America/Chicago", "Asia/Shanghai"]),
    ("CT", &["America/Chicago"]),
    ("EAT", &["Africa/Nairobi"]),
    ("EDT", &["America/New_York"]),
    ("EEST", &["Europe/Athens"]),
    ("EET", &["Europe/Athens"]),
    ("EST", &["America/New_York", "America/Panama"]),
    ("ET", &["America/New_York"]),
    ("GMT", &["UTC"]),
    ("GST", &["Asia/Dubai"]),
    ("HKT", &["Asia/Hong_Kong"]),
    ("HST", &["Pacific/Honolulu"]),
    ("ICT", &["Asia/Bangkok"]),
    ("IDT", &["Asia/Jerusalem"]),
    ("IST", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    ("JST", &["Asia/Tokyo"]),
    ("KST", &["Asia/Seoul"]),
    ("MDT", &["America/Denver"]),
    ("MSK", &["Europe/Moscow"]),
    ("MST", &["America/Denver", "America/Phoenix"]),
    ("MT", &["America/Denver"]),
    ("NDT", &["America/St_Johns"]),
    ("NST", &["America/St_Johns"]),
    ("NZDT", &["Pacific/Auckland"]),
    ("NZST", &["Pacific/Auckland"]),
    ("PDT", &["America/Los_Angeles"]),
    ("PHT", &["Asia/Manila"]),
    ("PKT", &["Asia/Karachi"]),
    ("PST", &["America/Los_Angeles"]),
    ("PT", &["America/Los_Angeles"]),
    ("SAST", &["Africa/Johannesburg"]),
    ("SGT", &["Asia/Singapore"]),
    ("TRT", &["Europe/Istanbul"]),
    ("UCT", &["UTC"]),
    ("UT", &["UTC"]),
    ("WAT", &["Africa/Lagos"]),
    ("WEST", &["Europe/Lisbon"]),
    ("WET", &["Europe/Lisbon"]),
    ("WIB", &["Asia/Jakarta"]),
    ("ZULU", &["UTC"]),
];

/// What stands between a name and "time", and changes nothing about the place.
const SEASONS: [&str; 4] = [" standard", " daylight", " summer", " winter"];

/// The zones that an abbreviation may mean, in any case; none where it is not known.
pub(super) fn of_abbreviation(word: &str) -> &'static [&'static str] {
    let found = ABBREVIATIONS
        .iter()
        .find(|(short, _)| short.eq_ignore_ascii_case(word));
    found.map_or(&[], |it| it.1)
}

/// The zones that a spoken name ("Central European Time", "Pacific", "Munich", also as `Europe/Munich`) may
/// mean; none where it is not known.
pub(super) fn of_name(words: &str) -> &'static [&'static str] {
    let lower = crate::markdown::one_line(&words.to_lowercase());
    let name = lower.strip_suffix(" time").unwrap_or(&lower);
    let name_of = |name: &str| NAMES.iter().find(|(it, _)| *it == name).map(|it| it.1);
    let bare = || SEASONS.iter().find_map(|it| name.strip_suffix(it));
    let city = || {
        let (_, city) = name.rsplit_once('/').unwrap_or(("", name));
        let city = city.replace('_', " ");
        CITIES.iter().find(|(it, _)| *it == city).map(|it| it.1)
    };
    name_of(name)
        .or_else(|| bare().and_then(name_of))
        .or_else(city)
        .unwrap_or_default()
}

/// The furthest offsets that a place has, as they are written.
const WESTMOST: &str = "-12:00";
const EASTMOST: &str = "+14:00";

/// How the signs of offsets are written; in words behind `UTC` only.
const SIGNS: [(&str, char); 12] = [
    ("+", '+'),
    ("±", '+'),
    ("\u{ff0b}", '+'),
    ("plus ", '+'),
    ("-", '-'),
    ("\u{2010}", '-'),
    ("\u{2011}", '-'),
    ("–", '-'),
    ("—", '-'),
    ("\u{2212}", '-'),
    ("\u{ff0d}", '-'),
    ("minus ", '-'),
];

/// The sign that a text begins with, `+` or `-` however it is written, and what follows it.
pub fn sign(text: &str) -> Option<(char, &str)> {
    let mut signs = SIGNS.iter();
    signs.find_map(|(written, sign)| Some((*sign, text.strip_prefix(written)?)))
}

/// The sign and the digits of what is written as an offset, behind `UTC` or `GMT` or alone: `UTC+1`, `GMT - 3`,
/// `UTC (+01:00)`, `UTC minus 5`.
pub(super) fn signed(word: &str) -> Option<(char, &str)> {
    let named = word
        .get(..3)
        .filter(|it| it.eq_ignore_ascii_case("utc") || it.eq_ignore_ascii_case("gmt"));
    let bare = named.map_or(word, |_| word.get(3..).unwrap_or("").trim_start());
    let is_bracket = |it: char| matches!(it, '(' | '[' | ')' | ']');
    let bare = named.map_or(bare, |_| bare.trim_matches(is_bracket).trim());
    if named.is_none() && bare.starts_with(char::is_alphabetic) {
        return None;
    }
    let (sign, digits) = sign(bare)?;
    let digits = digits.trim();
    let is_one = digits.starts_with(|first: char| first.is_ascii_digit());
    is_one.then_some((sign, digits))
}

/// The offset that `GMT+2`, `UTC+05:30` or `+1` means, as it is to be written; `None` where it means
/// none, or one that no place has.
pub(super) fn offset(word: &str) -> Option<String> {
    let (sign, digits) = signed(word)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    if !is_number(hours) || !is_number(minutes) || hours.len() > 2 || minutes.len() != 2 {
        return None;
    }
    let written = format!("{sign}{hours:0>2}:{minutes}");
    crate::time::parse_offset(&written).ok()?;
    let furthest = if sign == '+' { EASTMOST } else { WESTMOST };
    (written.as_str() <= furthest).then_some(written)
}
