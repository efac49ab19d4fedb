//! How a name is shown: enough for its owner to know it, too little to learn it from.
//!
//! Neither name is the reader's to know for certain. In the partner's page its scripts read what is drawn, and nobody
//! has agreed yet that the partner learns the holder's name. On the hosted page a stranger may be looking, who should
//! not learn the customer's.

/// No more letters of a word are shown than these, even if two names still look alike.
const MOST: usize = 3;

/// Both names, with as many letters of each word as it takes to tell them apart: one, mostly. `C••• M•••` beside
/// `C••• M•••` would ask the person to confirm what they cannot see.
pub(super) fn apart(holder: Option<&str>, expected: &str) -> (Option<String>, String) {
    let Some(holder) = holder else {
        return (None, masked(expected, 1));
    };
    let letters = (1..MOST)
        .find(|letters| masked(holder, *letters) != masked(expected, *letters))
        .unwrap_or(MOST);
    (Some(masked(holder, letters)), masked(expected, letters))
}

/// Each word's first letters. Titles say nothing about who it is and are left out, as are words beyond the fifth.
fn masked(name: &str, letters: usize) -> String {
    super::name::words(name)
        .iter()
        .take(5)
        .map(|word| {
            let first: String = word.chars().take(letters).collect();
            format!("{}•••", first.to_uppercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_038_names_are_hinted_at_and_told_apart() {
        let (holder, expected) = apart(Some("MME CAMILLE MOREL"), "Marguerite Attaquant");
        assert_eq!(holder.as_deref(), Some("C••• M•••"));
        assert_eq!(expected, "M••• A•••");
        let (holder, expected) = apart(Some("M. Claude Martin"), "Camille Morel");
        assert_eq!(holder.as_deref(), Some("CL••• MA•••"));
        assert_eq!(expected, "CA••• MO•••");
        let (holder, expected) = apart(Some("Marion Duval"), "Marine Duval");
        assert_eq!(holder.as_deref(), Some("MAR••• DUV•••"), "no further");
        assert_eq!(expected, "MAR••• DUV•••");
        assert_eq!(apart(None, "Émile Zola").1, "E••• Z•••");
    }
}
