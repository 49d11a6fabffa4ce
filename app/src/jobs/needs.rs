//! 需求: what households ask for, given to a service team with one tap; and the team that looks after
//! whoever is isolated.

pub mod state;

use crate::{
    book::Book,
    jobs::calls::use_colleague,
    live::{Show, derive, memo},
    parts::{Badge, Button, Card, Icon, Row, Rows, Section, Sheet, Size, Tone, Weight, use_toasts},
    phone::{Shared, use_book, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::{Moment, NeedFile},
    id::RecordId,
    kind::{
        Payload,
        assignment::{Assignment, id_of},
        errand::Errand,
        need::Need,
    },
};
use sync::Intent;

/// The register that is read, or nothing where there is none yet.
fn read<T>(book: Memo<Option<Shared<Book>>>, read: impl FnOnce(&Book) -> Option<T>) -> Option<T> {
    book.with(|book| read(book.as_ref()?))
}

/// Needs for which nobody has been found, in 今日. Nothing where there are none.
#[component]
pub fn NeedsOpen() -> impl IntoView {
    let c = use_table(Lang::calls);
    let book = use_book();
    let open = memo(move || read(book, |book| Some(state::open(book))).unwrap_or_default());
    view! {
        <Show when=move || !open.with(Vec::is_empty)>
            <Section title=move || c.get().needs note=move || (c.get().needs_n)(open.with(Vec::len)) />
            <Card>
                <Rows>
                    <For each=move || open.get() key=|id| *id let:id><NeedRow id with_door=true /></For>
                </Rows>
            </Card>
        </Show>
    }
}

/// The needs of a household that are not closed. Nothing where there are none.
#[component]
pub fn NeedsHere(
    /// The household.
    household: RecordId,
) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let here = memo(move || {
        let ids = |book: &Book| state::here(book, household).iter().map(|file| file.need.id).collect::<Vec<_>>();
        read(book, |book| Some(ids(book))).unwrap_or_default()
    });
    view! {
        <Show when=move || !here.with(Vec::is_empty)>
            <Section title=move || w.get().needs_open />
            <Card>
                <Rows>
                    <For each=move || here.get() key=|id| *id let:id><NeedRow id with_door=false /></For>
                </Rows>
            </Card>
        </Show>
    }
}

/// A need: what, since when, who sees to it; to be given to a team, or closed.
#[component]
fn NeedRow(id: RecordId, with_door: bool) -> impl IntoView {
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let book = use_book();
    let name = use_colleague();
    let file = memo(move || read(book, |book| book.care.needs.iter().find(|file| file.need.id == id).cloned()));
    let door = memo(move || {
        file.with(|file| file.as_ref()?.need.is.household)
            .and_then(|id| read(book, |book| Some(book.door(id)?.household.clone())))
    });
    let category = move || {
        file.with(|file| {
            let need = &file.as_ref()?.need.is;
            let what = term_or_code(lang.get(), "need.category", &need.category);
            Some(need.text.iter().fold(what, |what, text| format!("{what} {text}")))
        })
        .unwrap_or_default()
    };
    let title = move || {
        let head = door.with(|door| Some(door.as_ref()?.head.clone())).filter(|_| with_door);
        head.into_iter().chain([category()]).collect::<Vec<_>>().join(" · ")
    };
    let number = with_door
        .then(|| derive(move || door.with(|door| door.as_ref().map(|door| door.door.clone())).unwrap_or_default()));
    let taken_by = memo(move || file.with(|file| file.as_ref()?.errand()?.is.taken_by));
    let who = move || taken_by.get().map(|by| name(Some(by)));
    let sub = move || {
        let asked = file.with(|file| file.as_ref()?.need.is.asked_on).map(|day| words::month_day(lang.get(), day));
        let team = file.with(|file| file.as_ref()?.need.is.team);
        let team = team.and_then(|team| read(book, |book| Some(book.team(team)?.name.clone())));
        let team = team.unwrap_or_else(|| c.get().no_team_yet.to_owned());
        [asked, Some(team), who()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let badge = move || {
        file.with(|file| {
            let file = file.as_ref()?;
            let (tone, icon) = if file.is_done() { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Bag) };
            let label = match file.errand() {
                Some(errand) => term_or_code(lang.get(), "errand.status", &errand.is.status),
                None => term_or_code(lang.get(), "need.status", &file.need.is.status),
            };
            Some(view! { <Badge tone icon label /> })
        })
    };
    let free = memo(move || {
        file.with(|file| file.as_ref().is_some_and(|file| file.need.is.team.is_none() && file.errand().is_none()))
    });
    let is_done = memo(move || file.with(|file| file.as_ref().is_some_and(NeedFile::is_done)));
    let close = Close { id, file }.action();
    let label = move || if is_done.get() { c.get().close_need } else { c.get().done_here };
    let teams = memo(move || {
        let grid = file.with(|file| Some(file.as_ref()?.need.scope.id()));
        read(book, |book| Some(teams_of(book, grid?))).unwrap_or_default()
    });
    let on_give = give_need(id, file);
    let give = move || free.get().then(|| view! { <ToTeam title=derive(category) teams on_give /> });
    let buttons = move || {
        view! {
            {badge}
            {give}
            <Button
                label
                name=move || format!("{} {}", label(), category())
                size=Size::Small
                weight=Weight::Quiet
                on_press=close
            />
        }
    };
    match number {
        Some(number) => view! { <Row number title sub>{buttons()}</Row> }.into_any(),
        None => view! { <Row title sub>{buttons()}</Row> }.into_any(),
    }
}

/// Closes a need; 撤销 opens it again.
#[derive(Clone, Copy)]
struct Close {
    id: RecordId,
    file: Memo<Option<NeedFile>>,
}

impl Close {
    fn action(self) -> impl Fn(()) + Copy + Send + Sync + 'static {
        let w = use_words();
        let c = use_table(Lang::calls);
        let phone = use_phone();
        let toasts = use_toasts();
        move |()| {
            let need = phone.peek(|state| state.get(Need::KIND, self.id).map(|held| held.record.clone())).flatten();
            let Some((need, file)) = need.zip(self.file.get_untracked()) else { return };
            spawn_local(async move {
                let set = state::closed(&file, Moment::at(phone.now()));
                let back = state::before(&need, &set);
                if phone.save(vec![Intent::set(&need, set)], None, None).await.is_err() {
                    return toasts.say(w.get_untracked().storage_broken);
                }
                let undo = move || {
                    let back = back.clone();
                    spawn_local(async move {
                        let now = phone.peek(|state| state.get(Need::KIND, self.id).map(|held| held.record.clone()));
                        let Some(now) = now.flatten() else { return };
                        let done = phone.save(vec![Intent::set(&now, back)], None, None).await;
                        toasts.say(if done.is_ok() {
                            c.get_untracked().taken_back
                        } else {
                            w.get_untracked().storage_broken
                        });
                    });
                };
                toasts.say_with_undo(c.get_untracked().need_closed, undo);
            });
        }
    }
}

