//! How long a service is left alone before it is asked again.

use std::time::Duration;

/// How often something is tried.
pub(super) const TRIES: u32 = 5;
/// The longest that a service is waited for; one that wants more is asked another time.
pub(super) const LONGEST: Duration = Duration::from_mins(2);
/// The first wait where the service names none; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(500);

/// The wait before the next of some tries; `None` where there is no next, or it would be too late.
pub(super) fn before_next(tried: u32, asked: Option<u64>) -> Option<Duration> {
    if tried >= TRIES {
        return None;
    }
    match asked {
        Some(seconds) => Some(Duration::from_secs(seconds)).filter(|it| *it <= LONGEST),
        None => Some(FIRST * 2_u32.saturating_pow(tried.saturating_sub(1))),
    }
}

/// The seconds that a header asks to wait: `Retry-After`, `ratelimit-reset`. A date is not reckoned with.
#[cfg(any(feature = "net", test))]
pub(super) fn seconds(header: &str) -> Option<u64> {
    let whole = header.trim().split('.').next()?;
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let millis = |tried, asked| before_next(tried, asked).map(|it| it.as_millis());
        assert_eq!(millis(1, None), Some(500));
        assert_eq!(millis(3, None), Some(2000));
        assert_eq!(millis(5, None), None);
        assert_eq!(millis(1, Some(7)), Some(7000));
        assert_eq!(millis(1, Some(121)), None);
        assert_eq!(millis(1, Some(u64::MAX)), None);
        assert_eq!(seconds(" 3.5"), Some(3));
        assert_eq!(seconds("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }
}
