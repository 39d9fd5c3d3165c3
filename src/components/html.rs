//! Leptos's builder syntax with the types erased: the one way in which pages are written.
//!
//! `view!` makes a type of every piece of a page, and code for every type: ARCHITECTURE.md, "Views", has the numbers. Here
//! every element is the same type, so its code stands once and a piece of a page costs only the calls that make it.
//! Rendering, ownership and reactivity stay Leptos's own. Nothing here takes markup: text becomes text nodes, attributes
//! are set by name. Tags, attributes and events are the functions and methods below, and those of `leptos::ev`; what is
//! not among them does not compile.
//!
//! ```ignore
//! p().class("row-facts").aria_label("Time").child(move || words::clock(&app.trip.get(), app.now()))
//! ```

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{self, EventDescriptor};
use leptos::html::{ElementChild, custom};
use leptos::prelude::*;
use leptos::tachys::html::style::style;
use leptos::tachys::html::{event, property};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

type Live<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// An element being put together. Boxed, and its steps kept out of line, so that each of the thousand steps that make
/// up the screens is one small call.
pub struct HtmlElement(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

#[inline(never)]
fn element(tag: &'static str) -> HtmlElement {
    HtmlElement(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

macro_rules! tags {
    ($($tag:ident)*) => {
        $(pub fn $tag() -> HtmlElement {
            element(stringify!($tag))
        })*
    };
}

tags! {
    a article b blockquote br code details div em fieldset figcaption figure h1 h2 h3 header i img input label li main mark nav
    ol option p pre progress section select small span strong summary textarea ul video
}

/// A button that sends no form.
pub fn button() -> HtmlElement {
    element("button").r#type("button")
}

macro_rules! attributes {
    ($($method:ident $name:literal)*) => {
        impl HtmlElement {
            $(pub fn $method(self, value: impl Value) -> Self {
                value.set_on(self, $name)
            })*
        }
    };
}

attributes! {
    accept "accept"
    alt "alt"
    aria_activedescendant "aria-activedescendant"
    aria_busy "aria-busy"
    aria_current "aria-current"
    aria_expanded "aria-expanded"
    aria_hidden "aria-hidden"
    aria_invalid "aria-invalid"
    aria_label "aria-label"
    aria_level "aria-level"
    aria_posinset "aria-posinset"
    aria_pressed "aria-pressed"
    aria_selected "aria-selected"
    aria_setsize "aria-setsize"
    autocomplete "autocomplete"
    capture "capture"
    class "class"
    data_kept "data-kept"
    data_offline "data-offline"
    data_time "data-time"
    disabled "disabled"
    hidden "hidden"
    href "href"
    id "id"
    inputmode "inputmode"
    label "label"
    max "max"
    maxlength "maxlength"
    multiple "multiple"
    placeholder "placeholder"
    playsinline "playsinline"
    readonly "readonly"
    rel "rel"
    role "role"
    rows "rows"
    selected "selected"
    spellcheck "spellcheck"
    src "src"
    start "start"
    tabindex "tabindex"
    target "target"
    r#type "type"
    value "value"
}

/// What an attribute may be: words, there or not, or a closure that follows the signals it reads.
pub trait Value: Sized {
    /// `None` leaves the attribute out.
    fn words(self) -> Option<String>;

    fn set_on(self, element: HtmlElement, name: &'static str) -> HtmlElement {
        match self.words() {
            Some(words) => element.attribute(name, words),
            None => element,
        }
    }
}

impl Value for &'static str {
    fn words(self) -> Option<String> {
        Some(self.to_owned())
    }

    fn set_on(self, element: HtmlElement, name: &'static str) -> HtmlElement {
        element.fixed_attribute(name, self)
    }
}

impl Value for String {
    fn words(self) -> Option<String> {
        Some(self)
    }
}

impl Value for bool {
    fn words(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<T: Value> Value for Option<T> {
    fn words(self) -> Option<String> {
        self.and_then(T::words)
    }
}

impl<T: Value, F: Fn() -> T + Send + Sync + 'static> Value for F {
    fn words(self) -> Option<String> {
        self().words()
    }

    fn set_on(self, element: HtmlElement, name: &'static str) -> HtmlElement {
        element.live_attribute(name, Arc::new(move || self().words()))
    }
}

impl HtmlElement {
    #[inline(never)]
    fn fixed_attribute(self, name: &'static str, value: &'static str) -> Self {
        self.attribute(name, value.to_owned())
    }

    #[inline(never)]
    fn attribute(mut self, name: &'static str, value: String) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    #[inline(never)]
    fn live_attribute(mut self, name: &'static str, value: Live<Option<String>>) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// `aria-pressed`, of a button that stays down.
    pub fn pressed(self, on: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.aria_pressed(move || if on() { "true" } else { "false" })
    }

    /// A property of its style, in hundredths of a rem. It is set in the way that the page's policy allows. Whole numbers,
    /// so that the app carries no code that writes fractions.
    pub fn rem(self, property: &'static str, value: impl Fn() -> i32 + Send + Sync + 'static) -> Self {
        self.live_style(property, Arc::new(move || format!("calc({}rem / 100)", value())))
    }

    /// A number that its style counts with, set in the same way. It stays as it is.
    #[inline(never)]
    pub fn number(mut self, property: &'static str, value: i32) -> Self {
        self.0.attributes.push(style((property, value.to_string())).into_any_attr());
        self
    }

    #[inline(never)]
    fn live_style(mut self, property: &'static str, value: Live<String>) -> Self {
        self.0.attributes.push(style((property, value)).into_any_attr());
        self
    }

    /// What a field holds: `prop:value` of `view!`.
    pub fn prop_value(self, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.live_value(Arc::new(value))
    }

    #[inline(never)]
    fn live_value(mut self, value: Live<String>) -> Self {
        self.0.attributes.push(property::prop("value", value).into_any_attr());
        self
    }

    /// Whether a box is ticked.
    pub fn prop_checked(self, checked: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live_flag("checked", Arc::new(checked))
    }

    /// Whether an option is the chosen one.
    pub fn prop_selected(self, selected: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.live_flag("selected", Arc::new(selected))
    }

    #[inline(never)]
    fn live_flag(mut self, name: &'static str, on: Live<bool>) -> Self {
        self.0.attributes.push(property::prop(name, on).into_any_attr());
        self
    }

    pub fn on<E: EventDescriptor>(self, event: E, mut call: impl FnMut(E::EventType) + 'static) -> Self
    where
        E::EventType: JsCast,
    {
        let name = event.name();
        self.listener(&name, Box::new(move |event: Event| call(event.unchecked_into())))
    }

    #[inline(never)]
    fn listener(mut self, name: &str, call: Box<dyn FnMut(Event)>) -> Self {
        let name: ev::Custom<Event> = ev::Custom::new(name.to_owned());
        self.0.attributes.push(event::on(name, call).into_any_attr());
        self
    }

    pub fn on_click(self, mut call: impl FnMut() + 'static) -> Self {
        self.listener("click", Box::new(move |_| call()))
    }

    /// Calls back with what the field holds, at every input event.
    pub fn on_text(self, mut call: impl FnMut(String) + 'static) -> Self {
        self.listener("input", Box::new(move |event| call(value_of(&event))))
    }

    /// Calls back with what was chosen or typed, once it is done.
    pub fn on_change(self, mut call: impl FnMut(String) + 'static) -> Self {
        self.listener("change", Box::new(move |event| call(value_of(&event))))
    }

    /// Calls back with whether the box is ticked.
    pub fn on_tick(self, mut call: impl FnMut(bool) + 'static) -> Self {
        let is_ticked = |event: &Event| {
            event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()).is_some_and(|it| it.checked())
        };
        self.listener("change", Box::new(move |event| call(is_ticked(&event))))
    }

    pub fn child(self, child: impl Piece) -> Self {
        child.put_into(self)
    }

    pub fn children(self, children: Vec<impl Piece>) -> Self {
        children.put_into(self)
    }

    #[inline(never)]
    fn add(mut self, view: AnyView) -> Self {
        self.0.children.push(view);
        self
    }

    #[inline(never)]
    fn add_all(mut self, mut views: Vec<AnyView>) -> Self {
        self.0.children.append(&mut views);
        self
    }

    #[inline(never)]
    fn add_element(self, element: Self) -> Self {
        self.add(element.into())
    }

    #[inline(never)]
    fn add_text(self, words: &'static str) -> Self {
        self.add(text(words.to_owned()))
    }
}

impl From<HtmlElement> for AnyView {
    #[inline(never)]
    fn from(element: HtmlElement) -> Self {
        let Parts { tag, attributes, children } = *element.0;
        custom(tag).child(children).add_any_attr(attributes).into_any()
    }
}

/// What an element may hold: elements and text, several or perhaps one, or a closure that follows the signals it reads.
pub trait Piece: Sized {
    fn into_view(self) -> AnyView;

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        element.add(self.into_view())
    }
}

impl Piece for AnyView {
    fn into_view(self) -> AnyView {
        self
    }
}

impl Piece for HtmlElement {
    fn into_view(self) -> AnyView {
        self.into()
    }

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        element.add_element(self)
    }
}

impl Piece for &'static str {
    fn into_view(self) -> AnyView {
        text(self.to_owned())
    }

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        element.add_text(self)
    }
}

impl Piece for String {
    fn into_view(self) -> AnyView {
        text(self)
    }
}

/// Nothing at all.
impl Piece for () {
    #[inline(never)]
    fn into_view(self) -> AnyView {
        self.into_any()
    }

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        element
    }
}

