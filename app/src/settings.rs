//! How this person wants the app: language, size, colours. Held as signals in the context; the
//! frontend reads them at the start and keeps them with gloo-storage whenever they change.

use crate::words::{Lang, Words};
use leptos::prelude::*;

/// 长辈版: off, or on with the size of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Elder {
    /// The ordinary app: 18 px.
    #[default]
    Off,
    /// 24 px.
    Large,
    /// 30 px.
    Largest,
}

impl Elder {
    /// The value of `data-elder` on the root, which the style sheets read; none when off.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Elder::Off => None,
            Elder::Large => Some("24"),
            Elder::Largest => Some("30"),
        }
    }

    /// Whether it is on.
    pub const fn is_on(self) -> bool {
        !matches!(self, Elder::Off)
    }
}

/// Light or dark: as the device asks, or the person's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// As the device asks.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// Black on white, for bright sun.
    Contrast,
}

impl Scheme {
    /// Every scheme, in the order of the choices.
    pub const ALL: &[Scheme] = &[Scheme::Auto, Scheme::Light, Scheme::Dark, Scheme::Contrast];

    /// The value of `data-scheme` on the root; none for the device's own.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Scheme::Auto => None,
            Scheme::Light => Some("light"),
            Scheme::Dark => Some("dark"),
            Scheme::Contrast => Some("contrast"),
        }
    }
}

/// The settings as plain values, to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Language.
    pub lang: Lang,
    /// 长辈版; none while the person has not yet been asked.
    pub elder: Option<Elder>,
    /// Colours.
    pub scheme: Scheme,
}

impl Saved {
    /// As one line of text: `zh-CN 24 dark`, with `-` for what is not chosen. The boot script reads
    /// the same line, so that the first paint already has the right size and colours.
    pub fn to_text(self) -> String {
        let elder = match self.elder {
            None => "-",
            Some(Elder::Off) => "off",
            Some(elder) => elder.attribute().unwrap_or("off"),
        };
        format!("{} {elder} {}", self.lang.tag(), self.scheme.attribute().unwrap_or("-"))
    }

    /// Reads [`Saved::to_text`]; whatever it cannot read takes its default.
    pub fn from_text(text: &str) -> Self {
        let mut parts = text.split_whitespace();
        let lang = parts.next().and_then(Lang::from_tag).unwrap_or_default();
        let elder = match parts.next() {
            Some("off") => Some(Elder::Off),
            Some("24") => Some(Elder::Large),
            Some("30") => Some(Elder::Largest),
            _ => None,
        };
        let scheme = parts.next();
        let scheme = Scheme::ALL.iter().copied().find(|one| one.attribute() == scheme).unwrap_or_default();
        Self { lang, elder, scheme }
    }
}

/// The settings in force.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Language.
    pub lang: RwSignal<Lang>,
    /// 长辈版; none while the person has not yet been asked, which counts as off.
    pub elder: RwSignal<Option<Elder>>,
    /// Colours.
    pub scheme: RwSignal<Scheme>,
}

impl Settings {
    /// Puts settings into the context, and their marks on the page's root element for the style
    /// sheets. Call once, at the top of the app.
    pub fn provide(saved: Saved) -> Self {
        let settings = Self {
            lang: RwSignal::new(saved.lang),
            elder: RwSignal::new(saved.elder),
            scheme: RwSignal::new(saved.scheme),
        };
        provide_context(settings);
        Effect::new(move |_| settings.mark_root());
        settings
    }

    /// The values, to be kept. Tracks: an effect that calls it runs again on every change.
    pub fn saved(&self) -> Saved {
        Saved { lang: self.lang.get(), elder: self.elder.get(), scheme: self.scheme.get() }
    }

    /// The size in force.
    pub fn size(&self) -> Elder {
        self.elder.get().unwrap_or_default()
    }

    /// Whether 长辈版 is on.
    pub fn is_elder(&self) -> bool {
        self.size().is_on()
    }

    fn mark_root(&self) {
        let Some(root) = document().document_element() else {
            return;
        };
        let mark = |name: &str, value: Option<&str>| {
            // Only an impossible attribute name fails, and these are ours.
            let _ = match value {
                Some(value) => root.set_attribute(name, value),
                None => root.remove_attribute(name),
            };
        };
        mark("lang", Some(self.lang.get().tag()));
        mark("data-elder", self.size().attribute());
        mark("data-scheme", self.scheme.get().attribute());
    }
}

/// The settings in force. A part drawn on its own, outside the app, gets the defaults.
pub fn use_settings() -> Settings {
    use_context().unwrap_or_else(|| Settings {
        lang: RwSignal::default(),
        elder: RwSignal::default(),
        scheme: RwSignal::default(),
    })
}

/// A table of words in the language in force: `let w = use_words(); … move || w.get().save`. It belongs
/// to no screen, so that what ends when its screen has gone can still say how it went.
pub struct Table<T: 'static> {
    lang: RwSignal<Lang>,
    of: fn(Lang) -> &'static T,
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<T> {}

impl<T> Table<T> {
    /// The words; whoever reads them so hears of another language.
    pub fn get(self) -> &'static T {
        (self.of)(self.lang.get())
    }

    /// The words of now.
    pub fn get_untracked(self) -> &'static T {
        (self.of)(self.lang.get_untracked())
    }
}

/// The words that all screens share.
pub fn use_words() -> Table<Words> {
    use_table(Lang::words)
}

/// The words of one job: `let w = use_table(Lang::mend)`.
pub fn use_table<T>(of: fn(Lang) -> &'static T) -> Table<T> {
    Table { lang: use_settings().lang, of }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_being_written_and_read() {
        for lang in Lang::ALL {
            for elder in [None, Some(Elder::Off), Some(Elder::Large), Some(Elder::Largest)] {
                for scheme in Scheme::ALL {
                    let saved = Saved { lang: *lang, elder, scheme: *scheme };
                    assert_eq!(Saved::from_text(&saved.to_text()), saved);
                }
            }
        }
    }

    #[test]
    fn words_outlive_the_screen_that_asked_for_them() {
        let app = Owner::new();
        let screen = app.with(|| {
            provide_context(use_settings());
            Owner::new()
        });
        let (w, own) = screen.with(|| (use_words(), Signal::derive(|| 1)));
        screen.cleanup();
        assert_eq!(own.try_get_untracked(), None, "what belongs to the screen has gone with it");
        assert_eq!(w.get_untracked().saved_on_phone, Lang::default().words().saved_on_phone);
    }

    #[test]
    fn what_cannot_be_read_takes_its_default() {
        assert_eq!(Saved::from_text(""), Saved::default());
        assert_eq!(Saved::from_text("fr huge pink"), Saved::default());
    }
}
