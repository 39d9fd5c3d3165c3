//! Rich text as nodes. What others wrote never becomes markup: every node is made here, one by one.

use std::sync::Arc;

use lanyard_core::notebook::{KnownNames, MentionSpan, View, pieces};
use lanyard_core::text::{self as source, Block, Href, Inline, ListItem, RichText};
use leptos::prelude::*;

use super::node::{Node, all, link as within, node, p, text};
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;

/// Bytes of a note that are drawn at once.
const AT_ONCE: usize = 4_000;

/// The class of a longer one.
const LONG: &str = "long-note";

/// What the user wrote: the small Markdown of notes. Tags and the names of people lead to their pages.
///
/// A note may be as long as a book. Of a long one the beginning is drawn, and the whole for who asks for it.
pub fn note(app: App, words: &str) -> AnyView {
    let names = if words.contains('@') { app.names() } else { Arc::default() };
    let pen = Pen { notes: Some((app, names)) };
    let beginning = source::beginning(words, AT_ONCE);
    if beginning.len() == words.len() {
        return pen.rich(&source::markdown(words));
    }
    let is_whole = RwSignal::new(false);
    let (beginning, words) = (beginning.to_owned(), words.to_owned());
    // The button goes when it was pressed, so the focus goes to the text that it asked for.
    let show = move |event| {
        focus::focus_around(&event, LONG);
        is_whole.set(true);
    };
    let button = move || node("button").set("type", "button").class("button").text("Show all").on("click", show);
    let shown = move || match is_whole.get() {
        true => pen.rich(&source::markdown(&words)),
        false => all(vec![
            pen.rich(&source::markdown(&beginning)),
            p("", "…").build(),
            node("p").class("buttons").child(button()).build(),
        ]),
    };
    node("div")
        .class(LONG)
        .set("role", "group")
        .set("aria-label", "A long note")
        .set("tabindex", "-1")
        .live(shown)
        .build()
}

/// An abstract, as its schedule wrote it: HTML, Markdown or plain.
pub fn described(words: &str) -> AnyView {
    Pen { notes: None }.rich(&source::of_abstract(words))
}

/// A link out of the app. What is no http(s) or mailto address stays text.
pub fn link(address: &str, words: &str) -> AnyView {
    match Href::parse(address) {
        Some(href) => out(&href).text(words.to_owned()).build(),
        None => text(words.to_owned()),
    }
}

fn out(href: &Href) -> Node {
    node("a")
        .class("out")
        .set("href", href.as_str().to_owned())
        .set("target", "_blank")
        .set("rel", "noopener noreferrer")
}

/// Draws text. In a note it knows whom a mention may mean.
struct Pen {
    notes: Option<(App, Arc<KnownNames>)>,
}

impl Pen {
    fn rich(&self, text: &RichText) -> AnyView {
        all(self.blocks(&text.blocks))
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<AnyView> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> AnyView {
        let items = |items: &[ListItem]| items.iter().map(|item| self.item(item)).collect();
        match block {
            Block::Paragraph(words) => node("p").children(self.inlines(words)),
            Block::Heading { text, .. } => node("p").class("heading").children(self.inlines(text)),
            Block::List { start: None, items: inside } => node("ul").class("list").children(items(inside)),
            Block::List { start: Some(start), items: inside } => {
                node("ol").class("list").set("start", start.to_string()).children(items(inside))
            }
            Block::Quote(inner) => node("blockquote").children(self.blocks(inner)),
            Block::Code { text, .. } => node("pre").text(text.clone()),
        }
        .build()
    }

    fn item(&self, item: &ListItem) -> AnyView {
        let body = self.blocks(&item.blocks);
        match item.task {
            None => node("li").children(body),
            Some(task) => node("li").class("task").text(if task.done { "☑ " } else { "☐ " }).children(body),
        }
        .build()
    }

    fn inlines(&self, words: &[Inline]) -> Vec<AnyView> {
        words.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> AnyView {
        match inline {
            Inline::Text(words) => return self.words(words),
            Inline::Strong(inner) => node("strong").children(self.inlines(inner)),
            Inline::Emphasis(inner) => node("em").children(self.inlines(inner)),
            Inline::Code(words) => node("code").text(words.clone()),
            // A link holds no links.
            Inline::Link { href, text } => out(href).children(Self { notes: None }.inlines(text)),
            Inline::Break => node("br"),
        }
        .build()
    }

    fn words(&self, words: &str) -> AnyView {
        let Some((app, names)) = &self.notes else { return text(words.to_owned()) };
        let linked = |piece: MentionSpan| match piece {
            MentionSpan::Text(words) => text(words.to_owned()),
            MentionSpan::Person(name) => {
                within("", app.href(Page::Person(name.to_owned())), ["@", name].concat()).build()
            }
            MentionSpan::Tag(tag) => {
                let view = View { tag: Some(tag.to_owned()), ..View::default() };
                within("", app.href(Page::Notebook(view)), ["#", tag].concat()).build()
            }
        };
        all(pieces(words, names).into_iter().map(linked).collect())
    }
}
