//! Stands here to be filled.
