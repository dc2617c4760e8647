//! What stands where a lazy part will be drawn.

use super::MissingPart;
use crate::ui::lazily::NotLoaded;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

type Loading = Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>>>>;
type Part = Arc<dyn Fn() -> Loading + Send + Sync>;

/// Draws something whose code is loaded lazily: at once, where it is there already.
pub fn later<F>(part: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, NotLoaded>> + 'static,
{
    draw(Arc::new(move || Box::pin(part())))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Awaited,
    There,
    Failed,
}

fn draw(part: Part) -> AnyView {
    let mut loading = part();
    let first = loading.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let arrival = match first {
        Poll::Ready(Ok(view)) => return view,
        Poll::Ready(Err(_)) => RwSignal::new(Arrival::Failed),
        Poll::Pending => RwSignal::new(Arrival::Awaited),
    };
    let arrived = StoredValue::new_local(None);
    if first.is_pending() {
        await_part(loading, arrival, arrived);
    }
    let again = Callback::new(move |()| {
        arrival.set(Arrival::Awaited);
        await_part(part(), arrival, arrived);
    });
    let shown = move || match arrival.get() {
        Arrival::Awaited => view! { <p class="working" role="status">{"Loading\u{2026}"}</p> }.into_any(),
        Arrival::There => arrived.try_update_value(Option::take).flatten().into_any(),
        Arrival::Failed => view! { <MissingPart again /> }.into_any(),
    };
    shown.into_any()
}

fn await_part(mut loading: Loading, arrival: RwSignal<Arrival>, arrived: StoredValue<Option<AnyView>, LocalStorage>) {
    // What is no longer on the page must not be made: it would set the page's title.
    let wanted = poll_fn(move |context| {
        if arrival.is_disposed() {
            return Poll::Ready(None);
        }
        loading.as_mut().poll(context).map(Some)
    });
    // Contexts and signals belong to the place where the part is drawn.
    spawn_local(ScopedFuture::new_untracked(async move {
        match wanted.await {
            Some(Ok(view)) => {
                arrived.set_value(Some(view));
                arrival.set(Arrival::There);
            }
            Some(Err(_)) => arrival.set(Arrival::Failed),
            None => {}
        }
    }));
}
