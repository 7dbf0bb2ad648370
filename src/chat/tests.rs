use std::io::Cursor;

use super::*;
use crate::calendar::Zone;

fn asked() -> Asked {
    Asked {
        zone: Some(Zone::utc()),
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 20),
        ..Asked::default()
    }
}

fn read(text: &str, asked: &Asked) -> (Source, Vec<String>) {
    let input = Input::Stream("log".to_owned(), Box::new(Cursor::new(text.as_bytes().to_vec())));
    let (source, messages) = open(input, asked).unwrap();
    let shown = messages
        .map(|it| match it {
            Ok(it) => format!("{} {}: {}", it.at, it.author, it.text.replace('\n', " / ")),
            Err(it) => format!("skipped {}: {}", it.place, it.reason),
        })
        .collect();
    (source, shown)
}

#[test]
fn a_pasted_log_is_read() {
    let text = "\
intro

>ann [11:58 PM]  
it is slow :tada: (edited)
second line
>
>bob APP [12:03 AM]  
deploy of 1.2 began
> cid [3 hours ago]
> hm
";
    let (source, shown) = read(text, &asked());
    assert_eq!(source, Source::SlackPaste);
    assert_eq!(
        shown,
        [
            "2026-11-20T23:58:00Z ann: it is slow / second line",
            "2026-11-21T00:03:00Z bob: deploy of 1.2 began",
            "skipped log:9: it says only how long ago it was sent",
        ]
    );
}

#[test]
#[ignore = "a look"]
fn look() {
    let path = std::env::var("LOG").unwrap();
    let mut asked = asked();
    asked.channel = std::env::var("CHANNEL").ok();
    asked.start = Some(Moment::from_unix(1_600_000_000, 0));
    let file = std::fs::File::open(&path).unwrap();
    let (source, messages) = open(Input::Seekable("log".to_owned(), file), &asked).unwrap();
    println!("{source:?}");
    for it in messages {
        match it {
            Ok(it) => println!("{} {} {}{}: {} [{}]", it.place, it.at, it.author, if it.is_bot {"*"} else {""}, it.text.replace('\n', " / "), it.key),
            Err(it) => println!("skipped {}: {}", it.place, it.reason),
        }
    }
}
