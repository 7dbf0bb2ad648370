//! How another program is ended: with all that it has started.
//!
//! It has no group of its own: then neither would Ctrl-C reach it, nor could it ask for a password.

#[cfg(any(target_os = "linux", target_os = "macos"))]
use std::process::Command;

use std::process::Child;

/// Ends a program and all that it has started, as far as the machine says what that is.
pub(super) fn end(child: &mut Child) {
    let started = below(child.id());
    let _ = child.kill();
    for it in started {
        kill(it);
    }
    let _ = child.wait();
}

/// The processes below one, as `ps` lists them; none where there is no `ps`.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[expect(clippy::disallowed_methods, reason = "the one door to other programs")]
fn below(top: u32) -> Vec<u32> {
    let listed = Command::new("ps")
        .args(["-A", "-o", "pid=", "-o", "ppid="])
        .output();
    let listed = listed.map(|it| it.stdout).unwrap_or_default();
    tree(top, &String::from_utf8_lossy(&listed))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn below(_: u32) -> Vec<u32> {
    Vec::new()
}

/// The processes below one in lines of a process and its parent.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn tree(top: u32, listed: &str) -> Vec<u32> {
    let pairs = listed.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let mut number = || words.next()?.parse::<u32>().ok();
        Some((number()?, number()?))
    });
    let pairs: Vec<(u32, u32)> = pairs.collect();
    let mut found: Vec<u32> = Vec::new();
    let mut next = vec![top];
    while let Some(parent) = next.pop() {
        for (it, _) in pairs.iter().filter(|(_, its)| *its == parent) {
            if *it != top && !found.contains(it) {
                found.push(*it);
                next.push(*it);
            }
        }
    }
    found
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn kill(pid: u32) {
    use rustix::process::Pid;
    use rustix::process::Signal;
    use rustix::process::kill_process;

    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    if let Some(pid) = pid {
        // It may have ended by itself.
        let _ = kill_process(pid, Signal::KILL);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn kill(_: u32) {}

#[cfg(all(test, any(target_os = "linux", target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_is_ended_and_a_circle_ends() {
        let listed = "  1 0\n 10 1\n 11 10\n12 11\n 20 1\n 10 12\nPID PPID\n x 11\n13 10\n";
        let mut found = tree(10, listed);
        found.sort_unstable();
        assert_eq!(found, [11, 12, 13]);
        assert_eq!(tree(20, listed), [] as [u32; 0]);
        assert_eq!(tree(5, ""), [] as [u32; 0]);
    }
}
