//! What no other program gets of the environment that this one was started with.

use std::process::Command;

use crate::model::holds_a_secret;

/// Takes out of a program's environment what is secret: it gets all the rest.
pub fn without_secrets(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(holds_a_secret) {
            command.env_remove(&name);
        }
    }
}
