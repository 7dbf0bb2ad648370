//! Slack: an export of a workspace, and what its API answers.

mod words;

pub(super) use words::without_emoji;

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::io::BufRead;
use std::io::BufReader;

use serde::Deserialize;
use serde_json::Value;

use super::Asked;
use super::ChatFault;
use super::Message;
use super::Messages;
use super::Skipped;
use super::elements::Element;
use super::elements::Elements;
use super::input::Opened;
use super::input::Shelf;
use super::keys;
use crate::time::Moment;

/// The subtypes that say only who came, went or renamed something.
const NOISE: [&str; 14] = [
    "channel_join",
    "channel_leave",
    "channel_name",
    "channel_topic",
    "channel_purpose",
    "channel_archive",
    "channel_unarchive",
    "group_join",
    "group_leave",
    "group_topic",
    "group_purpose",
    "bot_add",
    "bot_remove",
    "pinned_item",
];

/// A person in `users.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct User {
    id: String,
    name: String,
    real_name: Option<String>,
    profile: Profile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Profile {
    display_name: Option<String>,
    real_name: Option<String>,
    email: Option<String>,
}

/// A channel in `channels.json` and its like.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Channel {
    id: String,
    name: String,
}

/// What is known of a workspace beside its messages.
#[derive(Debug, Default)]
struct Workspace {
    /// Handles, or names, by user id.
    people: BTreeMap<String, String>,
    /// Names of channels by id.
    channels: BTreeMap<String, String>,
}

impl Workspace {
    fn read(shelf: &mut Shelf, asked: &Asked) -> Self {
        let mut workspace = Self::default();
        for user in list::<User>(shelf, "users.json") {
            let profile = &user.profile;
            let or = |it: &Option<String>| it.clone().unwrap_or_default();
            let names = [
                user.id.clone(),
                or(&profile.email),
                user.name.clone(),
                or(&profile.real_name),
                or(&user.real_name),
                or(&profile.display_name),
            ];
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            workspace
                .people
                .insert(user.id.clone(), asked.handle(&names));
        }
        for file in ["channels.json", "groups.json", "mpims.json", "dms.json"] {
            for channel in list::<Channel>(shelf, file) {
                workspace.channels.insert(channel.id, channel.name);
            }
        }
        workspace
    }

    /// The id of a channel, else its name.
    fn id_of(&self, name: &str) -> String {
        let id = self.channels.iter().find(|(_, it)| *it == name);
        id.map_or_else(|| name.to_owned(), |(id, _)| id.clone())
    }
}

/// The entries of one of the export's lists that can be read.
fn list<T: for<'a> Deserialize<'a>>(shelf: &mut Shelf, file: &str) -> Vec<T> {
    if !shelf.files().iter().any(|it| it == file) {
        return Vec::new();
    }
    let entries = shelf.read(file).ok();
    let entries = entries.and_then(|it| serde_json::from_slice::<Vec<Value>>(&it).ok());
    let entries = entries.unwrap_or_default().into_iter();
    entries
        .filter_map(|it| serde_json::from_value(it).ok())
        .collect()
}

/// The messages of one channel of an export.
pub(super) fn export(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let mut shelf = input.shelf()?;
    let workspace = Workspace::read(&mut shelf, asked);
    let (channel, files) = choose(&shelf, &workspace, asked)?;
    let reader = Reader {
        workspace,
        asked: asked.clone(),
        channel,
    };
    Ok(Box::new(Export {
        left: shelf.left().into(),
        shelf,
        files: files.into(),
        day: None,
        reader,
    }))
}

