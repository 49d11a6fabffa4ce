//! Things to choose from that have names of their own: villages, teams, the library. A few stand as
//! buttons; where there are many, one searches.

use super::{Button, SearchField, Size, Text, Toggle};
use crate::{
    live::{derive, memo},
    settings::use_words,
};
use leptos::prelude::*;
use model::text::{Needle, SearchKey};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What is chosen by it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says, where its name is not all.
    pub text: Option<String>,
    /// Chosen last time.
    pub last: bool,
}

/// So many stand there before one has to search.
const FEW: usize = 8;
/// So many of many.
const FIRST: usize = 5;
/// So many are found at most.
const FOUND: usize = 12;

/// How many of many stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    /// What is chosen, since it was known from the beginning.
    Known,
    /// The first.
    First,
    /// All.
    Open,
}

/// Which of them stand there: all of a few; of many the first and what is chosen; what was searched
/// for.
fn shown(picks: &[Pick], chosen: &[String], typed: &str, fold: Fold) -> Vec<Pick> {
    if let Some(needle) = Needle::parse(typed) {
        let rank = |pick: &Pick| {
            let keys = std::iter::once(pick.name.as_str()).chain(pick.text.as_deref());
            keys.filter_map(|text| needle.matches(&SearchKey::new(text, "", ""))).max()
        };
        let mut found: Vec<_> = picks.iter().filter_map(|pick| Some((rank(pick)?, pick))).collect();
        found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        return found.into_iter().take(FOUND).map(|(_, pick)| pick.clone()).collect();
    }
    if picks.len() <= FEW || fold == Fold::Open {
        return picks.to_vec();
    }
    let is_chosen = |pick: &Pick| chosen.contains(&pick.id);
    if fold == Fold::Known && !chosen.is_empty() {
        return picks.iter().filter(|pick| is_chosen(pick)).cloned().collect();
    }
    picks
        .iter()
        .enumerate()
        .filter(|(index, pick)| *index < FIRST || is_chosen(pick))
        .map(|(_, pick)| pick.clone())
        .collect()
}

/// The choice: one of them or any, as it is told.
#[component]
pub fn PickFrom(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// The question, for screen readers.
    #[prop(into)]
    name: Text,
    /// What there is, most likely first.
    #[prop(into)]
    picks: Signal<Vec<Pick>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with one of them and whether it is to be chosen.
    #[prop(into)]
    on_change: UnsyncCallback<(String, bool)>,
    /// The label of the box one searches with.
    #[prop(into)]
    find: Text,
    /// What can be typed there.
    #[prop(into)]
    hint: Text,
) -> impl IntoView {
    let w = use_words();
    let typed = RwSignal::new(String::new());
    // Decided once: nothing goes away below a finger that chooses.
    let known = chosen.with_untracked(|chosen| !chosen.is_empty());
    let fold = RwSignal::new(if known { Fold::Known } else { Fold::First });
    let many = memo(move || picks.with(|picks| picks.len() > FEW));
    let visible = memo(move || {
        picks.with(|picks| chosen.with(|chosen| typed.with(|typed| shown(picks, chosen, typed, fold.get()))))
    });
    let left = move || many.get() && fold.get() != Fold::Open && typed.with(String::is_empty);
    let searches = move || many.get() && fold.get() != Fold::Known;
    let unfold = move |_| fold.update(|fold| *fold = if *fold == Fold::Known { Fold::First } else { Fold::Open });
    let draw = move |pick: Pick| {
        let (own, last) = (pick.id.clone(), pick.last);
        let on = memo(move || chosen.with(|chosen| chosen.contains(&own)));
        let id = pick.id.clone();
        // What it says stands below its name, unless they are the same.
        let text = pick.text.filter(|text| *text != pick.name);
        view! {
            <div class="pick">
                <Toggle label=pick.name on=on on_change=move |on: bool| on_change.run((id.clone(), on)) />
                {last.then(|| view! { <small class="soft">{move || w.get().last_choice}</small> })}
                {text.map(|text| view! { <small class="soft">{text}</small> })}
            </div>
        }
    };
    view! {
        <div class="stack" role="group" aria-label=name>
            {move || searches().then(|| view! { <SearchField id=id.clone() label=find hint value=derive(move || typed.get()) on_input=move |text: String| typed.set(text) /> })}
            <div class="choices broad">
                <For each=move || visible.get() key=|pick| (pick.id.clone(), pick.last) children=draw />
            </div>
            {move || left().then(|| view! { <Button label=move || w.get().more size=Size::Wide expanded=derive(|| false) on_press=unfold /> })}
            {move || {
                let nothing = visible.with(Vec::is_empty) && !typed.with(String::is_empty);
                nothing.then(|| view! { <p class="soft">{move || w.get().nothing_found}</p> })
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks(n: usize) -> Vec<Pick> {
        let names =
            ["柳塘村", "石埠村", "上垅村", "下垅村", "云溪居", "梅坑村", "竹湾村", "横塘村", "古井村", "桂岭村"];
        let pick = |(index, name): (usize, &&str)| Pick {
            id: index.to_string(),
            name: (*name).into(),
            text: (index == 9).then(|| "一人传染，全家隔离".into()),
            last: false,
        };
        names.iter().take(n).enumerate().map(pick).collect()
    }

    fn ids(shown: Vec<Pick>) -> Vec<String> {
        shown.into_iter().map(|pick| pick.id).collect()
    }

    #[test]
    fn a_few_stand_there_and_of_many_the_first_and_the_chosen() {
        assert_eq!(shown(&picks(8), &[], "", Fold::First).len(), 8);
        assert_eq!(ids(shown(&picks(10), &["7".into()], "", Fold::First)), ["0", "1", "2", "3", "4", "7"]);
        assert_eq!(shown(&picks(10), &[], "", Fold::Open).len(), 10);
        assert_eq!(ids(shown(&picks(10), &["7".into()], "", Fold::Known)), ["7"]);
        assert_eq!(shown(&picks(10), &[], "", Fold::Known).len(), 5, "nothing is known any more");
    }

    #[test]
    fn one_finds_by_name_by_pinyin_and_by_what_it_says() {
        let found = |typed: &str| ids(shown(&picks(10), &[], typed, Fold::First));
        assert_eq!(found("古井"), ["8"]);
        assert_eq!(found("gj"), ["8"]);
        assert_eq!(found("全家"), ["9"]);
        assert!(found("没有这个").is_empty());
    }
}
