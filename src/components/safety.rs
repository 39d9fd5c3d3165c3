//! How safe what the user writes is, whenever that is less than fully: what happened, what is safe, what to do.

use lanyard_core::records::{Reason, Standing};
use leptos::prelude::*;

use super::words;
use crate::state::App;

pub fn state(app: App) -> impl IntoView {
    let standing = move || {
        sentence(app.user.standing().get()).map(|text| view! { <div class="safety" role="alert"><p>{text}</p></div> })
    };
    let restored = move || {
        let restored = app.user.restored();
        let back = restored.from_small.max(restored.from_main);
        let damaged = restored.damaged.len();
        let rebuilt = (back > 0).then(|| {
            let text = [
                "This browser had lost a part of its storage. Restored ",
                &words::count(back, "record", "records"),
                ".",
            ];
            view! { <div class="safety" role="status"><p>{text.concat()}</p></div> }
        });
        let unreadable = (damaged > 0).then(|| {
            let text = [
                &words::count(damaged, "record is", "records are"),
                " unreadable. The rest is fine, and the raw copy is kept. Save a copy of it before anything else.",
            ];
            view! {
                <div class="safety" role="alert">
                    <p>{text.concat()}</p>
                    <a class="button" href="rescue.html">"Save a raw copy"</a>
                </div>
            }
        });
        (rebuilt, unreadable)
    };
    view! { {standing}{restored} }
}

fn sentence(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Loading | Standing::Ready => None,
        Standing::LessSafe(Reason::NoMainStore) => Some(
            "Less safe mode: this browser gives us only its small store. What you write is kept there. Share or copy what matters.",
        ),
        Standing::LessSafe(Reason::NoSmallStore) => Some(
            "Less safe mode: this browser gives us only one of its two stores. What you write is saved in it, a moment later than usual.",
        ),
        Standing::LessSafe(_) => {
            Some("The last change is not on disk yet. It is still here, and saving is tried again.")
        }
        Standing::NothingCanBeSaved => Some(
            "Nothing can be saved here: this browser gives us no storage, perhaps because the window is private. Copy what you write before you close it.",
        ),
    }
}