/// The id of the channel that is asked for, or of the only one, and its files in order.
fn choose(
    shelf: &Shelf,
    workspace: &Workspace,
    asked: &Asked,
) -> Result<(String, Vec<String>), ChatFault> {
    let mut days: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in shelf.files() {
        let Some((folder, day)) = file.rsplit_once('/') else {
            continue;
        };
        if std::path::Path::new(day)
            .extension()
            .is_some_and(|it| it == "json")
        {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            days.entry(name).or_default().push(file.clone());
        }
    }
    // The directory of one channel alone.
    if days.is_empty() {
        let day = |it: &&String| it.starts_with(|it: char| it.is_ascii_digit());
        let files: Vec<String> = shelf.files().iter().filter(day).cloned().collect();
        let name = shelf.name().rsplit(['/', '\\']).next().unwrap_or_default();
        return if files.is_empty() {
            Err(ChatFault::Unknown)
        } else {
            Ok((name.to_owned(), files))
        };
    }
    let known = || days.keys().map(|it| (*it).to_owned()).collect();
    let Some(asked) = &asked.channel else {
        let mut all = days.iter();
        return match (all.next(), all.next()) {
            (Some((name, files)), None) => Ok((workspace.id_of(name), files.clone())),
            _ => Err(ChatFault::Channels { known: known() }),
        };
    };
    let name = asked.trim_start_matches('#');
    let by_id = workspace.channels.get(name).map(String::as_str);
    let name = by_id.unwrap_or(name);
    match days.get(name) {
        Some(files) => Ok((workspace.id_of(name), files.clone())),
        None => Err(ChatFault::NoChannel {
            asked: asked.clone(),
            known: known(),
        }),
    }
}

struct Export {
    shelf: Shelf,
    files: VecDeque<String>,
    left: VecDeque<Skipped>,
    /// The file that is read.
    day: Option<(String, Elements<Box<dyn BufRead>>)>,
    reader: Reader,
}

impl Iterator for Export {
    type Item = Result<Message, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(left) = self.left.pop_front() {
            return Some(Err(left));
        }
        loop {
            if let Some((file, elements)) = &mut self.day {
                for element in elements {
                    if let Some(read) = self.reader.take(file, element) {
                        return Some(read);
                    }
                }
                self.day = None;
            }
            let file = self.files.pop_front()?;
            let skipped = |reason: String| {
                let place = format!("{file}:1");
                Some(Err(Skipped { place, reason }))
            };
            let mut bytes = match self.shelf.open(&file) {
                Ok(bytes) => bytes,
                Err(fault) => return skipped(fault.to_string()),
            };
            if !matches!(first_byte(&mut bytes), Some(b'[' | b'{')) {
                return skipped("it is no list of messages".to_owned());
            }
            self.day = Some((file, Elements::new(bytes)));
        }
    }
}

/// The messages of an answer of the API, or of one day of an export.
pub(super) fn api(input: Opened, asked: &Asked) -> Result<Messages, ChatFault> {
    let text = input.text()?;
    let mut stream = BufReader::with_capacity(64 * 1024, text.reader);
    let is_list = first_byte(&mut stream) == Some(b'[');
    let reader = Reader {
        workspace: Workspace::default(),
        asked: asked.clone(),
        channel: asked
            .channel
            .clone()
            .unwrap_or_else(|| "channel".to_owned()),
    };
    let elements = if is_list {
        Elements::new(stream)
    } else {
        Elements::of_messages(stream)
    };
    let name = text.name;
    Ok(Box::new(
        elements.filter_map(move |it| reader.take(&name, it)),
    ))
}

/// The first byte of a stream that is no blank, and no mark of UTF-8.
fn first_byte(stream: &mut impl BufRead) -> Option<u8> {
    let head = stream.fill_buf().unwrap_or_default();
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    head.iter().find(|it| !it.is_ascii_whitespace()).copied()
}

/// Reads messages, one object each.
struct Reader {
    workspace: Workspace,
    asked: Asked,
    channel: String,
}

impl Reader {
    /// What an object is; `None` where it says only who came and went.
    fn take(
        &self,
        file: &str,
        element: std::io::Result<(usize, Element)>,
    ) -> Option<Result<Message, Skipped>> {
        let (line, element) = match element {
            Ok(it) => it,
            Err(error) => {
                return Some(Err(Skipped {
                    place: format!("{file}:1"),
                    reason: format!("it cannot be read further: {error}"),
                }));
            }
        };
        let place = format!("{file}:{line}");
        let skipped = |reason: &str| {
            Some(Err(Skipped {
                place: place.clone(),
                reason: reason.to_owned(),
            }))
        };
        let Element::Whole(bytes) = element else {
            return skipped("the message is too large");
        };
        // What is not UTF-8 is shown as such, as everywhere in a log.
        let text = String::from_utf8_lossy(&bytes);
        let Ok(value) = serde_json::from_str::<Value>(&text) else {
            return skipped("the message is not JSON");
        };
        self.message(&value, &place)
    }

