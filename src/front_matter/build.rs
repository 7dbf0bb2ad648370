//! From the parser's events to the tree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::Event;
use granit_parser::Options;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::StructureStyle;

use super::Entry;
use super::FaultKind;
use super::Node;
use super::Style;
use super::Value;
use super::indent;
use super::indent::Layout;
use super::pointer;
use super::resolve;
use super::resolve::OtherReading;
use super::words;
use crate::diagnostic::Fault;
use crate::diagnostic::Fix;
use crate::source::Span;

/// The deepest nesting that is read. Front matter is four deep; a tree is walked recursively.
const DEEPEST: usize = 64;
/// The longest key: the YAML specification's own limit for one on a single line.
const LONGEST_KEY: usize = 1024;
/// How often a text is read again with one more of its faults set right, so that all of them come
/// out at once. More than that many `@` in one front matter are shown a batch at a time.
const MOST_REPAIRS: usize = 50;

/// So many keys of a map are looked through one by one.
const FEW_KEYS: usize = 32;

/// Reads the YAML in a part of a text that holds no control character. The tree is `None` where it is
/// not YAML, or no map.
pub(super) fn build(text: &str, yaml: Span) -> (Option<Node>, Vec<Fault<FaultKind>>) {
    let source = yaml.of(text);
    let mut repaired = Cow::Borrowed(source);
    let mut faults = Vec::new();
    for _ in 0..=MOST_REPAIRS {
        let (error, root, found) = {
            let mut builder = Builder::new(&repaired, (source, yaml.start));
            let error = builder.run();
            (error, builder.root, builder.faults)
        };
        let Some(error) = error else {
            faults.extend(found);
            return match root {
                None => (Some(empty_map(yaml.start)), faults),
                Some(node) if node.is_null() => (Some(empty_map(node.span.start)), faults),
                Some(node) if node.is_map() => (Some(node), faults),
                Some(node) => {
                    faults.push(
                        Fault::new(node.span, "these are not fields")
                            .help("write `name: value`, one on a line")
                            .of_kind(FaultKind::Syntax),
                    );
                    (None, faults)
                }
            };
        };
        // A reserved first character is the one fault that can be set right without moving a
        // byte: with a letter in its place the rest of the text is read as it was meant.
        let at = words::offset(&error, &repaired);
        let Some(place) = words::reserved(&repaired, at) else {
            faults.push(words::syntax(&error, source, at, yaml.start));
            return (None, faults);
        };
        faults.push(words::reserved_fault(source, place, yaml.start));
        repaired.to_mut().replace_range(place..=place, "x");
    }
    (None, faults)
}

fn empty_map(at: usize) -> Node {
    Node {
        span: Span::at(at),
        style: Style::Block,
        value: Value::Map(Vec::new()),
    }
}

/// A control character, which no YAML may hold (NUL, escape codes, a CR that ends no line), or one
/// that ends a line to readers of YAML 1.1 and not here, so that they would read other fields.
pub(super) fn control_character(source: &str, base: usize) -> Option<Fault<FaultKind>> {
    // Most texts have none, which is seen many bytes at a time: below a blank, DEL, or the first
    // byte of one that is not ASCII.
    let may_begin =
        |byte: u8| (byte < b' ' && byte != b'\n') || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
    if !source
        .bytes()
        .fold(false, |any, byte| any | may_begin(byte))
    {
        return None;
    }
    let (at, found) = source.char_indices().find(|(at, it)| match it {
        '\t' | '\n' => false,
        '\r' => source.as_bytes().get(at + 1) != Some(&b'\n'),
        '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        it => it.is_control(),
    })?;
    let code = u32::from(found);
    let message = match found {
        '\r' => "a carriage return stands here that ends no line".to_owned(),
        '\u{85}' | '\u{2028}' | '\u{2029}' => {
            format!("U+{code:04X} stands here, which ends a line to some readers")
        }
        '\u{feff}' => "a byte order mark stands here, in the middle of the text".to_owned(),
        _ => format!("the control character U+{code:04X} stands here"),
    };
    let span = Span::new(base + at, base + at + found.len_utf8());
    let fault = Fault::new(span, message).help("remove it");
    Some(fault.of_kind(FaultKind::Syntax))
}

