//! The register of a post, on one screen: who, how warm, and one of four buttons that save at once.

use super::{
    Below, Desk, Framed, WHO_SETTING,
    entry::{self, Entry, Next, Part, Trouble},
    log::{Hint, Sums},
    me,
    more::More,
    pads::PlatePad,
    passed::{Passed, take_back},
    result_label, who_label,
};
use crate::{
    jobs::{
        temperature::{
            screen::trouble_label,
            state::{Heat, Step},
        },
        today::Unsent,
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, ChooseOne, Field, Icon, LinkButton, Main, Notice, NumberPad, Page, ProblemLine,
        Reading, Rows, Section, Sheet, Size, Tone, Weight, use_toasts, with_point,
    },
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, GateWords, Lang, minute_label, tenths_label},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    kind::{
        passage::{DIR, RESULT},
        shift::Watch,
    },
    record::Scope,
};
use sync::Broken;

/// So many of the last stand below.
const LATELY: usize = 10;

/// The register.
#[component]
pub fn Register(
    /// The post.
    desk: Desk,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether there are others to go to.
    #[prop(into)]
    several: Signal<bool>,
    /// Goes to another.
    #[prop(into)]
    on_leave: UnsyncCallback<()>,
) -> impl IntoView {
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let toasts = use_toasts();
    let phone = desk.phone;
    let scope = Scope::Post(desk.post);
    provide_context(desk);
    let entry = RwSignal::new(Entry::default());
    let tried = RwSignal::new(None::<Trouble>);
    let broken = RwSignal::new(None::<Broken>);
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<(String, String)>);
    let why = RwSignal::new(false);
    let more = RwSignal::new(false);
    let who = RwSignal::new(None::<Watch>);

    // What is begun keeps the app from changing under the finger; an empty register does not.
    let begun = memo(move || entry.with(|entry| !entry.is_blank()));
    Effect::new(move |_| phone.device().form_open(begun.get()));
    on_cleanup(move || phone.device().form_open(false));
    Effect::new(move |before: Option<Entry>| {
        let now = entry.get();
        if before.is_some_and(|before| before != Entry { part: before.part, sure: before.sure, ..now.clone() }) {
            tried.set(None);
        }
        now
    });

    let people = memo(move || desk.on().map(|on| on.shift.people).unwrap_or_default());
    let here = memo(move || {
        people.with(|people| {
            let kept = who.get().map(|who| who.name).or_else(|| phone.device().setting(WHO_SETTING));
            let own = me(phone);
            let by_name = people.iter().find(|one| Some(&one.name) == kept.as_ref());
            by_name.or_else(|| people.iter().find(|one| one.staff == own.staff)).or(people.first()).cloned()
        })
    });

    let save = move |result: &'static str| {
        if busy.get_untracked() {
            return;
        }
        let Some(id) = phone.new_id() else { return };
        let threshold = desk.threshold.get_untracked();
        let typed = entry.get_untracked();
        let own = me(phone);
        let by = here.get_untracked().filter(|by| by.staff != own.staff || by.staff.is_none());
        let is = typed.passage(result, threshold, desk.now(), by.as_ref());
        let label = who_label(&is);
        let t = is.tenths.map(tenths_label).unwrap_or_default();
        let words = c.get_untracked();
        let intents = entry::intents(id, scope, &is, phone.now(), &(words.event_text)(&label, &t));
        busy.set(true);
        broken.set(None);
        spawn_local(async move {
            let saved = phone.save(intents, None, None).await;
            busy.try_set(false);
            if let Err(error) = saved {
                broken.try_set(Some(error));
                return;
            }
            let fever = is.fever == Some(true);
            entry.try_set(Entry::after(&typed));
            if fever {
                told.try_set(Some((label.clone(), t)));
            }
            let said = (words.saved)(&label, &result_label(lang.get_untracked(), result));
            toasts.say_with_undo(said, move || {
                take_back(phone, scope, id, fever);
                // What had been typed stands there again, unless somebody else is being written down.
                entry.try_update(|now| {
                    if now.is_blank() {
                        *now = typed.clone();
                    }
                });
            });
        });
    };
    let decide = move |result: &'static str| {
        let threshold = desk.threshold.get_untracked();
        match entry.with_untracked(|entry| entry.next(result, threshold)) {
            Next::Save => save(result),
            Next::Why => why.set(true),
            Next::Again => {
                entry.update(|entry| {
                    entry.part = Part::Heat;
                    entry.heat.ask(Step::Second, threshold);
                });
            }
            Next::Wrong(trouble) => {
                let part = match trouble {
                    Trouble::Heat(_) => Some(Part::Heat),
                    Trouble::Nobody | Trouble::ShortPlate => Some(Part::Plate),
                    Trouble::NotChosen => Some(Part::Name),
                    Trouble::More(_) => None,
                };
                entry.update(|entry| {
                    entry.part = part.unwrap_or(entry.part);
                    entry.sure = trouble == Trouble::ShortPlate;
                });
                more.set(part.is_none());
                tried.set(Some(trouble));
            }
        }
    };
    let lately = memo(move || desk.read(|log| log.latest().take(LATELY).cloned().collect::<Vec<_>>()));
    let today = memo(move || {
        let today = phone.today();
        desk.read(|log| log.latest().filter(|line| line.is.on == Some(today)).count())
    });
    let part = memo(move || entry.with(|entry| entry.part));
    let code = move || match part.get() {
        Part::Heat => "heat",
        _ => "who",
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().title sub=name>
                    <Unsent />
                </Bar>
                <Main class="gate">
                    <Head desk who here people several on_leave />
                    <Forgotten desk />
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                    {move || told.get().map(|(who, t)| view! {
                        <Notice
                            tone=Tone::Alarm
                            what=move || (c.get().fever_what)(&who, &t)
                            safe=move || c.get().fever_safe
                            todo=move || c.get().fever_todo
                        >
                            <Button label=move || c.get().seen weight=Weight::Main on_press=move |_| told.set(None) />
                        </Notice>
                    })}
                    <div class="gate-desk" data-part=code>
                        <Way entry />
                        <Parts entry more />
                        <div class="gate-field"><Who entry /></div>
                        <Known desk entry tried />
                        <div class="gate-who">
                            <PlatePad entry seen=derive(move || desk.read(|log| log.provinces())) />
                        </div>
                        <div class="gate-heat">
                            <Measured desk entry tried />
                            <NumberPad on_key=move |key| entry.update(|entry| entry.measure(key, desk.threshold.get_untracked())) />
                        </div>
                        <div class="gate-results" role="group" aria-label=move || c.get().results>
                            {RESULT
                                .iter()
                                .map(|result| {
                                    let result = *result;
                                    let weight = if result == RESULT[0] { Weight::Main } else { Weight::Plain };
                                    view! { <Button label=move || result_label(lang.get(), result) weight busy on_press=move |_| decide(result) /> }
                                })
                                .collect_view()}
                        </div>
                    </div>
                    <div class="gate-lately">
                        <Section title=move || c.get().lately />
                        <Show when=move || !lately.with(Vec::is_empty) fallback=move || view! { <p class="soft">{move || c.get().nothing_yet}</p> }>
                            <Card>
                                <Rows>
                                    <For each=move || lately.get() key=|line| (line.id, line.standing as u8) let:line>
                                        <Passed line />
                                    </For>
                                </Rows>
                            </Card>
                            <LinkButton label=move || (c.get().all_today)(i64::try_from(today.get()).unwrap_or_default()) href=routes::PASSED size=Size::Wide />
                        </Show>
                    </div>
                    <More entry open=more />
                    <Why entry open=why on_pass=move |()| save(RESULT[0]) />
                </Main>
                <Below />
            </Page>
        </Framed>
    }
}

