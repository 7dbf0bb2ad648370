//! Bytes in signs that every header takes.

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as HTTP has them in a header.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * at)) as usize & 63).copied();
            match sign {
                Some(sign) if at <= three.len() => text.push(char::from(sign)),
                _ => text.push('='),
            }
        }
    }
    text
}

/// What of a longer text in these signs is there for certain where some bytes stand in it behind so many
/// others, from none to two: at both ends a sign may be made of what stands beside them.
pub(super) fn within(bytes: &[u8], others: usize) -> String {
    let before = [0; 2];
    let all = [before.get(..others).unwrap_or_default(), bytes].concat();
    let (from, to) = ((others * 8).div_ceil(6), all.len() * 8 / 6);
    let text = base64(&all);
    text.get(from..to).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_token_are_written_as_http_has_them() {
        for (text, then) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("a:b?c", "YTpiP2M="),
        ] {
            assert_eq!(base64(text.as_bytes()), then);
        }
    }

    #[test]
    fn a_part_of_a_text_is_found_wherever_it_stands() {
        for before in ["", "a", "ab", "abc", "user:"] {
            for after in ["", "x", "xy"] {
                let whole = base64(format!("{before}a secret{after}").as_bytes());
                let part = within(b"a secret", before.len() % 3);
                assert!(part.len() > 8 && whole.contains(&part), "{before} {after}");
            }
        }
    }
}
