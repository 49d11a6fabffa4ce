//! 练一遍: a visit to a household that is not there, in the very form of a visit. Nothing of it leaves
//! this screen: no record, no draft, no op is made.

use crate::{
    jobs::visit::state::{all_well, is_all_well},
    live::{derive, memo},
    parts::{
        Act, Answer, Bar, Button, Card, Dock, Door, FormView, Icon, Main, Notice, Page, RecordState, Size, Steps,
        SyncBadge, Tone, Weight,
    },
    routes,
    settings::{use_table, use_words},
    words::{Lang, StartWords},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{
    form::{Ask, Form},
    id::RecordId,
    kind::visit,
    record::Data,
};

/// The form of a visit without what makes no sense at a door that is not there: no photo, no note.
static FORM: Form = Form { kind: visit::FORM.kind, version: visit::FORM.version, questions: QUESTIONS };
static QUESTIONS: &[model::form::Question] = visit::FORM.questions.split_at(4).0;

/// How far one has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Before,
    Form,
    Kept,
    Sent,
}

/// What to press next.
fn hint(answers: &Data, one_by_one: bool, s: &StartWords) -> String {
    let words = match answers.get("outcome") {
        None => s.hint_outcome,
        Some(_) if !is_all_well(answers) => s.hint_people,
        Some(_) => s.hint_more,
    };
    let answered = answers.contains_key("outcome");
    if one_by_one && answered { format!("{words}{}", s.hint_next) } else { words.to_owned() }
}

/// The practice: before, in the form, and after.
#[component]
pub fn Practice(
    /// Called when it is over.
    #[prop(into)]
    on_end: Act,
) -> impl IntoView {
    let w = use_words();
    let s = use_table(Lang::start);
    let at = RwSignal::new(At::Before);
    let answers = RwSignal::new(Data::new());
    let steps = Steps::new(&FORM, answers);
    let begin = move |()| {
        answers.set(Data::new());
        steps.go(0);
        at.set(At::Form);
    };
    let people = s.get_untracked().practice_people;
    let ids = move || (1..=people as u128).map(RecordId::fixed).collect::<Vec<_>>();
    let well = memo(move || answers.with(is_all_well));
    let drawn = move |ask: Ask| match ask {
        Ask::PerPerson { .. } => view! {
            <Button
                label=move || (w.get().all_well_n)(people)
                icon=Icon::Ok
                size=Size::Wide
                pressed=well
                on_press=move |()| Answer::new("screening", answers).set(all_well(ids()))
            />
        }
        .into_any(),
        _ => ().into_any(),
    };
    let may_save = memo(move || answers.with(|answers| answers.contains_key("outcome")));
    let press = move |()| match (steps.is_last(), may_save.get_untracked()) {
        (_, false) => {}
        (true, true) => at.set(At::Kept),
        (false, true) => steps.next(),
    };
    let label = move || if steps.is_last() { w.get().save } else { w.get().next };
    view! {
        <Main class="stack">
            <Notice tone=Tone::Wait icon=Icon::Info what=move || s.get().practice_banner />
            {move || match at.get() {
                At::Before => view! { <Card pad=true><p>{move || s.get().practice_note}</p></Card> }.into_any(),
                At::Form => view! {
                    <Card>
                        <Door number=move || s.get().practice_door name=move || s.get().practice_head />
                        <div class="q" role="status"><p><b>{move || hint(&answers.get(), steps.position().is_some(), s.get())}</b></p></div>
                        <FormView form=&FORM answers steps problems=derive(Vec::new) drawn />
                    </Card>
                }
                .into_any(),
                At::Kept => view! {
                    <Card pad=true>
                        <SyncBadge state=RecordState::OnPhone />
                        <h2>{move || s.get().practice_kept}</h2>
                        <p>{move || s.get().practice_kept_note}</p>
                    </Card>
                }
                .into_any(),
                At::Sent => view! {
                    <Card pad=true>
                        <SyncBadge state=RecordState::Uploaded />
                        <h2>{move || s.get().practice_up}</h2>
                        <p>{move || s.get().practice_up_note}</p>
                        <p><b>{move || s.get().practice_done}</b></p>
                        <Button label=move || s.get().practice_once_more icon=Icon::Again size=Size::Wide on_press=begin />
                    </Card>
                }
                .into_any(),
            }}
        </Main>
        <Dock>
            {move || match at.get() {
                At::Before => view! {
                    <Button label=move || s.get().practice_start weight=Weight::Main size=Size::Big on_press=begin />
                    <Button label=move || s.get().skip on_press=on_end />
                }
                .into_any(),
                At::Form => view! {
                    <Button label weight=Weight::Main size=Size::Big disabled=derive(move || !may_save.get()) on_press=press />
                }
                .into_any(),
                At::Kept => view! { <Button label=move || s.get().practice_signal weight=Weight::Main size=Size::Big on_press=move |()| at.set(At::Sent) /> }.into_any(),
                At::Sent => view! { <Button label=move || s.get().start_work weight=Weight::Main size=Size::Big on_press=on_end /> }.into_any(),
            }}
        </Dock>
    }
}

/// The practice, asked for again from 我的.
#[component]
pub fn PracticePage() -> impl IntoView {
    let s = use_table(Lang::start);
    let navigate = use_navigate();
    view! {
        <Page>
            <Bar title=move || s.get().practice back=routes::MINE />
            <Practice on_end=move |()| navigate(routes::home(), Default::default()) />
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_leads_to_the_next() {
        let s = Lang::Zh.start();
        let mut answers = Data::new();
        assert_eq!(hint(&answers, false, s), s.hint_outcome);
        answers.insert("outcome".into(), "met".into());
        assert_eq!(hint(&answers, false, s), s.hint_people);
        assert!(hint(&answers, true, s).ends_with(s.hint_next));
        answers.insert("screening".into(), all_well(vec![RecordId::fixed(1)]));
        assert_eq!(hint(&answers, false, s), s.hint_more);
    }

    #[test]
    fn it_is_the_form_of_a_visit() {
        let asked: Vec<&str> = FORM.questions.iter().map(|question| question.field).collect();
        assert_eq!(asked, ["outcome", "screening", "informed", "leaflets"]);
    }
}
