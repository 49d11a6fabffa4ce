//! The questions of a form that a screen draws itself: all of them on one page, or in 长辈版 one at a
//! time. What [`super::Steps`] is for a form of the model.

use crate::{
    live::{derive, memo},
    settings::use_settings,
};
use leptos::prelude::*;

/// Which questions stand on the screen.
#[derive(Debug)]
pub struct Walk<A: Send + Sync + 'static> {
    at: RwSignal<usize>,
    asked: Memo<Vec<A>>,
    one_by_one: Signal<bool>,
}

impl<A: Send + Sync + 'static> Clone for Walk<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Send + Sync + 'static> Copy for Walk<A> {}

impl<A: Copy + PartialEq + Send + Sync + 'static> Walk<A> {
    /// Through what `asked` says, from the first question on. A question that an answer adds comes
    /// after the one that is answered, so that nobody is moved.
    pub fn new(asked: impl Fn() -> Vec<A> + Send + Sync + 'static) -> Self {
        let settings = use_settings();
        Self { at: RwSignal::new(0), asked: memo(asked), one_by_one: derive(move || settings.is_elder()) }
    }

    fn count(self) -> usize {
        self.asked.with(Vec::len)
    }

    /// Question `n` of so many, while they come one by one.
    pub fn position(self) -> Option<(usize, usize)> {
        self.one_by_one.get().then(|| (self.at.get().min(self.count().saturating_sub(1)), self.count()))
    }

    /// Whether nothing is left to be asked before saving.
    pub fn is_last(self) -> bool {
        self.position().is_none_or(|(at, count)| at + 1 >= count)
    }

    /// Whether a question stands on the screen.
    pub fn shows(self, ask: A) -> bool {
        match self.position() {
            Some((at, _)) => self.asked.with(|asked| asked.get(at) == Some(&ask)),
            None => self.asked.with(|asked| asked.contains(&ask)),
        }
    }

    /// Whether any of these stands on the screen.
    pub fn shows_any(self, asks: &[A]) -> bool {
        asks.iter().any(|ask| self.shows(*ask))
    }

    /// Goes to the next question.
    pub fn next(self) {
        let last = untrack(|| self.count()).saturating_sub(1);
        self.at.update(|at| *at = (*at + 1).min(last));
        to_the_top();
    }

    /// Goes back a question; false at the first.
    pub fn back(self) -> bool {
        let at = self.at.get_untracked();
        self.at.set(at.saturating_sub(1));
        at > 0 && self.one_by_one.get_untracked()
    }

    /// Goes to a question, and brings what is wrong there before the eye.
    pub fn go(self, ask: A) {
        self.at.set(self.asked.with_untracked(|asked| asked.iter().position(|one| *one == ask)).unwrap_or(0));
        request_animation_frame(|| {
            // Without a mark the question itself stands there.
            if let Ok(Some(wrong)) = document().query_selector("[aria-invalid=true], main .prob") {
                wrong.scroll_into_view();
            }
        });
    }
}

/// The next question begins where one looks for it.
fn to_the_top() {
    request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
}
