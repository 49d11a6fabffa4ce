//! The shell: the page that every address answers with.
