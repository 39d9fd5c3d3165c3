//! What the user chooses: the dialect, and how it is written.

/// What reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// A post of a Jekyll site: kramdown with front matter, run through Liquid.
    Jekyll,
    /// A leaf bundle of a Hugo site: goldmark with front matter, looked through for shortcodes.
    Hugo,
    /// Notes of an Obsidian vault.
    Obsidian,
    /// Markdown as its specification has it, for everything else.
    CommonMark,
    /// A page that stands alone, its photos inside it.
    Html,
    /// Text without markup, for a chat or a mail.
    Plain,
}

impl Dialect {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Jekyll, Self::Hugo, Self::Obsidian, Self::CommonMark, Self::Html, Self::Plain];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jekyll => "jekyll",
            Self::Hugo => "hugo",
            Self::Obsidian => "obsidian",
            Self::CommonMark => "commonmark",
            Self::Html => "html",
            Self::Plain => "plain",
        }
    }

    /// The dialect of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.word() == word)
    }

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Obsidian => "Obsidian",
            Self::CommonMark => "Markdown",
            Self::Html => "Web page",
            Self::Plain => "Plain text",
        }
    }

    /// Whether its files begin with front matter, the first part of a [`Template`](super::Template).
    pub fn has_front_matter(self) -> bool {
        matches!(self, Self::Jekyll | Self::Hugo | Self::Obsidian)
    }

    /// Whether the line of a picture, the second part of a [`Template`](super::Template), is used.
    pub fn has_picture_line(self) -> bool {
        self.is_markdown()
    }

    /// Whether [`ExportOptions::is_draft`] changes anything.
    pub fn has_drafts(self) -> bool {
        matches!(self, Self::Jekyll | Self::Hugo)
    }

    pub(super) fn is_markdown(self) -> bool {
        !matches!(self, Self::Html | Self::Plain)
    }
}

/// What else the user chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Whether the site must not show it yet.
    pub is_draft: bool,
    /// Obsidian: each session with notes becomes a note of its own, and the document the index of these.
    pub one_note_a_session: bool,
}
