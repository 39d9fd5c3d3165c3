//! What is on screen, by role and name.
//!
//! Roles and names are those of WAI-ARIA 1.2 and the HTML Accessibility API Mappings, for the few elements the app
//! uses; `find.js` works them out within the page. Every wait has a deadline and looks again until then.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{Key, WebDriver, WindowHandle};

use crate::{Failure, Outcome};

/// How long anything may take to appear. Long, because the machine may be busy; a journey that is fine never waits so.
pub const PATIENCE: Duration = Duration::from_secs(20);

const FIND: &str = include_str!("find.js");
const SCROLL_ON: &str = include_str!("scroll_on.js");
const AGENDA: &str = include_str!("agenda.js");
const LISTEN: &str = include_str!("listen.js");

/// Whether an element left the page, or was drawn anew, between finding it and using it.
fn is_stale(error: &Failure) -> bool {
    error.to_string().contains("stale element")
}

/// The page in front of a browser.
pub struct Page {
    driver: WebDriver,
}

impl Page {
    pub(crate) fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// The browser is gone; nobody needs to say goodbye to it.
    pub(crate) fn forget(&self) {
        // Fails only when that has been said already.
        let _ = self.driver.clone().leak();
    }

    pub(crate) async fn close(&self) -> WebDriverResult<()> {
        self.driver.clone().quit().await
    }

    /// Runs `listen.js` before every document's own scripts.
    pub(crate) async fn listen_from_the_start(&self) -> Outcome {
        self.before_every_page(LISTEN).await
    }

