//! Placeholder while the real one is written.
