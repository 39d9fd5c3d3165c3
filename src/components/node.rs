//! Leptos's builder syntax with the types erased.
//!
//! `view!` makes a type of every piece of a page, and code for every type: the app's screens came to 350 kB of
//! compressed WebAssembly that way, where the whole first visit may cost 150 kB. Here every element is the same type,
//! so its code stands once and a piece of a page costs only the calls that make it. Rendering, ownership and reactivity
//! stay Leptos's own. Nothing here takes markup: text becomes text nodes, attributes are set by name.
//!
//! ```ignore
//! node("p").class("row-facts").text("14:42").build()
//! ```

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::html::{ElementChild, custom};
use leptos::prelude::*;
use leptos::tachys::html::{event, property};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

type Live<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// An element being put together. Boxed, and its steps kept out of line, so that each of the thousand steps that make
/// up the screens is one small call.
pub struct Node(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

#[inline(never)]
pub fn node(tag: &'static str) -> Node {
    Node(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A text node.
pub fn text(text: impl Into<Cow<'static, str>>) -> AnyView {
    text_node(text.into())
}

#[inline(never)]
fn text_node(text: Cow<'static, str>) -> AnyView {
    text.into_owned().into_any()
}

/// Nothing at all.
#[inline(never)]
pub fn nothing() -> AnyView {
    ().into_any()
}

/// A piece of the page that follows the signals `view` reads.
pub fn live(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    live_view(Box::new(view))
}

#[inline(never)]
fn live_view(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

/// Several pieces, one after the other.
#[inline(never)]
pub fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

impl Node {
    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.set("class", class)
    }

    pub fn set(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attribute(name, value.into())
    }

    #[inline(never)]
    fn attribute(mut self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.0.attributes.push(custom_attribute(name, value.into_owned()).into_any_attr());
        self
    }

    /// An attribute that is there without a value, or is not.
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.set(name, "") } else { self }
    }

    /// An attribute that follows the signals `value` reads; `None` takes it away.
    pub fn set_live(self, name: &'static str, value: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.live_attribute(name, Arc::new(value))
    }

    #[inline(never)]
    fn live_attribute(mut self, name: &'static str, value: Live<Option<String>>) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// `aria-pressed`, of a button that stays down.
    pub fn pressed(self, on: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.set_live("aria-pressed", move || Some(if on() { "true" } else { "false" }.to_owned()))
    }

    /// What a field holds.
    pub fn value(self, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.live_value(Arc::new(value))
    }

    #[inline(never)]
    fn live_value(mut self, value: Live<String>) -> Self {
        self.0.attributes.push(property::prop("value", value).into_any_attr());
        self
    }

    /// Whether a box is ticked.
    pub fn checked(self, checked: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live_flag("checked", Arc::new(checked))
    }

    /// Whether an option is the chosen one.
    pub fn selected(self, selected: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live_flag("selected", Arc::new(selected))
    }

    #[inline(never)]
    fn live_flag(mut self, name: &'static str, on: Live<bool>) -> Self {
        self.0.attributes.push(property::prop(name, on).into_any_attr());
        self
    }

    pub fn on(self, name: &'static str, call: impl FnMut(Event) + 'static) -> Self {
        self.listener(name, Box::new(call))
    }

    #[inline(never)]
    fn listener(mut self, name: &'static str, call: Box<dyn FnMut(Event)>) -> Self {
        let name: event::Custom<Event> = event::Custom::new(name);
        self.0.attributes.push(event::on(name, call).into_any_attr());
        self
    }

    pub fn on_click(self, mut call: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| call())
    }

    /// Calls back with what the field holds, at every input event.
    pub fn on_text(self, mut call: impl FnMut(String) + 'static) -> Self {
        self.on("input", move |event| call(value_of(&event)))
    }

    /// Calls back with what was chosen or typed, once it is done.
    pub fn on_change(self, mut call: impl FnMut(String) + 'static) -> Self {
        self.on("change", move |event| call(value_of(&event)))
    }

    /// Calls back with whether the box is ticked.
    pub fn on_tick(self, mut call: impl FnMut(bool) + 'static) -> Self {
        self.on("change", move |event| {
            call(event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).is_some_and(|it| it.checked()));
        })
    }

    pub fn text(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.child(text(words))
    }

    pub fn live_text(self, words: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.live(move || text(words()))
    }

    pub fn live(self, view: impl Fn() -> AnyView + Send + Sync + 'static) -> Self {
        self.child(live(view))
    }

    pub fn child(self, child: impl Into<Piece>) -> Self {
        self.piece(child.into())
    }

    #[inline(never)]
    fn piece(mut self, piece: Piece) -> Self {
        self.0.children.extend(piece.0);
        self
    }

    #[inline(never)]
    pub fn children(mut self, mut children: Vec<AnyView>) -> Self {
        self.0.children.append(&mut children);
        self
    }

    #[inline(never)]
    pub fn build(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).child(children).add_any_attr(attributes).into_any()
    }
}