    /// Runs a script before every later document's own scripts: a browser with something missing.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn before_every_page(&self, script: &str) -> Outcome {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
        Ok(())
    }

    /// # Errors
    /// When the browser does not know the command.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Outcome<Value> {
        Ok(self.driver.cdp().send_raw(command, parameters).await?)
    }

    /// What is on screen, as PNG.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn picture(&self) -> Outcome<Vec<u8>> {
        Ok(self.driver.screenshot_as_png().await?)
    }

    /// Makes the page as wide and high as a screen, in CSS pixels.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn shape(&self, width: u32, height: u32) -> Outcome {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(())
    }

    /// What the system asks for: `light` or `dark`.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn prefer(&self, scheme: &str) -> Outcome {
        let wish = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", wish).await?;
        Ok(())
    }

    /// Opens an address in this tab, from the start.
    ///
    /// # Errors
    /// When nothing can be shown.
    pub async fn open(&self, address: &str) -> Outcome {
        // A fragment alone would only move within the document that is there.
        self.driver.goto("about:blank").await?;
        Ok(self.driver.goto(address).await?)
    }

    /// Waits until all of the app is there: the start page shows its words, and the first screens theirs, before that.
    ///
    /// # Errors
    /// When it does not start in time.
    pub async fn started(&self) -> Outcome {
        let has_started = "return window.journeyHasStarted === true";
        self.wait("the app has started", async || Ok(self.run(has_started, vec![]).await? == true)).await
    }

    /// Follows a link within the app: the fragment changes, the document stays.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn go(&self, fragment: &str) -> Outcome {
        self.run("location.hash = arguments[0]", vec![json!(fragment)]).await?;
        Ok(())
    }

    /// # Errors
    /// When nothing can be shown.
    pub async fn reload(&self) -> Outcome {
        Ok(self.driver.refresh().await?)
    }

    /// The browser's back button.
    ///
    /// # Errors
    /// When there is nowhere to go back to.
    pub async fn back(&self) -> Outcome {
        Ok(self.driver.back().await?)
    }

    /// # Errors
    /// When there is no document.
    pub async fn address(&self) -> Outcome<String> {
        Ok(self.driver.current_url().await?.to_string())
    }

    /// Runs a function body in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// Runs a function body whose last argument is called with the answer.
    ///
    /// # Errors
    /// When it throws or never answers.
    pub async fn run_until_answered(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.driver.set_script_timeout(Duration::from_secs(120)).await?;
        Ok(self.driver.execute_async(script, arguments).await?.json().clone())
    }

    /// Everything visible with this role and name. A name that ends in `…` stands for all that begin so.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn all(&self, role: &str, name: &str) -> Outcome<Vec<WebElement>> {
        Ok(self.driver.execute(FIND, vec![json!(role), json!(name)]).await?.elements()?)
    }

    /// The first visible element with this role and name within another, as soon as there is one.
    ///
    /// # Errors
    /// When there is none in time.
    pub async fn find_in(&self, within: &WebElement, role: &str, name: &str) -> Outcome<WebElement> {
        let found = self.until(async || {
            let arguments = vec![json!(role), json!(name), within.to_json()?];
            Ok(self.driver.execute(FIND, arguments).await?.elements()?.into_iter().next())
        });
        found.await?.ok_or_else(|| format!("no {role} named “{name}” there").into())
    }

    /// One attribute of everything visible with this role and name.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn attributes(&self, role: &str, name: &str, attribute: &str) -> Outcome<Vec<String>> {
        let script = "return arguments[0].map((element) => element.getAttribute(arguments[1]) ?? '')";
        let values = self.until(async || {
            let found = self.all(role, name).await?;
            let found = found.iter().map(WebElement::to_json).collect::<WebDriverResult<Vec<Value>>>()?;
            match self.run(script, vec![Value::Array(found), json!(attribute)]).await {
                Err(error) if is_stale(&error) => Ok(None),
                values => values.map(Some),
            }
        });
        let values = values.await?.ok_or("the page is never the same twice")?;
        Ok(values.as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect())
    }

    /// The first visible element with this role and name, as soon as there is one.
    ///
    /// # Errors
    /// When there is none in time. The message says what there is instead.
    pub async fn find(&self, role: &str, name: &str) -> Outcome<WebElement> {
        let found = self.until(async || {
            let found = self.all(role, name).await?.into_iter().next();
            if found.is_none() {
                self.scroll_on().await?;
            }
            Ok(found)
        });
        let found = found.await?;
        match found {
            Some(element) => Ok(element),
            None => Err(format!("no {role} named “{name}”. On screen:\n{}", self.text().await?).into()),
        }
    }

    /// Scrolls the agenda on by most of a screen, and from its end to its top: only what is near the screen is in the page,
    /// and whoever looks for something else scrolls.
    async fn scroll_on(&self) -> Outcome {
        self.run(SCROLL_ON, vec![]).await.map(drop)
    }

    /// The addresses of all that the agenda lists, from its top to its end.
    ///
    /// # Errors
    /// When there is no list, for as long as anybody would wait.
    pub async fn agenda(&self) -> Outcome<Vec<String>> {
        let listed = async || Ok(self.run_until_answered(AGENDA, vec![]).await?.as_array().cloned());
        let listed = self.until(listed).await?.ok_or("there is no list")?;
        Ok(listed.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// # Errors
    /// As [`Page::find`].
    pub async fn button(&self, name: &str) -> Outcome<WebElement> {
        self.find("button", name).await
    }

    /// # Errors
    /// As [`Page::find`].
    pub async fn link(&self, name: &str) -> Outcome<WebElement> {
        self.find("link", name).await
    }

    /// # Errors
    /// As [`Page::find`].
    pub async fn heading(&self, name: &str) -> Outcome<WebElement> {
        self.find("heading", name).await
    }

    /// A live region that says this.
    ///
    /// # Errors
    /// As [`Page::find`].
    pub async fn status(&self, text: &str) -> Outcome<WebElement> {
        self.find("status", text).await
    }

    /// # Errors
    /// As [`Page::find`].
    pub async fn alert(&self, text: &str) -> Outcome<WebElement> {
        self.find("alert", text).await
    }

    /// Taps a button, wherever on the page it is.
    ///
    /// # Errors
    /// When it is not there in time, or something lies over it.
    pub async fn press(&self, name: &str) -> Outcome {
        let pressed = self.until(async || match self.tap(&self.button(name).await?).await {
            Err(error) if is_stale(&error) => Ok(None),
            done => done.map(Some),
        });
        pressed.await?.ok_or_else(|| format!("the button “{name}” never stands still").into())
    }

    /// Taps an element after bringing it to the middle of the screen, away from bars.
    ///
    /// # Errors
    /// When something lies over it.
    pub async fn tap(&self, element: &WebElement) -> Outcome {
        self.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", vec![element.to_json()?])
            .await?;
        Ok(element.click().await?)
    }

    /// # Errors
    /// When the element is still there at the deadline.
    pub async fn gone(&self, role: &str, name: &str) -> Outcome {
        self.wait(&format!("{role} “{name}” is gone"), async || Ok(self.all(role, name).await?.is_empty())).await
    }

    /// Presses a key where the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn key(&self, key: Key) -> Outcome {
        Ok(self.driver.action_chain().send_keys(key).perform().await?)
    }

    /// Types where the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn type_text(&self, text: &str) -> Outcome {
        Ok(self.driver.action_chain().send_keys(text).perform().await?)
    }

    /// The name of what has the focus.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn focused(&self) -> Outcome<String> {
        let name = self.run("return document.activeElement?.getAttribute('aria-label') ?? ''", vec![]).await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// All words on screen.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn text(&self) -> Outcome<String> {
        let text = self.run("return document.body?.innerText ?? ''", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the screen says something.
    ///
    /// # Errors
    /// When it does not say it in time.
    pub async fn says(&self, words: &str) -> Outcome {
        let said = self.until(async || Ok(self.text().await?.contains(words).then_some(()))).await?;
        match said {
            Some(()) => Ok(()),
            None => Err(format!("“{words}” is not on screen:\n{}", self.text().await?).into()),
        }
    }

    /// Waits for a condition.
    ///
    /// # Errors
    /// When it does not hold in time, or cannot be looked at.
    pub async fn wait(&self, what: &str, holds: impl AsyncFn() -> Outcome<bool>) -> Outcome {
        self.wait_for(what, async || Ok(holds().await?.then_some(()))).await
    }

    /// Waits until there is something to be found, and gives it.
    ///
    /// # Errors
    /// When there never is.
    pub async fn wait_for<T>(&self, what: &str, look: impl AsyncFn() -> Outcome<Option<T>>) -> Outcome<T> {
        self.until(look).await?.ok_or_else(|| format!("never happened: {what}").into())
    }

    async fn until<T>(&self, look: impl AsyncFn() -> Outcome<Option<T>>) -> Outcome<Option<T>> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look().await? {
                return Ok(Some(found));
            }
            if Instant::now() > deadline {
                return Ok(None);
            }
            // Leaves the machine to the browser between two looks.
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// What went wrong in this document since it began: errors, refused promises, breaches of the security policy.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn troubles(&self) -> Outcome<Vec<String>> {
        let heard = self.run("return window.journeyTroubles ?? ['the document was not listened to']", vec![]).await?;
        let heard = heard.as_array().cloned().unwrap_or_default();
        Ok(heard.iter().map(|trouble| trouble.as_str().unwrap_or_default().to_owned()).collect())
    }

    /// A picture of one element, as PNG.
    ///
    /// # Errors
    /// As [`Page::find`], or when the browser cannot draw it.
    pub async fn picture_of(&self, role: &str, name: &str) -> Outcome<Vec<u8>> {
        Ok(self.find(role, name).await?.screenshot_as_png().await?)
    }

    /// Picks a file in a field for files, as the system's dialog would.
    ///
    /// # Errors
    /// As [`Page::find`].
    pub async fn choose(&self, name: &str, file: &std::path::Path) -> Outcome {
        Ok(self.find("file", name).await?.send_keys(file.display().to_string()).await?)
    }

    /// The tab in front.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tab(&self) -> Outcome<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Opens an empty tab and goes there.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn new_tab(&self) -> Outcome {
        let tab = self.driver.new_tab().await?;
        self.show_tab(&tab).await?;
        self.listen_from_the_start().await
    }

    /// # Errors
    /// When it was closed.
    pub async fn show_tab(&self, tab: &WindowHandle) -> Outcome {
        Ok(self.driver.switch_to_window(tab.clone()).await?)
    }
}
