//! Photos, from the door to those who lead: over lines that are cut, past records that go first,
//! through a restore; and to nobody else.

use axum::http::{Method, StatusCode, header};
use model::{
    day::Day,
    id::{DeviceId, RecordId},
    kind::visit::Visit,
    photo::{MOST_BYTES, PIECE_BYTES, PhotoRef},
    record::Scope,
    wire::{Figure, PhotoHeld, Trouble},
};
use serde_json::json;
use std::rc::Rc;
use sync::{
    Draft, Intent, Journal, Photo, Refused, Round,
    ports::PhotoStands::{self, Sent, Waiting},
};
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::{
        Mishap, Phone,
        Sent::{Ops, Piece},
    },
    picture,
    township::{ANNA, Answered, BERT, CORA, DOORS, DORA, GRID, Somebody, Township},
};

const PIECE: u64 = PIECE_BYTES as u64;

fn visit(photos: &[&Photo]) -> Visit {
    let named = |photo: &&Photo| PhotoRef { sha256: photo.id, bytes: photo.bytes.len() as u64 };
    Visit {
        household: Some(DOORS[0]),
        visited_on: Some(Day::from_unix_ms(MORNING)),
        outcome: "locked".into(),
        photos: photos.iter().map(named).collect(),
        ..Visit::default()
    }
}

fn draft(photos: &[&Photo]) -> Draft {
    let data = json!({"photos": visit(photos).photos}).as_object().cloned().expect("an object");
    let key = "visit:1".to_owned();
    Draft { key, kind: "visit".into(), version: 1, about: None, at: 1, data, mends: None }
}

/// Takes a photo in a form that is begun, and saves the form.
async fn save(phone: &Phone, photo: &Photo) -> RecordId {
    phone.engine.keep_photo(photo.clone(), draft(&[photo])).await.expect("memory takes it");
    let id = phone.engine.new_id();
    let intent = Intent::add(id, Scope::Grid(GRID), &visit(&[photo]));
    phone.engine.save(vec![intent], Some("visit:1".into()), None).await.expect("memory takes it");
    id
}

async fn get(town: &Township, who: Somebody, name: &str) -> Answered {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0x9e7)).await;
    town.ask(Method::GET, &format!("/api/v1/photos/{name}"), Some(&cookie), None).await
}

fn stands(phone: &Phone, photo: &Photo) -> Option<PhotoStands> {
    phone.engine.state().photo(photo.id).cloned()
}

