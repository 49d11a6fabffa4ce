//! A day's work in a person's steps, as the stories need them again and again.

use crate::chromium::{Browser, Device};
use std::time::Duration;
use tests::program::{PASSWORD, Program};

/// As long as the app may take to try again by itself after some failures.
pub const BY_ITSELF: Duration = Duration::from_secs(60);

/// A door as it stands in the title of its visit: `17号 佘德旺家 · 3 人`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// `17号`.
    pub number: String,
    /// `佘德旺`.
    pub head: String,
    /// How many people live there.
    pub people: usize,
}

impl Browser {
    /// Signs in where the sign-in stands.
    pub async fn sign_in(&self, account: &str) {
        self.sign_in_by(account, PASSWORD).await;
    }

    /// The same, in a township with another password.
    pub async fn sign_in_by(&self, account: &str, password: &str) {
        self.has_begun(account).await;
        self.fill("textbox", "账号", account).await;
        self.fill("textbox", "密码", password).await;
        self.tap("button", "登录").await;
    }

    /// The first start was shown to this person on this phone before: its own story tells of it.
    pub async fn has_begun(&self, account: &str) {
        self.script(&format!("localStorage.setItem('begun.{account}', JSON.stringify('1'))")).await;
    }

    /// Waits until the phone holds everything: its records, and the app itself.
    pub async fn is_ready_for_the_hills(&self) {
        self.tap("link", "我的").await;
        self.see("上次联系").await;
        self.until("have the app kept by its service worker", async || {
            self.script("return !!navigator.serviceWorker.controller").await.as_bool().filter(|kept| *kept)
        })
        .await;
    }

    /// Begins the first visit that is due at a door where at least so many live.
    pub async fn begin_visit(&self, people: usize) -> Door {
        self.tap("link", "今日任务").await;
        let head = self
            .until(&format!("find a door that is due with {people} people"), async || {
                let names = self.names("link").await;
                let has_people = |row: &&String| (people..9).any(|n| row.contains(&format!("· {n} 人")));
                let due = |row: &String| {
                    let heads = names.iter().filter_map(|name| name.strip_prefix("走访 "));
                    heads.filter(|head| row.starts_with(head)).map(str::to_owned).next()
                };
                names.iter().filter(has_people).find_map(due)
            })
            .await;
        self.tap("link", &format!("走访 {head}")).await;
        self.until("read whose door it is", async || self.text().await.lines().find_map(door)).await
    }

    /// Saves, and reads 已存本机.
    pub async fn save_visit(&self) {
        assert!(!self.sees("已存本机").await, "it says so before it is");
        self.tap("button", "保存").await;
        self.see("已存本机").await;
    }

    /// Closes the word that says so, which would hide the next one.
    pub async fn close_toast(&self) {
        self.tap("button", "关闭").await;
        self.see_no_more("已存本机，").await;
    }

    /// A refusal, in two taps.
    pub async fn record_refusal(&self) -> Door {
        let door = self.begin_visit(1).await;
        self.record_refusal_here().await;
        door
    }

    /// The same, where the form is open.
    pub async fn record_refusal_here(&self) {
        self.tap("radio", "拒绝").await;
        self.save_visit().await;
    }

    /// The figure that is named so on the overview.
    pub async fn figure(&self, name: &str) -> u64 {
        self.until(&format!("read the figure {name:?}"), async || {
            let names = self.names("link").await;
            let figure = names.iter().find_map(|own| own.strip_prefix(name))?;
            let digits: String = figure
                .trim_start()
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == ',')
                .filter(char::is_ascii_digit)
                .collect();
            digits.parse().ok()
        })
        .await
    }
}

impl Device {
    /// Its browser, with this worker signed in and everything fetched.
    pub async fn carried_by(&self, town: &Program, account: &str) -> Browser {
        self.carried_at(town.port(), account).await
    }

    /// The same, by the way of a proxy.
    pub async fn carried_at(&self, port: u16, account: &str) -> Browser {
        self.carried_to(&format!("http://127.0.0.1:{port}"), account).await
    }

    /// The same, to any address.
    pub async fn carried_to(&self, address: &str, account: &str) -> Browser {
        let browser = self.start().await;
        browser.open(&format!("{address}/")).await;
        browser.sign_in(account).await;
        browser.is_ready_for_the_hills().await;
        browser
    }
}

/// Reads `17号 佘德旺家 · 3 人`.
fn door(line: &str) -> Option<Door> {
    let (home, people) = line.split_once("家 · ")?;
    let (number, head) = home.rsplit_once(' ')?;
    let people = people.split_whitespace().next()?.parse().ok()?;
    Some(Door { number: number.trim().to_owned(), head: head.to_owned(), people })
}

#[test]
fn a_door_is_read_from_its_title() {
    let read = Door { number: "3组 17号".into(), head: "佘德旺".into(), people: 3 };
    assert_eq!(door("3组 17号 佘德旺家 · 3 人"), Some(read));
    assert_eq!(door("入户走访"), None);
}
