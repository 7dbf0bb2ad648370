//! The program with all features: this one where it is built so, else the one that `.ci/tools` built.

use std::path::PathBuf;

use crate::sandbox::NOW;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;

pub(crate) struct Elsewhere {
    program: String,
}

impl Elsewhere {
    /// `None` where there is none, which is said.
    pub(crate) fn find() -> Option<Self> {
        if cfg!(all(feature = "net", feature = "data")) {
            let program = env!("CARGO_BIN_EXE_pmrepo").to_owned();
            return Some(Self { program });
        }
        let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
        let name = format!("full/pmrepo{}", std::env::consts::EXE_SUFFIX);
        let program = tools.map(|it| it.join(name)).filter(|it| it.is_file());
        let Some(program) = program else {
            println!("skipped: no pmrepo with all features was built (PMREPO_TEST_TOOLS)");
            return None;
        };
        Some(Self {
            program: program.to_str().unwrap().to_owned(),
        })
    }

    /// Its path.
    pub(crate) fn program(&self) -> &str {
        &self.program
    }

    /// Runs it at the fixed moment, with more in its environment.
    pub(crate) fn run(
        &self,
        sandbox: &Sandbox,
        variables: &[(&str, &str)],
        words: &[&str],
    ) -> Output {
        let all = [&["--as-of", NOW], words].concat();
        sandbox.program_with(variables, &self.program, &all)
    }
}
