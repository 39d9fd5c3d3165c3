//! Two Lanyards on one host, each under a path of its own, as every user of a shared static host has it. The browser gives
//! both the same storage.

use std::os::unix::fs::symlink;

use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::past::Past;
use lanyard_journeys::server::Server;
use lanyard_journeys::stage::{dist, journey};

use crate::capture::keep;

#[test]
fn two_installations_on_one_origin_know_nothing_of_each_other() -> Outcome {
    journey(async |stage| {
        let host = stage.profile.path().join("host");
        std::fs::create_dir(&host)?;
        for name in ["a", "b"] {
            symlink(dist()?.canonicalize()?, host.join(name))?;
        }
        let server = Server::start(&host, "/")?;
        let at = |name: &str, fragment: &str| [&server.origin(), "/", name, "/", fragment].concat();

        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&at("a", "#/notebook")).await?;
        page.started().await?;
        keep(page, "a pelican at the first address").await?;
        page.open(&at("b", "#/notebook")).await?;
        page.started().await?;
        page.says("Nothing here yet").await?;
        keep(page, "an otter at the second").await?;
        page.says("1 entry").await?;
        page.open(&at("a", "#/notebook")).await?;
        page.says("a pelican at the first address").await?;
        page.says("1 entry").await?;

        // Nor while both are open: what one says is not heard by the other.
        let first = page.tab().await?;
        page.new_tab().await?;
        page.open(&at("b", "#/notebook")).await?;
        page.started().await?;
        keep(page, "a heron beside it").await?;
        page.says("2 entries").await?;
        page.show_tab(&first).await?;
        keep(page, "a goose at home").await?;
        page.says("2 entries").await?;
        assert!(!page.text().await?.contains("heron"), "another installation's entry");
        browser.close().await
    })
}

/// Before installations had names all of an origin kept their things together. Each takes a copy along.
#[test]
fn what_was_kept_before_installations_had_names_is_taken_along() -> Outcome {
    journey(async |stage| {
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        let mut past = Past::default();
        past.note(1, "a note of last year");
        past.put_into("lanyard", page, &stage).await?;

        page.open(&stage.at("#/notebook")).await?;
        page.says("a note of last year").await?;
        page.says("1 entry").await?;
        keep(page, "a note of today").await?;
        page.reload().await?;
        page.says("2 entries").await?;
        browser.close().await
    })
}
