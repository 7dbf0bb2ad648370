//! Tables of incidents: each row becomes a document.

use std::path::Path;

use super::Ctx;
use super::Refusal;
use crate::adopt::table;
use crate::adopt::table::Mapping;
use crate::adopt::table::SHIPPED;
use crate::change::adopt::Content;
use crate::change::adopt::From;
use crate::change::adopt::Source;
use crate::snapshot::MOST_BYTES;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// The most characters of a row's name.
const NAME: usize = 80;

/// The mapping that somebody names: one that comes along, or a file.
pub(super) fn mapping(word: &str, ctx: &Ctx) -> Result<Mapping, Refusal> {
    let shipped = SHIPPED.iter().find(|it| it.0 == word);
    let text = match shipped {
        Some((_, text)) => (*text).to_owned(),
        None => file(word, ctx)?,
    };
    let mapping = table::mapping(&text);
    mapping.map_err(|why| {
        Refusal::usage(format!("`{word}` is no mapping: {why}"))
            .hint("write the column of each field, like `fields: {title: Name}`")
    })
}

fn file(word: &str, ctx: &Ctx) -> Result<String, Refusal> {
    let path = ctx.directory.join(word);
    let real = path.canonicalize().map_err(|it| {
        let names: Vec<&str> = SHIPPED.iter().map(|it| it.0).collect();
        let hint = format!("name a YAML file, or one of {}", names.join(", "));
        Refusal::io(&path, &it).hint(hint)
    })?;
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let snapshot = Snapshot::disk(real.parent().unwrap_or(Path::new("/")));
    let unreadable = |why: String| Refusal::usage(format!("`{word}` cannot be read: {why}"));
    let path = RepoPath::new(&name).ok_or_else(|| unreadable("its name".to_owned()))?;
    let bytes = snapshot
        .read(&path)
        .map_err(|it| unreadable(it.to_string()))?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))
}

/// The rows of tables as documents, each below the name of its table.
pub(super) fn rows(tables: &[Source], mapping: &Mapping) -> Result<Vec<Source>, Refusal> {
    let mut rows = Vec::new();
    for source in tables {
        let unreadable =
            |why: String| Refusal::usage(format!("`{}` is no table: {why}", source.name));
        let bytes = match &source.content {
            Content::Other(why) => {
                return Err(unreadable(why.clone()).hint("name the file itself"));
            }
            Content::Bytes(bytes) => bytes.clone(),
            Content::File(snapshot, entry) => {
                let read = snapshot.reader().read(entry);
                read.map_err(|it| unreadable(it.to_string()))?
            }
        };
        if bytes.len() as u64 > MOST_BYTES {
            return Err(unreadable(format!("it has more than {MOST_BYTES} bytes")));
        }
        let documents = table::documents(&bytes, mapping).map_err(unreadable)?;
        rows.extend(documents.into_iter().map(|row| Source {
            name: format!("{}/{}", source.name, plain(&row.name)),
            place: None,
            content: Content::Bytes(row.text.into_bytes()),
            from: From::Row,
        }));
    }
    Ok(rows)
}

/// The name of a row as the name of a file: what means something in a path becomes a dash.
fn plain(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "-_ ".contains(it);
    let letters = name.chars().take(NAME);
    letters
        .map(|it| if is_plain(it) { it } else { '-' })
        .collect()
}
