//! A photo from the door: a real picture with all that a camera writes beside it, made small on a real
//! canvas, kept through kills, sent when there is signal, and seen by those who lead.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use model::photo::{AIM_BYTES, AIM_SIDE, look};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;
use tests::program::Program;

/// What a camera writes beside a picture, and nobody else is to read.
const SECRET: &str = "27.1234 N 120.5678 E";

/// A picture as a camera takes it.
pub async fn drawn(browser: &Browser) -> Vec<u8> {
    bytes(&run(browser, DRAW).await)
}

/// A picture larger than any that is kept, and too rich to be small: on the left red, on the right blue.
const DRAW: &str = "const done = arguments[arguments.length - 1];
    const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
    const context = canvas.getContext('2d');
    const image = context.createImageData(2400, 1800);
    let seed = 7;
    for (let at = 0; at < image.data.length; at += 4) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        const left = (at / 4) % 2400 < 1200, noise = seed % 120;
        image.data.set([left ? 135 + noise : noise, noise, left ? noise : 135 + noise, 255], at);
    }
    context.putImageData(image, 0, 0);
    canvas.toBlob(async (blob) => done(Array.from(new Uint8Array(await blob.arrayBuffer()))), 'image/jpeg', 0.9);";

/// Fetches the photo that stands in the sheet; its bytes, its size, and the colour near its top.
const FETCH: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const answer = await fetch(document.querySelector('dialog[open] img').src);
        const blob = await answer.blob();
        const picture = await createImageBitmap(blob);
        const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
        const context = canvas.getContext('2d');
        context.drawImage(picture, 0, 0);
        const top = Array.from(context.getImageData(picture.width / 2, 40, 1, 1).data);
        const bytes = Array.from(new Uint8Array(await blob.arrayBuffer()));
        done({ status: answer.status, bytes, width: picture.width, height: picture.height, top });
    })();";

/// Whether every picture that stands there can be seen.
const SEEN: &str = "const all = [...document.querySelectorAll('img.photo')]; return all.length > 0 && all.every((one) => one.complete && one.naturalWidth > 0)";

async fn run(browser: &Browser, script: &str) -> Value {
    let answer = browser.driver().execute_async(script, Vec::new()).await.expect("the script runs");
    answer.json().clone()
}

fn bytes(list: &Value) -> Vec<u8> {
    serde_json::from_value(list.clone()).expect("bytes")
}

/// As a phone held upright writes it: lying on its side, with a word about how to turn it.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0x01, 0x0e, 0, 2, 0, 0, 0, SECRET.len() as u8 + 1, 0, 0, 0, 38]);
    exif.extend([0; 4]);
    exif.extend(SECRET.bytes().chain([0]));
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// Gives a file where the form asks for a photo.
pub async fn choose(browser: &Browser, file: &Path) {
    // The system's own dialog, in which no test can press anything, does not open.
    browser.devtools("Page.setInterceptFileChooserDialog", json!({"enabled": true})).await;
    browser.tap("button", "选照片").await;
    browser.give_file(file).await;
}

/// Waits until every picture that stands there can be seen.
pub async fn see_pictures(browser: &Browser) {
    browser.until("see the pictures", async || browser.script(SEEN).await.as_bool().filter(|seen| *seen)).await;
}

