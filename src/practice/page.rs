//! Lists in pages, in Twilio's two styles: the v2010 API gives paths, the v1 APIs give whole addresses inside `meta`.
//!
//! Newest first, as other lists of the v2010 API are; for these resources the order is an assumption. A page token
//! names a place in the order, not a count, so that what is made or deleted meanwhile neither repeats nor hides items.

use super::params::Params;
use super::reply::Refusal;
use crate::twilio::{Host, encode};
use serde_json::{Map, Value, json};

/// The largest `PageSize` (error 20007), and the one without a parameter.
const SIZE_MAX: usize = 1000;
const SIZE_DEFAULT: usize = 50;

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    page: usize,
    size: usize,
    /// Only items before this place in the order, that is: older ones.
    before: Option<u64>,
}

/// One page, and the token of the next.
pub(super) struct Cut<'a, T> {
    pub(super) items: Vec<&'a T>,
    next: Option<String>,
    window: Window,
}

impl Window {
    pub(super) fn parse(query: &Params) -> Result<Self, Refusal> {
        let number = |name: &str, otherwise: usize| match query.filled(name) {
            Some(text) => text
                .parse()
                .map_err(|_| Refusal::bad(20001, format!("{name} is not a number"))),
            None => Ok(otherwise),
        };
        let size = number("PageSize", SIZE_DEFAULT)?;
        if size > SIZE_MAX {
            return Err(Refusal::bad(20007, "Page size must be less than or equal to 1000"));
        }
        if size == 0 {
            return Err(Refusal::bad(20001, "PageSize must be at least 1"));
        }
        Ok(Self {
            page: number("Page", 0)?,
            size,
            before: query.filled("PageToken").map(place).transpose()?,
        })
    }

    /// Cuts the page out of `items`, which come oldest first; `place` tells an item's place in the order.
    pub(super) fn cut<'a, T>(
        self,
        prefix: &str,
        items: impl DoubleEndedIterator<Item = &'a T>,
        place: impl Fn(&T) -> u64,
    ) -> Cut<'a, T> {
        let skipped = if self.before.is_some() {
            0
        } else {
            self.page.saturating_mul(self.size)
        };
        let mut rest = items
            .rev()
            .filter(|item| self.before.is_none_or(|before| place(item) < before))
            .skip(skipped);
        let items: Vec<_> = rest.by_ref().take(self.size).collect();
        let more = rest.next().is_some();
        let next = items
            .last()
            .filter(|_| more)
            .map(|last| format!("PA{prefix}{:032x}", place(last)));
        Cut {
            items,
            next,
            window: self,
        }
    }
}

/// The place that a token names: its last 32 digits.
fn place(token: &str) -> Result<u64, Refusal> {
    token
        .strip_prefix("PA")
        .and_then(|rest| rest.get(2..))
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .ok_or_else(|| Refusal::bad(20001, "PageToken is not one of this list"))
}

impl<T> Cut<'_, T> {
    /// The page in the style of the v2010 API. `filters` are the query's other parameters.
    pub(super) fn v2010(&self, path: &str, filters: &[(&str, &str)], name: &str, items: Vec<Value>) -> Value {
        let start = self.window.page.saturating_mul(self.window.size);
        let mut body = Map::new();
        body.insert(
            "end".into(),
            json!(start.saturating_add(self.items.len().saturating_sub(1))),
        );
        body.insert("first_page_uri".into(), json!(self.target(path, filters, 0, None)));
        body.insert("next_page_uri".into(), json!(self.next(path, filters)));
        body.insert("page".into(), json!(self.window.page));
        body.insert("page_size".into(), json!(self.window.size));
        body.insert("previous_page_uri".into(), json!(self.previous(path, filters)));
        body.insert("start".into(), json!(start));
        body.insert("uri".into(), json!(self.target(path, filters, self.window.page, None)));
        body.insert(name.to_owned(), Value::Array(items));
        Value::Object(body)
    }

    /// The page in the style of the v1 APIs.
    pub(super) fn v1(&self, host: Host, path: &str, filters: &[(&str, &str)], name: &str, items: Vec<Value>) -> Value {
        let whole = |target: String| format!("https://{}{target}", host.name());
        let mut body = Map::new();
        body.insert(
            "meta".into(),
            json!({
                "first_page_url": whole(self.target(path, filters, 0, None)),
                "key": name,
                "next_page_url": self.next(path, filters).map(whole),
                "page": self.window.page,
                "page_size": self.window.size,
                "previous_page_url": self.previous(path, filters).map(whole),
                "url": whole(self.target(path, filters, self.window.page, None)),
            }),
        );
        body.insert(name.to_owned(), Value::Array(items));
        Value::Object(body)
    }

    fn next(&self, path: &str, filters: &[(&str, &str)]) -> Option<String> {
        let token = self.next.as_deref()?;
        Some(self.target(path, filters, self.window.page.saturating_add(1), Some(token)))
    }

    fn previous(&self, path: &str, filters: &[(&str, &str)]) -> Option<String> {
        let page = self.window.page.checked_sub(1)?;
        Some(self.target(path, filters, page, None))
    }

    fn target(&self, path: &str, filters: &[(&str, &str)], page: usize, token: Option<&str>) -> String {
        let mut pairs: Vec<_> = filters
            .iter()
            .map(|(key, value)| format!("{key}={}", encode::rfc3986(value)))
            .collect();
        pairs.push(format!("PageSize={}", self.window.size));
        pairs.push(format!("Page={page}"));
        pairs.extend(token.map(|token| format!("PageToken={token}")));
        format!("{path}?{}", pairs.join("&"))
    }
}
