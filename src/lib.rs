//! pmrepo keeps a team's postmortems in git.
//!
//! The map of the code. A module names only modules on lower floors, or to its left on its own.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | `time`, `model`, `source`, `likeness`, `count`, `refusal` |
//! | 1 | `diagnostic`, `front_matter`, `markdown`, `calendar`, `timeline` |
//! | 2 | `git`, `snapshot`, `tree`, `document`, `corpus`, `validator` |
//! | 3 | `config`, `schema` |
//! | 4 | `rules`, `deadline`, `root`, `workspace`, `check` |
//! | 5 | `report`, `template` |
//! | 6 | `render` |
//! | 7 | `env` |
//! | 8 | `commands` |

pub mod calendar;
pub mod check;
pub mod commands;
pub mod config;
pub mod corpus;
pub mod count;
pub mod deadline;
pub mod diagnostic;
pub mod document;
pub mod env;
pub mod front_matter;
pub mod git;
pub mod likeness;
pub mod markdown;
pub mod model;
pub mod refusal;
pub mod render;
pub mod report;
pub mod root;
pub mod rules;
pub mod schema;
pub mod snapshot;
pub mod source;
pub mod template;
pub mod time;
pub mod timeline;
pub mod tree;
pub mod validator;
pub mod workspace;
