//! The journal's promises, kept by IndexedDB in the real browser.
