//! What changes on a screen, in few types.
//!
//! Leptos makes machine code for each closure that it is handed. Here a closure is boxed first, so
//! that the code is made once a type: every byte is fetched over a poor line before the first use.

use leptos::{children::ViewFn, prelude::*};

/// How a value is worked out.
type Worked<T> = Box<dyn Fn() -> T + Send + Sync>;

/// A value worked out anew wherever it is read.
pub fn derive<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    let value: Worked<T> = Box::new(value);
    Signal::derive(value)
}

/// A value worked out once after each change of what it reads. Who reads it hears of it only when
/// it is another one.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    fn of<T: PartialEq + Send + Sync + 'static>(value: Worked<T>) -> Memo<T> {
        Memo::new(move |_| value())
    }
    of(Box::new(value))
}

/// Whether something holds now.
pub struct Holds(Memo<bool>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Holds {
    fn from(holds: F) -> Self {
        Self(memo(holds))
    }
}

/// Its children while `when` holds, otherwise `fallback`.
#[component]
pub fn Show(
    /// Read again after each change of what it reads.
    #[prop(into)]
    when: Holds,
    /// What is shown while it holds.
    children: ChildrenFn,
    /// What is shown while it does not: nothing, unless said.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    move || if when.0.get() { children() } else { fallback.run() }
}
