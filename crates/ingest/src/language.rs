//! The language of a text that does not say it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use whatlang::{Detector, Lang, Script};

/// How much of a text is looked at, in bytes.
const SAMPLE_BYTES: usize = 1500;
/// A text with fewer letters is not judged.
const FEWEST_LETTERS: usize = 100;
/// Nor is a text of another script with fewer.
const FEWEST_OTHER_LETTERS: usize = 25;
/// In a text of another script, fewer than one letter in so many is of ASCII.
const OTHER_SHARE: usize = 5;
/// In an English text, at least one word in so many is one of its commonest.
const ENGLISH_SHARE: usize = 9;

const DATA: &str = include_str!("../data/languages.csv");

/// The data, by kind.
#[derive(Default)]
struct Languages {
    /// The commonest words of English.
    english: Vec<&'static str>,
    /// Of languages in Arabic script, the letters that set them apart.
    letters: BTreeMap<&'static str, &'static str>,
    /// BCP 47 tags by the codes of the library.
    tags: BTreeMap<&'static str, &'static str>,
}

fn languages() -> &'static Languages {
    static LANGUAGES: OnceLock<Languages> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let mut languages = Languages::default();
        for line in DATA.lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(kind), Some(key), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
            match kind {
                "english" => languages.english.push(key),
                "letters" => drop(languages.letters.insert(key, value)),
                _ => drop(languages.tags.insert(key, value)),
            }
        }
        languages
    })
}

/// The language of a text that is clearly not English; `None` for English, and in doubt.
pub(crate) fn foreign(text: &str) -> Option<&'static str> {
    let sample = sample(text);
    if is_english(sample) {
        return None;
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    // A script that English is not written in tells more than words do.
    let latin = sample.chars().filter(char::is_ascii_alphabetic).count();
    let fewest = if latin * OTHER_SHARE < letters { FEWEST_OTHER_LETTERS } else { FEWEST_LETTERS };
    if letters < fewest {
        return None;
    }
    // Pashto and Dari share a script with Urdu and Arabic, and letters tell them apart more surely than statistics.
    if whatlang::detect_script(sample) == Some(Script::Arabic) {
        return Some(of_arabic_script(sample));
    }
    let info = Detector::new().detect(sample)?;
    let lang = info.lang();
    (info.is_reliable() && lang != Lang::Eng).then(|| languages().tags.get(lang.code()).copied()).flatten()
}

fn sample(text: &str) -> &str {
    // What opens a document, a banner or an address, is often in another language than the rest.
    let start = char_boundary(text, text.len().saturating_sub(SAMPLE_BYTES).min(200));
    let end = char_boundary(text, (start + SAMPLE_BYTES).min(text.len()));
    text.get(start..end).unwrap_or_default()
}

/// The last character boundary up to byte `at`.
fn char_boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn is_english(sample: &str) -> bool {
    let (mut words, mut english) = (0_usize, 0_usize);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        english += usize::from(languages().english.contains(&word));
    }
    words > 0 && english * ENGLISH_SHARE >= words
}

/// Pashto, Urdu, Persian (Dari) or Arabic, by letters that only one of them has.
fn of_arabic_script(sample: &str) -> &'static str {
    let count = |language: &str| {
        let letters = languages().letters.get(language).copied().unwrap_or_default();
        sample.chars().filter(|c| letters.contains(*c)).count()
    };
    // Persian letters stand in Pashto and Urdu too, so that these win with a few of their own.
    let [pashto, urdu, persian, arabic] = ["ps", "ur", "fa", "ar"].map(count);
    let letters = sample.chars().count().max(1);
    match () {
        () if pashto * 60 >= letters && pashto > urdu => "ps",
        () if urdu * 60 >= letters => "ur",
        () if persian > arabic => "fa",
        () => "ar",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_what_is_too_short_are_left_alone() {
        assert_eq!(
            foreign(
                "Nine people were killed in the shelling of the bridge, the council said on Sunday, and two were hurt. "
            ),
            None
        );
        assert_eq!(foreign("Neuf morts."), None);
        assert_eq!(foreign(""), None);
        assert_eq!(foreign("کابل، قندهار"), None);
        assert_eq!(foreign("12 34 56 78 90 ".repeat(30).as_str()), None);
        // Names in another script do not make a text foreign.
        assert_eq!(
            foreign(
                "Nine people were killed near Asmar (اسمار), the army said, and two in Dangam (دانګام) to the north of it."
            ),
            None
        );
    }

    #[test]
    fn the_data_are_sorted_and_whole() {
        let rows: Vec<&str> = DATA.lines().skip(1).collect();
        assert!(rows.is_sorted());
        assert_eq!(rows.len(), languages().english.len() + languages().letters.len() + languages().tags.len());
    }

    #[test]
    fn other_languages_are_known() {
        let cases = [
            (
                "fr",
                "Neuf personnes ont été tuées dimanche lors du bombardement du pont, a déclaré le conseil provincial, et deux autres ont été blessées près du marché de la ville.",
            ),
            (
                "ru",
                "По данным областного совета, в воскресенье при обстреле моста погибли девять человек, ещё двое получили ранения недалеко от городского рынка, сообщили врачи.",
            ),
            (
                "ar",
                "قال المجلس المحلي إن تسعة أشخاص قتلوا يوم الأحد في قصف الجسر وأصيب اثنان آخران بالقرب من سوق المدينة، وأضاف أن القصف استمر حتى المساء في المنطقة.",
            ),
            (
                "ps",
                "د ولایت شورا وویل چې د یکشنبې په ورځ د پله په بمبارۍ کې نهه کسان وژل شوي او دوه نور د ښار بازار ته نږدې ټپیان شوي دي، او ډزې تر ماښامه روانې وې.",
            ),
            (
                "fa",
                "شورای ولایتی گفت که روز یکشنبه در گلوله‌باران پل نه نفر کشته و دو نفر دیگر در نزدیکی بازار شهر زخمی شدند و تیراندازی تا شام ادامه داشت و چند خانه ویران شد.",
            ),
            (
                "ur",
                "صوبائی کونسل نے کہا کہ اتوار کو پل پر گولہ باری میں نو افراد ہلاک اور شہر کے بازار کے قریب دو زخمی ہوئے، اور فائرنگ شام تک جاری رہی جس سے کئی گھر تباہ ہوئے۔",
            ),
            (
                "es",
                "Nueve personas murieron el domingo en el bombardeo del puente, según el consejo provincial, y otras dos resultaron heridas cerca del mercado de la ciudad.",
            ),
        ];
        let short = [
            ("ar", "قتل ٢٣ شخصا في قصف السوق مساء يوم الأحد."),
            ("fa", "۱۲ نفر در ولایت کندهار کشته شدند و چند نفر زخمی شدند."),
            ("ps", "په کندهار کې ۱۲ تنه ووژل شول او ۷ تنه ټپیان شول."),
            ("ur", "پشاور میں ۱۵ افراد ہلاک ہوئے جبکہ ۴۰ زخمی ہوئے۔"),
        ];
        for (language, text) in cases.into_iter().chain(short) {
            assert_eq!(foreign(text), Some(language), "{text}");
        }
    }
}
