//! Sizes of screens, and pictures of them.

use crate::chromium::Browser;
use serde_json::json;
use std::path::PathBuf;
use tests::checkout;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 360×740: the smallest phone that is still sold.
    Phone,
    /// 1024×768: the office's tablet.
    Tablet,
}

impl Size {
    /// Both.
    pub const ALL: [Size; 2] = [Size::Phone, Size::Tablet];

    /// Width and height in CSS pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Size::Phone => (360, 740),
            Size::Tablet => (1024, 768),
        }
    }
}

/// The narrowest screen that must work, in CSS pixels.
pub const NARROWEST: u32 = 320;

impl Browser {
    /// Makes the screen exactly as large as this.
    pub async fn resize(&self, size: Size) {
        let (width, height) = size.pixels();
        self.resize_to(width, height).await;
    }

    /// Makes the screen as large as that.
    pub async fn resize_to(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Waits until nothing on the screen is still on its way.
    pub async fn at_rest(&self) {
        let rest = "const main = document.querySelector('#main');
            return !!main && main.innerText.trim() !== '' && !document.querySelector('.loading, .skeleton, [aria-busy=true]')";
        self.until("see the screen at rest", async || self.script(rest).await.as_bool().filter(|rest| *rest)).await;
    }

    /// The half-filled forms in the phone's storage, as they lie there.
    pub async fn drafts(&self) -> Vec<String> {
        let line = "window.drafts = null;
            indexedDB.databases().then((all) => {
                const open = indexedDB.open(all.find((one) => one.name.startsWith('doorstep-')).name);
                open.onsuccess = () => {
                    const drafts = open.result.transaction('drafts').objectStore('drafts').getAll();
                    drafts.onsuccess = () => { window.drafts = drafts.result; open.result.close(); };
                };
            });";
        self.script(line).await;
        let read = async || serde_json::from_value(self.script("return window.drafts").await).ok();
        self.until("read the drafts", read).await
    }

    /// Waits until a half-filled form with these words is in the phone's storage.
    pub async fn until_drafted(&self, words: &str) {
        let kept = async || self.drafts().await.iter().any(|draft| draft.contains(words)).then_some(());
        self.until(&format!("have {words} kept"), kept).await;
    }

    /// Scrolls to where the page begins.
    pub async fn scroll_to_the_top(&self) {
        self.script("scrollTo({ top: 0, behavior: 'instant' })").await;
    }

    /// Scrolls to the end of the page; false if it all stood on the screen already.
    pub async fn scroll_to_the_end(&self) -> bool {
        let scroll = "scrollTo({ top: 1e6, behavior: 'instant' }); return scrollY > 40";
        self.script(scroll).await == true
    }

    /// Fails if anything on the screen is wider than the screen.
    pub async fn fits(&self, what: &str) {
        let over =
            self.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
        if over.as_i64().unwrap_or_default() > 0 {
            let picture = self.picture("too-wide").await;
            panic!("{what} is wider than its screen by {over} px: {picture}");
        }
    }

    /// Takes a picture of what is on the screen into the folder of pictures, and says where it lies.
    pub async fn picture(&self, name: &str) -> String {
        let folder =
            std::env::var_os("DOORSTEP_SCREENS").map_or_else(|| checkout::root().join("target/screens"), PathBuf::from);
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let path = folder.join(format!("{name}.png"));
        // Fonts and a last move may still be under way.
        let quiet = "const done = arguments[arguments.length - 1]; document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(done)));";
        self.driver().execute_async(quiet, Vec::new()).await.expect("the page comes to rest");
        self.driver().screenshot(&path).await.expect("a picture");
        format!("target/screens/{name}.png")
    }
}
