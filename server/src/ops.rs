//! What those who run a township do with the program.

pub mod add;
pub mod backup;
pub mod demo;
pub mod devices;
