//! Line icons. The shapes stand once in `index.html`, as symbols; here they are only named.

use leptos::prelude::*;
use leptos::svg::{svg, r#use};

/// An icon that says nothing to a screen reader: whatever holds it has a name.
pub fn icon(name: &'static str) -> AnyView {
    let href = format!("#i-{name}");
    svg().class("icon").aria_hidden("true").child(r#use().attr("href", href)).into_any()
}
