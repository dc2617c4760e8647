//! A clean-up takes nothing but what the journal names or what bears the run's own name, whatever the journal says.

use crate::driver::Driver;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use keyseed::machine::JournalLine;
use keyseed::practice::{Enforcement, Inventory};
use keyseed::priming::{Checked, Draft, Journal, KeyPairChoice, Run};
use keyseed::twilio::{Method, Request};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const WORLDS: u64 = 200;
const JOURNALS_EACH: usize = 50;

#[test]
fn ten_thousand_random_journals_take_nothing_that_is_not_theirs() {
    let (mut deleted, mut closed) = (0, 0);
    for seed in 0..WORLDS {
        let mut world = World::new(seed);
        for number in 0..JOURNALS_EACH {
            let asked = world.clean_up_by_a_random_journal();
            for request in &asked.destructive {
                let about = format!("world {seed}, journal {number}: {} {}", request.path, request.body);
                if request.method == Method::Delete {
                    let sid = sids(&request.path).pop().unwrap();
                    assert!(asked.may_delete.contains(&sid), "{about}");
                    deleted += 1;
                } else {
                    let sid = sids(&request.path).pop().unwrap();
                    assert!(asked.may_close.contains(&sid), "{about}");
                    assert_ne!(sid, world.parent, "{about}");
                    closed += 1;
                }
            }
        }
    }
    println!("{deleted} keys deleted, {closed} subaccounts closed");
    assert!(
        deleted > 5_000 && closed > 2_000,
        "{deleted} keys, {closed} subaccounts"
    );
}

/// What a clean-up asked for, and what it may ask for.
struct Asked {
    destructive: Vec<Request>,
    may_delete: BTreeSet<String>,
    may_close: BTreeSet<String>,
}

