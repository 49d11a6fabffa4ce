//! 网格牵头干部: who heads each top-level grid; one Party member each, named by the township's command.

use super::{Framed, state, use_roster};
use crate::{
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, Field, Icon, Loading, Main, Page, ProblemLine, Row, Rows, Size, Toggle, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    access::Role,
    id::RecordId,
    kind::{Payload, directory::Grid},
};
use sync::{Broken, Intent};

/// The screen.
#[component]
pub fn CadresPage() -> impl IntoView {
    let t = use_table(Lang::teams);
    let roster = use_roster();
    let tops =
        memo(move || roster.with(|roster| roster.as_ref().map(|roster| roster.tops().cloned().collect::<Vec<_>>())));
    view! {
        <Framed>
            <Page>
                <Bar title=move || t.get().cadres sub=move || t.get().cadres_note back=routes::TEAMS />
                <Main>
                    <Show when=move || tops.with(Option::is_some) fallback=|| view! { <Loading /> }>
                        <Card>
                            <Rows>
                                <For each=move || tops.get().unwrap_or_default() key=|(id, grid)| (*id, grid.lead.clone()) let((id, grid))>
                                    <CadreRow id grid />
                                </For>
                            </Rows>
                        </Card>
                    </Show>
                </Main>
            </Page>
        </Framed>
    }
}

#[component]
fn CadreRow(id: RecordId, grid: Grid) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let may = untrack(|| phone.user()).is_some_and(|user| user.roles.contains(&Role::Town));
    let open = RwSignal::new(false);
    let name = RwSignal::new(grid.lead.clone().unwrap_or_default());
    let party = RwSignal::new(grid.lead_party == Some(true));
    let tried = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let problem = move |field: &'static str| {
        derive(move || {
            let wrong = state::lead(&name.get(), party.get()).err().filter(|one| tried.get() && one.field == field)?;
            Some(words::problem(lang.get(), &wrong))
        })
    };
    let wrong_party = problem("lead_party");
    let lead = grid.lead.clone();
    let of = grid.name.clone();
    let save = move |()| {
        tried.set(true);
        let Ok(set) = state::lead(&name.get_untracked(), party.get_untracked()) else { return };
        let intent = phone.peek(|held| held.get(Grid::KIND, id).map(|held| Intent::set(&held.record, set))).flatten();
        let Some(intent) = intent else { return };
        spawn_local(async move {
            match phone.save(vec![intent], None, None).await {
                Ok(()) => toasts.say(w.get_untracked().saved_on_phone),
                Err(error) => {
                    broken.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <Row title=grid.name.clone() sub=move || lead.clone().unwrap_or_else(|| t.get().no_cadre.to_owned())>
            {may.then(|| view! {
                <Button
                    label=move || w.get().change
                    name=move || format!("{} {of}", w.get().change)
                    icon=Icon::Pen
                    size=Size::Small
                    expanded=open
                    on_press=move |()| open.update(|open| *open = !*open)
                />
            })}
            {move || open.get().then(|| view! {
                <div class="whole stack">
                    <Field
                        id=format!("lead-{id}")
                        label=move || t.get().cadre_name
                        hint=move || t.get().cadre_hint
                        value=name
                        problem=problem("lead")
                        on_input=move |text: String| name.set(text)
                    />
                    <Toggle label=move || t.get().party_member on=party on_change=move |on: bool| party.set(on) />
                    {move || wrong_party.get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                    <Button label=move || w.get().save weight=Weight::Main size=Size::Wide on_press=save />
                </div>
            })}
        </Row>
    }
}
