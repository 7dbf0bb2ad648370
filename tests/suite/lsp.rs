//! The language server, as an editor meets it.

mod acting;
mod alike;
mod asking;
mod beyond;
mod editors;
mod order;
mod vscode;
