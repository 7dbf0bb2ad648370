//! Where postmortems lie, which refs are guarded, and what is asked of whoever sets a status.

use super::Bar;
use super::Beside;
use crate::config::FourEyes;
use crate::config::Paths;
use crate::source::RepoPath;

impl Bar {
    /// Places that something is left in while the configuration looks elsewhere. The roster's place is
    /// no such place: who is in it is compared.
    pub(super) fn paths(&mut self, before: &Paths, beside: &Beside) {
        let Paths {
            postmortems,
            process_reviews,
            people: _,
        } = before;
        let now = &self.config.paths;
        let places: [(&str, &RepoPath, &RepoPath); 2] = [
            ("postmortems", postmortems, &now.postmortems),
            ("process_reviews", process_reviews, &now.process_reviews),
        ];
        let lost = places
            .into_iter()
            .filter(|(_, was, is)| was != is && beside.left.contains(was));
        let lost: Vec<(String, String)> = lost
            .map(|(key, was, is)| {
                let message =
                    format!("`{key}` is `{is}`, and what lies in `{was}` is looked at no more");
                (format!("/paths/{key}"), message)
            })
            .collect();
        for (pointer, message) in lost {
            self.lower(pointer, message);
        }
    }

    /// Refs that are not guarded any more.
    pub(super) fn refs(&mut self, before: &[String], beside: &Beside) {
        let guarded = |patterns: &[String]| -> Vec<String> {
            match patterns {
                [] => beside.head_ref.iter().cloned().collect(),
                patterns => patterns.to_vec(),
            }
        };
        let (was, is) = (guarded(before), guarded(&self.config.guarded_refs));
        // Where HEAD's branch is guarded and nobody can say which that is, only what is more than one
        // branch is lost for certain.
        if is.is_empty() && beside.head_ref.is_none() {
            let is_more = matches!(&*was, [name] if name.ends_with('*')) || was.len() > 1;
            if is_more {
                let message = format!(
                    "of `{}` only HEAD's branch is guarded any more",
                    was.join("`, `")
                );
                self.lower("/guard/refs", message);
            }
            return;
        }
        for name in was {
            if !is.iter().any(|it| covers(it, &name)) {
                self.lower("/guard/refs", format!("`{name}` is not guarded any more"));
            }
        }
    }

    /// Four eyes that are not asked for any more, or are satisfied by less.
    pub(super) fn four_eyes(&mut self, before: Option<FourEyes>) {
        let word = |it: Option<FourEyes>| it.map_or("off", FourEyes::as_str);
        let now = self.config.four_eyes;
        if before.is_none() || before == now {
            return;
        }
        self.config.four_eyes = before;
        let message = format!("`four_eyes` is {}, not {}", word(now), word(before));
        self.lower("/guard/four_eyes", message);
    }
}

/// Whether a pattern of refs has all that another one has.
fn covers(pattern: &str, other: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => other.starts_with(start),
        None => pattern == other,
    }
}
