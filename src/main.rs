//! The `pmrepo` program.

use std::process::ExitCode;

/// Documents are trees of many small values, made and dropped on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pmrepo::commands::main()
}
