//! The browser's voice, where it has one: it speaks on the phone itself, also without signal.

use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

/// A little slower than people talk.
const PACE: f32 = 0.9;

fn voice() -> Option<SpeechSynthesis> {
    web_sys::window()?.speech_synthesis().ok()
}

/// Whether there is one.
pub(super) fn is_there() -> bool {
    let name = "speechSynthesis".into();
    web_sys::window().is_some_and(|window| js_sys::Reflect::has(&window, &name).unwrap_or(false))
}

/// Says `words`, instead of what is still being said.
pub(super) fn speak(words: &str, lang: &str) {
    let Some(voice) = voice().filter(|_| is_there()) else { return };
    if let Ok(said) = SpeechSynthesisUtterance::new_with_text(words) {
        said.set_lang(lang);
        said.set_rate(PACE);
        voice.cancel();
        voice.speak(&said);
    }
}
