//! Rich text as nodes. What others wrote never becomes markup: every node is made here, one by one.

use lanyard_core::text::{self as source, Block, Href, Inline, Item, RichText};
use leptos::prelude::*;

use super::node::{Node, all, node, text};

/// What the user wrote: the small Markdown of notes.
pub fn markdown(words: &str) -> AnyView {
    rich(&source::markdown(words))
}

/// An abstract, as its schedule wrote it: HTML, Markdown or plain.
pub fn described(words: &str) -> AnyView {
    rich(&source::of_abstract(words))
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

fn rich(text: &RichText) -> AnyView {
    all(blocks(&text.blocks))
}

fn blocks(blocks: &[Block]) -> Vec<AnyView> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph(words) => node("p").children(inlines(words)),
        Block::Heading { text, .. } => node("p").class("heading").children(inlines(text)),
        Block::List { start: None, items } => node("ul").class("list").children(items.iter().map(item).collect()),
        Block::List { start: Some(start), items } => {
            node("ol").class("list").set("start", start.to_string()).children(items.iter().map(item).collect())
        }
        Block::Quote(inner) => node("blockquote").children(blocks(inner)),
        Block::Code { text, .. } => node("pre").text(text.clone()),
    }
    .build()
}

fn item(item: &Item) -> AnyView {
    let body = blocks(&item.blocks);
    match item.task {
        None => node("li").children(body),
        Some(task) => node("li").class("task").text(if task.done { "☑ " } else { "☐ " }).children(body),
    }
    .build()
}

fn inlines(words: &[Inline]) -> Vec<AnyView> {
    words.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> AnyView {
    match inline {
        Inline::Text(words) => return text(words.clone()),
        Inline::Strong(inner) => node("strong").children(inlines(inner)),
        Inline::Emphasis(inner) => node("em").children(inlines(inner)),
        Inline::Code(words) => node("code").text(words.clone()),
        Inline::Link { href, text } => out(href).children(inlines(text)),
        Inline::Break => node("br"),
    }
    .build()
}
