//! Where a log comes from: a stream, a file, an archive or a directory; and whose it looks like.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::path::PathBuf;

use super::Skipped;

/// How much of a log is looked at to find out whose it is.
const LOOK: usize = 64 * 1024;

/// The most files that an export may have: a channel has one for each day.
const FILES: usize = 100_000;

/// The most bytes of one file of an export, unpacked: a day of one channel, or all people.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// The most bytes of all files of an export that are read, unpacked.
const EXPORT_LIMIT: u64 = 4 * 1024 * 1024 * 1024;

/// What some programs put before UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What programs put before UTF-16.
const UTF16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Why a file is left alone whose name cannot be shown.
const NOT_UTF8: &str = "its name is not UTF-8";

/// What an archive begins with.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Where a log comes from.
pub enum Input {
    /// Bytes that can be read once, and what they are called.
    Stream(String, Box<dyn BufRead>),
    /// A file, which may be an archive, and its name.
    Seekable(String, File),
    /// A directory.
    Folder(PathBuf),
}

/// Why nothing can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputFault {
    /// The system says no.
    #[error("{name} cannot be read: {why}")]
    Unreadable {
        /// What it is called.
        name: String,
        /// What the system says.
        why: String,
    },
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Two bytes for each character, as some programs of Windows write.
    #[error("it is UTF-16")]
    Utf16,
    /// It has more files than any export.
    #[error("{name} has more than {FILES} files")]
    TooManyFiles {
        /// What it is called.
        name: String,
    },
    /// The source that is named lies in a file, and this is none, or the other way round.
    #[error("this is {found}, and {wanted} is expected")]
    Kind {
        /// What there is.
        found: &'static str,
        /// What was expected.
        wanted: &'static str,
    },
}

impl InputFault {
    fn new(name: &str, why: &dyn std::fmt::Display) -> Self {
        Self::Unreadable {
            name: name.to_owned(),
            why: why.to_string(),
        }
    }

    /// What to do: imperative, no full stop.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "see whether the file is there and whole",
            Self::Empty => "export or copy the log again",
            Self::Utf16 => "save it as UTF-8, like `iconv -f UTF-16 -t UTF-8`",
            Self::TooManyFiles { .. } => {
                "unpack the channel that is wanted, and import its directory"
            }
            Self::Kind { .. } => "name the file or directory of the log, or another --source",
        }
    }
}

/// A log that has been looked at.
pub(super) enum Opened {
    /// One text.
    Text(Text),
    /// Many files.
    Shelf(Shelf),
}

/// One text, as a stream, and what it is called.
pub(super) struct Text {
    pub(super) name: String,
    pub(super) reader: Box<dyn BufRead>,
}

impl Input {
    /// Opens it, and gives the beginning of its text; `None` of many files.
    pub(super) fn look(self) -> Result<(Opened, Option<String>), InputFault> {
        let (name, mut reader) = match self {
            Self::Folder(path) => {
                let shelf = Shelf::folder(path)?;
                return Ok((Opened::Shelf(shelf), None));
            }
            Self::Seekable(name, mut file) => {
                let mut head = Vec::new();
                let len = ARCHIVE.len() as u64;
                let read = file.by_ref().take(len).read_to_end(&mut head);
                read.map_err(|it| InputFault::new(&name, &it))?;
                file.seek(SeekFrom::Start(0))
                    .map_err(|it| InputFault::new(&name, &it))?;
                if head == ARCHIVE {
                    let shelf = Shelf::archive(name, file)?;
                    return Ok((Opened::Shelf(shelf), None));
                }
                let reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(LOOK, file));
                (name, reader)
            }
            Self::Stream(name, reader) => {
                let reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(LOOK, reader));
                (name, reader)
            }
        };
        let head = reader
            .fill_buf()
            .map_err(|it| InputFault::new(&name, &it))?;
        if head.is_empty() {
            return Err(InputFault::Empty);
        }
        if UTF16.iter().any(|it| head.starts_with(it)) {
            return Err(InputFault::Utf16);
        }
        let mark = if head.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let head = String::from_utf8_lossy(head.get(mark..).unwrap_or_default()).into_owned();
        reader.consume(mark);
        Ok((Opened::Text(Text { name, reader }), Some(head)))
    }
}

