//! Someone opens Lanyard for the first time.

use lanyard_journeys::Outcome;
use lanyard_journeys::stage::{DURING, dist, journey};

#[test]
fn shows_the_trip_and_bothers_nobody() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.find("navigation", "Main").await?;
        page.button("Capture").await?;
        for name in ["Agenda", "Notebook", "Trip", "Now"] {
            let link = page.link(name).await?;
            page.tap(&link).await?;
            page.wait("the bar says where one is", async || {
                Ok(page.link(name).await?.attr("aria-current").await?.as_deref() == Some("page"))
            })
            .await?;
            assert_eq!(
                page.run("return document.querySelectorAll('h1').length", vec![]).await?,
                1,
                "headings of {name}"
            );
        }
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        page.button("Star …").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

/// The words of the page are there before any program has run.
#[test]
fn has_a_shell_before_the_app_runs() -> Outcome {
    let index = std::fs::read_to_string(dist()?.join("index.html"))?;
    for words in ["Now", "Agenda", "Notebook", "Trip", "KubeCon", "<noscript>"] {
        assert!(index.contains(words), "the shell does not say {words}");
    }
    Ok(())
}

#[test]
fn a_rehearsal_says_so_and_leads_back() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        page.says("Wed 13 Nov · 14:42 MST").await?;
        // The rehearsal goes along to every page.
        page.tap(&page.link("Agenda").await?).await?;
        page.heading("Agenda").await?;
        page.says("Rehearsing").await?;
        assert!(page.address().await?.contains("at=2024-11-13T"));
        page.tap(&page.link("Stop, back to real time").await?).await?;
        page.gone("link", "Stop, back to real time").await?;
        assert!(!page.address().await?.contains("at="));
        browser.close().await
    })
}
