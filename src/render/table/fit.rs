//! How wide the columns of a table are on a terminal.

use super::Column;
use super::GAP;

/// What a column that may be cut is left at least: the beginning of a title.
const LEAST_FOR_CUT: usize = 12;
/// What a column that may be broken is left at least, however short its words are.
const LEAST_FOR_WRAPPED: usize = 8;
/// From how many columns on a text is broken beside its row rather than put below it.
const ENOUGH_FOR_TEXT: usize = 28;

/// How wide a column would like to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Width {
    /// Its widest cell.
    pub(super) whole: usize,
    /// Its longest word.
    pub(super) word: usize,
}

/// How a table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// In columns of these widths; the cells of some may stand below their rows.
    Columns {
        /// The widths.
        widths: Vec<usize>,
        /// The columns that stand below.
        below: Vec<usize>,
    },
    /// Not in columns: there is no room.
    Flow,
}

/// Fits columns into a terminal; `None` is none, which has room for all.
pub(super) fn fit(columns: &[Column], wide: &[Width], room: Option<usize>) -> Fit {
    let natural: Vec<usize> = wide.iter().map(|it| it.whole).collect();
    let Some(room) = room else {
        return Fit::Columns {
            widths: natural,
            below: Vec::new(),
        };
    };
    let texts: Vec<usize> = (0..columns.len())
        .filter(|at| matches!(columns.get(*at), Some(Column::Below(_))))
        .collect();
    // Where a text has enough room beside, be it for all or for a part; the last ones go below first.
    for kept in (0..=texts.len()).rev() {
        let (beside, below) = texts.split_at(kept);
        let mut wide = wide.to_vec();
        for at in below {
            if let Some(it) = wide.get_mut(*at) {
                *it = Width { whole: 0, word: 0 };
            }
        }
        // Its gap falls away with it.
        if let Some(widths) = shrunk(columns, &wide, room + GAP * below.len(), beside) {
            return Fit::Columns {
                widths,
                below: below.to_vec(),
            };
        }
    }
    Fit::Flow
}

/// The widths with which all fits, where there are such: titles give way first, then what may be broken.
fn shrunk(columns: &[Column], wide: &[Width], room: usize, texts: &[usize]) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = wide.iter().map(|it| it.whole).collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    let least = |at: usize| {
        let it = wide.get(at).copied().unwrap_or(Width { whole: 0, word: 0 });
        let least = match columns.get(at) {
            Some(Column::Cut(_)) => LEAST_FOR_CUT,
            Some(Column::Wrapped(_)) => it.word.max(LEAST_FOR_WRAPPED),
            Some(Column::Below(_)) if texts.contains(&at) => it.word.max(ENOUGH_FOR_TEXT),
            _ => it.whole,
        };
        least.min(it.whole)
    };
    let is_cut = |at: usize| matches!(columns.get(at), Some(Column::Cut(_)));
    let order = (0..columns.len())
        .filter(|at| is_cut(*at))
        .chain(texts.iter().copied().rev())
        .chain((0..columns.len()).filter(|at| !is_cut(*at) && !texts.contains(at)));
    for at in order {
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(room);
        if let Some(width) = widths.get_mut(at) {
            *width = width.saturating_sub(over).max(least(at));
        }
    }
    (widths.iter().sum::<usize>() + gaps <= room).then_some(widths)
}
