//! Stands here to be filled.
fn main() {}
