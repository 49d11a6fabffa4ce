//! A browser with a profile that outlives it: started, closed as a person closes it, or killed with
//! all its processes.

use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Child, Command, Stdio},
    rc::Rc,
    time::Duration,
};
use tempfile::TempDir;
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, WebDriver,
    common::command::{Command as Ask, ExtensionCommand},
};
use tokio::time::sleep;

use crate::screen::Size;
use tests::program;

/// How long the driver and the browser may take to start.
const START: Duration = Duration::from_secs(30);

/// What makes Chromium quiet and the same on every machine.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    // The certificates of the tests are their own.
    "--ignore-certificate-errors",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-search-engine-choice-screen",
    "--password-store=basic",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--lang=zh-CN",
];

/// A phone or tablet: its browser's profile lives as long as this.
pub struct Device {
    profile: Rc<TempDir>,
    size: Size,
}

impl Device {
    /// A new one, with nothing on it.
    pub fn new(size: Size) -> Self {
        Self { profile: Rc::new(TempDir::new().expect("a temporary folder")), size }
    }

    /// Starts its browser.
    pub async fn start(&self) -> Browser {
        let port = program::free_port();
        let chromedriver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        // From here on it is ended whatever happens.
        let mut browser =
            Browser { driver: None, chromedriver, profile: Rc::clone(&self.profile), complaints: Vec::new() };
        let driver =
            tokio::time::timeout(START, connect(port, self.profile.path())).await.expect("Chromium starts in time");
        browser.driver = Some(driver);
        browser.resize(self.size).await;
        browser
    }
}

async fn connect(port: u16, profile: &Path) -> WebDriver {
    let mut wishes = ChromeCapabilities::new();
    wishes.set_binary("/usr/bin/chromium").expect("a path");
    for flag in FLAGS {
        wishes.add_arg(flag).expect("a flag");
    }
    wishes.add_arg(&format!("--user-data-dir={}", profile.display())).expect("a flag");
    wishes.set_browser_log_level(thirtyfour::LoggingPrefsLogLevel::All).expect("a level");
    loop {
        let error = match WebDriver::new(format!("http://127.0.0.1:{port}"), wishes.clone()).await {
            Ok(driver) => return driver,
            Err(error) => error,
        };
        // The driver is not listening yet; anything else it says is told.
        let text = error.to_string();
        assert!(!text.contains("session not created"), "{text}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// A running browser.
pub struct Browser {
    driver: Option<WebDriver>,
    chromedriver: Child,
    profile: Rc<TempDir>,
    complaints: Vec<String>,
}

impl Browser {
    pub(crate) fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("it runs")
    }

    /// A command of the DevTools protocol.
    pub(crate) async fn devtools(&self, method: &str, with: Value) -> Value {
        self.try_devtools(method, with).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where the page may have changed under our hands.
    pub(crate) async fn try_devtools(&self, method: &str, with: Value) -> Result<Value, String> {
        self.driver().cdp().send_raw(method, with).await.map_err(|error| error.to_string())
    }

    /// Closes the browser as a person does, with time to put its things away.
    pub async fn close(mut self) {
        self.listen().await;
        self.silent();
        let driver = self.driver.take().expect("it runs");
        driver.quit().await.expect("it closes");
    }

    /// SIGKILL for the browser with all its processes, at once.
    pub fn kill(mut self) {
        self.end();
    }

    /// SIGKILL for what runs the page, as when the system is short of memory; soon after for the rest.
    pub async fn crash_then_kill(mut self) {
        kill(&processes(&self.profile.path().display().to_string(), "--type=renderer"));
        sleep(Duration::from_millis(100)).await;
        self.end();
    }

    /// Takes in what the page, the console and the content policy have complained of.
    pub async fn listen(&mut self) {
        let answer = self.driver().cmd(Ask::ExtensionCommand(Box::new(Log))).await.expect("there is a log");
        let entries: Vec<Value> = answer.value().expect("a list");
        let said = entries.iter().filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")));
        let said = said.map(|entry| {
            format!(
                "{} {}",
                entry["source"].as_str().unwrap_or_default(),
                entry["message"].as_str().unwrap_or_default()
            )
        });
        self.complaints.extend(said.filter(|entry| !is_expected(entry)));
    }

    /// Fails on any complaint so far.
    fn silent(&self) {
        assert!(self.complaints.is_empty(), "the browser complains:\n{}", self.complaints.join("\n"));
    }

    fn end(&mut self) {
        if let Some(driver) = self.driver.take() {
            // There will be nobody to say good-bye to.
            let _ = driver.leak();
        }
        // First the browser, so that its driver cannot tell it to put anything away.
        kill(&processes(&self.profile.path().display().to_string(), ""));
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.end();
    }
}

/// What may stand in the log: that the server could not be reached, or that the API said no, which
/// the app handles and tells the person. An asset that is missing is none of it.
fn is_expected(entry: &str) -> bool {
    let refused =
        ["net::ERR_CONNECTION", "net::ERR_EMPTY_RESPONSE", "net::ERR_INCOMPLETE_CHUNKED", "net::ERR_NETWORK_CHANGED"]
            .iter()
            .any(|error| entry.contains(error));
    let said_no = entry.contains("/api/v1/") && entry.contains("the server responded with a status of");
    // The stream of nudges, the only one there is, when a portal answers it with its page. Chromium
    // names the page that listens, not the stream.
    let no_stream =
        entry.starts_with("javascript ") && entry.contains("EventSource's response has a MIME type (\"text/html\")");
    entry.starts_with("network ") && (refused || said_no) || no_stream
}

/// Reads, and so empties, the browser's log.
#[derive(Debug)]
struct Log;

impl ExtensionCommand for Log {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"type": "browser"}))
    }

    fn method(&self) -> axum::http::Method {
        axum::http::Method::POST
    }

    fn endpoint(&self) -> std::sync::Arc<str> {
        "/se/log".into()
    }
}

fn kill(ids: &[String]) {
    if !ids.is_empty() {
        // Those that have ended by now are no failure.
        let _ = Command::new("sh").arg("-c").arg(format!("kill -KILL {} 2>/dev/null", ids.join(" "))).status();
    }
}

struct Process {
    id: String,
    parent: String,
    words: String,
}

/// The processes of the browser with this profile, those that name it and their children, that were
/// started with `word`.
fn processes(profile: &str, word: &str) -> Vec<String> {
    let all: Vec<Process> = std::fs::read_dir("/proc")
        .expect("a system with /proc")
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let id =
                entry.file_name().into_string().ok().filter(|id| id.bytes().all(|digit| digit.is_ascii_digit()))?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.to_owned();
            let words = std::fs::read(entry.path().join("cmdline")).ok()?;
            Some(Process { id, parent, words: String::from_utf8_lossy(&words).into_owned() })
        })
        .collect();
    let mut found: Vec<&Process> =
        all.iter().filter(|one| one.words.contains("chrom") && one.words.contains(profile)).collect();
    let mut at = 0;
    while at < found.len() {
        let children = all.iter().filter(|one| one.parent == found[at].id && !found.iter().any(|own| own.id == one.id));
        let children: Vec<&Process> = children.collect();
        found.extend(children);
        at += 1;
    }
    found.into_iter().filter(|one| one.words.contains(word)).map(|one| one.id.clone()).collect()
}