impl<T: Piece> Piece for Option<T> {
    fn into_view(self) -> AnyView {
        match self {
            Some(piece) => piece.into_view(),
            None => Piece::into_view(()),
        }
    }

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        match self {
            Some(piece) => piece.put_into(element),
            None => element,
        }
    }
}

impl<T: Piece> Piece for Vec<T> {
    fn into_view(self) -> AnyView {
        fragment(self.into_iter().map(T::into_view).collect())
    }

    fn put_into(self, element: HtmlElement) -> HtmlElement {
        element.add_all(self.into_iter().map(T::into_view).collect())
    }
}

impl<T: Piece, F: Fn() -> T + Send + Sync + 'static> Piece for F {
    fn into_view(self) -> AnyView {
        live_view(Box::new(move || Piece::into_view(self())))
    }
}

macro_rules! pieces_in_a_row {
    ($($part:ident)*) => {
        #[expect(non_snake_case, reason = "a part is named like its type")]
        impl<$($part: Piece),*> Piece for ($($part,)*) {
            fn into_view(self) -> AnyView {
                let ($($part,)*) = self;
                fragment(vec![$(Piece::into_view($part)),*])
            }
        }
    };
}

pieces_in_a_row!(A B);
pieces_in_a_row!(A B C);
pieces_in_a_row!(A B C D);
pieces_in_a_row!(A B C D E);
pieces_in_a_row!(A B C D E F);
pieces_in_a_row!(A B C D E F G);
pieces_in_a_row!(A B C D E F G H);
pieces_in_a_row!(A B C D E F G H I);
pieces_in_a_row!(A B C D E F G H I J);
pieces_in_a_row!(A B C D E F G H I J K);

