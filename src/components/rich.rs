//! Rich text as nodes. What others wrote never becomes markup: every node is made here, one by one.

use lanyard_core::text::{self, Block, Href, Inline, Item, RichText};
use leptos::prelude::*;

/// What the user wrote: the small Markdown of notes.
pub fn markdown(source: &str) -> AnyView {
    rich(&text::markdown(source))
}

/// An abstract, as its schedule wrote it: HTML, Markdown or plain.
pub fn described(source: &str) -> AnyView {
    rich(&text::of_abstract(source))
}

/// A link out of the app. What is no http(s) or mailto address stays text.
pub fn link(address: &str, words: &str) -> AnyView {
    match Href::parse(address) {
        Some(href) => out(&href, words.to_owned().into_any()),
        None => words.to_owned().into_any(),
    }
}

fn out(href: &Href, words: AnyView) -> AnyView {
    view! {
        <a class="out" href=href.as_str().to_owned() target="_blank" rel="noopener noreferrer">{words}</a>
    }
    .into_any()
}

fn rich(text: &RichText) -> AnyView {
    blocks(&text.blocks)
}

fn blocks(blocks: &[Block]) -> AnyView {
    blocks.iter().map(block).collect::<Vec<_>>().into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        Block::Heading { text, .. } => view! { <p class="heading">{inlines(text)}</p> }.into_any(),
        Block::List { start: None, items } => view! { <ul class="list">{list_items(items)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => {
            view! { <ol class="list" start=start.to_string()>{list_items(items)}</ol> }.into_any()
        }
        Block::Quote(inner) => view! { <blockquote>{blocks(inner)}</blockquote> }.into_any(),
        Block::Code { text, .. } => view! { <pre>{text.clone()}</pre> }.into_any(),
    }
}

fn list_items(items: &[Item]) -> Vec<AnyView> {
    items
        .iter()
        .map(|item| {
            let mark = item.task.map(|task| if task.done { "☑ " } else { "☐ " });
            view! { <li class:task=mark.is_some()>{mark}{blocks(&item.blocks)}</li> }.into_any()
        })
        .collect()
}

fn inlines(text: &[Inline]) -> Vec<AnyView> {
    text.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Code(text) => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::Link { href, text } => out(href, inlines(text).into_any()),
        Inline::Break => view! { <br/> }.into_any(),
    }
}
