//! HTML as schedules write it in abstracts: fragments, often broken.
//!
//! Not the parser of the HTML standard. Tags of the list below shape the text, whatever else looks like a tag is
//! shown as the text it is, scripts included. Of all attributes only an `href` is read. Closing tags may be missing
//! or crossed: the end of a block ends what is open inside it. Comments are left out, entities are decoded.

use super::rich::RichText;
use builder::Builder;

mod builder;
mod entity;
mod tag;

pub use entity::decode as decode_entities;
use tag::HtmlTag;

/// Reads a fragment of HTML. Never fails: what is not understood is shown as it stands.
pub fn html(source: &str) -> RichText {
    let mut builder = Builder::default();
    let mut rest = source;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at_checked(open).unwrap_or_default();
        builder.text(text);
        rest = if tag.starts_with("<!--") {
            let Some((_, after)) = tag.split_once("-->") else {
                rest = tag;
                break;
            };
            after
        } else if let Some((tag, after)) = HtmlTag::read(tag) {
            builder.tag(&tag);
            after
        } else {
            builder.text("<");
            tag.get(1..).unwrap_or("")
        };
    }
    builder.text(rest);
    builder.finish()
}

/// Whether a tag or an entity of ours stands in it.
pub fn looks_like_html(source: &str) -> bool {
    let has_tag = || source.match_indices('<').any(|(open, _)| source.get(open..).and_then(HtmlTag::read).is_some());
    let has_entity =
        || source.match_indices('&').any(|(start, _)| source.get(start..).and_then(entity::read).is_some());
    has_tag() || has_entity()
}