/// Gives a need to the team that is chosen; 撤销 takes it back.
fn give_need(id: RecordId, file: Memo<Option<NeedFile>>) -> UnsyncCallback<RecordId> {
    let w = use_words();
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    UnsyncCallback::new(move |team: RecordId| {
        let need = phone.peek(|state| state.get(Need::KIND, id).map(|held| held.record.clone())).flatten();
        let made = book.with_untracked(|book| {
            let book = book.as_ref()?;
            let known = file.get_untracked()?.need;
            let errand = state::errand(book, &known, Moment::at(phone.now()));
            Some((errand, book.team(team)?.name.clone()))
        });
        let (Some(need), Some((errand, name)), Some(ticket)) = (need, made, phone.new_id()) else { return };
        spawn_local(async move {
            let intents = state::given(&errand, ticket, &need, team);
            let scope = intents[0].scope;
            if phone.save(intents, None, None).await.is_err() {
                return toasts.say(w.get_untracked().storage_broken);
            }
            let undo = move || {
                spawn_local(async move {
                    let now = phone.peek(|state| state.get(Need::KIND, id).map(|held| held.record.clone())).flatten();
                    let set = [("team".to_owned(), serde_json::Value::Null)].into_iter().collect();
                    let back = now.map(|now| Intent::set(&now, set));
                    let void = Intent::void(Errand::KIND, ticket, scope, "entered_in_error");
                    let done = phone.save(back.into_iter().chain([void]).collect(), None, None).await;
                    toasts.say(if done.is_ok() {
                        c.get_untracked().taken_back
                    } else {
                        w.get_untracked().storage_broken
                    });
                });
            };
            toasts.say_with_undo((c.get_untracked().given)(&name), undo);
        });
    })
}

/// The button that gives something to a team: one tap where there is one team, else which.
#[component]
fn ToTeam(
    /// What is given.
    #[prop(into)]
    title: Signal<String>,
    /// The teams that it may be given to.
    teams: Memo<Vec<(RecordId, String)>>,
    /// Gives it.
    on_give: UnsyncCallback<RecordId>,
) -> impl IntoView {
    let c = use_table(Lang::calls);
    let open = RwSignal::new(false);
    let one = move |(id, name): (RecordId, String)| {
        let label = move || (c.get().give_to)(&name);
        view! {
            <Button
                label=label.clone()
                name=move || format!("{} {}", label(), title.get())
                size=Size::Small
                on_press=move |_| {
                    open.set(false);
                    on_give.run(id);
                }
            />
        }
    };
    move || match teams.get().as_slice() {
        [] => ().into_any(),
        [only] => one(only.clone()).into_any(),
        _ => view! {
            <Button
                label=move || c.get().give_to_a_team
                name=move || format!("{} {}", c.get().give_to_a_team, title.get())
                size=Size::Small
                on_press=move |_| open.set(true)
            />
            <Sheet open title=move || c.get().which_team>
                <div class="stack">{move || teams.get().into_iter().map(one).collect_view()}</div>
            </Sheet>
        }
        .into_any(),
    }
}

