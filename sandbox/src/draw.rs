//! Repeatable chance: the same words give the same draws on every machine and in every release.
//! `SplitMix64` is written out here because a library may change its stream from version to version.

use crate::secret;

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// A stream that depends on `seed` and `parts` and on nothing else.
    pub fn new(seed: u64, parts: &[&str]) -> Self {
        let text = format!("{seed}\u{1f}{}", parts.join("\u{1f}"));
        let mut first = [0; 8];
        first.copy_from_slice(&secret::sha256(text.as_bytes())[..8]);
        Self(u64::from_be_bytes(first))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        low.saturating_add(i64::try_from(self.bits() % span).unwrap_or(0))
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: u8) -> bool {
        self.bits() % 100 < u64::from(percent)
    }

    /// One of `items`; `None` when there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(items.len()).ok().filter(|&count| count > 0)?;
        usize::try_from(self.bits() % count)
            .ok()
            .and_then(|at| items.get(at))
    }

    /// `count` decimal digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + (self.bits() % 10).to_le_bytes()[0]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_draw_the_same_and_others_do_not() {
        let draw = |seed, word| Draw::new(seed, &["bank", word]).digits(20);
        assert_eq!(draw(1, "one"), draw(1, "one"));
        assert_ne!(draw(1, "one"), draw(1, "two"));
        assert_ne!(draw(1, "one"), draw(2, "one"));
    }

    #[test]
    fn joined_parts_cannot_be_confused() {
        assert_ne!(
            Draw::new(1, &["ab", "c"]).bits(),
            Draw::new(1, &["a", "bc"]).bits()
        );
    }

    #[test]
    fn draws_stay_in_range() {
        let mut draw = Draw::new(7, &[]);
        assert!((0..1000).all(|_| (3..=5).contains(&draw.between(3, 5))));
        assert_eq!(draw.between(9, 2), 9);
        assert_eq!(draw.pick::<u8>(&[]), None);
    }
}
