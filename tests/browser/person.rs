//! What a person does before a screen: reads, taps, types. Controls are found in the browser's own
//! accessibility tree, by role and name, as a screen reader finds them; a tap is a press at the
//! middle of what is seen there, and goes wrong when something lies on top.

use crate::chromium::Browser;
use serde_json::{Value, json};
use std::{path::Path, time::Duration};
use thirtyfour::By;
use tokio::time::{Instant, sleep};

/// How long a person waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// Where a control lies in the page, and whether a press would reach it. Brings it into view first.
const REACH: &str = "function () {
    this.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = this.getClientRects()[0];
    if (!box) return null;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    window.pressed = false;
    const pressed = (event) => {
        const on = event.target;
        window.pressed ||= on instanceof Node && (this.contains(on) || on.contains(this));
    };
    document.addEventListener('click', pressed, { once: true, capture: true });
    return { x, y, reached: !!top && (this.contains(top) || top.contains(this) && top.tagName !== 'DIALOG') };
}";

impl Browser {
    /// Goes to an address, as typed into the address bar.
    pub async fn open(&self, address: &str) {
        self.driver().goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// The path of the address that is open.
    pub async fn path(&self) -> String {
        self.driver().current_url().await.expect("an address").path().to_owned()
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("it loads");
    }

    /// Everything that can be read now.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a line of script in the page, where a person would use a tool of their own.
    pub async fn script(&self, line: &str) -> Value {
        let answer = self.driver().execute(line, Vec::new()).await.unwrap_or_else(|error| panic!("{line}: {error}"));
        answer.json().clone()
    }

    /// Waits until all of `words` can be read.
    pub async fn see(&self, words: &str) {
        self.until(&format!("see {words:?}"), async || self.text().await.contains(words).then_some(())).await;
    }

    /// Waits until none of `words` can be read.
    pub async fn see_no_more(&self, words: &str) {
        self.until(&format!("see {words:?} no more"), async || (!self.text().await.contains(words)).then_some(()))
            .await;
    }

    /// Whether `words` can be read now.
    pub async fn sees(&self, words: &str) -> bool {
        self.text().await.contains(words)
    }

    /// Presses a control.
    pub async fn tap(&self, role: &str, name: &str) {
        self.until(&format!("tap the {role} {name:?}"), async || {
            let control = self.find(role, |own| own == name).await.into_iter().next()?;
            self.press(control).await
        })
        .await;
    }

    /// Presses the first control whose name is like that: a row is named by all it says.
    pub async fn tap_where(&self, role: &str, what: &str, is: impl Fn(&str) -> bool) {
        self.until(&format!("tap the {role} that {what}"), async || {
            let control = self.find(role, &is).await.into_iter().next()?;
            self.press(control).await
        })
        .await;
    }

    /// Types into a field, over what stands there.
    pub async fn fill(&self, role: &str, name: &str, text: &str) {
        self.until(&format!("fill the {role} {name:?}"), async || {
            let field = self.find(role, |own| own == name).await.into_iter().next()?;
            self.press(field).await?;
            self.call(field, "function () { this.select(); return true; }").await?;
            self.try_devtools("Input.insertText", json!({"text": text})).await.ok()
        })
        .await;
    }

    /// Gives a file to whatever asks for one.
    pub async fn give_file(&self, file: &Path) {
        self.until("give the file", async || {
            let asks = self.driver().find(By::Css("input[type=file]")).await.ok()?;
            asks.send_keys(file.display().to_string()).await.ok()
        })
        .await;
    }

    /// What stands in a field.
    pub async fn value(&self, role: &str, name: &str) -> String {
        self.until(&format!("read the {role} {name:?}"), async || {
            let field = self.find(role, |own| own == name).await.into_iter().next()?;
            let value = self.call(field, "function () { return this.value; }").await?;
            value.as_str().map(str::to_owned)
        })
        .await
    }

    /// Whether there is such a control now.
    pub async fn offers(&self, role: &str, name: &str) -> bool {
        !self.find(role, |own| own == name).await.is_empty()
    }

    /// Whether an answer stands: a radio that is checked, a button that is pressed.
    pub async fn stands(&self, role: &str, name: &str) -> bool {
        self.until(&format!("look at the {role} {name:?}"), async || {
            let control = self.find(role, |own| own == name).await.into_iter().next()?;
            let state = self
                .call(
                    control,
                    "function () { return this.getAttribute('aria-checked') || this.getAttribute('aria-pressed'); }",
                )
                .await?;
            Some(state == "true")
        })
        .await
    }

    /// The names of all controls of this role, in the order of the page.
    pub async fn names(&self, role: &str) -> Vec<String> {
        self.nodes(role).await.into_iter().map(|(_, name)| name).collect()
    }

    /// Waits for `found` to find something. Fails with what can be read instead.
    pub async fn until<T>(&self, what: &str, found: impl AsyncFn() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, found).await
    }

    /// The same with another patience.
    pub async fn until_within<T>(&self, patience: Duration, what: &str, found: impl AsyncFn() -> Option<T>) -> T {
        let started = now();
        loop {
            if let Some(found) = found().await {
                return found;
            }
            if started.elapsed() > patience {
                let picture = self.picture("failed").await;
                let text: String = self.text().await.chars().take(800).collect();
                panic!("waited in vain to {what}; a picture lies in {picture}; what can be read:\n{text}");
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    async fn find(&self, role: &str, is: impl Fn(&str) -> bool) -> Vec<i64> {
        self.nodes(role).await.into_iter().filter(|(_, name)| is(name)).map(|(node, _)| node).collect()
    }

    /// Controls as (node of the page, name).
    async fn nodes(&self, role: &str) -> Vec<(i64, String)> {
        // While a page is being replaced there is nothing to be found.
        let Ok(document) = self.try_devtools("DOM.getDocument", json!({"depth": 0})).await else { return Vec::new() };
        let query = json!({"nodeId": document["root"]["nodeId"], "role": role});
        let Ok(tree) = self.try_devtools("Accessibility.queryAXTree", query).await else { return Vec::new() };
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        nodes
            .iter()
            .filter(|node| node["ignored"] != true)
            .filter_map(|node| {
                Some((
                    node["backendDOMNodeId"].as_i64()?,
                    node["name"]["value"].as_str().unwrap_or_default().to_owned(),
                ))
            })
            .collect()
    }

    async fn press(&self, node: i64) -> Option<()> {
        let place = self.call(node, REACH).await?;
        if place["reached"] != true {
            return None;
        }
        let (x, y) = (&place["x"], &place["y"]);
        for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
            let press = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
            self.try_devtools("Input.dispatchMouseEvent", press).await.ok()?;
        }
        // What moved away under the finger is pressed again; a page that has gone was pressed.
        let missed = self.try_devtools("Runtime.evaluate", json!({"expression": "window.pressed === false"})).await;
        let missed = missed.is_ok_and(|told| told["result"]["value"] == true);
        (!missed).then_some(())
    }

    async fn call(&self, node: i64, function: &str) -> Option<Value> {
        let object = self.try_devtools("DOM.resolveNode", json!({"backendNodeId": node})).await.ok()?;
        let call =
            json!({"objectId": object["object"]["objectId"], "functionDeclaration": function, "returnByValue": true});
        let answer = self.try_devtools("Runtime.callFunctionOn", call).await.ok()?;
        Some(answer["result"]["value"].clone()).filter(|value| !value.is_null())
    }
}

fn now() -> Instant {
    Instant::now()
}
