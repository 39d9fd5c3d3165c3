//! Text without what people leave out when they search: case, accents, ligatures, fancy marks.
//!
//! Latin-1 and Latin Extended-A are folded by a table, accents written as separate characters are dropped, Greek
//! loses its tonos and Cyrillic `ё` its dots. Every other letter is lower-cased as Unicode has it and stays.

/// The letters from U+00C0 to U+017F without their accents; `?` is no letter or becomes two.
const LATIN: &[u8; 192] = b"aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooo??\
rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The form in which texts are compared; white space at the start is dropped.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(text, &mut out);
    out
}

/// Runs of white space, line ends among them, become one space.
pub fn push(text: &str, out: &mut String) {
    let mut was_space = true;
    for c in text.chars() {
        was_space = push_char(c, was_space, out);
    }
}

/// One letter of a text. Says whether it was white space, for the next one.
pub fn push_char(c: char, was_space: bool, out: &mut String) -> bool {
    let is_space = if c.is_ascii() { c <= ' ' } else { c.is_whitespace() };
    match c {
        _ if is_space => {
            if !was_space {
                out.push(' ');
            }
        }
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ => push_letter(c, out),
    }
    is_space
}

fn push_letter(c: char, out: &mut String) {
    match c {
        '\u{c6}' | '\u{e6}' => out.push_str("ae"),
        '\u{152}' | '\u{153}' => out.push_str("oe"),
        '\u{132}' | '\u{133}' => out.push_str("ij"),
        '\u{de}' | '\u{fe}' => out.push_str("th"),
        '\u{df}' | '\u{1e9e}' => out.push_str("ss"),
        '\u{fb00}' => out.push_str("ff"),
        '\u{fb01}' => out.push_str("fi"),
        '\u{fb02}' => out.push_str("fl"),
        '\u{fb03}' => out.push_str("ffi"),
        '\u{fb04}' => out.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
        '\u{2018}' | '\u{2019}' => out.push('\''),
        '\u{201c}' | '\u{201d}' => out.push('"'),
        '\u{2010}'..='\u{2015}' => out.push('-'),
        // Full-width forms.
        '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase())),
        // Accents and joiners that stand as characters of their own.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => {}
        '\u{c0}'..='\u{17f}' => match LATIN.get(c as usize - 0xc0) {
            Some(b'?') | None => out.push(c),
            Some(letter) => out.push(char::from(*letter)),
        },
        _ => {
            for lower in c.to_lowercase() {
                // The sign of the Ångström becomes a letter of the table.
                if lower == c { out.push(plain(c)) } else { push_letter(lower, out) }
            }
        }
    }
}

fn plain(c: char) -> char {
    match c {
        '\u{3ac}' => '\u{3b1}',
        '\u{3ad}' => '\u{3b5}',
        '\u{3ae}' => '\u{3b7}',
        '\u{3af}' | '\u{3ca}' | '\u{390}' => '\u{3b9}',
        '\u{3cc}' => '\u{3bf}',
        '\u{3cd}' | '\u{3cb}' | '\u{3b0}' => '\u{3c5}',
        '\u{3ce}' => '\u{3c9}',
        '\u{3c2}' => '\u{3c3}',
        '\u{451}' => '\u{435}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(fold(text), expect);
    }

    #[test]
    fn case_accents_and_ligatures_do_not_count() {
        check("KubeCon  +\tCloud\nNative ", "kubecon + cloud native ");
        check("Zoë Müller, Łukasz Żółć, Ángel Núñez", "zoe muller, lukasz zolc, angel nunez");
        check("Straße STRAẞE Œuvre Æther Ĳssel Þór", "strasse strasse oeuvre aether ijssel thor");
        check("e\u{301}te\u{301} ﬁne oﬃce", "ete fine office");
        check("ΆΛΦΑ λόγος ΛΌΓΟΣ", "αλφα λογοσ λογοσ");
        check("Ёлка ПРИВЕТ", "елка привет");
        check("don’t “quote” a–b ＫＵＢＥ", "don't \"quote\" a-b kube");
        check("\u{212b} \u{212a}", "a k");
        check("日本語 İstanbul ısı ſ", "日本語 istanbul isi s");
        check("1×2÷3", "1×2÷3");
    }

    /// Each letter of the table against the first letter of its name in lists of Latin letters.
    #[test]
    fn the_table_has_every_letter_in_its_place() {
        for (letter, expect) in "ÀaÅaÇcÈeÏiÐdÑnÖoØoÙuÝyàaåaçcïiðdñnöoøoüuýyÿyĀaąaĆcčcĎdđdĒeěeĜgģgĤhħhĨiıiĴjĵjĶkĸkĹlłlŃnŋnŌoőoŔrřrŚsšsŢtŧtŨuųuŴwŵwŶyŸyŹzžzſs"
            .chars().collect::<Vec<_>>().chunks(2).map(|pair| (pair[0], pair[1]))
        {
            check(&letter.to_string(), &expect.to_string());
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text: String) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
