//! The time zone of the machine, by the name that its people know.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::variable;
use crate::calendar::Zone;

/// What precedes the name of a zone in a path to its file.
const DATABASE: &str = "zoneinfo/";
/// The file whose link says which zone is the machine's.
const LINK: &str = "/etc/localtime";
/// The file that holds the name, on some systems.
const NAME: &str = "/etc/timezone";
/// The most bytes that are read of it: no name is longer.
const LONGEST: u64 = 256;

/// The machine's time zone: what `TZ` says, else the system. `None` where nothing names one, as a rule
/// of the form `CET-1CEST` does not.
pub(super) fn machine() -> Option<Zone> {
    let named = variable("TZ").and_then(|it| zone_in(&it));
    let linked = || zone_in(fs::read_link(LINK).ok()?.as_os_str());
    named
        .or_else(linked)
        .or_else(|| zone_in(OsStr::new(&name_in(Path::new(NAME))?)))
}

/// The zone that a name, or a path of the database, names.
fn zone_in(text: &OsStr) -> Option<Zone> {
    let text = text.to_str()?.trim().trim_start_matches(':');
    let name = text.rsplit_once(DATABASE).map_or(text, |(_, name)| name);
    let name = ["posix/", "right/"]
        .iter()
        .find_map(|it| name.strip_prefix(it))
        .unwrap_or(name);
    Zone::parse(name).ok()
}

fn name_in(file: &Path) -> Option<String> {
    let mut text = String::new();
    let file = fs::File::open(file).ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text.lines().next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_read_from_each_of_the_forms_that_name_one() {
        for (text, zone) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            (":Europe/Berlin", Some("Europe/Berlin")),
            ("Europe/Berlin\n", Some("Europe/Berlin")),
            ("/usr/share/zoneinfo/Europe/Berlin", Some("Europe/Berlin")),
            (
                "../usr/share/zoneinfo/America/Argentina/Salta",
                Some("America/Argentina/Salta"),
            ),
            (":/usr/share/zoneinfo/posix/Asia/Tokyo", Some("Asia/Tokyo")),
            ("/var/db/timezone/zoneinfo/Etc/UTC", Some("Etc/UTC")),
            ("UTC", Some("UTC")),
            ("CET-1CEST", None),
            ("/etc/localtime", None),
            ("", None),
        ] {
            let read = zone_in(OsStr::new(text)).map(|it| it.to_string());
            assert_eq!(read.as_deref(), zone, "{text}");
        }
    }
}
