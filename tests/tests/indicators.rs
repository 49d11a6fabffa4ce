//! Indicators: what a place counts, what is there no more, and exactly as many records as printed.

use axum::http::{Method, StatusCode};
use model::{
    day::Day,
    id::{DeviceId, RecordId},
    kind::{
        Payload,
        post::Post,
        team::{Member, Team},
    },
    record::Scope,
    wire::{Counted, Indicators},
};
use std::rc::Rc;
use sync::Intent;
use tests::{
    ambient::MORNING,
    phone::Phone,
    township::{DORA, ELSA, GINA, GRETE, GRID, OTHER_GRID, Somebody, TOWN, Township, VILLAGE, data},
};

const WITH_TOWN: Scope = Scope::Town(TOWN);

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn group(village: Option<RecordId>, names: &[&str]) -> Team {
    let member = |name: &&str| Member { name: (*name).into(), party: Some(true), ..Member::default() };
    Team {
        name: "片区党小组".into(),
        kind: "party_group".into(),
        village,
        members: names.iter().map(member).collect(),
        founded_on: Some(today().plus(-9)),
        ..Team::default()
    }
}

struct Asks {
    town: Rc<Township>,
    cookie: String,
}

impl Asks {
    async fn of(town: &Rc<Township>, who: Somebody, n: u128) -> Self {
        Self { town: Rc::clone(town), cookie: town.sign_in(who, DeviceId::fixed(0xa0 + n)).await.0 }
    }

    async fn values(&self, query: &str) -> Indicators {
        let path = format!("/api/v1/overview/indicators?{query}");
        self.town.ask(Method::GET, &path, Some(&self.cookie), None).await.json()
    }

    async fn behind(&self, code: &str, query: &str) -> Counted {
        let path = format!("/api/v1/overview/indicators/{code}?{query}");
        self.town.ask(Method::GET, &path, Some(&self.cookie), None).await.json()
    }

    async fn status(&self, path: &str) -> StatusCode {
        self.town.ask(Method::GET, path, Some(&self.cookie), None).await.status
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_township_holds_counts_for_the_place_that_it_is_about() {
    let town = Rc::new(Township::open().await);
    let dora = Phone::of(&town, DORA, 1).await;
    let post =
        Post { name: "东口卡口".into(), village: Some(VILLAGE), opened_on: Some(today()), ..Post::default() };
    dora.sync_well().await;
    dora.add_to(WITH_TOWN, &group(Some(VILLAGE), &["褚守田", "许长根", "单良"])).await;
    dora.add_to(WITH_TOWN, &group(None, &["褚守田", "单良"])).await;
    dora.add_to(WITH_TOWN, &post).await;
    dora.sync_well().await;

    let asks = Asks::of(&town, DORA, 1).await;
    let all = asks.values("").await.values;
    let village = asks.values(&format!("place={VILLAGE}")).await.values;
    let grid = asks.values(&format!("place={GRID}")).await.values;
    for (code, values) in [
        ("party_groups", [2, 1, 0]),
        ("party_groups_complete", [1, 1, 0]),
        ("party_members", [3, 3, 0]),
        ("posts", [2, 2, 0]),
        ("villages", [1, 1, 0]),
        ("households_registered", [4, 4, 3]),
    ] {
        assert_eq!([&all, &village, &grid].map(|values| values[code]), values, "{code}");
    }
    // A village lead sees the village, whoever leads one grid of it sees that grid.
    for (who, values) in [(GINA, [1, 4]), (ELSA, [0, 3]), (GRETE, [0, 3])] {
        let own = Asks::of(&town, who, 2).await.values("").await.values;
        assert_eq!([own["party_groups"], own["households_registered"]], values, "{}", who.account);
    }
    // Another grid is none of hers, and a place that is none is nowhere.
    let elsa = Asks::of(&town, ELSA, 3).await;
    assert_eq!(elsa.values(&format!("place={OTHER_GRID}")).await.values["households_registered"], 0);
    for path in ["indicators?place=0", "indicators/luck", "indicators?to=tomorrow"] {
        assert_eq!(asks.status(&format!("/api/v1/overview/{path}")).await, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_has_ended_counts_before_and_no_more_and_each_figure_opens_to_its_records() {
    let town = Rc::new(Township::open().await);
    let dora = Phone::of(&town, DORA, 1).await;
    dora.sync_well().await;
    let id = dora.add_to(WITH_TOWN, &group(Some(VILLAGE), &["褚守田", "许长根", "单良"])).await;
    let other = dora.add_to(WITH_TOWN, &group(Some(VILLAGE), &["褚守田"])).await;
    dora.set(Team::KIND, id, data(serde_json::json!({"ended_on": today().plus(-2)}))).await;
    dora.sync_well().await;
    let asks = Asks::of(&town, DORA, 1).await;
    for (ago, groups, members) in [(10, 0, 0), (9, 2, 3), (2, 2, 3), (1, 1, 1), (0, 1, 1)] {
        let query = format!("to={}", today().plus(-ago));
        let values = asks.values(&query).await.values;
        assert_eq!((values["party_groups"], values["party_members"]), (groups, members), "{ago} days ago");
        for code in ["party_groups", "party_members"] {
            let behind = asks.behind(code, &query).await;
            assert_eq!((behind.value, behind.records as i64), (values[code], groups), "{code} {ago}");
            assert_eq!((behind.page.len() as i64, behind.next), (groups, None));
        }
    }
    let behind = asks.behind("party_members", "").await;
    let [only] = &behind.page[..] else { panic!("one record") };
    assert_eq!((only.id, only.kind.as_str(), only.place.is_empty()), (other, "team", false));
    // Withdrawn is as if it had never been.
    dora.save(vec![Intent::void(Team::KIND, other, WITH_TOWN, "entered_in_error")]).await;
    dora.sync_well().await;
    assert_eq!(asks.values("").await.values["party_groups"], 0);
    assert_eq!(asks.behind("party_groups", "").await.records, 0);
}
