//! A run that is killed between two requests, or before the answer to one, can be run again, and all is as
//! after one whole run.

use std::fmt::Debug;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use crate::http::Server;
use crate::http::Trouble;

/// A place where a command is run that asks a server for something.
pub(crate) trait Scene {
    /// What is so at the end, there and here.
    type End: Debug + PartialEq;

    /// The server.
    fn server(&self) -> &Server;

    /// The command, which is yet to run.
    fn command(&self) -> Command;

    /// Runs the command to its end, whatever that is.
    fn run(&self);

    /// What is so now.
    fn end(&self) -> Self::End;
}

/// Runs the command until a request is held, and kills it there.
pub(crate) fn kill(scene: &impl Scene) {
    let mut child = scene
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    assert!(scene.server().wait(), "the request never came");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Kills the command at each of its requests, before it is done and after, and runs it again. Gives the lines
/// of the requests of a whole run.
pub(crate) fn everywhere<S: Scene>(make: impl Fn() -> S) -> Vec<String> {
    let scene = make();
    scene.run();
    let whole = scene.end();
    let lines = scene.server().lines();
    for (at, line) in lines.iter().enumerate() {
        let before = lines.iter().take(at);
        let earlier = before.filter(|it| it.starts_with(line)).count();
        for hold in [Trouble::HoldBefore, Trouble::HoldAfter] {
            let scene = make();
            let server = scene.server();
            // Those of the same line that come first pass.
            for _ in 0..earlier {
                server.plan(line, Trouble::Slow(Duration::ZERO));
            }
            server.plan(line, hold.clone());
            kill(&scene);
            scene.run();
            assert_eq!(scene.end(), whole, "killed at {at}: {line} ({hold:?})");
        }
    }
    lines
}