/// An account with subaccounts and keys of others, and of runs.
struct World {
    driver: Driver,
    rng: ChaCha20Rng,
    account: Checked,
    parent: String,
    /// What was there before, and whose name no run bears.
    others: Vec<String>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut driver = Driver::new(Enforcement::Off);
        driver.run(false, "Old\nOlder", KeyPairChoice::No);
        let others = all_sids(&driver.practice.inventory());
        let account = driver.checked(false);
        Self {
            parent: account.account.sid.to_string(),
            rng: ChaCha20Rng::seed_from_u64(seed),
            account,
            others,
            driver,
        }
    }

    /// One of `count`.
    fn pick(&mut self, count: usize) -> usize {
        usize::try_from(self.rng.next_u32()).unwrap() % count
    }

    /// A run is left behind, its journal is garbled, and cleaned up by.
    fn clean_up_by_a_random_journal(&mut self) -> Asked {
        let (before, old) = (self.driver.storage.clone(), self.others[1].clone());
        let names = format!("West {}\nEast\n{old}", self.rng.next_u32());
        let draft = Draft {
            names,
            key_pairs: KeyPairChoice::No,
            ..Draft::new(false)
        };
        let left = self.driver.run_draft(&draft, &self.account);
        let mut notes: Vec<JournalLine> = Vec::new();
        for (key, text) in self.driver.storage.clone() {
            if !before.contains_key(&key) {
                let garbled = if key.matches('.').count() > 2 {
                    self.garble(&text)
                } else {
                    text
                };
                notes.push(JournalLine { key, text: garbled });
            }
        }
        self.driver.storage = before;
        let journal = Journal::read(&notes).remove(0);
        let (mut run, effects) = Run::resume_from(&journal, &self.account, None).unwrap();
        run.stop();
        self.driver.drive(&mut run, effects);
        self.driver.sent.clear();
        let there = self.driver.practice.inventory();
        // Twice, because what was found by its name alone is closed when it was shown.
        for _ in 0..2 {
            let typed = run.clean_up_phrase().unwrap_or_default();
            let effects = run.clean_up(&typed);
            self.driver.drive(&mut run, effects);
        }
        let own = [&left, &run].map(|run| run.plan.api_key_name.clone());
        self.asked(&notes, &there, &own)
    }

    fn asked(&self, notes: &[JournalLine], there: &Inventory, own_names: &[String]) -> Asked {
        let destroys = |request: &&Request| {
            request.method == Method::Delete || request.method == Method::Post && request.body.contains("Status=closed")
        };
        let entries = notes
            .iter()
            .filter_map(|note| serde_json::from_str::<Value>(&note.text).ok());
        let entries: Vec<_> = entries.filter(|entry| entry.get("trail").is_some()).collect();
        let mut may_delete: BTreeSet<_> = entries.iter().flat_map(|entry| sids(&entry.to_string())).collect();
        // Keys that bear the run's name are its own, though a reply was lost.
        let own = there
            .api_keys
            .iter()
            .filter(|key| key.name.as_ref().is_some_and(|name| own_names.contains(name)));
        may_delete.extend(own.map(|key| key.sid.to_string()));
        let created = entries.iter().filter(|entry| entry["existing"] == json!(false));
        let mut may_close: BTreeSet<_> = created
            .clone()
            .filter_map(|entry| Some(entry["account_sid"].as_str()?.to_owned()))
            .collect();
        // One that bears its name and was not there before, where the journal knows no SID.
        for entry in created.filter(|entry| entry["account_sid"].is_null()) {
            let before = sids(&entry["before"].to_string());
            let new = there
                .accounts
                .iter()
                .filter(|account| entry["name"] == json!(account.name));
            may_close.extend(
                new.map(|account| account.sid.to_string())
                    .filter(|sid| !before.contains(sid)),
            );
        }
        may_close.remove(&self.parent);
        Asked {
            destructive: self.driver.sent.iter().filter(destroys).cloned().collect(),
            may_delete,
            may_close,
        }
    }

    /// A line of a journal in which something or other is not as it was.
    fn garble(&mut self, text: &str) -> String {
        let mut entry: Value = serde_json::from_str(text).unwrap();
        for _ in 0..self.pick(4) {
            let other = self.pick(self.others.len());
            let sid = match self.pick(4) {
                0 => json!(self.parent),
                1 => Value::Null,
                _ => json!(self.others[other]),
            };
            match self.pick(9) {
                0 => entry["account_sid"] = sid,
                1 => entry["api_key_sid"] = sid,
                2 => entry["existing"] = json!(self.pick(2) == 0),
                3 => entry["saved"] = json!(self.pick(2) == 0),
                4 => entry["cleaned_up"] = json!(self.pick(2) == 0),
                5 => entry["step"] = json!(["CreateSubaccount", "SeedApiKey", "Verify", "Done"][self.pick(4)]),
                6 => entry["name"] = json!(["Old", "West", "", "My first Twilio account"][self.pick(4)]),
                7 => entry["before"] = json!([]),
                _ => {
                    let standing = ["Exists", "MayExist", "SecretLost", "LeftBehind"][self.pick(4)];
                    if let Some(trace) = entry["trail"].as_array_mut().and_then(|trail| trail.first_mut()) {
                        trace["standing"] = json!(standing);
                        trace["sid"] = sid;
                    }
                }
            }
        }
        entry.to_string()
    }
}

fn all_sids(inventory: &Inventory) -> Vec<String> {
    let accounts = inventory.accounts.iter().map(|account| account.sid.to_string());
    let keys = inventory.api_keys.iter().map(|key| key.sid.to_string());
    let public = inventory.public_keys.iter().map(|key| key.sid.to_string());
    accounts.chain(keys).chain(public).collect()
}

/// Every SID in a text, in order.
fn sids(text: &str) -> Vec<String> {
    let parts = text.split(|character: char| !character.is_ascii_alphanumeric());
    parts
        .filter(|part| part.len() == 34 && ["AC", "SK", "CR"].iter().any(|prefix| part.starts_with(prefix)))
        .map(str::to_owned)
        .collect()
}
