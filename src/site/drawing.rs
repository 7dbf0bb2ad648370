//! What is drawn: a title, a description, and shapes whose colours are classes, so that the page's style,
//! light or dark, is theirs too.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::escape;
use super::theme::Theme;
use crate::refusal::Refusal;

/// The style of a drawing that stands in a file of its own.
const STYLE: &str = include_str!("templates/drawing.css");

/// A picture.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Drawing {
    /// Its name, unlike all others of a page.
    pub(super) name: String,
    /// What it is.
    pub(super) title: String,
    /// What is to be seen, in words.
    pub(super) about: String,
    /// Its size.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Its shapes as they are written: there are hundreds of them, and every page has such a picture.
    shapes: String,
    style: Option<&'static str>,
}

/// A place in a picture.
pub(super) type Point = (f64, f64);

impl Drawing {
    /// An empty picture.
    pub(super) fn new(name: &str, title: &str, about: &str, (width, height): (u32, u32)) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            about: about.to_owned(),
            width,
            height,
            ..Self::default()
        }
    }

    /// Draws a line through points.
    pub(super) fn line(&mut self, class: &str, points: &[Point]) {
        self.lines(class, &[points]);
    }

    /// Draws lines of one class, each through its points.
    pub(super) fn lines(&mut self, class: &str, all: &[impl AsRef<[Point]>]) {
        let mut path = String::new();
        for points in all {
            for (at, (x, y)) in points.as_ref().iter().enumerate() {
                path.push(if at == 0 { 'M' } else { 'L' });
                put(*x, &mut path);
                path.push(' ');
                put(*y, &mut path);
            }
        }
        self.path(class, &path);
    }

    /// Draws a dot at each of some points. Dots in one place are one.
    pub(super) fn dots(&mut self, class: &str, points: &[Point]) {
        let mut places: Vec<(String, String)> = points
            .iter()
            .map(|(x, y)| (number(*x), number(*y)))
            .collect();
        places.sort();
        places.dedup();
        let path = places.iter().map(|(x, y)| format!("M{x} {y}h0"));
        self.path(&format!("dots {class}"), &path.collect::<String>());
    }

    fn path(&mut self, class: &str, path: &str) {
        if !path.is_empty() {
            self.begin("path", class);
            self.attribute("d", path);
            self.shapes.push_str("/>\n");
        }
    }

    /// Begins a shape.
    fn begin(&mut self, shape: &str, class: &str) {
        self.shapes.push('<');
        self.shapes.push_str(shape);
        self.attribute("class", class);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.begin_attribute(name);
        escape(value, &mut self.shapes);
        self.shapes.push('"');
    }

    fn numbers(&mut self, all: &[(&str, f64)]) {
        for (name, value) in all {
            self.begin_attribute(name);
            put(*value, &mut self.shapes);
            self.shapes.push('"');
        }
    }

    fn begin_attribute(&mut self, name: &str) {
        self.shapes.push(' ');
        self.shapes.push_str(name);
        self.shapes.push_str("=\"");
    }

    /// The words for whoever points at a shape, and its end.
    fn end(&mut self, shape: &str, title: &str) {
        if !title.is_empty() {
            self.shapes.push_str("<title>");
            escape(title, &mut self.shapes);
            self.shapes.push_str("</title>");
        }
        self.shapes.push_str("</");
        self.shapes.push_str(shape);
        self.shapes.push_str(">\n");
    }

    /// Writes a text.
    pub(super) fn text(&mut self, class: &str, at: Point, text: &str) {
        self.text_of(class, at, text, None);
    }

    /// Writes a text that is short for another one.
    pub(super) fn text_of(&mut self, class: &str, (x, y): Point, text: &str, whole: Option<&str>) {
        if text.is_empty() {
            return;
        }
        self.begin("text", class);
        self.numbers(&[("x", x), ("y", y)]);
        self.shapes.push('>');
        escape(text, &mut self.shapes);
        self.end("text", whole.unwrap_or_default());
    }

    /// Draws a rectangle, with words for whoever points at it.
    pub(super) fn rect(&mut self, class: &str, (x, y): Point, (w, h): Point, title: &str) {
        self.begin("rect", class);
        self.numbers(&[("x", x), ("y", y), ("width", w), ("height", h)]);
        self.shapes.push('>');
        self.end("rect", title);
    }

    /// It for a page.
    pub(super) fn inline(&self, theme: &Theme) -> Result<String, Refusal> {
        theme.drawing(self)
    }

    /// It for a file of its own.
    pub(super) fn alone(&self, theme: &Theme) -> Result<String, Refusal> {
        let with_style = Self {
            style: Some(STYLE),
            ..self.clone()
        };
        theme.drawing(&with_style)
    }
}

/// Writes a number with one digit behind the point.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no place in a picture is out of reach"
)]
fn put(value: f64, text: &mut String) {
    let tenths = (value * 10.0).round_ties_even() as i64;
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    // Writing to a `String` cannot fail.
    let _ = match (tenths < 0, tenth) {
        (false, 0) => write!(text, "{whole}"),
        (true, 0) => write!(text, "-{whole}"),
        (false, _) => write!(text, "{whole}.{tenth}"),
        (true, _) => write!(text, "-{whole}.{tenth}"),
    };
}

/// The same as a text.
fn number(value: f64) -> String {
    let mut text = String::new();
    put(value, &mut text);
    text
}
