//! The parts that no reference screen shows, in all their states.

use app::{parts::*, settings::use_words};
use leptos::prelude::*;

/// Every page by name.
pub const ALL: &[crate::Drawn] = &[("parts", parts), ("trouble", trouble), ("icons", icons)];

const SYMPTOM: &[&str] =
    &["fever", "dry_cough", "fatigue", "sore_throat", "short_breath", "diarrhoea", "smell_taste_loss", "chest_pain"];

fn nothing(_: ()) {}

fn parts() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Bar title="Parts" on_back=nothing><Button label=move || w.get().change icon=Icon::Pen size=Size::Small on_press=nothing /></Bar>
            <Main>
                <Card>
                    <Question title=move || w.get().symptoms_question>
                        <ChooseMany name="symptoms" key="visit.screening.symptoms" codes=SYMPTOM chosen=vec!["fever".to_owned()] on_change=|_| () />
                        <ProblemLine text="这里还没填。" />
                    </Question>
                    <Question title="Buttons">
                        <div class="stack">
                            <Button label=move || w.get().save weight=Weight::Main size=Size::Big on_press=nothing />
                            <Button label=move || w.get().saving weight=Weight::Main size=Size::Wide busy=true on_press=nothing />
                            <Button label=move || w.get().upload_now size=Size::Wide disabled=true on_press=nothing />
                            <div class="side-by-side">
                                <Button label=move || w.get().sign_out weight=Weight::Danger icon=Icon::Leave on_press=nothing />
                                <Button label=move || w.get().not_measured weight=Weight::Quiet on_press=nothing />
                            </div>
                            <Stepper label=move |n| (w.get().leaflets_n)(n) value=Some(2) on_change=|_| () />
                        </div>
                    </Question>
                    <Question title="Fields">
                        <Field id="phone" label=move || w.get().phone_label value="1990000041" on_input=|_| () input=Input::Phone problem=Some("电话少 1 位,请对一下。".to_owned()) />
                        <Field id="note" label=move || w.get().note_question value="" on_input=|_| () input=Input::Lines hint=move || w.get().optional most=200 />
                    </Question>
                </Card>
                <Card>
                    <Empty icon=Icon::Ok title=move || w.get().all_doors_done text=move || w.get().all_doors_done_note><Button label=move || w.get().households on_press=nothing /></Empty>
                </Card>
                <Loading />
            </Main>
            <div class="toasts"><div class="toast"><span class="words">{move || w.get().saved_on_phone}</span><button class="undo">{move || w.get().undo}</button><button aria-label="x">{icon(Icon::Close)}</button></div></div>
        </Page>
    }
    .into_any()
}

fn trouble() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Bar title="Trouble" back="#" />
            <Main>
                <Notice tone=Tone::Wait icon=Icon::NoSignal what=move || w.get().unreachable safe=move || w.get().unreachable_safe todo=move || w.get().unreachable_todo>
                    <Button label=move || w.get().retry icon=Icon::Again on_press=nothing />
                </Notice>
                <Notice tone=Tone::Alarm what=move || w.get().storage_full safe=move || w.get().storage_full_safe todo=move || w.get().storage_full_todo />
                <Notice tone=Tone::Info what=move || w.get().update_ready safe=move || w.get().update_ready_note><Button label=move || w.get().update_now on_press=nothing /></Notice>
                <Notice tone=Tone::Wait icon=Icon::Lock what=move || w.get().signed_out safe=move || w.get().signed_out_safe todo=move || w.get().signed_out_todo><LinkButton label=move || w.get().sign_in href="#" weight=Weight::Main /></Notice>
            </Main>
        </Page>
    }
    .into_any()
}

fn icons() -> AnyView {
    view! {
        <Page>
            <Main><Card pad=true><div class="choices">
                {Icon::ALL.iter().map(|one| view! { <div class="empty">{icon(*one)}<span class="soft">{format!("{one:?}")}</span></div> }).collect_view()}
            </div></Card></Main>
        </Page>
    }
    .into_any()
}
