//! The built binary in real repositories, with real git.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

#[path = "../support/sandbox.rs"]
mod sandbox;

mod check;
mod commits;
mod hooks;
mod hostile;
mod init;
mod one;
mod scaffold;
mod shell;