/// A shift that nobody has ended.
#[component]
fn Forgotten(desk: Desk) -> impl IntoView {
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let since = memo(move || {
        let began = desk.on().filter(|on| on.shift.is_forgotten(desk.now()))?.shift.began()?;
        Some(format!("{} {}", words::month_day(lang.get(), began.day), minute_label(began.minute)))
    });
    move || {
        since.get().map(|at| {
            view! {
                <Notice tone=Tone::Wait what=move || (c.get().forgotten)(&at) safe=move || c.get().forgotten_safe>
                    <LinkButton label=move || c.get().hand_over href=routes::HAND_OVER weight=Weight::Main />
                </Notice>
            }
        })
    }
}

/// Who stands there, and what has passed so far.
#[component]
fn Head(
    desk: Desk,
    who: RwSignal<Option<Watch>>,
    here: Memo<Option<Watch>>,
    people: Memo<Vec<Watch>>,
    several: Signal<bool>,
    on_leave: UnsyncCallback<()>,
) -> impl IntoView {
    let c = use_table(Lang::gate);
    let open = RwSignal::new(false);
    let sums = memo(move || desk.sums());
    let label = move || here.get().map(|here| here.name).unwrap_or_default();
    let choose = move |one: Watch| {
        desk.phone.device().set_setting(WHO_SETTING, Some(&one.name));
        who.set(Some(one));
        open.set(false);
    };
    let one = move |one: Watch| {
        let name = one.name.clone();
        let on = {
            let name = name.clone();
            derive(move || here.with(|here| here.as_ref().is_some_and(|here| here.name == name)))
        };
        let choose = {
            let one = one.clone();
            move |_| choose(one.clone())
        };
        view! { <crate::parts::Toggle label=name on on_change=choose /> }
    };
    view! {
        <div class="gate-head">
            <Button label=label name=move || (c.get().on_duty)(&label()) icon=Icon::Me on_press=move |_| open.set(true) />
            <SumsLine sums />
        </div>
        <Sheet open title=move || c.get().who_now>
            <div class="stack-wide">
                <div class="choices broad"><For each=move || people.get() key=|one| one.name.clone() children=one /></div>
                <LinkButton label=move || c.get().hand_over href=routes::HAND_OVER size=Size::Wide weight=Weight::Main />
                <Show when=move || several.get()>
                    <Button label=move || c.get().other_post size=Size::Wide on_press=move |_| on_leave.run(()) />
                </Show>
            </div>
        </Sheet>
    }
}

