//! What no other program gets of the environment that this one was started with.

use std::ffi::OsStr;
use std::process::Command;

use crate::model::holds_a_secret;
use crate::model::is_a_secret;

/// What git's own variables are called that hand on what was said to it: `git -c NAME=VALUE`.
const SAID: &str = "GIT_CONFIG_PARAMETERS";
/// The same, as scripts set it: the name of a setting and its value, with a number each.
const NAME: &str = "GIT_CONFIG_KEY_";
const VALUE: &str = "GIT_CONFIG_VALUE_";

/// Takes out of a program's environment what is secret: it gets all the rest.
pub fn without_secrets(command: &mut Command) {
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        if holds_a_secret(name) || (name == SAID && tells(&value)) {
            command.env_remove(name);
        } else if let Some(number) = name.strip_prefix(NAME)
            && value.to_str().is_some_and(is_a_secret)
        {
            // The others keep their numbers.
            command.env(format!("{VALUE}{number}"), "");
        }
    }
}

/// Gives git what is said to it: it is asked for a setting.
pub(super) fn with_settings(command: &mut Command) {
    for (name, value) in std::env::vars_os() {
        let is_setting = |it: &str| it == SAID || it.starts_with(VALUE);
        if name.to_str().is_some_and(is_setting) {
            command.env(name, value);
        }
    }
}

/// Whether one of the settings in a list is secret: `'sendemail.smtppass'='…' 'core.pager'='less'`.
fn tells(list: &OsStr) -> bool {
    let list = list.to_string_lossy();
    let words = list.split(['\'', '=', ' ', '\n']);
    words.into_iter().any(is_a_secret)
}
