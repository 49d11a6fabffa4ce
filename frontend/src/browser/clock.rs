//! Time and chance as the browser has them: the one place where they come from.

use model::ambient::{Chance, Clock, Stamp};
use std::cell::OnceCell;

/// This page.
#[derive(Debug, Clone, Copy)]
pub struct Here;

impl Clock for Here {
    #[expect(clippy::disallowed_methods, reason = "this is the adapter that hands the time out")]
    fn stamp(&self) -> Stamp {
        let mono =
            web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
        Stamp { wall: js_sys::Date::now() as i64, mono: mono as i64, boot: boot() }
    }
}

impl Chance for Here {
    fn fill(&self, bytes: &mut [u8]) {
        let crypto =
            web_sys::window().and_then(|window| window.crypto().ok()).expect("every browser that runs wasm has crypto");
        crypto.get_random_values_with_u8_array(bytes).expect("fewer bytes than the limit of 65,536 are asked for");
    }
}

/// Names this start of the page, so that monotonic times of different starts are never mixed up.
fn boot() -> String {
    thread_local!(static BOOT: OnceCell<String> = const { OnceCell::new() });
    BOOT.with(|boot| {
        boot.get_or_init(|| {
            let mut bytes = [0; 4];
            Here.fill(&mut bytes);
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .clone()
    })
}
