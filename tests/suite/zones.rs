//! Time zones against those of Python's `zoneinfo`, which reads another copy of the same database.
#![cfg(unix)]

use std::process::Command;

use pmrepo::calendar::Local;
use pmrepo::calendar::Zone;
use pmrepo::time::Moment;
use pmrepo::time::parse_local;

/// Local times before, in and behind each change of each zone's clocks, with the offsets of the first and the
/// second time that they are there. Where they are never there, the second is the larger one. The years end
/// where two copies of the database may know different laws.
const ASKED: &str = r#"
import datetime, zoneinfo
day, utc = datetime.timedelta(days=1), datetime.timezone.utc
def offset(zone, at): return at.astimezone(zone).utcoffset()
# Names without a slash are other zones from one edition to the next.
for name in sorted(it for it in zoneinfo.available_timezones() if "/" in it):
    zone = zoneinfo.ZoneInfo(name)
    at = datetime.datetime(1995, 1, 1, tzinfo=utc)
    while at.year < 2019:
        to = at + 26 * day
        if offset(zone, at) != offset(zone, to):
            early, late = at, to
            while late - early > datetime.timedelta(seconds=1):
                middle = (early + (late - early) / 2).replace(microsecond=0)
                early, late = (middle, late) if offset(zone, middle) == offset(zone, at) else (early, middle)
            local = (early + offset(zone, early)).replace(tzinfo=None)
            for far in (-5400, -3600, -1801, -1, 0, 1, 1799, 1800, 3599, 3600, 5400, 86400):
                it = (local + datetime.timedelta(seconds=far)).replace(tzinfo=zone)
                offsets = [int(it.replace(fold=n).utcoffset().total_seconds()) for n in (0, 1)]
                print(name, it.replace(tzinfo=None).isoformat(), *offsets)
        at = to
"#;

#[test]
fn local_times_are_what_another_reader_of_the_database_says() {
    let told = Command::new("python3").args(["-c", ASKED]).output();
    let told = told.unwrap();
    if !told.status.success() {
        // Nothing but a Python without the database may be the reason.
        let error = String::from_utf8(told.stderr).unwrap();
        assert!(error.contains("zoneinfo"), "{error}");
        println!("skipped: no python3 with zoneinfo");
        return;
    }
    let told = String::from_utf8(told.stdout).unwrap();
    let (mut compared, mut twice, mut never) = (0, 0, 0);
    for line in told.lines() {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap();
        let (name, local) = (next(), parse_local(next()).unwrap());
        let (first, second): (i32, i32) = (next().parse().unwrap(), next().parse().unwrap());
        let Ok(zone) = Zone::parse(name) else {
            // Other ways of counting, which are directories of this machine.
            assert!(
                name.starts_with("posix/") || name.starts_with("right/"),
                "{name}"
            );
            continue;
        };
        let at = |offset: i32| {
            Moment::from_unix(local.and_utc().timestamp() - i64::from(offset), offset)
        };
        let expected = match first.cmp(&second) {
            std::cmp::Ordering::Equal => Local::Once(at(first)),
            std::cmp::Ordering::Greater => {
                twice += 1;
                Local::Twice(at(first), at(second))
            }
            std::cmp::Ordering::Less => {
                never += 1;
                Local::Never(at(first), at(second))
            }
        };
        assert_eq!(zone.local(local), expected, "{line}");
        compared += 1;
    }
    assert!(
        compared > 100_000 && twice > 10_000 && never > 10_000,
        "{compared} {twice} {never}"
    );
}
