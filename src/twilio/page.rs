//! Lists that come in pages, in Twilio's two styles.

use super::{CallError, Host, HttpReply, Method, Request};
use serde::Deserialize;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What the page holds.
    pub items: Vec<T>,
    /// Where the next page is, if there is one.
    pub next: Option<PageRef>,
}

impl<T> Page<T> {
    /// The same page of other things.
    pub fn map<U>(self, to: impl Fn(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(to).collect(),
            next: self.next,
        }
    }
}

/// The place of a further page. Only the host that the list came from is followed, whatever the reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRef(Request);

impl PageRef {
    /// The request that reads the page.
    #[must_use]
    pub fn request(&self) -> Request {
        self.0.clone()
    }
}

/// A list as it is read, page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages<T> {
    read: Vec<T>,
    next: Option<PageRef>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        let (read, next) = (Vec::new(), None);
        Self { read, next }
    }
}

impl<T> Pages<T> {
    /// The request for the page that comes now; `first` asks for the first.
    pub fn request(&self, first: impl FnOnce() -> Request) -> Request {
        self.next.as_ref().map_or_else(first, PageRef::request)
    }

    /// Adds a page. The whole list, once it was the last.
    pub fn add(&mut self, page: Page<T>) -> Option<Vec<T>> {
        self.read.extend(page.items);
        self.next = page.next;
        self.next.is_none().then(|| std::mem::take(&mut self.read))
    }
}

/// The style of the v2010 API: a path relative to the host.
#[derive(Deserialize)]
pub(super) struct V2010 {
    next_page_uri: Option<String>,
}

impl V2010 {
    pub(super) fn next(self, reply: &HttpReply, host: Host) -> Result<Option<PageRef>, CallError> {
        self.next_page_uri
            .filter(|uri| !uri.is_empty())
            .map(|uri| page_ref(reply, host, &uri))
            .transpose()
    }
}

/// The style of the v1 APIs: a whole address inside `meta`.
#[derive(Deserialize)]
pub(super) struct Meta {
    next_page_url: Option<String>,
}

impl Meta {
    pub(super) fn next(self, reply: &HttpReply, host: Host) -> Result<Option<PageRef>, CallError> {
        let Some(url) = self.next_page_url.filter(|url| !url.is_empty()) else {
            return Ok(None);
        };
        let origin = format!("https://{}", host.name());
        match url.strip_prefix(&origin) {
            Some(target) => page_ref(reply, host, target).map(Some),
            None => Err(unexpected(reply, "its next page is at another host")),
        }
    }
}

fn page_ref(reply: &HttpReply, host: Host, target: &str) -> Result<PageRef, CallError> {
    if !target.starts_with('/') || target.starts_with("//") {
        return Err(unexpected(reply, "its next page has no path"));
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(PageRef(Request {
        method: Method::Get,
        host,
        path: path.to_owned(),
        query: query.to_owned(),
        body: String::new(),
    }))
}

fn unexpected(reply: &HttpReply, what: &str) -> CallError {
    CallError::Unexpected {
        status: reply.status,
        what: what.to_owned(),
    }
}
