//! Workers: a page's end that asks and awaits, and a worker's end that answers.
//!
//! A worker posts null once it listens; what is posted earlier would be lost. After that, each question is posted as its number and the
//! [`Message`], and so is its answer.

use super::message::{Message, wipe};
use futures_channel::oneshot;
use js_sys::{Array, global};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Why a worker gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkerError {
    /// The page does not name the worker's file, or the browser refused to start it.
    #[error("A part of this page did not start. Reload it, or tell whoever runs this site.")]
    NotStarted,
    /// It ended before it answered: cancelled, or crashed.
    #[error("A part of this page stopped before it was done. Try again.")]
    Ended,
}

struct Shared<Q, A> {
    ready: bool,
    /// Whether it crashed or could not be loaded: it never answers again.
    dead: bool,
    /// Questions for which it does not listen yet.
    queue: Vec<(u32, Q)>,
    waiting: HashMap<u32, oneshot::Sender<A>>,
}

/// The page's end of a worker. Dropping it ends the worker at once.
pub(super) struct WorkerHandle<Q: 'static, A: 'static> {
    worker: Worker,
    shared: Rc<RefCell<Shared<Q, A>>>,
    next: std::cell::Cell<u32>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl<Q: Message + 'static, A: Message + 'static> WorkerHandle<Q, A> {
    /// Starts the worker whose file the page names in `attribute` of its boot script.
    pub(super) fn start(attribute: &str) -> Result<Self, WorkerError> {
        let url = super::page::boot_attribute(attribute).ok_or(WorkerError::NotStarted)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options).map_err(|_| WorkerError::NotStarted)?;
        let shared = Rc::new(RefCell::new(Shared {
            ready: false,
            dead: false,
            queue: Vec::new(),
            waiting: HashMap::new(),
        }));
        let on_message = {
            let (shared, worker) = (Rc::clone(&shared), worker.clone());
            Closure::new(move |event: MessageEvent| receive(&shared, &worker, event.data()))
        };
        let on_error = {
            let shared = Rc::clone(&shared);
            Closure::new(move |_: web_sys::Event| {
                let mut shared = shared.borrow_mut();
                shared.dead = true;
                // Dropping the senders tells every waiter.
                shared.waiting.clear();
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            shared,
            next: std::cell::Cell::new(0),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Asks; the answer comes by the future. It does not hold the worker, so that dropping the handle ends both.
    pub(super) fn ask(&self, question: Q) -> impl Future<Output = Result<A, WorkerError>> + use<Q, A> {
        let shared = Rc::clone(&self.shared);
        let number = self.next.replace(self.next.get().wrapping_add(1));
        let (sender, receiver) = oneshot::channel();
        let ready = {
            let mut shared = self.shared.borrow_mut();
            if !shared.dead {
                shared.waiting.insert(number, sender);
            }
            shared.ready
        };
        if ready {
            post(&self.worker, number, &question);
        } else {
            self.shared.borrow_mut().queue.push((number, question));
        }
        async move {
            receiver.await.map_err(|_| {
                let shared = shared.borrow();
                if shared.dead && !shared.ready {
                    WorkerError::NotStarted
                } else {
                    WorkerError::Ended
                }
            })
        }
    }
}

impl<Q, A> Drop for WorkerHandle<Q, A> {
    fn drop(&mut self) {
        self.worker.terminate();
        // An event that waits already would call a closure that is gone.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.shared.borrow_mut().waiting.clear();
    }
}

fn receive<Q: Message, A: Message>(shared: &RefCell<Shared<Q, A>>, worker: &Worker, data: JsValue) {
    if data.is_null() {
        let queue = {
            let mut shared = shared.borrow_mut();
            shared.ready = true;
            std::mem::take(&mut shared.queue)
        };
        queue
            .iter()
            .for_each(|(number, question)| post(worker, *number, question));
    } else if let Some((number, answer)) = numbered(data) {
        let sender = shared.borrow_mut().waiting.remove(&number);
        if let Some(sender) = sender {
            // Nobody waits any more where the asker was dropped.
            let _ = sender.send(answer);
        }
    } else {
        // Both ends are built together; a message that does not fit cannot be answered.
        shared.borrow_mut().waiting.clear();
    }
}

fn post(worker: &Worker, number: u32, question: &impl Message) {
    if let Some(question) = question.to_js() {
        // Posting fails only for values that cannot be cloned; messages are none.
        let _ = worker.post_message(&Array::of2(&number.into(), &question));
        wipe(&question);
    }
}

/// The worker's end: answers every question with `answer`, and never returns it to the page otherwise.
pub(super) fn serve<Q: Message + 'static, A: Message + 'static>(mut answer: impl FnMut(Q) -> A + 'static) {
    let Ok(scope) = global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let on_message = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some((number, question)) = numbered(event.data()) else {
                return;
            };
            if let Some(answer) = answer(question).to_js() {
                let _ = scope.post_message(&Array::of2(&number.into(), &answer));
                wipe(&answer);
            }
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    on_message.forget();
    let _ = scope.post_message(&JsValue::NULL);
}

fn numbered<M: Message>(data: JsValue) -> Option<(u32, M)> {
    let array = data.dyn_into::<Array>().ok()?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was whole when it was posted"
    )]
    let number = array.get(0).as_f64()? as u32;
    Some((number, M::from_js(array.get(1))?))
}