#[tokio::test]
async fn a_photo_is_kept_small_and_bare_and_reaches_those_who_lead() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    // Closed in between: a browser that is killed early has not kept its session yet.
    phone.carried_by(&town, "wgy01").await.close().await;
    let browser = phone.start().await;
    browser.open(&town.address("/today")).await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    let refused = office.figure("拒绝").await;

    let files = TempDir::new().expect("a temporary folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = files.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let drawn = drawn(&browser).await;
    let photo = file("IMG_0001.jpg", &with_exif(&drawn));
    assert!(drawn.len() > 5 * AIM_BYTES, "it is no small picture: {} bytes", drawn.len());

    // Into the hills.
    town.kill();
    let door = browser.begin_visit(1).await;
    let visit = browser.path().await;
    browser.tap("radio", "拒绝").await;
    choose(&browser, &file("notes.txt", "三号门".as_bytes())).await;
    browser.see("这不是照片。").await;
    choose(&browser, &file("broken.jpg", &drawn[..300])).await;
    browser.see("这张照片打不开。").await;
    browser.picture("photo-trouble-360-zh").await;
    choose(&browser, &photo).await;
    browser.see("去掉").await;
    see_pictures(&browser).await;
    browser.until("have it in the draft", async || kept(&browser).await.then_some(())).await;
    browser.kill();

    // A draft keeps its photo.
    let browser = phone.start().await;
    browser.open(&town.address(&visit)).await;
    browser.see("上次没写完的").await;
    see_pictures(&browser).await;
    looks(&browser, &town, "photo-form", &visit).await;
    browser.open(&town.address(&visit)).await;
    see_pictures(&browser).await;
    browser.tap("button", "照片 1").await;
    browser.picture("photo-large-360-zh").await;
    browser.tap("button", "关闭").await;
    browser.save_visit().await;
    browser.kill();

    // What was said to be kept is kept, its photo with it.
    let mut browser = phone.start().await;
    browser.open(&town.address(visit.trim_end_matches("/visit"))).await;
    browser.see("照片待上传 1").await;
    see_pictures(&browser).await;
    looks(&browser, &town, "photo-history", visit.trim_end_matches("/visit")).await;
    browser.open(&town.address("/mine")).await;
    browser.see("照片待上传 1").await;
    browser.see("照片不在文件里").await;
    browser.picture("photo-mine-360-zh").await;

    // Back where there is signal: nobody touches anything.
    town.start().await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || {
            let words = browser.text().await;
            (words.contains("全部已上传") && !words.contains("照片待上传")).then_some(())
        })
        .await;
    office
        .until_within(BY_ITSELF, "see the visit", async || (office.figure("拒绝").await == refused + 1).then_some(()))
        .await;
    office.tap_where("link", "opens the refusals", |name| name.starts_with("拒绝")).await;
    office.see(&door.number).await;
    office.tap("button", "照片 1 张").await;
    see_pictures(&office).await;
    office.picture("photo-led-1024-zh").await;
    let seen = run(&office, FETCH).await;
    let sent = bytes(&seen["bytes"]);
    assert_eq!(seen["status"], 200);
    assert!(sent.len() <= AIM_BYTES, "{} bytes", sent.len());
    let found = look(&sent).expect("a bare picture");
    assert_eq!((found.mime, found.height <= AIM_SIDE), ("image/jpeg", true));
    assert_eq!((json!(found.width), json!(found.height)), (seen["width"].clone(), seen["height"].clone()));
    assert!(!sent.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()), "it says where it was taken");
    // Turned upright, the left is on top.
    assert!(found.height > found.width, "{found:?}");
    let top: Vec<i64> = serde_json::from_value(seen["top"].clone()).expect("a colour");
    assert!(top[0] > top[2], "it lies on its side: {top:?}");
    println!("photo: {} bytes of {}, {} x {}", sent.len(), drawn.len(), found.width, found.height);
    office.listen().await;
    browser.listen().await;
    browser.close().await;
    office.close().await;
}

/// Whether the draft in the database names a photo.
async fn kept(browser: &Browser) -> bool {
    const DRAFTS: &str = "const done = arguments[arguments.length - 1];
        (async () => {
            const of = (asked) => new Promise((found) => { asked.onsuccess = () => found(asked.result); asked.onerror = () => found([]); });
            const all = await indexedDB.databases();
            const database = await of(indexedDB.open(all.find((one) => one.name.startsWith('doorstep-')).name));
            const drafts = await of(database.transaction('drafts').objectStore('drafts').getAll());
            const pictures = await of(database.transaction('pictures').objectStore('pictures').count());
            database.close();
            done(pictures === 1 && drafts.some((draft) => draft.includes('sha256')));
        })();";
    run(browser, DRAFTS).await == true
}

/// Pictures of a screen as people have it: both sizes, both languages, large.
async fn looks(browser: &Browser, town: &Program, name: &str, path: &str) {
    for (look, settings) in [("zh", "zh-CN off light"), ("en", "en off light"), ("zh-elder", "zh-CN 24 light")] {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(&town.address(path)).await;
        browser.at_rest().await;
        if look == "zh-elder" && path.ends_with("/visit") {
            // One question a screen, this one the last.
            for _ in 0..3 {
                if !browser.names("button").await.contains(&"选照片".to_owned()) {
                    browser.tap("button", "下一步").await;
                }
            }
        }
        see_pictures(browser).await;
        for size in Size::ALL {
            browser.resize(size).await;
            browser.at_rest().await;
            browser.fits(&format!("{name} at {size:?} in {look}")).await;
            browser.scroll_to_the_end().await;
            browser.picture(&format!("{name}-{}-{look}", size.pixels().0)).await;
        }
        browser.resize(Size::Phone).await;
    }
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
}
