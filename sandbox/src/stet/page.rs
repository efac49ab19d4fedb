//! Paging by links, as STET does it: the client follows `next` until there is none.

use super::wire::{Link, Links};

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// `self`, `first`, `last`, and `next` and `prev` where they exist.
    pub links: Links,
}

/// Page `number` (from 1) of `items`, `size` a page. `query` holds the filters, to be kept in the links.
/// `None` when there is no such page; an empty list has one page.
pub fn page<T>(
    items: Vec<T>,
    number: usize,
    size: usize,
    path: &str,
    query: &str,
) -> Option<Page<T>> {
    let last = items.len().div_ceil(size).max(1);
    if number == 0 || number > last {
        return None;
    }
    let href = |page: usize| {
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("{query}&")
        };
        Link::to(format!("{path}?{query}page={page}"))
    };
    let mut links = Links::from([
        ("self", href(number)),
        ("first", href(1)),
        ("last", href(last)),
    ]);
    if number < last {
        links.insert("next", href(number + 1));
    }
    if number > 1 {
        links.insert("prev", href(number - 1));
    }
    let items = items
        .into_iter()
        .skip((number - 1) * size)
        .take(size)
        .collect();
    Some(Page { items, links })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_next_sees_everything_once() {
        let mut seen = Vec::new();
        for number in 1.. {
            let page = page((0..25).collect(), number, 10, "/x", "a=1").unwrap();
            seen.extend(page.items);
            if !page.links.contains_key("next") {
                break;
            }
        }
        assert_eq!(seen, (0..25).collect::<Vec<_>>());
    }

    #[test]
    fn the_ends_are_the_ends() {
        assert!(page(vec![1], 2, 10, "/x", "").is_none());
        assert!(page(vec![1], 0, 10, "/x", "").is_none());
        let empty = page(Vec::<u8>::new(), 1, 10, "/x", "").unwrap();
        assert!(empty.items.is_empty() && !empty.links.contains_key("next"));
    }
}
