//! What is drawn: a title, a description, and shapes whose colours are classes, so that the page's style,
//! light or dark, is theirs too.

use serde::Serialize;

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
    shapes: Vec<Shape>,
    style: Option<&'static str>,
}

/// A shape: a path, a text, or else a rectangle.
#[derive(Clone, Debug, Default, Serialize)]
struct Shape {
    class: String,
    d: Option<String>,
    text: Option<String>,
    title: Option<String>,
    x: String,
    y: String,
    w: String,
    h: String,
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
                path.push_str(&number(*x));
                path.push(' ');
                path.push_str(&number(*y));
            }
        }
        self.path(class, path);
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
        self.path(&format!("dots {class}"), path.collect());
    }

    fn path(&mut self, class: &str, path: String) {
        if !path.is_empty() {
            self.shapes.push(Shape {
                class: class.to_owned(),
                d: Some(path),
                ..Shape::default()
            });
        }
    }

    /// Writes a text.
    pub(super) fn text(&mut self, class: &str, at: Point, text: &str) {
        self.text_of(class, at, text, None);
    }

    /// Writes a text that is short for another one.
    pub(super) fn text_of(&mut self, class: &str, (x, y): Point, text: &str, whole: Option<&str>) {
        self.shapes.push(Shape {
            class: class.to_owned(),
            text: Some(text.to_owned()),
            title: whole.map(str::to_owned),
            x: number(x),
            y: number(y),
            ..Shape::default()
        });
    }

    /// Draws a rectangle, with words for whoever points at it.
    pub(super) fn rect(&mut self, class: &str, (x, y): Point, (w, h): Point, title: &str) {
        self.shapes.push(Shape {
            class: class.to_owned(),
            title: Some(title.to_owned()).filter(|it| !it.is_empty()),
            x: number(x),
            y: number(y),
            w: number(w),
            h: number(h),
            ..Shape::default()
        });
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

/// A number with one digit behind the point.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no place in a picture is out of reach"
)]
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round_ties_even() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenth == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{tenth}")
    }
}
