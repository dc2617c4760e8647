//! The driver of all machines in the page.

use crate::browser::Performer;
use crate::machine::{Answer, Conversation, Effect, Exchange, Machine};
use leptos::prelude::{
    ArcRwSignal, GetValue, LocalStorage, Notify, Set, SetValue, Signal, StoredValue, UpdateUntracked, With,
    WithUntracked, WithValue,
};
use leptos::task::spawn_local;
use std::collections::VecDeque;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A place for one machine, with what performs for it.
///
/// An answer that comes once another machine took its place, or none, is dropped; a key pair that it brings is forgotten.
/// The signal is made when it is first asked for, so that the first load has no code for machines that it does not show.
pub struct Slot<M: 'static> {
    machine: OnceLock<ArcRwSignal<Option<M>>>,
    /// Counts the machines.
    turn: AtomicU32,
    /// Whatever account is connected meanwhile.
    performer: StoredValue<Option<Performer>, LocalStorage>,
}

/// Which machine of a slot is meant: see [`Slot::turn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn(u32);

impl<M: Send + Sync> Slot<M> {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            machine: OnceLock::new(),
            turn: AtomicU32::new(0),
            performer: StoredValue::new_local(None),
        }
    }

    fn machine(&'static self) -> &'static ArcRwSignal<Option<M>> {
        self.machine.get_or_init(|| ArcRwSignal::new(None))
    }

    /// Something of the machine, and again whenever it changes.
    pub fn with<T>(&'static self, read: impl FnOnce(&M) -> T) -> Option<T> {
        self.machine().with(|machine| machine.as_ref().map(read))
    }

    /// Something of the machine as it is now.
    pub fn with_now<T>(&'static self, read: impl FnOnce(&M) -> T) -> Option<T> {
        self.machine().with_untracked(|machine| machine.as_ref().map(read))
    }

    /// Whether there is a machine, and it is so.
    pub fn is(&'static self, so: impl FnOnce(&M) -> bool) -> bool {
        self.with(so).unwrap_or_default()
    }

    /// The same, as it is now.
    pub fn is_now(&'static self, so: impl FnOnce(&M) -> bool) -> bool {
        self.with_now(so).unwrap_or_default()
    }

    /// Whether there is a machine.
    pub fn is_taken(&'static self) -> bool {
        self.is(|_| true)
    }

    /// The machine that is there now: what is begun for it is of no use once this has changed.
    pub fn turn(&'static self) -> Turn {
        Turn(self.turn.load(Ordering::Relaxed))
    }

    fn next_turn(&'static self) {
        self.turn.fetch_add(1, Ordering::Relaxed);
    }

    /// Forgets the machine; what it still awaits comes to nothing.
    pub fn clear(&'static self) {
        self.next_turn();
        self.machine().set(None);
    }

    /// Changes the machine where that asks for nothing.
    pub fn change<T>(&'static self, change: impl FnOnce(&mut M) -> T) -> Option<T> {
        let changed = self
            .machine()
            .try_update_untracked(|machine| machine.as_mut().map(change));
        self.machine().notify();
        changed.flatten()
    }

    /// Takes the way to Twilio from it.
    pub fn cut_off(&'static self) {
        self.performer.set_value(None);
    }

    /// Whether that was taken from it.
    pub fn is_cut_off(&'static self) -> bool {
        self.performer.with_value(Option::is_none)
    }

    /// Gives it back.
    pub fn reconnect(&'static self, performer: Option<Performer>) {
        self.performer.set_value(performer);
    }

    /// Who performs for it.
    pub fn performer(&'static self) -> Option<Performer> {
        self.performer.get_value()
    }
}

impl<M: Conversation + Send + Sync> Slot<M> {
    /// Its requests so far.
    pub fn exchanges(&'static self) -> Signal<Vec<Exchange>> {
        Signal::derive(move || self.with(|machine| machine.exchanges().to_vec()).unwrap_or_default())
    }
}

impl<M: Machine + Send + Sync> Slot<M> {
    /// Puts a machine here and performs what it asks for. `after` looks at each new state.
    pub fn begin(
        &'static self,
        performer: Option<Performer>,
        (machine, effects): (M, Vec<Effect>),
        after: impl Fn() + Copy + 'static,
    ) {
        self.next_turn();
        self.performer.set_value(performer);
        self.machine().set(Some(machine));
        self.perform(effects, after);
    }

    /// Tells the machine what the admin wants, and performs what it asks for. Where the way to Twilio was taken from it,
    /// only a wish that asks for nothing is told.
    pub fn steer(&'static self, wish: impl FnOnce(&mut M) -> Vec<Effect>, after: impl Fn() + Copy + 'static)
    where
        M: Clone,
    {
        let before = self.is_cut_off().then(|| self.with_now(M::clone)).flatten();
        let effects = self
            .machine()
            .try_update_untracked(|machine| machine.as_mut().map(wish));
        let effects = effects.flatten().unwrap_or_default();
        // The journal needs no way to Twilio.
        let asks = |effect: &Effect| !matches!(effect, Effect::Record { .. });
        if before.is_some() && effects.iter().any(asks) {
            return self.machine().set(before);
        }
        self.perform(effects, after);
    }

    fn answered(&'static self, answer: Answer) -> Vec<Effect> {
        let next = self
            .machine()
            .try_update_untracked(|machine| machine.as_mut().map(|machine| machine.answer(answer)));
        next.flatten().unwrap_or_default()
    }

    /// Performs effects, and tells the machine what came of them. The journal is written before anything else is done,
    /// here and now.
    fn perform(&'static self, effects: Vec<Effect>, after: impl Fn() + Copy + 'static) {
        let (mut effects, mut others) = (VecDeque::from(effects), Vec::new());
        while let Some(effect) = effects.pop_front() {
            match Performer::record(effect) {
                Ok(answer) => effects.extend(self.answered(answer)),
                Err(effect) => others.push(effect),
            }
        }
        self.machine().notify();
        let turn = self.turn();
        if let Some(performer) = self.performer() {
            for effect in others {
                let performer = performer.clone();
                spawn_local(async move {
                    let answer = performer.perform(effect).await;
                    if self.turn() == turn {
                        let next = self.answered(answer);
                        self.perform(next, after);
                    } else {
                        performer.discard(&answer);
                    }
                });
            }
        }
        after();
    }
}
