//! What is said where doors and people are found, registered, put in order, told apart and joined. A
//! table of its own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};
use crate::find::Group;

/// The words.
#[expect(
    missing_docs,
    reason = "the words beside each name in words/zh/people.rs and words/en/people.rs say what it is"
)]
#[derive(Debug)]
pub struct PeopleWords {
    // Finding
    pub tools: &'static str,
    pub group_name: fn(Group) -> Option<&'static str>,
    pub found_n: fn(usize) -> String,
    pub show_rest: fn(usize) -> String,
    pub try_this: &'static str,

    // What looks alike
    pub doubles: &'static str,
    pub doubles_n: fn(usize) -> String,
    pub doubles_note: &'static str,
    pub no_doubles: &'static str,
    pub no_doubles_note: &'static str,
    pub doubles_of_households: &'static str,
    pub doubles_of_people: &'static str,
    pub because: fn(&str) -> String,
    pub compare: &'static str,
    pub this_one: &'static str,
    pub that_one: &'static str,
    pub records_n: fn(usize) -> String,
    pub differs: &'static str,
    pub choose_which: &'static str,
    pub same_household: &'static str,
    pub same_person: &'static str,
    pub join: &'static str,
    pub join_note: &'static str,
    pub not_same_household: &'static str,
    pub not_same_person: &'static str,
    pub joined: &'static str,
    pub kept_apart: &'static str,
    pub joined_here: &'static str,
    pub take_apart: &'static str,
    pub take_apart_ask: &'static str,
    pub take_apart_note: &'static str,
    pub taken_apart: &'static str,
    pub pair_gone: &'static str,
    pub pair_gone_todo: &'static str,

    // Registering
    pub where_grid: &'static str,
    pub the_door: &'static str,
    pub the_people: &'static str,
    pub no_people_yet: &'static str,
    pub add_person: &'static str,
    pub change_person: fn(&str) -> String,
    pub a_person: &'static str,
    pub person_done: &'static str,
    pub remove_person: &'static str,
    pub card_of_type: &'static str,
    pub card_note: &'static str,
    pub save_household: &'static str,
    pub registered: fn(&str) -> String,
    pub perhaps_known: &'static str,
    pub perhaps_known_note: &'static str,
    pub it_is_this: &'static str,
    pub it_is_not: &'static str,
    pub just_typed: &'static str,
    pub no_grid: &'static str,
    pub no_grid_todo: &'static str,

    // Walking order
    pub order: &'static str,
    pub order_note: &'static str,
    pub up: &'static str,
    pub up_name: fn(&str) -> String,
    pub down: &'static str,
    pub down_name: fn(&str) -> String,
    pub drag_name: fn(&str) -> String,
    pub by_walking: &'static str,
    pub by_walking_note: &'static str,
    pub next_is: fn(usize) -> String,
    pub walked_nth: fn(usize) -> String,
    pub place_n: fn(usize) -> String,
    pub order_saved: fn(usize) -> String,
    pub order_back: &'static str,
    pub nothing_moved: &'static str,

    // The card of a door
    pub card: &'static str,
    pub card_use: &'static str,
    pub print: &'static str,
    pub qr_name: fn(&str) -> String,
}

impl Lang {
    /// Its words for finding and registering doors and people.
    pub fn people(self) -> &'static PeopleWords {
        match self {
            Lang::Zh => &zh::people::WORDS,
            Lang::En => &en::people::WORDS,
        }
    }
}
