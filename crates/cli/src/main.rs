//! The crossread program.
fn main() {}