#[tokio::test(flavor = "current_thread")]
async fn a_photo_follows_its_record_and_goes_on_where_the_line_was_cut() {
    let town = Rc::new(Township::open().await);
    let (mut anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    let photo = picture::photo(picture::jpeg(1, 150_000));
    anna.engine.keep_photo(photo.clone(), draft(&[&photo])).await.expect("memory takes it");
    anna.restart().await;
    assert_eq!(anna.engine.photo(photo.id).await, Ok(Some(photo.bytes.clone())), "a draft keeps its photo");
    let id = save(&anna, &photo).await;
    anna.restart().await;
    let record = anna.shows("visit", id).expect("it is shown");
    assert_eq!((anna.engine.state().photos_waiting(), anna.engine.state().photos_waiting_of(&record)), (1, 1));

    // The record is up, two pieces are there, and the phone has heard of one.
    anna.log();
    anna.photo_mishaps(&[Mishap::None, Mishap::None, Mishap::AnswerLost]);
    let cut = Round::Later { refused: Refused::Unreachable, after: None };
    assert_eq!(anna.sync(&[]).await, cut);
    assert_eq!(anna.log(), [Ops(1), Piece(0, 0), Piece(0, PIECE_BYTES), Piece(PIECE, PIECE_BYTES)]);
    bert.sync_well().await;
    assert!(bert.shows("visit", id).is_some(), "the record did not wait");
    let name = photo.id.to_string();
    assert_eq!(get(&town, BERT, &name).await.status, StatusCode::NOT_FOUND, "half a photo is none");
    assert_eq!((stands(&anna, &photo), anna.engine.state().unsent()), (Some(Waiting), 0));

    anna.restart().await;
    anna.sync_well().await;
    let rest = [(2, PIECE_BYTES), (3, PIECE_BYTES), (4, 150_000 - 4 * PIECE_BYTES)];
    let rest = rest.map(|(at, length)| Piece(at * PIECE, length));
    assert_eq!(anna.log(), [&[Ops(0), Piece(0, 0)], &rest[..]].concat());
    assert_eq!((stands(&anna, &photo), anna.engine.state().photos_waiting()), (Some(Sent), 0));
    anna.sync_well().await;
    assert_eq!(anna.log(), [Ops(0)], "what is there is not sent again");

    for who in [ANNA, BERT, DORA] {
        let seen = get(&town, who, &name).await;
        assert_eq!((seen.status, seen.headers[header::CONTENT_TYPE].as_bytes()), (StatusCode::OK, &b"image/jpeg"[..]));
        assert_eq!(
            (seen.body == photo.bytes, &seen.headers[header::CACHE_CONTROL]),
            (true, &"no-store".parse().expect("a value"))
        );
    }
    let behind = town.behind(Figure::NotMet).await;
    assert_eq!(behind.doors[0].photos, visit(&[&photo]).photos);
}

#[tokio::test(flavor = "current_thread")]
async fn no_record_waits_for_a_photo() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    save(&anna, &picture::photo(picture::jpeg(2, 200_000))).await;
    anna.log();
    let meanwhile = async {
        while !anna.has_sent(|sent| matches!(sent, Piece(0, 1..))) {
            tokio::task::yield_now().await;
        }
        anna.add(&visit(&[])).await;
    };
    let (round, ()) = tokio::join!(anna.engine.round(), meanwhile);
    assert_eq!(round, Round::Done);
    let log = anna.log();
    let record = log.iter().rposition(|sent| *sent == Ops(1)).expect("it was sent");
    let last = log.iter().rposition(|sent| matches!(sent, Piece(..))).expect("pieces");
    assert!(record < last && log[..record].contains(&Piece(0, PIECE_BYTES)), "{log:?}");
    let pieces = log.iter().filter(|sent| matches!(sent, Piece(_, 1..))).count();
    assert_eq!(pieces, 200_000usize.div_ceil(PIECE_BYTES), "and nothing twice: {log:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_restored_server_lacks_is_brought_back() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let [before, since, half] = [3, 4, 5].map(|seed| picture::photo(picture::jpeg(seed, 90_000)));
    save(&anna, &before).await;
    anna.sync_well().await;
    let backup = town.back_up().await;
    save(&anna, &since).await;
    anna.sync_well().await;
    save(&anna, &half).await;
    anna.photo_mishaps(&[Mishap::None, Mishap::None, Mishap::NoSignal]);
    assert!(matches!(anna.sync(&[]).await, Round::Later { .. }));

    town.lose_and_restore(&backup).await;
    assert!(get(&town, DORA, &before.id.to_string()).await.body == before.bytes, "it was in the backup");
    assert_eq!(get(&town, DORA, &since.id.to_string()).await.status, StatusCode::NOT_FOUND);
    anna.sign_in().await;
    anna.log();
    anna.sync_well().await;
    let pieces = anna.log().into_iter().filter(|sent| matches!(sent, Piece(_, 1..))).count();
    assert_eq!(pieces, 2 * 90_000usize.div_ceil(PIECE_BYTES), "what the backup had is only asked for");
    for photo in [&before, &since, &half] {
        assert!(get(&town, DORA, &photo.id.to_string()).await.body == photo.bytes);
        assert_eq!(stands(&anna, photo), Some(Sent));
    }
    assert_eq!(town.counts().await.1, 3);
}

#[tokio::test(flavor = "current_thread")]
async fn what_one_may_not_see_answers_as_what_does_not_exist() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let photo = picture::photo(picture::jpeg(6, 70_000));
    let id = save(&anna, &photo).await;
    anna.sync_well().await;
    let name = photo.id.to_string();
    let unknown = picture::name(b"nothing").to_string();
    let none = get(&town, CORA, &unknown).await;
    for name in [&name, &unknown, "no-name", "..%2f..%2fetc"] {
        let answered = get(&town, CORA, name).await;
        let same = (answered.body == none.body, answered.headers.len() == none.headers.len());
        assert_eq!((answered.status, same), (none.status, (true, true)), "{name}");
    }
    let nobody = town.ask(Method::GET, &format!("/api/v1/photos/{name}"), None, None).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);

    // Nor may anybody send what no record of their own names, though they see it.
    let refused = Trouble::new("not_named");
    for who in [BERT, CORA, DORA] {
        let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xbad)).await;
        for name in [&name, &unknown, "no-name"] {
            let answered = town.put(name, Some(&cookie), "bytes */70000", vec![]).await;
            assert_eq!(
                (answered.status, answered.json::<Trouble>()),
                (StatusCode::NOT_FOUND, refused.clone()),
                "{name}"
            );
        }
    }
    assert_eq!(town.put(&name, None, "bytes */70000", vec![]).await.status, StatusCode::UNAUTHORIZED);

    // Withdrawn, the record shows nothing any more.
    anna.save(vec![Intent::void("visit", id, Scope::Grid(GRID), "entered_in_error")]).await;
    anna.sync_well().await;
    for who in [ANNA, BERT, DORA] {
        assert_eq!(get(&town, who, &name).await.status, StatusCode::NOT_FOUND);
    }
    let (cookie, _) = town.sign_in(ANNA, DeviceId::fixed(0x1001)).await;
    assert_eq!(town.put(&name, Some(&cookie), "bytes */70000", vec![]).await.json::<Trouble>(), refused);
}

