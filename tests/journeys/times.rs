//! Someone reads times as at home: by twelve hours, or by the clocks of another place.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, journey};
use serde_json::json;

/// On 13 November from 17:25 to 18:00 in Salt Lake City.
const TALK: &str = "Understanding How OpenTelemetry Network Uses eBPF";

/// What the row of the talk says of its time.
async fn time_of_row(page: &Page) -> Outcome<String> {
    page.link(&format!("{TALK}…")).await?;
    let script = "
        const link = [...document.querySelectorAll('main a')].find((it) => it.textContent.startsWith(arguments[0]));
        return link?.closest('li').querySelector('p').innerText.replaceAll('\\n', ' ') ?? ''";
    Ok(page.run(script, vec![TALK.into()]).await?.as_str().unwrap_or_default().to_owned())
}

async fn check_row(page: &Page, expect: &str) -> Outcome {
    page.go("#/agenda?day=2024-11-13").await?;
    page.heading("Agenda").await?;
    page.wait(&format!("the row says {expect}"), async || Ok(time_of_row(page).await? == expect)).await
}

async fn check_session(page: &Page, says: &[&str]) -> Outcome {
    page.tap(&page.link(&format!("{TALK}…")).await?).await?;
    for words in says {
        page.says(words).await?;
    }
    Ok(())
}

async fn choose(page: &Page, button: &str) -> Outcome {
    page.go("#/settings").await?;
    page.press(button).await
}

#[test]
fn times_are_told_by_twelve_hours_everywhere() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/settings").await?;
        let page = browser.page();
        page.press("2:30 pm").await?;
        check_row(page, "~5:25 pm ~6:00 pm").await?;
        check_session(page, &["Wed 13 Nov, about 5:25 pm–6:00 pm MST"]).await?;
        page.press(&format!("Star {TALK}…")).await?;
        page.open(&stage.at(&["#/now?at=", DURING].concat())).await?;
        page.says("Wed 13 Nov · 2:42 pm MST").await?;
        page.says("Next · 5:25 pm, in 2 h 43 min").await?;
        choose(page, "14:30").await?;
        check_row(page, "~17:25 ~18:00").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn the_clocks_of_another_place_say_where_it_is_another_day() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/settings").await?;
        let page = browser.page();
        page.press("Another").await?;
        page.find("searchbox", "City of the zone").await?.send_keys("toky").await?;
        page.press("Asia/Tokyo").await?;
        page.says("Times are Asia/Tokyo time").await?;
        check_row(page, "~09:25 ~10:00 next day").await?;
        page.says("Times in GMT+9").await?;
        check_session(page, &["Thu 14 Nov, about 09:25–10:00", "At the venue: Wed 13 Nov, 17:25–18:00 MST"]).await?;
        // What one types is venue time, and says so.
        page.go("#/own/new").await?;
        page.find("date", "Starts (venue time)").await?;
        page.reload().await?;
        check_row(page, "~09:25 ~10:00 next day").await?;

        page.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": "Pacific/Honolulu" })).await?;
        page.reload().await?;
        choose(page, "Mine, Pacific/Honolulu").await?;
        check_row(page, "~14:25 ~15:00").await?;
        choose(page, "The trip's, MST").await?;
        check_row(page, "~17:25 ~18:00").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// The height of the talk's row, in pixels, and whether it fits the place that is kept for it.
const ROW: &str = "
    const rows = [...document.querySelectorAll('.agenda-list .row')];
    const fits = rows.every((row, at) => !rows[at + 1] || row.parentElement !== rows[at + 1].parentElement
        || Math.abs(row.getBoundingClientRect().bottom - rows[at + 1].getBoundingClientRect().top) < 1);
    const slack = [...document.querySelectorAll('.group')].every((group) =>
        group.scrollHeight <= Math.ceil(group.getBoundingClientRect().height) + 1);
    return [rows.length > 3 && fits && slack, Math.min(...rows.map((row) => row.getBoundingClientRect().height))]";

#[test]
fn compact_rows_show_more_of_a_day() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        let page = browser.page();
        let height = async || -> Outcome<f64> {
            page.go("#/agenda?day=2024-11-13").await?;
            page.heading("Agenda").await?;
            page.wait("rows stand where they belong", async || Ok(page.run(ROW, vec![]).await?[0] == true)).await?;
            Ok(page.run(ROW, vec![]).await?[1].as_f64().unwrap_or_default())
        };
        let comfortable = height().await?;
        choose(page, "Compact").await?;
        let compact = height().await?;
        assert!((48.0..comfortable - 10.0).contains(&compact), "{compact} and {comfortable} px");
        page.reload().await?;
        page.wait("they stay compact", async || Ok(page.run(ROW, vec![]).await?[1] == compact)).await?;
        browser.close().await
    })
}
