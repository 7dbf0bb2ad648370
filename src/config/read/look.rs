//! What a site looks like.

use super::Reader;
use super::text;
use crate::config::site_look::Colour;
use crate::config::site_look::Frame;
use crate::config::site_look::Paint;
use crate::config::site_look::colour;
use crate::front_matter::Node;

impl Reader {
    pub(super) fn site(&mut self, node: Option<&Node>) {
        let Some(node) = node else {
            return;
        };
        let mut keys = self.keys(node);
        let mut look = crate::config::SiteLook {
            internal: Frame {
                header: self.words_of(keys.take("header")),
                footer: self.words_of(keys.take("footer")),
            },
            ..Default::default()
        };
        if let Some(node) = keys.take("external") {
            let mut keys = self.keys(node);
            look.external = Frame {
                header: self.words_of(keys.take("header")),
                footer: self.words_of(keys.take("footer")),
            };
            self.no_more(&keys);
        }
        if let Some(node) = keys.take("colours") {
            let mut keys = self.keys(node);
            for paint in Paint::ALL {
                if let Some(node) = keys.take(paint.as_str()) {
                    look.colours.push(self.colour(paint, node));
                }
            }
            self.no_more(&keys);
        }
        self.no_more(&keys);
        self.config.site = look;
    }

    fn words_of(&mut self, node: Option<&Node>) -> Option<String> {
        let words = text(node?).map(str::to_owned);
        self.sure(words)
    }

    /// One for both kinds of pages, or one for each.
    fn colour(&mut self, paint: Paint, node: &Node) -> Colour {
        let read = |it: &Node| it.as_str().and_then(colour).map(str::to_owned);
        if !node.is_map() {
            let both = read(node);
            let both = self.sure(both);
            return Colour {
                paint,
                light: both.clone(),
                dark: both,
            };
        }
        let mut keys = self.keys(node);
        let mut of = |key: &str| {
            let found = keys.take(key).map(read)?;
            self.sure(found)
        };
        let colour = Colour {
            paint,
            light: of("light"),
            dark: of("dark"),
        };
        self.no_more(&keys);
        colour
    }
}