impl Opened {
    /// The one text that a source needs.
    pub(super) fn text(self) -> Result<Text, InputFault> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Shelf(_) => Err(InputFault::Kind {
                found: "an export of many files",
                wanted: "one file",
            }),
        }
    }

    /// The files that a source needs.
    pub(super) fn shelf(self) -> Result<Shelf, InputFault> {
        match self {
            Self::Shelf(shelf) => Ok(shelf),
            Self::Text(_) => Err(InputFault::Kind {
                found: "one file",
                wanted: "a directory or an archive",
            }),
        }
    }
}

impl Text {
    /// All of it, as text; bytes that are not UTF-8 are shown as such.
    pub(super) fn whole(mut self) -> Result<String, InputFault> {
        let mut bytes = Vec::new();
        let limited = self.reader.by_ref().take(FILE_LIMIT + 1);
        let mut limited = limited;
        limited
            .read_to_end(&mut bytes)
            .map_err(|it| InputFault::new(&self.name, &it))?;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(InputFault::new(&self.name, &"it is too large for its kind"));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The files of an export.
pub(super) struct Shelf {
    name: String,
    files: Vec<String>,
    /// The directory that all files of an archive lie in, with a `/`; empty where there is none.
    top: String,
    /// What was left alone, and why.
    left: Vec<Skipped>,
    place: Place,
    /// How many bytes have been read.
    read: u64,
}

enum Place {
    Folder(PathBuf),
    Archive(Box<zip::ZipArchive<BufReader<File>>>),
}

impl Shelf {
    /// The files of a directory and of those in it. Links are left alone, and so is whatever else is no
    /// plain file.
    fn folder(path: PathBuf) -> Result<Self, InputFault> {
        let name = path.display().to_string();
        let mut files = Vec::new();
        let mut left = Vec::new();
        for entry in walkdir::WalkDir::new(&path).min_depth(1).max_depth(2) {
            let entry = entry.map_err(|it| InputFault::new(&name, &it))?;
            let below = entry.path().strip_prefix(&path).unwrap_or(entry.path());
            let kind = entry.file_type();
            let reason = match below.to_str() {
                None => NOT_UTF8,
                Some(below) if kind.is_file() => {
                    files.push(below.replace(std::path::MAIN_SEPARATOR, "/"));
                    continue;
                }
                Some(_) if kind.is_dir() => continue,
                Some(_) if kind.is_symlink() => "it is a link, and links are not followed",
                Some(_) => "it is not a plain file",
            };
            left.push(Skipped {
                place: below.to_string_lossy().into_owned(),
                reason: reason.to_owned(),
            });
            if files.len() + left.len() > FILES {
                return Err(InputFault::TooManyFiles { name });
            }
        }
        files.sort();
        Ok(Self {
            name,
            files,
            top: String::new(),
            left,
            place: Place::Folder(path),
            read: 0,
        })
    }

    /// The files of an archive. Names are names and no paths: nothing is ever written under them.
    fn archive(name: String, mut file: File) -> Result<Self, InputFault> {
        if files_of(&mut file).is_ok_and(|it| it > FILES as u64) {
            return Err(InputFault::TooManyFiles { name });
        }
        let archive =
            zip::ZipArchive::new(BufReader::new(file)).map_err(|it| InputFault::new(&name, &it))?;
        let mut files: Vec<String> = Vec::new();
        let mut left = Vec::new();
        for (number, file) in archive.file_names().enumerate() {
            match file {
                Ok(file) if file.ends_with('/') => {}
                Ok(file) => files.push(file.into_owned()),
                Err(_) => left.push(Skipped {
                    place: format!("{name}, file {}", number + 1),
                    reason: NOT_UTF8.to_owned(),
                }),
            }
        }
        files.sort();
        let top = top(&files);
        for file in &mut files {
            file.drain(..top.len());
        }
        Ok(Self {
            name,
            files,
            top,
            left,
            place: Place::Archive(Box::new(archive)),
            read: 0,
        })
    }

    /// Their names, sorted.
    pub(super) fn files(&self) -> &[String] {
        &self.files
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What was left alone, and why; it is told once.
    pub(super) fn left(&mut self) -> Vec<Skipped> {
        std::mem::take(&mut self.left)
    }

    /// Opens one of them: of a directory as a stream, of an archive unpacked.
    pub(super) fn open(&mut self, file: &str) -> Result<Box<dyn BufRead>, InputFault> {
        if let Place::Folder(path) = &self.place {
            let opened = plain(&path.join(file));
            let opened = opened.map_err(|it| InputFault::new(file, &it))?;
            return Ok(Box::new(BufReader::with_capacity(LOOK, opened)));
        }
        let bytes = self.read(file)?;
        Ok(Box::new(io::Cursor::new(bytes)))
    }

    /// The bytes of one of them.
    pub(super) fn read(&mut self, file: &str) -> Result<Vec<u8>, InputFault> {
        let mut bytes = Vec::new();
        if self.read > EXPORT_LIMIT {
            return Err(InputFault::new(file, &"the export is larger than 4 GiB"));
        }
        let read = match &mut self.place {
            Place::Folder(path) => plain(&path.join(file))
                .and_then(|it| it.take(FILE_LIMIT + 1).read_to_end(&mut bytes)),
            Place::Archive(archive) => match archive.by_name(&format!("{}{file}", self.top)) {
                Ok(entry) => entry.take(FILE_LIMIT + 1).read_to_end(&mut bytes),
                Err(error) => return Err(InputFault::new(file, &error)),
            },
        };
        read.map_err(|it| InputFault::new(file, &it))?;
        self.read += bytes.len() as u64;
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(InputFault::new(file, &"it is too large for its kind"));
        }
        Ok(bytes)
    }
}

/// Opens a plain file.
fn plain(path: &std::path::Path) -> io::Result<File> {
    let is_plain = fs::symlink_metadata(path).is_ok_and(|it| it.is_file());
    if is_plain {
        File::open(path)
    } else {
        Err(io::Error::other("it is not a plain file"))
    }
}

/// The directory in which all files of an archive lie, with a `/`, where the lists of an export are in it:
/// an export that was unpacked and packed again has one.
fn top(files: &[String]) -> String {
    let first = files.first().and_then(|it| it.split_once('/'));
    let Some((top, _)) = first else {
        return String::new();
    };
    let top = format!("{top}/");
    let has_list = ["users.json", "channels.json"]
        .iter()
        .any(|it| files.binary_search(&format!("{top}{it}")).is_ok());
    if has_list && files.iter().all(|it| it.starts_with(&top)) {
        top
    } else {
        String::new()
    }
}

/// How many files the end of an archive says that it has: read before the archive is, since reading a
/// million names takes their room.
fn files_of(file: &mut File) -> io::Result<u64> {
    /// The end record with the longest comment.
    const END: u64 = 22 + 65_535;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(END + 76)))?;
    let mut tail = Vec::new();
    file.by_ref().take(END + 76).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let little = |mark: &[u8], at: usize, len: usize| {
        let start = tail.windows(mark.len()).rposition(|it| it == mark)?;
        let bytes = tail.get(start + at..start + at + len)?;
        let number = bytes.iter().rev();
        Some(number.fold(0_u64, |sum, &byte| (sum << 8) | u64::from(byte)))
    };
    let large = little(b"PK\x06\x06", 32, 8);
    let small = little(b"PK\x05\x06", 10, 2);
    // The larger of the two: the other may be there to hide it.
    Ok(large.max(small).unwrap_or(0))
}
