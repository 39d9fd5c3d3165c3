//! Line icons. The shapes stand once in `index.html`, as symbols; here they are only named.

use leptos::prelude::*;

/// An icon that says nothing to a screen reader: whatever holds it has a name.
pub fn icon(name: &'static str) -> AnyView {
    let href = format!("#i-{name}");
    view! { <svg class="icon" aria-hidden="true"><use href=href></use></svg> }.into_any()
}