/// What an element may hold: a finished view, an element, or perhaps one of them.
pub struct Piece(Option<AnyView>);

impl From<AnyView> for Piece {
    fn from(view: AnyView) -> Self {
        Self(Some(view))
    }
}

impl From<Node> for Piece {
    fn from(node: Node) -> Self {
        Self(Some(node.build()))
    }
}

impl From<Option<Node>> for Piece {
    fn from(node: Option<Node>) -> Self {
        Self(node.map(Node::build))
    }
}

impl From<Option<AnyView>> for Piece {
    fn from(view: Option<AnyView>) -> Self {
        Self(view)
    }
}

#[inline(never)]
fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(field) = target.dyn_ref::<HtmlTextAreaElement>() {
        field.value()
    } else if let Some(field) = target.dyn_ref::<HtmlInputElement>() {
        field.value()
    } else {
        target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
    }
}

/// A button.
pub fn button(class: &'static str, name: impl Into<Cow<'static, str>>, on_click: impl FnMut() + 'static) -> Node {
    node("button").set("type", "button").class(class).text(name).on_click(on_click)
}

/// A button that stays down while `on`.
pub fn chip(
    name: impl Into<Cow<'static, str>>,
    on: impl Fn() -> bool + Send + Sync + 'static,
    on_click: impl FnMut() + 'static,
) -> Node {
    button("chip", name, on_click).pressed(on)
}

/// Chips that belong together, under a name.
pub fn chips(name: &'static str, chips: Vec<AnyView>) -> Node {
    node("div").class("chips").set("role", "group").set("aria-label", name).children(chips)
}

/// A heading and what stands under it.
pub fn section(title: impl Into<Cow<'static, str>>, body: impl Into<Piece>) -> Node {
    node("section").child(node("h2").text(title)).child(body)
}

/// A list of items, or nothing when there are none.
pub fn list(class: &'static str, items: Vec<AnyView>) -> Option<Node> {
    (!items.is_empty()).then(|| node("ul").class(class).children(items))
}

/// An item of a list in which others come and go.
pub struct Item {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// `key` tells it from all others in its list.
pub fn item(key: &impl Hash, draw: impl FnOnce() -> AnyView + Send + 'static) -> Item {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    Item { key: hasher.finish(), draw: Box::new(draw) }
}

/// Items that follow the signals `items` reads. Those that were there before are not drawn anew: they keep the focus and
/// their position on screen.
pub fn keyed(items: impl Fn() -> Vec<Item> + Send + 'static) -> AnyView {
    keyed_items(Box::new(items))
}

#[inline(never)]
fn keyed_items(items: Box<dyn Fn() -> Vec<Item> + Send>) -> AnyView {
    let draw = |item: Item| (item.draw)();
    For(ForProps::builder().each(items).key(|item: &Item| item.key).children(draw).build()).into_any()
}

/// A link within the app.
pub fn link(class: &'static str, href: String, words: impl Into<Cow<'static, str>>) -> Node {
    node("a").class(class).set("href", href).text(words)
}

/// One choice of a select.
pub fn option(
    value: impl Into<Cow<'static, str>>,
    name: String,
    on: impl Fn() -> bool + Send + Sync + 'static,
) -> AnyView {
    node("option").set("value", value).selected(on).text(name).build()
}

/// A paragraph.
pub fn p(class: &'static str, words: impl Into<Cow<'static, str>>) -> Node {
    node("p").class(class).text(words)
}

/// A box to tick, beside what it means.
pub fn check(
    words: &'static str,
    on: impl Fn() -> bool + Send + Sync + 'static,
    on_tick: impl FnMut(bool) + 'static,
) -> Node {
    let tick = node("input").set("type", "checkbox").checked(on).on_tick(on_tick);
    node("label").class("check").child(tick).child(node("span").text(words))
}

/// A box to tick, under a name that only who does not see it needs.
pub fn tick(name: String, on: impl Fn() -> bool + Send + Sync + 'static, on_tick: impl FnMut(bool) + 'static) -> Node {
    let box_ = node("input").set("type", "checkbox").class("box").set("aria-label", name).checked(on).on_tick(on_tick);
    node("label").class("tick").child(box_)
}

/// A field under its name.
pub fn line(name: &'static str, field: Node) -> Node {
    node("label").class("line").child(node("span").text(name)).child(field)
}