/// 进 12 出 8 车 15 劝返 1 发热 0.
#[component]
pub fn SumsLine(
    /// What has passed.
    #[prop(into)]
    sums: Signal<Sums>,
) -> impl IntoView {
    let c = use_table(Lang::gate);
    let one = move |label: fn(&GateWords) -> &'static str, n: fn(&Sums) -> i64| {
        view! { <span><b>{move || sums.with(n)}</b>{move || label(c.get())}</span> }
    };
    view! {
        <p class="gate-sums" role="img" aria-label=move || sums.with(|sums| (c.get().sums_said)(sums))>
            {one(|c| c.sum_in, |sums| sums.people_in)}
            {one(|c| c.sum_out, |sums| sums.people_out)}
            {one(|c| c.sum_vehicles, |sums| sums.vehicles)}
            {one(|c| c.sum_back, |sums| sums.turned_back)}
            {one(|c| c.sum_fever, |sums| sums.fevers)}
        </p>
    }
}

#[component]
fn Way(entry: RwSignal<Entry>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let way = memo(move || Some(DIR[usize::from(entry.with(|entry| entry.out))].to_owned()));
    view! {
        <div class="gate-way">
            <ChooseOne
                name=move || c.get().direction
                key="passage.dir"
                codes=DIR
                chosen=way
                on_choose=move |code: &'static str| entry.update(|entry| entry.out = code == DIR[1])
            />
        </div>
    }
}

