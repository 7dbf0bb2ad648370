//! What somebody gives a command to read: a file by its name, or standard input. It need not lie in the
//! repository, and is read up to a bound: a wrong name may be that of anything, a device without an end too.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Ctx;
use super::Refusal;
use crate::env;
use crate::env::STREAM;

const MIB: u64 = 1024 * 1024;

/// What one reads, as is: a document, a configuration.
pub(super) const DOCUMENT: u64 = 4 * MIB;
/// What another program wrote: an export.
pub(super) const EXPORT: u64 = 64 * MIB;

/// The text of a file or of standard input. `most` is in bytes, some MiB.
pub(super) fn text(file: &Path, most: u64, ctx: &Ctx) -> Result<String, Refusal> {
    let bytes = if file == Path::new(STREAM) {
        let read = env::input_up_to(most + 1);
        read.map_err(|it| Refusal::failed(format!("standard input: {it}")))?
    } else {
        let path = ctx.directory.join(file);
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|it| it.take(most + 1).read_to_end(&mut bytes))
            .map_err(|it| Refusal::io(&path, &it))?;
        bytes
    };
    if bytes.len() as u64 > most {
        let (name, most) = (name(file), most / MIB);
        return Err(Refusal::usage(format!("{name}: is larger than {most} MiB")));
    }
    String::from_utf8(bytes)
        .map_err(|_| Refusal::unreadable(format!("{}: is not UTF-8", name(file))))
}

/// How it is called in a message.
fn name(file: &Path) -> String {
    if file == Path::new(STREAM) {
        return "standard input".to_owned();
    }
    file.display().to_string()
}
