//! The page's side of the search for primes: a worker or two that look at the same time, whichever key pair waits.

use super::search_worker::{SearchDone, SearchJob};
use super::worker::{WorkerError, WorkerHandle};
use crate::keys::PublicKey;
use futures_channel::oneshot;
use js_sys::{Uint8Array, WebAssembly};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

/// A key pair as a worker hands it over: the public half, and the private one as PKCS#8 DER.
pub(super) type Pair = (PublicKey, Zeroizing<Vec<u8>>);
type Prime = Zeroizing<Vec<u8>>;
type Handle = WorkerHandle<SearchJob, SearchDone>;

/// A second worker finds half of the primes; more of them would take memory and gain little.
const MOST_WORKERS: usize = 2;

/// The smallest module with the instruction in question: an engine that does not validate it cannot load that worker.
/// `(module (func (param v128) (result v128) (f64x2.relaxed_madd (local.get 0) (local.get 0) (local.get 0))))`
const RELAXED_SIMD: [u8; 35] = [
    0, 97, 115, 109, 1, 0, 0, 0, // magic and version
    1, 6, 1, 96, 1, 123, 1, 123, // one type: (v128) -> v128
    3, 2, 1, 0, // one function of it
    10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 135, 2, 11, // local.get three times, the instruction, end
];

/// Key pairs from one or two workers, which are started when they are first needed.
#[derive(Clone, Default)]
pub(super) struct SearchPool(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    workers: Vec<Rc<Slot>>,
    /// Whether relaxed SIMD was tried and found wanting.
    plain: bool,
    /// Primes that nobody has taken yet, at most as many as there are workers.
    primes: Vec<Prime>,
    waiting: VecDeque<Wait>,
}

struct Wait {
    owner: usize,
    answer: oneshot::Sender<Result<Pair, String>>,
}

struct Slot {
    handle: Handle,
    busy: Cell<bool>,
    /// Whose key pair it makes of two primes right now.
    joins_for: Cell<Option<usize>>,
}

impl SearchPool {
    /// Starts the workers, so that their first key pair is as fast as the next ones.
    pub(super) fn warm_up(&self) {
        // A failure shows when it is needed.
        let _ = self.start();
    }

    /// Waits for the next key pair. `owner` is who may cancel it.
    pub(super) async fn pair(&self, owner: usize) -> Result<Pair, String> {
        self.start().map_err(|error| error.to_string())?;
        let (answer, receiver) = oneshot::channel();
        self.0.borrow_mut().waiting.push_back(Wait { owner, answer });
        self.work();
        receiver.await.unwrap_or_else(|_| Err(WorkerError::Ended.to_string()))
    }

    /// Takes back what `owner` waits for. Where nobody else waits, the workers end with all that they know.
    pub(super) fn cancel(&self, owner: usize) {
        let mut state = self.0.borrow_mut();
        state.waiting.retain(|wait| wait.owner != owner);
        let joins_for_another = |slot: &Rc<Slot>| slot.joins_for.get().is_some_and(|other| other != owner);
        if state.waiting.is_empty() && !state.workers.iter().any(joins_for_another) {
            state.workers.clear();
            state.primes.clear();
        }
    }

    fn start(&self) -> Result<(), WorkerError> {
        if !self.0.borrow().workers.is_empty() {
            return Ok(());
        }
        let relaxed = !self.0.borrow().plain && validates(&RELAXED_SIMD);
        let attribute = if relaxed {
            "data-relaxed-search-worker"
        } else {
            "data-plain-search-worker"
        };
        let workers = (0..processors().clamp(1, MOST_WORKERS))
            .map(|_| Slot::start(attribute))
            .collect::<Result<Vec<_>, _>>()?;
        self.0.borrow_mut().workers.clone_from(&workers);
        workers.iter().for_each(|slot| self.give(slot, SearchJob::WarmUp, None));
        Ok(())
    }

    /// Gives every idle worker what there is to do.
    fn work(&self) {
        let idle: Vec<_> = self
            .0
            .borrow()
            .workers
            .iter()
            .filter(|slot| !slot.busy.get())
            .cloned()
            .collect();
        for slot in idle {
            let next = self.0.borrow_mut().next();
            if let Some((job, wait)) = next {
                self.give(&slot, job, wait);
            }
        }
    }

    fn give(&self, slot: &Rc<Slot>, job: SearchJob, wait: Option<Wait>) {
        slot.busy.set(true);
        slot.joins_for.set(wait.as_ref().map(|wait| wait.owner));
        let asked = slot.handle.ask(job);
        // Not held while waiting, so that a worker that is cancelled ends.
        let (pool, slot) = (self.clone(), Rc::downgrade(slot));
        spawn_local(async move {
            let done = asked.await;
            if let Some(slot) = slot.upgrade() {
                slot.busy.set(false);
                slot.joins_for.set(None);
                pool.take(done, wait);
                pool.work();
            }
        });
    }

    fn take(&self, done: Result<SearchDone, WorkerError>, wait: Option<Wait>) {
        let mut state = self.0.borrow_mut();
        match done {
            Ok(SearchDone::Warm) => {}
            Ok(SearchDone::Prime(prime)) => state.primes.push(prime),
            Ok(SearchDone::Pair { pkcs8, spki }) => {
                let key = PublicKey::from_spki_der(&spki).map_err(|error| error.to_string());
                answer(wait, key.map(|key| (key, pkcs8)));
            }
            Ok(SearchDone::Refused(message)) => answer(wait.or_else(|| state.waiting.pop_front()), Err(message)),
            Ok(SearchDone::Unfit) if !state.plain => {
                state.plain = true;
                state.workers.clear();
                drop(state);
                if let Err(error) = self.start() {
                    self.0.borrow_mut().fail(&error.to_string());
                }
            }
            Ok(SearchDone::Unfit) => {
                state.fail("This browser computes wrongly. Try another one.");
            }
            Err(error) => state.fail(&error.to_string()),
        }
    }
}

impl State {
    /// Whoever waits hears of it, and the next one starts anew.
    fn fail(&mut self, why: &str) {
        self.waiting
            .drain(..)
            .for_each(|wait| answer(Some(wait), Err(why.to_owned())));
        self.workers.clear();
    }

    /// Two primes become a key pair as soon as somebody waits for one; otherwise every worker looks for the next prime,
    /// even if another is about to find the last that is needed: the first one counts, the other is kept for the next pair.
    fn next(&mut self) -> Option<(SearchJob, Option<Wait>)> {
        if self.waiting.is_empty() {
            return None;
        }
        if self.primes.len() < 2 {
            return Some((SearchJob::Find, None));
        }
        let wait = self.waiting.pop_front();
        let (p, q) = (self.primes.remove(0), self.primes.remove(0));
        Some((SearchJob::Join { p, q }, wait))
    }
}

impl Slot {
    fn start(attribute: &str) -> Result<Rc<Self>, WorkerError> {
        Ok(Rc::new(Self {
            handle: WorkerHandle::start(attribute)?,
            busy: Cell::new(false),
            joins_for: Cell::new(None),
        }))
    }
}

fn answer(wait: Option<Wait>, result: Result<Pair, String>) {
    if let Some(wait) = wait {
        // Nobody waits any more where the asker was dropped.
        let _ = wait.answer.send(result);
    }
}

fn validates(module: &[u8]) -> bool {
    WebAssembly::validate(&Uint8Array::from(module)).unwrap_or(false)
}

fn processors() -> usize {
    // Whole and small; the browser may say less than there are.
    web_sys::window().map_or(1, |window| window.navigator().hardware_concurrency() as usize)
}
