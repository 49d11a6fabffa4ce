//! 户卡: a card that opens a door, to be printed. Its code is an address of this app with the record's
//! id behind the `#`, which never reaches a server; nothing on it says who lives there.

use crate::{
    live::memo,
    parts::{Bar, Button, Empty, Icon, Loading, Main, Page, Size, Weight},
    phone::use_book,
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::id::RecordId;
use qrcodegen::{QrCode, QrCodeEcc};

/// The screen.
#[component]
pub fn CardPage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let book = use_book();
    let card = memo(move || {
        book.with(|book| {
            book.as_ref().map(|book| {
                let card = book.door(id?)?;
                let door = [card.household.group.clone().unwrap_or_default(), card.household.door.clone()].concat();
                Some((book.town.clone().unwrap_or_default(), card.grid.clone(), door, card.id))
            })
        })
    });
    let back = id.map_or_else(|| routes::HOUSEHOLDS.to_owned(), routes::household);
    view! {
            <Page>
                <Bar title=move || p.get().card back />
                <Main>
                    {move || match card.get() {
                        None => view! { <Loading /> }.into_any(),
                        Some(None) => {
                            view! { <Empty icon=Icon::Door title=move || w.get().household_gone text=move || w.get().household_gone_todo /> }
                                .into_any()
                        }
                        Some(Some((town, grid, door, id))) => {
                            let origin = window().location().origin().unwrap_or_default();
                            let name = door.clone();
                            view! {
                                <article class="card door-card">
                                    <p class="soft">{format!("{town} {grid}")}</p>
                                    <h2 class="no">{door}</h2>
                                    <Code text=routes::card_link(&origin, id) name />
                                    <p class="soft">{move || p.get().card_use}</p>
                                </article>
    <div class="tools">
                                <Button
                                    label=move || p.get().print
                                    icon=Icon::Paper
                                    weight=Weight::Main
                                    size=Size::Big
                                    on_press=move |_| {
                                        // A browser that cannot print shows the card all the same.
                                        let _ = window().print();
                                    }
                                />
    </div>
                            }
                                .into_any()
                        }
                    }}
                </Main>
            </Page>
        }
}

/// A text as a code for cameras.
#[component]
fn Code(text: String, name: String) -> impl IntoView {
    let p = use_table(Lang::people);
    // An address is far shorter than what a code holds.
    QrCode::encode_text(&text, QrCodeEcc::Medium).ok().map(|code| {
        let size = code.size() + 2 * QUIET;
        view! {
            <svg class="qr" role="img" aria-label=move || (p.get().qr_name)(&name) viewBox=format!("0 0 {size} {size}")>
                <rect class="paper" width=size height=size></rect>
                <path class="ink" d=path(&code)></path>
            </svg>
        }
    })
}

/// So many modules around a code stay white.
const QUIET: i32 = 4;

/// The dark modules, a row of them at a time.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let code =
            QrCode::encode_text("https://yunxi.example/#card=01890a5d-ac96-774b-bcce-b302099a8057", QrCodeEcc::Medium)
                .expect("it is short");
        let mut drawn = vec![];
        for run in path(&code).split('M').filter(|run| !run.is_empty()) {
            let (start, length) = run.split_once('h').expect("a run");
            let (x, y) = start.split_once(' ').expect("a place");
            let (x, y): (i32, i32) = (x.parse().expect("a number"), y.parse().expect("a number"));
            let length: i32 = length.split_once('v').expect("a height").0.parse().expect("a number");
            drawn.extend((0..length).map(|n| (x + n - QUIET, y - QUIET)));
        }
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark: Vec<_> = all.filter(|(x, y)| code.get_module(*x, *y)).collect();
        drawn.sort_by_key(|(x, y)| (*y, *x));
        assert_eq!(drawn, dark);
        assert!(dark.len() > 300);
    }
}
