//! The `pmrepo` program: parse, run, exit status.

fn main() {}
