//! The `pmrepo` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    pmrepo::commands::main()
}