/// A list or map that is being read.
enum Open {
    List {
        span: Span,
        style: Style,
        items: Vec<Node>,
    },
    Map {
        span: Span,
        style: Style,
        entries: Vec<Entry>,
        /// Where each key stands, once there are too many to look through.
        seen: BTreeMap<String, Span>,
        key: Option<(String, Span, bool)>,
    },
}

struct Builder<'a> {
    source: &'a str,
    /// The same as it is written: some bytes are set right in `source`.
    written: &'a str,
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    faults: Vec<Fault<FaultKind>>,
    /// What stands where, of a text that holds a tab.
    layout: Option<Layout>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, (written, base): (&'a str, usize)) -> Self {
        Self {
            source,
            written,
            base,
            open: Vec::new(),
            root: None,
            faults: Vec::new(),
            layout: source.contains('\t').then(Layout::default),
        }
    }

    /// Reads all events; gives the error that ended it.
    fn run(&mut self) -> Option<granit_parser::ScanError> {
        let options: Options = granit_parser::options! {
            emit_comments: false,
            simple_key_max_lookahead: LONGEST_KEY,
            flow_nesting_limit: DEEPEST,
            block_nesting_limit: DEEPEST,
        };
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(self.source, options) {
            let (event, place) = match next {
                Ok(next) => next,
                Err(error) => return Some(error),
            };
            let span = self.span(&place);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.feature(span, "a second document begins here", "keep one document");
                        return None;
                    }
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.feature(span, "an alias stands here", "write the value out");
                    self.value(Node {
                        span,
                        style: Style::Plain,
                        value: Value::Null,
                    });
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.properties(&place, span, anchor, tag.is_some());
                    let value = self.as_written(&value, span);
                    self.scalar(&value, style, span);
                }
                Event::SequenceStart(style, anchor, tag) => {
                    self.properties(&place, span, anchor, tag.is_some());
                    self.no_key(span);
                    self.open.push(Open::List {
                        span,
                        style: collection(style),
                        items: Vec::new(),
                    });
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.properties(&place, span, anchor, tag.is_some());
                    self.no_key(span);
                    self.open.push(Open::Map {
                        span,
                        style: collection(style),
                        entries: Vec::new(),
                        seen: BTreeMap::new(),
                        key: None,
                    });
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span),
                _ => {}
            }
        }
        if let Some(layout) = self.layout.take() {
            let tabs = indent::tabs(self.source, &layout, self.base).into_iter();
            self.faults
                .extend(tabs.map(|it| it.of_kind(FaultKind::Syntax)));
        }
        None
    }

    /// Whether the innermost list or map stands in brackets.
    fn is_in_brackets(&self) -> bool {
        match self.open.last() {
            Some(Open::List { style, .. } | Open::Map { style, .. }) => *style == Style::Flow,
            None => false,
        }
    }

    /// Notes where a scalar or what is in brackets stands, for the indentation of lines.
    fn lay_out(&mut self, span: Span, style: Style) {
        let is_text_block = matches!(style, Style::Literal | Style::Folded);
        let place = |at: usize| at.saturating_sub(self.base);
        let span = Span::new(place(span.start), place(span.end));
        let is_in_brackets = self.is_in_brackets();
        let Some(layout) = &mut self.layout else {
            return;
        };
        let is_key = match self.open.last() {
            Some(Open::Map {
                key: None, style, ..
            }) => *style == Style::Block,
            _ => false,
        };
        let behind = self.source.get(span.end..).unwrap_or_default();
        // A key behind a `?` stands there like a value.
        if is_key && behind.trim_start_matches([' ', '\t']).starts_with(':') {
            layout.keys.insert(span.start);
        }
        if !is_in_brackets && (is_text_block || span.of(self.source).contains('\n')) {
            // A block of text is placed behind the indentation of its first line.
            let begin = if is_text_block {
                indent::line_end_before(self.source, span.start)
            } else {
                span.start
            };
            layout.values.push(Span::new(begin, span.end));
        }
    }

    /// A value with the reserved character that it begins with, where that was set right.
    fn as_written<'v>(&self, value: &'v str, span: Span) -> Cow<'v, str> {
        let at = span.start.saturating_sub(self.base);
        let byte = |text: &str| text.as_bytes().get(at).copied();
        let (written, set_right) = (byte(self.written), byte(self.source));
        match written.filter(|it| Some(*it) != set_right) {
            Some(first) => {
                let rest = value.get(1..).unwrap_or_default();
                Cow::Owned(format!("{}{rest}", char::from(first)))
            }
            None => Cow::Borrowed(value),
        }
    }

    /// A place of the parser in bytes of the whole text.
    fn span(&self, place: &granit_parser::Span) -> Span {
        let end = self.source.len();
        let range = place.byte_range().unwrap_or(0..0);
        Span::new(range.start.min(end), range.end.min(end)).shift(self.base)
    }

    fn feature(&mut self, span: Span, message: &str, help: &str) {
        let fault = Fault::new(span, message).help(help);
        self.faults.push(fault.of_kind(FaultKind::Feature));
    }

    /// Finds fault with an anchor or a tag.
    fn properties(&mut self, place: &granit_parser::Span, span: Span, anchor: usize, tag: bool) {
        if anchor != 0 {
            self.feature(
                Span::at(span.start),
                "an anchor (`&`) names this value",
                "write the value out where it is meant",
            );
        }
        if tag {
            let span = place.tag_span().map_or(span, |tag| self.span(&tag));
            self.feature(span, "a tag (`!`) stands here", "remove the tag");
        }
    }

    /// Finds fault with a list or map in the place of a key.
    fn no_key(&mut self, span: Span) {
        if let Some(Open::Map {
            key: key @ None, ..
        }) = self.open.last_mut()
        {
            *key = Some((String::new(), span, false));
            self.feature(span, "this key is not text", "write the key as text");
            // What follows is read as a value of that key, and the value itself as another key:
            // the map is out of step, and the fault has been named.
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        self.lay_out(span, style);
        if matches!(style, Style::SingleQuoted | Style::DoubleQuoted) {
            self.continued(span, style);
        }
        let value = if style == Style::Plain {
            resolve::plain(text)
        } else {
            Some(Value::Text(text.to_owned()))
        };
        if let Some(Open::Map { key: None, .. }) = self.open.last() {
            self.key(text, value.as_ref(), style, span);
            return;
        }
        let value = value.unwrap_or_else(|| {
            self.feature(
                span,
                "this is not a number that can be compared",
                "quote it",
            );
            Value::Null
        });
        if style == Style::Plain {
            self.ambiguous(text, span);
        }
        self.value(Node { span, style, value });
    }

    /// Warns of a plain scalar that YAML 1.1 reads as something else.
    fn ambiguous(&mut self, text: &str, span: Span) {
        let other = if self.is_in_brackets() && text.starts_with('?') {
            Some(OtherReading::Meaning("a key"))
        } else {
            resolve::other_reading(text)
        };
        let quoted = |meaning: &str| {
            let message = format!("`{text}` is text here, and {meaning}");
            let fix = Fix::replace("quote it", span, format!("\"{text}\""));
            Fault::new(span, message).help("quote it").fix(fix)
        };
        let fault = match other {
            Some(OtherReading::Meaning(other)) => {
                quoted(&format!("{other} to readers of YAML 1.1"))
            }
            Some(OtherReading::Number) => quoted("a number to readers of YAML 1.2"),
            Some(OtherReading::Numbers) => {
                quoted("a number to others: to the base of 8 in YAML 1.1, of 10 in YAML 1.2")
            }
            Some(OtherReading::Text) => {
                let message = format!("`{text}` is a number here, and text to other readers");
                Fault::new(span, message).help("write it in plain digits, or quote it")
            }
            None => return,
        };
        let fault = fault.pointer(self.pointer());
        self.faults.push(fault.of_kind(FaultKind::AmbiguousScalar));
    }

    /// Takes the key of the innermost map.
    fn key(&mut self, text: &str, value: Option<&Value>, style: Style, span: Span) {
        let is_text = matches!(value, Some(Value::Text(_)));
        if text.len() > LONGEST_KEY {
            let message = format!("a key of {} bytes is longer than is read", text.len());
            let fault = Fault::new(Span::at(span.start), message);
            self.faults.push(fault.of_kind(FaultKind::TooLarge));
        } else if text == "<<" && style == Style::Plain {
            self.feature(span, "a merge key stands here", "write the fields out");
        } else if !is_text {
            self.feature(span, &format!("the key `{text}` is not text"), "quote it");
        }
        let duplicate = match self.open.last_mut() {
            Some(Open::Map { entries, seen, .. }) => first_of(text, span, entries, seen),
            _ => None,
        };
        if let Some(first) = duplicate {
            let fault = Fault::new(span, format!("`{text}` is there twice"))
                .help("remove one of them")
                .label(first, "the first is here")
                .pointer(format!("{}/{}", self.pointer(), pointer::part(text)));
            self.faults.push(fault.of_kind(FaultKind::DuplicateKey));
        }
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = Some((text.to_owned(), span, duplicate.is_none()));
        }
    }

    /// Puts a finished value where it belongs.
    fn value(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                Some((name, key_span, is_new)) => {
                    if is_new {
                        entries.push(Entry {
                            key: name,
                            key_span,
                            value: node,
                        });
                    }
                }
                // An alias in the place of a key; its fault has been named.
                None => *key = Some((String::new(), node.span, false)),
            },
        }
    }

    /// Closes the innermost list or map.
    fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let node = match open {
            Open::List { span, style, items } => Node {
                span: extent(span, style, end, items.first(), items.last()),
                style,
                value: Value::List(items),
            },
            Open::Map {
                span,
                style,
                entries,
                ..
            } => {
                let begin = entries.first().map_or(span.start, |it| it.key_span.start);
                let last = entries.last().map(|it| {
                    if it.value.span.is_empty() {
                        it.key_span.end + 1
                    } else {
                        it.value.span.end
                    }
                });
                let span = if style == Style::Flow {
                    Span::new(span.start, end.end)
                } else {
                    Span::new(begin, last.unwrap_or(begin))
                };
                Node {
                    span,
                    style,
                    value: Value::Map(entries),
                }
            }
        };
        if node.style == Style::Flow {
            self.lay_out(node.span, node.style);
            self.continued(node.span, node.style);
        }
        self.value(node);
    }

    /// Finds fault with the lines of a value over several that are not indented more than the block
    /// that it stands in. What stands in brackets is looked at with them.
    fn continued(&mut self, span: Span, style: Style) {
        let place = |at: usize| at.saturating_sub(self.base);
        let value = Span::new(place(span.start), place(span.end));
        let column = match self.open.last() {
            _ if !value.of(self.source).contains('\n') => return,
            Some(Open::List { span, style, .. }) if *style == Style::Block => {
                indent::column_of_list(self.source, place(span.start))
            }
            Some(Open::Map { span, style, .. }) if *style == Style::Block => {
                indent::column(self.source, place(span.start))
            }
            _ => return,
        };
        let fault = indent::continued(self.source, (column, value), style, self.base);
        let fault = fault.map(|it| it.of_kind(FaultKind::Syntax));
        self.faults.extend(fault);
    }

    /// The JSON pointer of the value that is read next.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            match open {
                Open::List { items, .. } => pointer.push_str(&format!("/{}", items.len())),
                Open::Map { key, .. } => {
                    if let Some((key, ..)) = key {
                        pointer.push('/');
                        pointer.push_str(&pointer::part(key));
                    }
                }
            }
        }
        pointer
    }
}

/// Where a key stands already in a map; `None` where it is new. Few keys are looked through, many
/// are noted in `seen`.
fn first_of(
    text: &str,
    span: Span,
    entries: &[Entry],
    seen: &mut BTreeMap<String, Span>,
) -> Option<Span> {
    if entries.len() < FEW_KEYS {
        let first = entries.iter().find(|it| it.key == text);
        return first.map(|it| it.key_span);
    }
    if seen.is_empty() {
        seen.extend(entries.iter().map(|it| (it.key.clone(), it.key_span)));
    }
    if let Some(first) = seen.get(text) {
        return Some(*first);
    }
    seen.insert(text.to_owned(), span);
    None
}

/// From the first item's dash, or the bracket, to the end of the last item.
fn extent(start: Span, style: Style, end: Span, first: Option<&Node>, last: Option<&Node>) -> Span {
    if style == Style::Flow {
        return Span::new(start.start, end.end);
    }
    let begin = first.map_or(start.start, |it| start.start.min(it.span.start));
    Span::new(begin, last.map_or(begin, |it| it.span.end))
}

fn collection(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Block,
        StructureStyle::Flow => Style::Flow,
    }
}
