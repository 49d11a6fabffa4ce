//! One clue as it was told, and passing it on.

use super::{Framed, state};
use crate::{
    jobs::{households::record_state, isolation::Offers, visit::NotSaved},
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Empty, Field, Icon, LinkButton, Loading, Main, Page, Size, SyncBadge, Tone,
        Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, full_day, month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    field::Problem,
    id::RecordId,
    kind::{Payload, contact_clue::ContactClue},
    person::Phone as Number,
    record::Record,
};
use sync::{Broken, Intent};

/// The screen.
#[component]
pub fn OneCluePage(
    /// The clue of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let c = use_table(Lang::clue);
    let phone = use_phone();
    let held = memo(move || {
        phone.read(|state| {
            let held = state.get(ContactClue::KIND, id?)?;
            Some((held.record.clone(), held.standing))
        })
    });
    view! {
        <Framed>
            {move || match held.get() {
                None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Some(None) => view! {
                    <Page>
                        <Bar title=move || c.get().clues back=routes::CLUES />
                        <Main><Empty icon=Icon::Pen title=move || c.get().gone text=move || c.get().gone_note /></Main>
                    </Page>
                }
                .into_any(),
                Some(Some((record, standing))) => view! { <One record standing=record_state(standing) /> }.into_any(),
            }}
        </Framed>
    }
}

#[component]
fn One(record: Record, standing: crate::parts::RecordState) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::clue);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let clue: ContactClue = record.read();
    let passed = clue.is_forwarded();
    let back = clue.case.map_or_else(|| routes::CLUES.to_owned(), routes::case);
    let name = clue.name.clone();
    let dial = clue.phone.clone().filter(|number| Number::parse(number).is_ok());
    let dial_name = name.clone();
    let is = StoredValue::new(clue);
    let pairs = move || {
        is.with_value(|is| {
            let lang = lang.get();
            let label = |field: &str| term_or_code(lang, ContactClue::KIND, field);
            let one = |field: &str, code: &Option<String>| {
                code.as_ref().map(|code| (label(field), term_or_code(lang, &format!("contact_clue.{field}"), code)))
            };
            let day = |field: &str, day: Option<model::day::Day>| day.map(|day| (label(field), full_day(lang, day)));
            let text = |field: &str, text: &Option<String>| text.clone().map(|text| (label(field), text));
            let modes = is.modes.iter().map(|code| term_or_code(lang, "contact_clue.modes", code));
            let modes = modes.collect::<Vec<_>>().join(lang.isolation().comma);
            let unknown = (is.phone_unknown == Some(true)).then(|| (label("phone"), label("phone_unknown")));
            let passed = is.forwarded_on.zip(is.forwarded_to.clone());
            let passed = passed.map(|(on, to)| (label("forwarded_to"), format!("{to} · {}", month_day(lang, on))));
            let all = [
                text("phone", &is.phone).or(unknown),
                day("last_on", is.last_on),
                one("place", &is.place),
                one("relation", &is.relation),
                Some((label("modes"), modes)).filter(|(_, modes)| !modes.is_empty()),
                one("frequency", &is.frequency),
                day("first_on", is.first_on),
                text("related_case", &is.related_case),
                text("note", &is.note),
                passed,
            ];
            all.into_iter().flatten().collect::<Vec<_>>()
        })
    };
    let to = RwSignal::new(String::new());
    let (tried, saving) = (RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let problem = derive(move || {
        let lacks = tried.get() && to.with(|to| to.trim().is_empty());
        lacks.then(|| words::problem(lang.get(), &Problem::new("forwarded_to", "required")))
    });
    let offers = derive(move || c.get().authorities.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
    let label = move || term_or_code(lang.get(), ContactClue::KIND, "forwarded_to");
    let record = StoredValue::new(record);
    let press = move |()| {
        tried.set(true);
        if saving.get_untracked() || problem.get_untracked().is_some() {
            return;
        }
        saving.set(true);
        let set = state::forwarded(&to.get_untracked(), phone.today());
        spawn_local(async move {
            let intent = record.with_value(|record| Intent::set(record, set));
            match phone.save(vec![intent], None, None).await {
                Ok(()) => toasts.say(w.get_untracked().saved_on_phone),
                Err(error) => drop(broken.try_set(Some(error))),
            }
            saving.try_set(false);
        });
    };
    view! {
        <Page>
            <Bar title=name sub=move || c.get().clues back />
            <Main>
                <Card pad=true>
                    <div class="stack">
                        <p>
                            {if passed {
                                view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || c.get().passed /> }
                            } else {
                                view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || c.get().not_passed /> }
                            }}
                            " "
                            <SyncBadge state=standing />
                        </p>
                        <dl class="pairs">
                            {move || pairs().into_iter().map(|(label, said)| view! { <dt>{label}</dt><dd class="num">{said}</dd> }).collect_view()}
                        </dl>
                        {dial.map(|number| view! {
                            <LinkButton
                                label=move || c.get().call
                                name=move || format!("{} {dial_name}", c.get().call)
                                href=format!("tel:{number}")
                                icon=Icon::Call
                                size=Size::Wide
                            />
                        })}
                        <p class="soft">{move || c.get().never_judged}</p>
                    </div>
                </Card>
                {(!passed).then(|| view! {
                    <Card pad=true>
                        <div class="stack">
                            <h2>{move || c.get().pass_now}</h2>
                            <p class="soft">{move || c.get().pass_now_note}</p>
                            <Field id="forwarded-to" label value=to problem most=60 on_input=move |text: String| to.set(text) />
                            <Offers offers label value=to on_choose=move |text: String| to.set(text) />
                        </div>
                    </Card>
                })}
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Show when=move || !passed>
                <Dock>
                    <Button label=move || c.get().pass_done weight=Weight::Main size=Size::Big busy=saving on_press=press />
                </Dock>
            </Show>
        </Page>
    }
}
