//! A code to scan, drawn as one path so that it stays sharp and light. Always dark on white: scanners expect it.

use lanyard_core::share::Qr;
use leptos::prelude::*;
use leptos::svg::{self, svg};

/// The quiet zone that scanners need, in modules.
const MARGIN: usize = 4;

pub fn code(code: &Qr, name: &'static str) -> AnyView {
    let side = code.size + 2 * MARGIN;
    let view_box = format!("0 0 {side} {side}");
    svg()
        .class("qr")
        .role("img")
        .aria_label(name)
        .style(("--side", side.to_string()))
        .attr("viewBox", view_box)
        .attr("shape-rendering", "crispEdges")
        .child(svg::path().class("qr-dark").attr("d", path(code)))
        .into_any()
}

/// One rectangle for each run of dark modules in a row.
fn path(code: &Qr) -> String {
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|x| is_dark(code, *x, y)).count();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

fn is_dark(code: &Qr, x: usize, y: usize) -> bool {
    code.modules.get(y * code.size + x).copied().unwrap_or(false)
}
