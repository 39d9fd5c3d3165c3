//! Which Lanyard this is. Several may live on one origin, each under a path of its own (`name.example/a/`, `/b/`), and
//! the browser gives all of them the same storage. So the path is part of every name that the origin shares: keys of
//! the small store, the database, the channel, the lock, caches. `boot.js`, `sw.js` and `rescue.js` make the same names.

/// `lanyard /a/`. The address of the app itself, up to its last slash, is the installation.
pub fn name() -> String {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    named(&path)
}

/// `lanyard /a/ witness`: a thing of this installation.
pub fn name_of(thing: &str) -> String {
    format!("{} {thing}", name())
}

/// A path holds no space, so no name begins with that of another installation and a space.
fn named(path: &str) -> String {
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or("/");
    format!("lanyard {folder}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_is_its_path() {
        #[track_caller]
        fn check(path: &str, expect: &str) {
            assert_eq!(named(path), expect);
        }
        check("/", "lanyard /");
        check("/a/", "lanyard /a/");
        check("/a/index.html", "lanyard /a/");
        check("/a/b/", "lanyard /a/b/");
        check("", "lanyard /");
    }
}
