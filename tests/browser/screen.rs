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

impl Browser {
    /// Makes the screen exactly as large as this.
    pub async fn resize(&self, size: Size) {
        let (width, height) = size.pixels();
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == Size::Phone});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Takes a picture of what is on the screen into the folder of pictures, and says where it lies.
    pub async fn picture(&self, name: &str) -> String {
        let folder = std::env::var_os("DOORSTEP_SCREENS").map_or_else(|| checkout::root().join("target/screens"), PathBuf::from);
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let path = folder.join(format!("{name}.png"));
        // Fonts and a last move may still be under way.
        let quiet = "const done = arguments[arguments.length - 1]; document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(done)));";
        self.driver().execute_async(quiet, Vec::new()).await.expect("the page comes to rest");
        self.driver().screenshot(&path).await.expect("a picture");
        format!("target/screens/{name}.png")
    }
}
