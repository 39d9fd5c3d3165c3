//! Someone follows a link into the app, right or wrong. The app lies under `/x/y/`, as on most free hosts.

use lanyard_journeys::Outcome;
use lanyard_journeys::stage::journey;

#[test]
fn every_place_can_be_opened_from_outside() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        for (fragment, heading) in [
            ("#/agenda?day=2024-11-14", "Agenda"),
            ("#/notebook", "Notebook"),
            ("#/settings", "Settings"),
            ("#/search?q=kubernetes", "Search"),
        ] {
            page.open(&stage.at(fragment)).await?;
            page.heading(heading).await?;
            assert_eq!(page.troubles().await?, [""; 0], "{fragment}");
        }
        // A session, by the link its own row has.
        page.open(&stage.at("#/agenda?day=2024-11-14")).await?;
        let star = page.button("Star …").await?.attr("aria-label").await?.unwrap_or_default();
        let title = star.trim_start_matches("Star ").to_owned();
        let address = page.link(&title).await?.attr("href").await?.unwrap_or_default();
        page.open(&stage.at(&address)).await?;
        page.heading(&title).await?;
        page.find("textbox", "What do you want to keep?").await?;
        browser.close().await
    })
}

#[test]
fn an_address_that_leads_nowhere_says_so_and_offers_search() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        for (fragment, heading) in [
            ("#/nowhere", "There is no such page"),
            ("#/session/kubecon", "There is no such page"),
            ("#/session/kubecon/nothing", "This session is not here"),
            ("#/venue/nothing", "There is no such page"),
            ("#/now?at=yesterday", "There is no such page"),
            ("#/person/%ff", "There is no such page"),
        ] {
            page.open(&stage.at(fragment)).await?;
            page.heading(heading).await?;
            page.link("Search").await?;
            assert_eq!(page.troubles().await?, [""; 0], "{fragment}");
        }
        browser.close().await
    })
}
