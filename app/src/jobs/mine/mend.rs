//! A refused record: what happened, what is safe, what can be done; its fields with the problem
//! beside the one concerned. Mended and sent again as a new op that names it, or given up.

pub mod state;

use super::give_up::GiveUp;
use crate::{
    jobs::visit::NotSaved,
    live::{Show, memo},
    parts::{
        Act, Badge, Bar, Button, Card, Dock, Door, Empty, Icon, KindField, Main, Notice, Page, Size, Tone, Weight,
        use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, MendWords},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    field::Problem,
    id::OpId,
    kind,
    record::Data,
    wire::{RejectCode, Rejection},
};
use state::{Way, household_of};
use sync::{Broken, Intent, ports::Stuck};

/// The screen. `?op=` says which.
#[component]
pub fn MendPage() -> impl IntoView {
    let w = use_words();
    let m = use_table(Lang::mend);
    let phone = use_phone();
    let op = use_query_map().with_untracked(|query| query.get("op")).and_then(|id| id.parse::<OpId>().ok());
    match op.and_then(|op| phone.refused(op)) {
        Some(stuck) => view! { <Mend stuck /> }.into_any(),
        None => view! {
            <Page>
                <Bar title=move || m.get().mend_title back=routes::MINE />
                <Main>
                    <Empty icon=Icon::Ok title=move || m.get().not_here text=move || m.get().not_here_note>
                        <crate::parts::LinkButton label=move || w.get().back href=routes::MINE />
                    </Empty>
                </Main>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Mend(stuck: Stuck) -> impl IntoView {
    let w = use_words();
    let m = use_table(Lang::mend);
    let lang = use_settings().lang;
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let household = phone.peek(|state| household_of(&stuck.op, state)).flatten();
    let key = state::draft_key(&stuck.op);
    let kept = phone.peek(|state| state.draft(&key).map(|draft| draft.data.clone())).flatten();
    let resumed = kept.is_some();
    let now = RwSignal::new(kept.or_else(|| stuck.op.fields().cloned()).unwrap_or_default());
    let (tried, draft_kept) = (RwSignal::new(false), RwSignal::new(resumed));
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let fields: Vec<_> = state::fields(&stuck).collect();
    let kind = kind::kind(&stuck.op.kind).map(|kind| kind.name).unwrap_or_default();
    let deed = {
        let (kind, what) = (stuck.op.kind.clone(), stuck.op.act.code());
        move || super::records::deed(lang.get(), &kind, what)
    };
    let when = stuck.op.at.wall;
    let stuck = StoredValue::new(stuck);
    let problems = memo(move || stuck.with_value(|stuck| now.with(|now| state::problems(stuck, now, tried.get()))));
    let way = memo(move || phone.read(|held| stuck.with_value(|stuck| state::way(stuck, held))).unwrap_or(Way::GiveUp));

    Effect::new(move |before: Option<Data>| {
        let fields = now.get();
        if before.as_ref().is_some_and(|before| *before != fields) {
            let draft = stuck.with_value(|stuck| state::draft(&stuck.op, household, &fields, phone.now()));
            spawn_local(async move {
                let result = phone.keep_draft(draft).await;
                draft_kept.try_set(result.is_ok());
                broken.try_set(result.err());
            });
        }
        fields
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    // Either way its draft goes with it.
    let keep = move |intent: Intent, said: fn(&words::Words) -> &'static str| {
        let (navigate, op) = (navigate.clone(), stuck.with_value(|stuck| stuck.op.clone()));
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        broken.set(None);
        spawn_local(async move {
            match phone.save(vec![intent], Some(state::draft_key(&op)), Some(op.id)).await {
                Ok(()) => {
                    toasts.say(said(w.get_untracked()));
                    navigate(routes::MINE, Default::default());
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let send = {
        let keep = keep.clone();
        move |_| {
            tried.set(true);
            let Some(fresh) = phone.new_id().filter(|_| problems.with_untracked(Vec::is_empty)) else { return };
            let intent = phone.peek(|held| {
                stuck.with_value(|stuck| now.with_untracked(|now| state::intent(stuck, now, held, fresh)))
            });
            if let Some(intent) = intent {
                keep(intent, |w| w.saved_on_phone);
            }
        }
    };
    let send = Act::new(send);
    let give_up = move |()| keep(stuck.with_value(|stuck| Intent::give_up(&stuck.op)), |w| w.given_up);
    let card = move || household.and_then(|id| book.with(|book| Some(book.as_ref()?.door(id)?.household.clone())));
    let told = move || stuck.with_value(|stuck| why(lang.get(), &stuck.op.kind, &stuck.rejection, way.get()));
    let sub = move || (m.get().refused_since)(&words::ago(lang.get(), when, phone.now()));
    let editable = StoredValue::new(fields);
    view! {
        <Page>
            <Bar title=deed sub back=routes::MINE>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                {move || {
                    let (what, safe, todo) = told();
                    view! { <Notice tone=if way.get() == Way::ByItself { Tone::Wait } else { Tone::Alarm } what safe todo /> }
                }}
                {move || {
                    let home = card()?;
                    // A card draws what stands in it once: words in it are read when they change.
                    let name = move || (w.get().home_of)(&home.head);
                    Some(view! { <Card><Door number=home.door name /></Card> })
                }}
                <Show when=move || way.get() == Way::Mend>
                    <Card pad=true>
                        {editable
                            .get_value()
                            .into_iter()
                            .map(|field| view! { <KindField field kind data=now problems /> })
                            .collect_view()}
                    </Card>
                </Show>
                <Show when=move || way.get() != Way::Mend && !editable.with_value(Vec::is_empty)>
                    <Card pad=true><Said kind fields=editable.get_value() data=now /></Card>
                </Show>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                <GiveUp size=Size::Wide on_yes=give_up />
            </Main>
            <Show when=move || matches!(way.get(), Way::Mend | Way::Again)>
                <Dock>
                    <Button
                        label=move || if way.get() == Way::Mend { m.get().send_mended } else { m.get().send_again }
                        icon=Icon::Up
                        weight=Weight::Main
                        size=Size::Big
                        busy=saving
                        on_press=send
                    />
                </Dock>
            </Show>
        </Page>
    }
}

/// What it says, where nothing of it can be mended.
#[component]
fn Said(kind: &'static str, fields: Vec<&'static model::field::Field>, data: RwSignal<Data>) -> impl IntoView {
    let lang = use_settings().lang;
    let lines = move || {
        let value = |name: &str| data.with(|data| data.get(name).cloned().unwrap_or_default());
        let line = |field: &&'static model::field::Field| {
            let label = words::term_or_code(lang.get(), kind, field.name);
            view! { <dt>{label}</dt><dd>{words::value(lang.get(), kind, field.name, &value(field.name))}</dd> }
        };
        fields.iter().map(line).collect_view()
    };
    view! { <dl class="pairs">{lines}</dl> }
}

/// What happened, what is safe, what to do.
fn why(lang: Lang, kind: &str, rejection: &Rejection, way: Way) -> (String, &'static str, &'static str) {
    let m: &MendWords = lang.mend();
    let (what, safe, todo) = match (rejection.code, way) {
        (RejectCode::Invalid, _) if rejection.field.is_some() => {
            return (words::rejection(lang, kind, rejection), m.all_here, m.invalid_todo);
        }
        (RejectCode::Invalid, _) => (m.unreadable, m.all_here, m.unreadable_todo),
        (RejectCode::ScopeRevoked, Way::Again) => (m.back_again, m.all_here, m.back_again_todo),
        (RejectCode::ScopeRevoked, _) if rejection.args.contains_key("shown") => {
            (m.left, m.left_shown, m.left_shown_todo)
        }
        (RejectCode::ScopeRevoked, _) => (m.left, m.left_safe, m.left_todo),
        (RejectCode::Gone, _) => (m.gone, m.gone_safe, m.gone_todo),
        (RejectCode::Forbidden, _) => (m.forbidden, m.all_here, m.forbidden_todo),
        (RejectCode::State, _) => (m.state, m.state_safe, m.state_todo),
        (RejectCode::IdReuse, _) => (m.id_reuse, m.all_here, m.id_reuse_todo),
        (RejectCode::UnknownRef, Way::ByItself) => (m.waits, m.all_here, m.waits_todo),
        (RejectCode::UnknownRef, _) => (m.orphan, m.all_here, m.orphan_todo),
    };
    (what.to_owned(), safe, todo)
}

/// The problem that a refused op has at a field, for a form of its own.
pub fn refused_problem(stuck: &Stuck, now: &Data) -> Option<Problem> {
    state::refused(&stuck.rejection, stuck.op.fields(), now)
}