/// What is filled in: plate, name, temperature, the rest.
#[component]
fn Parts(entry: RwSignal<Entry>, more: RwSignal<bool>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let part = move |part: Part, label: fn(&GateWords) -> &'static str, class: &'static str| {
        let on = memo(move || entry.with(|entry| entry.part == part));
        view! {
            <button
                type="button"
                class=format!("btn {class}")
                class:on=on
                aria-pressed=move || on.get().to_string()
                on:click=move |_| entry.update(|entry| entry.part = part)
            >
                {move || label(c.get())}
            </button>
        }
    };
    view! {
        <div class="gate-parts" role="group" aria-label=move || c.get().part>
            {part(Part::Plate, |c| c.plate, "")}
            {part(Part::Name, |c| c.name, "")}
            {part(Part::Heat, |c| c.heat, "narrow-only")}
            <button type="button" class="btn" aria-haspopup="dialog" on:click=move |_| more.set(true)>{move || c.get().more}</button>
        </div>
    }
}

/// The plate or the name as far as it is typed.
#[component]
fn Who(entry: RwSignal<Entry>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let by_name = memo(move || entry.with(Entry::is_named));
    move || {
        if by_name.get() {
            view! {
                <input
                    class="input"
                    type="text"
                    autocomplete="off"
                    aria-label=move || c.get().name
                    placeholder=move || c.get().empty_name
                    maxlength="30"
                    prop:value=move || entry.with(|entry| entry.name.clone())
                    on:input=move |event| entry.update(|entry| entry.write_name(&event_target_value(&event)))
                />
            }
            .into_any()
        } else {
            // A keyboard that is there types; none comes up for it.
            view! {
                <input
                    class="input plate"
                    type="text"
                    inputmode="none"
                    autocomplete="off"
                    aria-label=move || c.get().plate
                    placeholder=move || c.get().empty_plate
                    prop:value=move || entry.with(|entry| entry.plate.clone())
                    on:input=move |event| entry.update(|entry| entry.write_plate(&event_target_value(&event)))
                />
            }
            .into_any()
        }
    }
}

