//! Documents taken out of what delivers them: `{"program": [...], "people": [...]}` around KonOpas' lists, a `data` of
//! some web service, and JSON:API, in which Open Event's server answers.

use std::borrow::Cow;

use super::{Json, JsonValue};

/// The lists and objects within the documents, one level further in, and items of JSON:API as plain ones.
pub fn unwrapped<'a>(documents: Vec<Json<'a>>) -> Vec<Json<'a>> {
    let inside = documents.into_iter().flat_map(|document| match document.value {
        JsonValue::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
        _ => vec![document],
    });
    inside.filter(|value| value.is_list() || value.is_object()).map(plain).collect()
}

fn plain(value: Json<'_>) -> Json<'_> {
    let cut_off = value.cut_off;
    match value.value {
        JsonValue::List(items) => Json { value: JsonValue::List(items.into_iter().map(plain_item).collect()), cut_off },
        _ => plain_item(value),
    }
}

/// An item of JSON:API (`id`, `type`, `attributes`, `relationships`) with its attributes and relations as members of its
/// own, their names with underscores as Open Event's files have them. Any other item as it is.
fn plain_item(item: Json<'_>) -> Json<'_> {
    let Json { value: JsonValue::Object(members), cut_off } = item else { return item };
    if !members.iter().any(|(name, value)| name == "attributes" && value.is_object()) {
        return Json { value: JsonValue::Object(members), cut_off };
    }
    let mut plain = Vec::new();
    for (name, value) in members {
        match (name.as_ref(), value.value) {
            ("attributes", JsonValue::Object(attributes)) => {
                plain.extend(attributes.into_iter().map(|(name, value)| (underscored(name), value)));
            }
            ("relationships", JsonValue::Object(relations)) => {
                plain.extend(relations.into_iter().map(|(name, value)| (underscored(name), related(value))));
            }
            (_, other) => plain.push((name, Json { value: other, cut_off: value.cut_off })),
        }
    }
    Json { value: JsonValue::Object(plain), cut_off }
}

/// What a relation points at: `{"data": {"type": "track", "id": "4"}}`.
fn related(relation: Json<'_>) -> Json<'_> {
    let JsonValue::Object(members) = relation.value else { return relation };
    members.into_iter().find(|(name, _)| name == "data").map_or_else(Json::default, |(_, data)| data)
}

/// The value with underscores for the hyphens in the names of all members, at any depth.
pub fn with_underscores(value: Json<'_>) -> Json<'_> {
    let cut_off = value.cut_off;
    let value = match value.value {
        JsonValue::List(items) => JsonValue::List(items.into_iter().map(with_underscores).collect()),
        JsonValue::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (underscored(name), with_underscores(value)));
            JsonValue::Object(members.collect())
        }
        other => other,
    };
    Json { value, cut_off }
}

fn underscored(name: Cow<'_, str>) -> Cow<'_, str> {
    if name.contains('-') { Cow::Owned(name.replace('-', "_")) } else { name }
}
