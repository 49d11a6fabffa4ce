//! 改: what is known of a household, changed at the door without asking the rest again. Kept from the
//! first key press; who comes back finds it as it was left.

pub mod state;

use crate::{
    jobs::visit::NotSaved,
    live::memo,
    parts::{Button, KindField, Notice, Sheet, Size, Tone, Weight, use_toasts},
    phone::{use_book, use_phone},
    settings::use_words,
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    field::check_set,
    id::RecordId,
    kind::{Payload, household, household::Household},
    record::{Data, Record},
};
use state::{Change, draft_key};
use sync::Broken;

/// What may be changed here, in the order in which it is asked.
const FIELDS: [&str; 5] = ["phone", "residents", "away", "house_use", "note"];

/// The sheet. Sends only what was changed.
#[component]
pub fn ChangeHousehold(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The household.
    id: RecordId,
    /// Stands over a form that is open itself.
    #[prop(optional)]
    over_form: bool,
) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let book = use_book();
    let known = move || {
        let book = book.get_untracked()?;
        phone.peek(|state| book.record(state, Household::KIND, id)).flatten()
    };
    view! {
        <Sheet open title=move || w.get().change_household>
            {known().map(|known| view! { <Fields open id known over_form /> })}
        </Sheet>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, id: RecordId, known: Record, over_form: bool) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let toasts = use_toasts();
    let kept = phone.peek(|state| state.draft(&draft_key(id)).cloned()).flatten();
    let begun = kept.as_ref().map(|draft| draft.version);
    let resumed = RwSignal::new(kept.is_some());
    let begin = Change::of(kept.as_ref());
    let now = RwSignal::new(begin.on(&known.data));
    let begin = StoredValue::new(begin);
    let known = StoredValue::new(known);
    let tried = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let change = memo(move || begin.with_value(|begin| known.with_value(|known| now.with(|now| begin.to(known, now)))));
    let problems = memo(move || {
        let check = |change: &Change| check_set(household::KIND.fields, &change.set);
        if tried.get() { change.with(check) } else { Vec::new() }
    });

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let fields = now.get();
        if before.as_ref().is_some_and(|before| *before != fields) {
            let change = change.get_untracked();
            let draft = change.draft(id, begun, phone.now());
            spawn_local(async move {
                let kept = match change.set.is_empty() {
                    true => phone.drop_draft(&draft.key).await,
                    false => phone.keep_draft(draft).await,
                };
                broken.try_set(kept.err());
            });
        }
        fields
    });
    if !over_form {
        phone.device().form_open(true);
        on_cleanup(move || phone.device().form_open(false));
    }

    let save = move |_| {
        tried.set(true);
        if !problems.with_untracked(Vec::is_empty) {
            return;
        }
        spawn_local(async move {
            let change = change.get_untracked();
            if !change.set.is_empty() {
                let intent = known.with_value(|known| change.intent(known));
                if let Err(error) = phone.save(vec![intent], Some(draft_key(id)), None).await {
                    broken.try_set(Some(error));
                    return;
                }
                toasts.say(w.get_untracked().saved_on_phone);
            }
            open.set(false);
        });
    };
    let drop = move |()| {
        resumed.set(false);
        now.set(known.with_value(|known| known.data.clone()));
        toasts.say(w.get_untracked().draft_dropped);
    };
    let fields = FIELDS.iter().filter_map(|name| household::KIND.field(name));
    view! {
        <div class="stack">
            {move || {
                resumed.get().then(|| {
                    view! {
                        <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                            <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                        </Notice>
                    }
                })
            }}
            {fields.map(|field| view! { <KindField field kind=Household::KIND data=now problems /> }).collect_view()}
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            <Button label=move || w.get().save weight=Weight::Main size=Size::Big on_press=save />
        </div>
    }
}