/// What stands below the field: what is wrong, what is known of whoever stands there, or whoever was
/// here and may be coming again, as buttons.
#[component]
fn Known(desk: Desk, entry: RwSignal<Entry>, tried: RwSignal<Option<Trouble>>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let trouble = memo(move || {
        let c = c.get();
        Some(match tried.get()? {
            Trouble::Nobody => c.nobody,
            Trouble::NotChosen => c.not_chosen,
            Trouble::ShortPlate => c.short_plate,
            Trouble::Heat(_) | Trouble::More(_) => return None,
        })
    });
    let known = memo(move || {
        let c = c.get();
        entry.with(|entry| {
            let way = entry.more.from.as_deref().zip(entry.more.to.as_deref()).map(|(from, to)| (c.way)(from, to));
            let people = entry.more.people_n.filter(|n| *n > 1).map(|n| (c.people_n)(n));
            let other = if entry.is_named() { &entry.plate } else { &entry.name };
            let other = Some(other.clone()).filter(|other| !other.is_empty());
            [other, people, way].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    });
    let asks = memo(move || entry.with(|entry| entry.part != Part::Heat && !entry.sure));
    view! {
        <div class="gate-known" aria-live="polite">
            {move || match trouble.get() {
                Some(trouble) => view! { <ProblemLine text=trouble /> }.into_any(),
                None if asks.get() => view! { <Hints desk entry /> }.into_any(),
                None => view! { <span>{move || known.get()}</span> }.into_any(),
            }}
        </div>
    }
}

/// Whoever was here and may be coming again, as buttons.
#[component]
fn Hints(desk: Desk, entry: RwSignal<Entry>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let asked = memo(move || entry.with(|entry| (entry.part, entry.looked_for().to_owned())));
    let hints = memo(move || {
        let (part, typed) = asked.get();
        desk.read(|log| if part == Part::Name { log.names(&typed) } else { log.plates(&typed) })
    });
    let spelt = memo(move || entry.with(|entry| Some(entry.spelt.clone()).filter(|spelt| !spelt.is_empty())));
    let one = move |hint: Hint| {
        let (label, last) = (hint.label.clone(), hint.last);
        let press = move |_| entry.update(|entry| entry.known(&last, desk.now()));
        view! { <button type="button" class="btn" aria-label=move || (c.get().known_name)(&label) on:click=press>{hint.label.clone()}</button> }
    };
    view! {
        {move || spelt.get().map(|spelt| view! { <span class="gate-spelt">{(c.get().spelt)(&spelt)}</span> })}
        <div class="gate-hints" role="group" aria-label=move || c.get().known>
            <For each=move || hints.get() key=|hint| (hint.label.clone(), hint.last.on, hint.last.minute) children=one />
        </div>
    }
}

/// The temperature as far as it is typed.
#[component]
fn Measured(desk: Desk, entry: RwSignal<Entry>, tried: RwSignal<Option<Trouble>>) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let digits = move || entry.with(|entry| with_point(entry.heat.digits(), 1));
    let heat = memo(move || {
        let threshold = desk.threshold.get();
        entry.with(|entry| (entry.heat.wrong(), entry.heat.heat(threshold), entry.heat.step, entry.heat.value()))
    });
    let under = move || {
        let missing = tried.get().and_then(|trouble| match trouble {
            Trouble::Heat(trouble) => Some(trouble),
            _ => None,
        });
        match heat.get() {
            (Some(trouble), ..) => {
                view! { <p role="alert"><ProblemLine text=trouble_label(lang.get(), &trouble) /></p> }.into_any()
            }
            (None, ..) if missing.is_some() => {
                let text = missing.map(|trouble| trouble_label(lang.get(), &trouble)).unwrap_or_default();
                view! { <p role="alert"><ProblemLine text /></p> }.into_any()
            }
            (None, None, Step::Second, Some(first)) => {
                view! { <p role="alert"><ProblemLine text=(c.get().again)(&tenths_label(first)) /></p> }.into_any()
            }
            (None, Some(Heat::Hot), ..) => {
                view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || c.get().hot /> }.into_any()
            }
            (None, Some(Heat::Normal), ..) => {
                view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || w.get().normal /> }.into_any()
            }
            _ => ().into_any(),
        }
    };
    view! { <Reading value=digits unit="℃"><div class="under">{under}</div></Reading> }
}

/// A fever is let pass: why.
#[component]
fn Why(entry: RwSignal<Entry>, open: RwSignal<bool>, #[prop(into)] on_pass: UnsyncCallback<()>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let reason = memo(move || entry.with(|entry| entry.more.pass_reason.clone().unwrap_or_default()));
    let write = move |text: String| entry.update(|entry| entry.more.pass_reason = Some(text));
    let offer = move |offer: &'static str| {
        let on = derive(move || reason.with(|reason| reason == offer));
        view! { <crate::parts::Toggle label=offer on on_change=move |_| write(offer.to_owned()) /> }
    };
    let pass = move |_| {
        if !reason.with_untracked(|reason| reason.trim().is_empty()) {
            open.set(false);
            on_pass.run(());
        }
    };
    view! {
        <Sheet open title=move || c.get().why>
            <div class="stack-wide">
                <p class="soft">{move || c.get().why_safe}</p>
                <div class="choices broad">{move || c.get().why_offers.iter().copied().map(offer).collect_view()}</div>
                <Field id="pass-reason" label=move || c.get().why_words value=reason on_input=write most=60 />
                <div class="acts">
                    <Button label=move || c.get().let_pass weight=Weight::Main disabled=derive(move || reason.with(|reason| reason.trim().is_empty())) on_press=pass />
                </div>
            </div>
        </Sheet>
    }
}
