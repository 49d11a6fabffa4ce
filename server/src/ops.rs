//! What those who run a township do with the program.

pub mod demo;
pub mod add;
