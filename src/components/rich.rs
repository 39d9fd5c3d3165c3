//! Rich text as nodes. What others wrote never becomes markup: every node is made here, one by one.

use std::sync::Arc;

use lanyard_core::notebook::{KnownNames, MentionSpan, View, pieces};
use lanyard_core::text::{self as source, Block, Href, Inline, ListItem, RichText};
use leptos::ev;
use leptos::prelude::*;

use super::html::{HtmlElement, a, all, blockquote, br, button, code, div, em, li, ol, p, pre, strong, text, ul};
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
    let button = move || {
        button().class("button").child("Show all").on(ev::click, move |event| {
            focus::focus_around(&event, LONG);
            is_whole.set(true);
        })
    };
    let shown = move || match is_whole.get() {
        true => pen.rich(&source::markdown(&words)),
        false => all((pen.rich(&source::markdown(&beginning)), p().child("…"), p().class("buttons").child(button()))),
    };
    div().class(LONG).role("group").aria_label("A long note").tabindex("-1").child(shown).into()
}

/// An abstract, as its schedule wrote it: HTML, Markdown or plain.
pub fn described(words: &str) -> AnyView {
    Pen { notes: None }.rich(&source::of_abstract(words))
}

/// Blocks that were read before.
pub fn blocks(blocks: &[Block]) -> AnyView {
    all(Pen { notes: None }.blocks(blocks))
}

/// The words of a line that were read before.
pub fn inlines(words: &[Inline]) -> AnyView {
    all(Pen { notes: None }.inlines(words))
}

/// A link out of the app. What is no http(s) or mailto address stays text.
pub fn link(address: &str, words: &str) -> AnyView {
    match Href::parse(address) {
        Some(href) => out(&href).child(words.to_owned()).into(),
        None => text(words.to_owned()),
    }
}

fn out(href: &Href) -> HtmlElement {
    a().class("out").href(href.as_str().to_owned()).target("_blank").rel("noopener noreferrer")
}

/// Draws text. In a note it knows whom a mention may mean.
struct Pen {
    notes: Option<(App, Arc<KnownNames>)>,
}

impl Pen {
    fn rich(&self, text: &RichText) -> AnyView {
        all(self.blocks(&text.blocks))
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<HtmlElement> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> HtmlElement {
        let items = |items: &[ListItem]| items.iter().map(|item| self.item(item)).collect();
        match block {
            Block::Paragraph(words) => p().children(self.inlines(words)),
            Block::Heading { text, .. } => p().class("heading").children(self.inlines(text)),
            Block::List { start: None, items: inside } => ul().class("list").children(items(inside)),
            Block::List { start: Some(start), items: inside } => {
                ol().class("list").start(start.to_string()).children(items(inside))
            }
            Block::Quote(inner) => blockquote().children(self.blocks(inner)),
            Block::Code { text, .. } => pre().child(text.clone()),
        }
    }

    fn item(&self, item: &ListItem) -> HtmlElement {
        let body = self.blocks(&item.blocks);
        match item.task {
            None => li().children(body),
            Some(task) => li().class("task").child(if task.done { "☑ " } else { "☐ " }).children(body),
        }
    }

    fn inlines(&self, words: &[Inline]) -> Vec<AnyView> {
        words.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> AnyView {
        match inline {
            Inline::Text(words) => return self.words(words),
            Inline::Strong(inner) => strong().children(self.inlines(inner)),
            Inline::Emphasis(inner) => em().children(self.inlines(inner)),
            Inline::Code(words) => code().child(words.clone()),
            // A link holds no links.
            Inline::Link { href, text } => out(href).children(Self { notes: None }.inlines(text)),
            Inline::Break => br(),
        }
        .into()
    }

    fn words(&self, words: &str) -> AnyView {
        let Some((app, names)) = &self.notes else { return text(words.to_owned()) };
        let linked = |piece: MentionSpan| match piece {
            MentionSpan::Text(words) => text(words.to_owned()),
            MentionSpan::Person(name) => {
                a().href(app.href(Page::Person(name.to_owned()))).child(format!("@{name}")).into()
            }
            MentionSpan::Tag(tag) => {
                let view = View { tag: Some(tag.to_owned()), ..View::default() };
                a().href(app.href(Page::Notebook(view))).child(format!("#{tag}")).into()
            }
        };
        all(pieces(words, names).into_iter().map(linked).collect::<Vec<AnyView>>())
    }
}