/// A text node.
#[inline(never)]
pub fn text(words: String) -> AnyView {
    words.into_any()
}

#[inline(never)]
fn live_view(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

#[inline(never)]
fn fragment(views: Vec<AnyView>) -> AnyView {
    views.into_any()
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

/// Pieces of a page that no element holds.
pub fn all(pieces: impl Piece) -> AnyView {
    Piece::into_view(pieces)
}

/// A piece of the page that follows the signals `view` reads.
pub fn live<T: Piece>(view: impl Fn() -> T + Send + Sync + 'static) -> AnyView {
    Piece::into_view(view)
}

/// A button that stays down while `on`.
pub fn chip(
    name: impl Piece,
    on: impl Fn() -> bool + Send + Sync + 'static,
    on_click: impl FnMut() + 'static,
) -> HtmlElement {
    button().class("chip").pressed(on).on_click(on_click).child(name)
}

/// Chips that belong together, under a name.
pub fn chips(name: &'static str, chips: Vec<HtmlElement>) -> HtmlElement {
    div().class("chips").role("group").aria_label(name).children(chips)
}

/// A section: its heading, and what stands under it.
pub fn titled(title: impl Piece, body: impl Piece) -> HtmlElement {
    section().child(h2().child(title)).child(body)
}

/// A list of items, or nothing when there are none.
pub fn list(class: &'static str, items: Vec<HtmlElement>) -> Option<HtmlElement> {
    (!items.is_empty()).then(|| ul().class(class).children(items))
}

/// An item of a list in which others come and go.
pub struct Item {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// `key` tells it from all others in its list.
pub fn item<T: Piece>(key: &impl Hash, draw: impl FnOnce() -> T + Send + 'static) -> Item {
    Item { key: key_of(key), draw: Box::new(move || Piece::into_view(draw())) }
}

/// A number for it, to tell it from others.
pub fn key_of(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
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

/// A box to tick, beside what it means.
pub fn check(
    words: &'static str,
    on: impl Fn() -> bool + Send + Sync + 'static,
    on_tick: impl FnMut(bool) + 'static,
) -> HtmlElement {
    let tick = input().r#type("checkbox").prop_checked(on).on_tick(on_tick);
    label().class("check").child(tick).child(span().child(words))
}

/// A box to tick, under a name that only who does not see it needs.
pub fn tick(
    name: String,
    on: impl Fn() -> bool + Send + Sync + 'static,
    on_tick: impl FnMut(bool) + 'static,
) -> HtmlElement {
    let tick = input().r#type("checkbox").class("box").aria_label(name).prop_checked(on).on_tick(on_tick);
    label().class("tick").child(tick)
}

/// A field under its name.
pub fn line(name: &'static str, field: HtmlElement) -> HtmlElement {
    label().class("line").child(span().child(name)).child(field)
}