    fn message(&self, value: &Value, place: &str) -> Option<Result<Message, Skipped>> {
        let text_of = |name: &str| value.get(name).and_then(Value::as_str);
        let subtype = text_of("subtype").unwrap_or_default();
        if NOISE.contains(&subtype) || value.get("hidden") == Some(&Value::Bool(true)) {
            return None;
        }
        // An edit holds the message as it is now; of one that was deleted nothing is left.
        let value = match subtype {
            "message_changed" => value.get("message").unwrap_or(value),
            "message_deleted" | "tombstone" => return None,
            _ => value,
        };
        let text_of = |name: &str| value.get(name).and_then(Value::as_str);
        let skipped = |reason: String| {
            Some(Err(Skipped {
                place: place.to_owned(),
                reason,
            }))
        };
        let Some(ts) = value.get("ts") else {
            return skipped("the message has no `ts`".to_owned());
        };
        let (ts, shown) = match ts {
            Value::String(text) => (text.clone(), text.clone()),
            // As a number it has lost the zeros at its end.
            other => (with_micros(&other.to_string()), other.to_string()),
        };
        let Some(at) = moment(&ts) else {
            let shown: String = shown.chars().take(32).collect();
            return skipped(format!("its `ts` is no time: {shown}"));
        };
        let author = self.author(value);
        let text = words::text(value, &|id| self.workspace.people.get(id).cloned());
        let thread = text_of("thread_ts").filter(|it| *it != ts);
        let key = |ts: &str| keys::of_id("slack", &format!("{}/{ts}", self.channel));
        Some(Ok(Message {
            key: key(&ts),
            place: place.to_owned(),
            at,
            is_bot: subtype == "bot_message"
                || text_of("bot_id").is_some() && text_of("user").is_none()
                || value.get("bot_profile").is_some(),
            author,
            text,
            reactions: reactions(value),
            is_pinned: value
                .get("pinned_to")
                .and_then(Value::as_array)
                .is_some_and(|it| !it.is_empty()),
            reply_to: thread.map(key),
            remark: None,
        }))
    }

    fn author(&self, value: &Value) -> String {
        let text_of = |name: &str| value.get(name).and_then(Value::as_str);
        let user = text_of("user");
        if let Some(known) = user.and_then(|it| self.workspace.people.get(it)) {
            return known.clone();
        }
        let profile = value.get("user_profile");
        let of_profile = |name: &str| profile.and_then(|it| it.get(name)).and_then(Value::as_str);
        let bot = value.get("bot_profile").and_then(|it| it.get("name"));
        let names = [
            user,
            text_of("bot_id"),
            of_profile("name"),
            of_profile("real_name"),
            of_profile("display_name"),
            bot.and_then(Value::as_str),
            text_of("username"),
        ];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        self.asked.handle(&names)
    }
}

/// The names of the reactions to a message.
fn reactions(value: &Value) -> Vec<String> {
    let all = value.get("reactions").and_then(Value::as_array);
    let names = all.into_iter().flatten().filter_map(|it| it.get("name"));
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A number of seconds with six digits behind the point.
fn with_micros(number: &str) -> String {
    let (seconds, rest) = number.split_once('.').unwrap_or((number, ""));
    format!("{seconds}.{rest:0<6}")
}

/// Reads seconds since 1970 with six digits behind the point: Slack's `ts`.
fn moment(ts: &str) -> Option<Moment> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, ""));
    let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let is_number = (1..=12).contains(&seconds.len())
        && rest.len() <= 9
        && is_digits(seconds)
        && is_digits(rest);
    let seconds: i64 = is_number.then(|| seconds.parse().ok()).flatten()?;
    // A time before Slack, or after the year 9999, is a slip and no time.
    (seconds > 0 && seconds < Moment::last().unix()).then(|| Moment::from_unix(seconds, 0))
}
