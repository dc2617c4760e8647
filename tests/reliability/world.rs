//! The page and Twilio in virtual time: what a run asks for happens after a while, and the page may die in between.

use crate::scene::Scene;
use crate::support::{self, START, parent_pair};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use getrandom::SysRng;
use keyseed::keys::{KeyPair, make_key_pair};
use keyseed::machine::{Answer, Effect, Exchange, Machine, Outcome, Ticket};
use keyseed::practice::{Met, Practice};
use keyseed::priming::Run;
use keyseed::twilio::{self, HttpRequest, Identity, Method, ServerClock, TransportError};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

/// A fault of the program's own that is planted to see that it is caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// A creation without an answer is sent again at once.
    BlindRepeat,
    /// No stock is taken: what a list shows is looked over only for what the page was told of.
    NoStock,
    /// A line of the journal is written once the request that it speaks of has been answered.
    WrittenAfterwards,
}

/// What is to happen.
enum Event {
    /// A request reaches Twilio.
    Arrives(Ticket, Box<(HttpRequest, Exchange)>),
    /// The page gets an answer.
    Answered(Answer),
}

/// The page's surroundings, where things happen after a while.
pub struct World {
    world: support::World,
    pub requests: u32,
    rng: ChaCha20Rng,
    /// Milliseconds since the scene began.
    millis: u64,
    events: BTreeMap<(u64, u64), Event>,
    count: u64,
    /// Lines that a faulty program has not written yet.
    unwritten: Vec<(String, String)>,
    bug: Option<Bug>,
    /// What was made by a request that the browser repeated, and no reply told of.
    untold: BTreeSet<String>,
}

impl Deref for World {
    type Target = support::World;

    fn deref(&self) -> &support::World {
        &self.world
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut support::World {
        &mut self.world
    }
}

/// A few key pairs for all scenes: making one takes longer than a scene.
pub fn pool() -> &'static [KeyPair] {
    static POOL: OnceLock<Vec<KeyPair>> = OnceLock::new();
    POOL.get_or_init(|| (0..4).map(|_| make_key_pair(&mut SysRng).unwrap()).collect())
}