#[tokio::test(flavor = "current_thread")]
async fn only_bare_pictures_of_the_right_name_and_size_are_taken() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let (cookie, _) = town.sign_in(ANNA, DeviceId::fixed(0x1001)).await;
    let behind_its_end = [picture::jpeg(1, 900), b"GPS".to_vec()].concat();
    let wrong = [
        (picture::photo(picture::with_exif(7, 40_000)), "has_metadata"),
        (picture::photo(b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()), "not_a_picture"),
        (picture::photo(behind_its_end), "not_a_picture"),
        (Photo { bytes: picture::jpeg(9, 40_000), ..picture::photo(picture::jpeg(8, 40_000)) }, "wrong_bytes"),
    ];
    for (photo, code) in wrong {
        save(&anna, &photo).await;
        // The record stands; its photo is given up, and said to be.
        anna.sync_well().await;
        assert_eq!(stands(&anna, &photo), Some(PhotoStands::Refused(code.into())));
        let asked = anna.log();
        let whole = asked.iter().filter(|sent| **sent == Piece(0, photo.bytes.len().min(PIECE_BYTES))).count();
        assert_eq!(whole, if code == "wrong_bytes" { 2 } else { 1 }, "{code}: {asked:?}");
        anna.sync_well().await;
        assert_eq!(anna.log(), [Ops(0)], "it is not tried for ever");
        let (of, length) = (photo.bytes.len(), photo.bytes.len() - 1);
        let name = photo.id.to_string();
        let answered = town.put(&name, Some(&cookie), &format!("bytes 0-{length}/{of}"), photo.bytes.clone()).await;
        assert_eq!((answered.status, answered.json::<Trouble>().code), (StatusCode::UNPROCESSABLE_ENTITY, code.into()));
        let left: PhotoHeld = town.put(&name, Some(&cookie), &format!("bytes */{of}"), vec![]).await.json();
        assert_eq!(left.have, 0, "nothing of it is kept");
        assert_eq!(get(&town, ANNA, &name).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!((anna.engine.state().photos_refused(), anna.engine.state().photos_waiting()), (4, 0));

    let good = picture::photo(picture::jpeg(10, 40_000));
    save(&anna, &good).await;
    anna.photo_mishaps(&[Mishap::NoSignal]);
    assert!(matches!(anna.sync(&[]).await, Round::Later { .. }));
    let name = good.id.to_string();
    let large = format!("bytes */{}", MOST_BYTES + 1);
    let answered = town.put(&name, Some(&cookie), &large, vec![]).await;
    assert_eq!(
        (answered.status, answered.json::<Trouble>().code),
        (StatusCode::UNPROCESSABLE_ENTITY, "too_large".into())
    );
    for range in ["", "bytes 0-9/40000", "bytes 0-0/*", "items 0-0/40000"] {
        let answered = town.put(&name, Some(&cookie), range, vec![1]).await;
        assert_eq!((answered.status, answered.json::<Trouble>().code), (StatusCode::BAD_REQUEST, "malformed".into()));
    }
    let answered = town.put(&name, Some(&cookie), "bytes 0-0/40000", vec![0; 2 << 20]).await;
    assert_eq!(answered.status, StatusCode::PAYLOAD_TOO_LARGE);

    // Pieces that overlap, and that do not go on from what is here.
    let put = async |from: usize, to: usize| {
        let range = format!("bytes {from}-{}/40000", to - 1);
        town.put(&name, Some(&cookie), &range, good.bytes[from..to].to_vec()).await.json::<PhotoHeld>().have
    };
    assert_eq!(put(0, 1_000).await, 1_000);
    assert_eq!(put(2_000, 3_000).await, 1_000);
    assert_eq!(put(500, 3_000).await, 3_000);
    assert_eq!(put(0, 10).await, 3_000);
    assert_eq!(put(3_000, 40_000).await, 40_000);
    assert_eq!(put(0, 10).await, 40_000);
    assert!(get(&town, DORA, &name).await.body == good.bytes);
}

#[tokio::test(flavor = "current_thread")]
async fn a_photo_stays_on_the_phone_as_long_as_its_op() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let [sent, waiting] = [11, 12].map(|seed| picture::photo(picture::jpeg(seed, 10_000)));
    save(&anna, &sent).await;
    anna.sync_well().await;
    save(&anna, &waiting).await;
    anna.photo_mishaps(&[Mishap::NoSignal]);
    assert!(matches!(anna.sync(&[]).await, Round::Later { .. }));
    assert_eq!(anna.engine.photo(sent.id).await, Ok(Some(sent.bytes.clone())));
    town.pass_days(31);
    anna.photo_mishaps(&[Mishap::NoSignal]);
    assert!(matches!(anna.sync(&[]).await, Round::Later { .. }));
    assert_eq!((stands(&anna, &sent), stands(&anna, &waiting)), (None, Some(Waiting)));
    assert_eq!(anna.journal.photo(sent.id).await, Ok(None), "it is gone from the storage as well");
    assert_eq!(anna.engine.photo(waiting.id).await, Ok(Some(waiting.bytes.clone())), "it is not sent yet");
    anna.sync_well().await;
    assert!(get(&town, DORA, &waiting.id.to_string()).await.body == waiting.bytes);
    anna.sync_well().await;
    assert_eq!(stands(&anna, &waiting), None);
}

#[tokio::test(flavor = "current_thread")]
async fn a_visit_that_is_taken_back_is_not_shown_and_saved_again_it_is() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let photo = picture::photo(picture::jpeg(13, 10_000));
    let id = save(&anna, &photo).await;
    anna.save(vec![Intent::void("visit", id, Scope::Grid(GRID), "entered_in_error")]).await;
    assert_eq!(anna.engine.state().photos_waiting(), 0);
    anna.log();
    anna.sync_well().await;
    assert!(!anna.has_sent(|sent| matches!(sent, Piece(..))));
    let intent = Intent::add(anna.engine.new_id(), Scope::Grid(GRID), &visit(&[&photo]));
    anna.engine.save(vec![intent], None, None).await.expect("the photo is here still");
    anna.sync_well().await;
    assert!(get(&town, DORA, &photo.id.to_string()).await.body == photo.bytes);
}