/// The service teams of a grid of doors, by name.
fn teams_of(book: &Book, grid: RecordId) -> Vec<(RecordId, String)> {
    book.service_teams(grid).map(|(id, team)| (*id, team.name.clone())).collect()
}

/// Isolated people whom no service team looks after, in 今日. Nothing where there are none.
#[component]
pub fn ServiceMissing() -> impl IntoView {
    let c = use_table(Lang::calls);
    let book = use_book();
    let cases = memo(move || read(book, |book| Some(state::unserved(book, None))).unwrap_or_default());
    view! {
        <Show when=move || !cases.with(Vec::is_empty)>
            <Section title=move || c.get().no_service note=move || c.get().no_service_note />
            <Card>
                <Rows><For each=move || cases.get() key=|case| *case let:case><ServiceRow case with_door=true /></For></Rows>
            </Card>
        </Show>
    }
}

/// Who looks after the isolated people of a household. Nothing where nobody is isolated.
#[component]
pub fn ServiceHere(
    /// The household.
    household: RecordId,
) -> impl IntoView {
    let c = use_table(Lang::calls);
    let book = use_book();
    let cases = memo(move || {
        let here = |book: &Book| {
            let open = book.care.files.iter().filter(|file| file.case.is.is_open());
            let here = open.filter(|file| file.case.is.household == Some(household));
            Some(here.map(|file| file.case.id).collect::<Vec<_>>())
        };
        read(book, here).unwrap_or_default()
    });
    view! {
        <Show when=move || !cases.with(Vec::is_empty)>
            <Section title=move || c.get().service />
            <Card>
                <Rows><For each=move || cases.get() key=|case| *case let:case><ServiceRow case with_door=false /></For></Rows>
            </Card>
        </Show>
    }
}

#[component]
fn ServiceRow(case: RecordId, with_door: bool) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let who = memo(move || {
        read(book, |book| {
            let case = &book.care.file(case)?.case;
            let card = book.door(case.is.household?)?;
            let person = card.people.iter().find(|(id, _)| Some(*id) == case.is.person)?;
            Some((card.household.door.clone(), person.1.name.clone(), case.scope.id()))
        })
    });
    let name = derive(move || who.get().map(|(_, name, _)| name).unwrap_or_default());
    let served = memo(move || {
        read(book, |book| {
            let assignment = book.care.file(case)?.served_by()?;
            let team = book.team(assignment.scope.id()).map(|team| team.name.clone());
            Some((team.unwrap_or_default(), assignment.is.calls == Some(true)))
        })
    });
    let teams = memo(move || {
        let grid = who.with(|who| who.as_ref().map(|(_, _, grid)| *grid));
        grid.and_then(|grid| read(book, |book| Some(teams_of(book, grid)))).unwrap_or_default()
    });
    let sub = move || match served.get() {
        Some((team, calls)) => {
            let what = if calls { c.get().service_calls } else { c.get().service_errands };
            format!("{team} · {what}")
        }
        None if teams.with(Vec::is_empty) => c.get().no_teams.to_owned(),
        None => c.get().no_service.to_owned(),
    };
    let give = UnsyncCallback::new(move |team: RecordId| {
        let told = book.with_untracked(|book| {
            let book = book.as_ref()?;
            let is = book.team(team)?;
            Some((state::assignment(book, book.care.file(case)?, is, Moment::at(phone.now())), is.name.clone()))
        });
        let Some((told, name)) = told else { return };
        let kept = move || {
            let of =
                |state: &sync::State| state.get(Assignment::KIND, id_of(case, team)).map(|held| held.record.clone());
            phone.peek(of).flatten()
        };
        spawn_local(async move {
            let intent = state::assigned(&told, kept().as_ref(), case, team);
            if phone.save(vec![intent], None, None).await.is_err() {
                return toasts.say(w.get_untracked().storage_broken);
            }
            let undo = move || {
                let Some(now) = kept() else { return };
                spawn_local(async move {
                    let done = phone.save(vec![Intent::set(&now, state::ended())], None, None).await;
                    toasts.say(if done.is_ok() {
                        c.get_untracked().taken_back
                    } else {
                        w.get_untracked().storage_broken
                    });
                });
            };
            toasts.say_with_undo((c.get_untracked().given)(&name), undo);
        });
    });
    let right = move || {
        if served.with(Option::is_some) {
            view! { <Badge tone=Tone::Ok icon=Icon::People label=move || c.get().service /> }.into_any()
        } else {
            view! { <ToTeam title=name teams on_give=give /> }.into_any()
        }
    };
    if with_door {
        let number = move || who.get().map(|(door, _, _)| door).unwrap_or_default();
        view! { <Row number title=name sub>{right}</Row> }.into_any()
    } else {
        view! { <Row title=name sub>{right}</Row> }.into_any()
    }
}