impl World {
    pub fn new(scene: &Scene, bug: Option<Bug>) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(scene.seed());
        let practice = Practice::new(scene.enforcement, Some(parent_pair().public_key()), &mut rng).unwrap();
        Self {
            world: support::World::of(practice),
            requests: 0,
            rng,
            millis: 0,
            events: BTreeMap::new(),
            count: 0,
            unwritten: Vec::new(),
            bug,
            untold: BTreeSet::new(),
        }
    }

    fn below(&mut self, limit: u32) -> u64 {
        u64::from(self.rng.next_u32() % limit.max(1))
    }

    fn after(&mut self, millis: u64, event: Event) {
        self.count += 1;
        self.events.insert((self.millis + millis, self.count), event);
    }

    fn answered(&mut self, millis: u64, ticket: Ticket, outcome: Outcome) {
        self.after(millis, Event::Answered(Answer { ticket, outcome }));
    }

    fn turn_to(&mut self, millis: u64) {
        self.millis = self.millis.max(millis);
        self.world.now = START + i64::try_from(self.millis / 1000).unwrap();
    }

    /// What the run asks for is under way.
    pub fn start(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let ticket = effect.ticket();
            match effect {
                Effect::Wait { pause, .. } => {
                    let millis = u64::from(pause.millis) + self.below(pause.jitter + 1);
                    self.answered(millis, ticket, Outcome::Waited);
                }
                Effect::Record { line, .. } => {
                    if self.bug == Some(Bug::WrittenAfterwards) {
                        self.unwritten.push((line.key, line.text));
                    } else {
                        self.storage.insert(line.key, line.text);
                    }
                    self.answered(0, ticket, Outcome::Recorded(true));
                }
                Effect::Claim { .. } => {
                    self.answered(0, ticket, Outcome::Claimed(true));
                }
                Effect::MakeKeyPair { .. } => {
                    let pair = &pool()[usize::try_from(self.below(4)).unwrap()];
                    let key = pair.public_key().clone();
                    self.pairs.insert(key.fingerprint(), pair.clone());
                    self.answered(90, ticket, Outcome::KeyPair(Ok(key)));
                }
                Effect::Send { request, identity, .. } => {
                    let ready = self.dress(request, &identity);
                    let millis = 20 + self.below(150);
                    self.after(millis, Event::Arrives(ticket, Box::new(ready)));
                }
            }
        }
    }

    /// Asks at once, with nothing going wrong.
    pub fn answer_at_once(&mut self, request: twilio::Request, identity: &Identity) -> Outcome {
        let (http, exchange) = self.dress(request, identity);
        let reply = self.world.practice.answer(&http, self.world.now, &mut self.rng);
        self.heard(exchange, Ok(reply))
    }

    /// Lets the next event happen. `false`: nothing is under way.
    pub fn step(&mut self, run: &mut Run) -> bool {
        let Some(((at, _), event)) = self.events.pop_first() else {
            return false;
        };
        self.turn_to(at);
        match event {
            Event::Answered(answer) => {
                let effects = run.answer(answer);
                self.start(effects);
            }
            Event::Arrives(ticket, ready) => {
                let (http, exchange) = *ready;
                let (result, millis) = self.arrive(&http);
                let outcome = self.heard(exchange, result);
                self.answered(millis, ticket, outcome);
                // The faulty program gets round to its journal.
                self.world.storage.extend(self.unwritten.drain(..));
            }
        }
        true
    }

    fn arrive(&mut self, http: &HttpRequest) -> (twilio::HttpOutcome, u64) {
        self.requests += 1;
        let before = (self.bug == Some(Bug::NoStock)).then(|| self.sids());
        let mut met = self.world.practice.meet(http, self.world.now, &mut self.rng);
        if let Some(before) = before {
            self.overlook(&before, &mut met);
        }
        let creates = http.request.method == Method::Post && !http.request.body.contains("Status=");
        if self.bug == Some(Bug::BlindRepeat) && creates && met == Met::Broken {
            met = self.world.practice.meet(http, self.world.now, &mut self.rng);
        }
        let millis = 20 + self.below(150);
        match met {
            Met::Reply(reply) => (Ok(reply), millis),
            Met::Broken => (Err(TransportError::Unreachable), millis),
            Met::Silent => (Err(TransportError::TimedOut { seconds: 30 }), 30_000),
        }
    }

    /// The SIDs of everything that exists.
    fn sids(&self) -> BTreeSet<String> {
        let there = self.practice.inventory();
        let accounts = there.accounts.into_iter().map(|account| account.sid.to_string());
        let api = there.api_keys.into_iter().map(|key| key.sid.to_string());
        let public = there.public_keys.into_iter().map(|key| key.sid.to_string());
        accounts.chain(api).chain(public).collect()
    }

    /// The faulty program sees nothing in a list that no reply told it of.
    fn overlook(&mut self, before: &BTreeSet<String>, met: &mut Met) {
        let Met::Reply(reply) = met else { return };
        let Ok(mut body) = serde_json::from_str::<serde_json::Value>(&reply.body) else {
            return;
        };
        let told = body["sid"].as_str().unwrap_or_default().to_owned();
        let made = self
            .sids()
            .into_iter()
            .filter(|sid| !before.contains(sid) && *sid != told);
        self.untold.extend(made);
        for list in ["accounts", "keys", "credentials"] {
            if let Some(items) = body[list].as_array_mut() {
                items.retain(|item| !self.untold.contains(item["sid"].as_str().unwrap_or_default()));
            }
        }
        reply.body = body.to_string();
    }

    /// The page dies. What it sent may still arrive; nobody hears the answer.
    pub fn crash(&mut self, arrives: bool) {
        let events = std::mem::take(&mut self.events);
        self.unwritten.clear();
        for event in events.into_values() {
            if let Event::Arrives(_, ready) = event
                && arrives
            {
                let _ = self.arrive(&ready.0);
            }
        }
        // Somebody opens the page again.
        let later = self.millis + 3_000 + self.below(60_000);
        self.turn_to(later);
        self.clock = ServerClock::default();
    }
}
