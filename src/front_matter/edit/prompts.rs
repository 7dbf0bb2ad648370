//! Prompts: comments in a front matter that ask for a field, as a new report has them
//! (`# owner:  # The one person …`).

use crate::front_matter::read;

/// A line of a front matter that has a key, as itself or as a prompt for it.
struct Line<'a> {
    key: &'a str,
    /// The column in which the key stands, or would stand without the mark of the comment.
    column: usize,
    is_prompt: bool,
}

/// The same text without the prompts for some fields, and without what only led to them: the groups
/// around them, and a heading above them where it heads nothing any more. Other comments stay.
pub fn without_prompts(
    text: &str,
    is_answered: &dyn Fn(&str) -> bool,
    is_heading: &dyn Fn(&str) -> bool,
) -> String {
    let Some(front) = read(text).front_matter else {
        return text.to_owned();
    };
    let yaml = front.yaml.of(text);
    let lines: Vec<&str> = yaml.split_inclusive('\n').collect();
    let mut goes = vec![false; lines.len()];
    let mut groups: Vec<(usize, &str)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(line) = read_line(line) else {
            continue;
        };
        groups.retain(|(column, _)| *column < line.column);
        let way: Vec<&str> = groups
            .iter()
            .map(|(_, key)| *key)
            .chain([line.key])
            .collect();
        let next = lines.get(at + 1).and_then(|it| read_line(it));
        let leads_on = next.is_some_and(|it| it.is_prompt && it.column > line.column);
        if let Some(goes) = goes.get_mut(at) {
            *goes = line.is_prompt && !leads_on && is_answered(&way.join("."));
        }
        groups.push((line.column, line.key));
    }
    if !goes.contains(&true) {
        return text.to_owned();
    }
    empty_groups(&lines, &mut goes);
    headings(&lines, &mut goes, is_heading);
    let kept = lines.iter().zip(&goes).filter(|(_, goes)| !**goes);
    let kept: String = kept.map(|(line, _)| *line).collect();
    let mut result = text.to_owned();
    result.replace_range(front.yaml.start..front.yaml.end, &kept);
    // A line of a long text may look like a comment.
    let again = read(&result).front_matter;
    let is_meant = again.is_some_and(|it| it.root.to_json() == front.root.to_json());
    if is_meant { result } else { text.to_owned() }
}

/// Marks the prompts that led to nothing but prompts that go.
fn empty_groups(lines: &[&str], goes: &mut [bool]) {
    for at in (0..lines.len()).rev() {
        let Some(group) = lines.get(at).and_then(|it| read_line(it)) else {
            continue;
        };
        if !group.is_prompt || goes.get(at) != Some(&false) {
            continue;
        }
        let below = lines.iter().zip(goes.iter()).skip(at + 1);
        let below: Vec<bool> = below
            .map_while(|(line, goes)| {
                let line = read_line(line)?;
                (line.is_prompt && line.column > group.column).then_some(*goes)
            })
            .collect();
        if !below.is_empty()
            && below.iter().all(|it| *it)
            && let Some(goes) = goes.get_mut(at)
        {
            *goes = true;
        }
    }
}

/// Marks the headings behind which no prompt is left.
fn headings(lines: &[&str], goes: &mut [bool], is_heading: &dyn Fn(&str) -> bool) {
    for at in (0..lines.len()).rev() {
        let Some(line) = lines.get(at).filter(|it| is_heading(it.trim())) else {
            continue;
        };
        let below = lines.iter().zip(goes.iter()).skip(at + 1);
        let mut left = below.filter(|(_, goes)| !**goes).map(|(line, _)| *line);
        let heads = left
            .next()
            .and_then(read_line)
            .is_some_and(|it| it.is_prompt);
        if !heads
            && line.trim_start().starts_with('#')
            && let Some(goes) = goes.get_mut(at)
        {
            *goes = true;
        }
    }
}

/// The key of a line; a prompt's has no value behind it but `[]`, and what it means as a comment.
fn read_line(line: &str) -> Option<Line<'_>> {
    let line = line.trim_end();
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let Some(comment) = text.strip_prefix('#') else {
        let (key, _) = text.split_once(':')?;
        return is_key(key).then_some(Line {
            key,
            column: indent,
            is_prompt: false,
        });
    };
    let inner = comment.trim_start();
    let blanks = comment.len() - inner.len();
    let (key, value) = inner.split_once(':')?;
    let value = value.trim_start();
    let value = value.strip_prefix("[]").unwrap_or(value).trim_start();
    let is_prompt = is_key(key) && blanks > 0 && (value.is_empty() || value.starts_with('#'));
    is_prompt.then(|| Line {
        key,
        column: indent + blanks.saturating_sub(1),
        is_prompt: true,
    })
}

fn is_key(word: &str) -> bool {
    let mut letters = word.chars();
    !word.is_empty() && letters.all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAFFOLD: &str = "---\n\
        title: x\n\
        roles:\n  incident_commander: alice\n  # scribe:  # Who wrote.\n\
        # A draft needs no more:\n\
        # owner:  # The one person.\n\
        # services: []  # What.\n\
        # impact:\n#   users_affected:  # How many.\n\
        # owner: ask carol first\n\
        ---\n\n# owner:\n";

    fn left(answered: &[&str]) -> String {
        without_prompts(SCAFFOLD, &|it| answered.contains(&it), &|it| {
            it.starts_with("# A draft")
        })
    }

    #[test]
    fn a_prompt_goes_with_what_led_to_it_and_nothing_else() {
        for (answered, gone) in [
            (vec!["owner"], vec!["# owner:  # The one person.\n"]),
            (vec!["services"], vec!["# services: []  # What.\n"]),
            (vec!["roles.scribe"], vec!["  # scribe:  # Who wrote.\n"]),
            (
                vec!["impact.users_affected"],
                vec!["# impact:\n#   users_affected:  # How many.\n"],
            ),
            (vec!["scribe", "impact", "title"], vec![]),
            (
                vec!["owner", "services", "impact.users_affected"],
                vec![
                    "# A draft needs no more:\n",
                    "# owner:  # The one person.\n",
                    "# services: []  # What.\n",
                    "# impact:\n#   users_affected:  # How many.\n",
                ],
            ),
        ] {
            let wanted = gone
                .iter()
                .fold(SCAFFOLD.to_owned(), |text, it| text.replace(it, ""));
            assert_eq!(left(&answered), wanted, "{answered:?}");
        }
    }

    #[test]
    fn a_line_of_a_text_stays() {
        let text = "---\ntitle: |\n  x\n  # owner:\nowner: bob\n---\n";
        assert_eq!(without_prompts(text, &|_| true, &|_| false), text);
    }
}
