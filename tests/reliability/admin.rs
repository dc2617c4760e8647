//! The admin of a scene: goes on after failures and crashes, saves what they have got meanwhile or only says so, and at
//! the end looks at what is there.

use crate::count::Count;
use crate::scene::{Ending, Scene};
use crate::support::{START, parent_pair};
use crate::world::{Bug, World, pool};
use keyseed::handover::handed;
use keyseed::machine::{Answer, Effect, JournalLine, Machine, Outcome};
use keyseed::practice::Inventory;
use keyseed::priming::{
    Check, Checked, CleanUp, Draft, Failure, Journal, Occasion, Phase, Plan, REQUESTS_EACH, Run, RunId, Seeding,
    Standing, Thing, Was, Way,
};
use keyseed::twilio::accounts::{self, Status};
use keyseed::twilio::{AccountSid, ApiKeySid, Identity};
use std::collections::BTreeSet;

/// After how many events a run counts as one without an end.
const ENDLESS: u32 = 20_000;

/// How often the admin presses a button before they clean up.
const PATIENCE: u32 = 8;

pub fn play(scene: &Scene, bug: Option<Bug>) -> Count {
    let mut stage = Stage::new(scene, bug);
    stage.play();
    stage.judge()
}

/// What an admin does with the results before they are all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Nothing: they are saved in the end.
    Waits,
    /// Saves an archive after each failure, ticks its box, and tries again; the box is ticked again in the end, whatever
    /// came since.
    SavesAndRetries,
    /// Ticks the box of every subaccount after each failure, without having saved anything.
    TicksWithoutSaving,
}

impl Habit {
    /// That of the scene of this number.
    fn of(number: u32) -> Self {
        match number % 8 {
            3 | 5 => Self::SavesAndRetries,
            7 => Self::TicksWithoutSaving,
            _ => Self::Waits,
        }
    }
}

struct Stage<'a> {
    scene: &'a Scene,
    world: World,
    run: Run,
    /// A subaccount that was there before, if the scene has one.
    old: Option<AccountSid>,
    /// Subaccounts of the same names that somebody else created while the page was dead.
    strangers: Vec<AccountSid>,
    /// The API keys whose secret was in an archive, or that somebody ticked as saved when they were there.
    said: BTreeSet<ApiKeySid>,
    /// What the last archive held.
    archive: BTreeSet<ApiKeySid>,
    /// How many requests each subaccount had made at the admin's last word.
    heard: Vec<usize>,
    count: Count,
}

/// Checks the account as the page does, with nothing going wrong.
fn checked(world: &mut World, identity: Identity) -> Checked {
    let (mut check, mut effects) = Check::begin(identity);
    while let Some(effect) = effects.pop() {
        let Effect::Send {
            ticket,
            request,
            identity,
        } = effect
        else {
            continue;
        };
        let outcome = world.answer_at_once(request, &identity);
        effects.extend(check.answer(Answer { ticket, outcome }));
    }
    check.passed.unwrap_or_else(|| panic!("{:?}", check.findings))
}

impl<'a> Stage<'a> {
    fn new(scene: &'a Scene, bug: Option<Bug>) -> Self {
        let mut world = World::new(scene, bug);
        let main = world.identity(scene.signed);
        let mut account = checked(&mut world, main.clone());
        let old = scene.existing.then(|| {
            let Outcome::Reply { result, .. } = world.answer_at_once(accounts::create("Old"), &main) else {
                panic!("no reply")
            };
            accounts::parse_account(&result.unwrap()).unwrap().sid
        });
        if old.is_some() {
            account = checked(&mut world, main);
        }
        let mut lines: Vec<String> = (1..=scene.names).map(|n| format!("Team {n}")).collect();
        lines.extend(old.as_ref().map(ToString::to_string));
        let draft = Draft {
            names: lines.join("\n"),
            key_pairs: scene.key_pairs,
            recipient: pool()[3].public_key().to_pem(),
            ..Draft::new(scene.signed)
        };
        let plan = Plan::new(&draft, &account, scene.signed.then(|| parent_pair().public_key())).unwrap();
        let occasion = Occasion {
            run: RunId::of(scene.number),
            started: START,
            practice: false,
        };
        let (run, effects) = Run::begin(plan, &account, occasion);
        world.practice.set_faults(scene.faults.clone());
        world.start(effects);
        let heard = vec![0; run.seedings.len()];
        let count = Count {
            scenes: 1,
            ..Count::default()
        };
        Self {
            scene,
            world,
            run,
            old,
            strangers: Vec::new(),
            said: BTreeSet::new(),
            archive: BTreeSet::new(),
            heard,
            count,
        }
    }

    fn play(&mut self) {
        let crashes = self.scene.crashes.clone();
        for (events, arrives) in crashes {
            if self.go_on(events) {
                self.crash(arrives);
            }
        }
        if self.scene.ending == Ending::Stopped {
            self.go_on(25);
            self.run.stop();
        }
        self.end();
        self.tick_the_last_archive();
        let primed = self.run.is_complete();
        if self.scene.ending != Ending::Primed || !primed {
            self.clean_up();
        }
    }

    /// Lets so many events happen. Whether the run is not over.
    fn go_on(&mut self, events: u32) -> bool {
        (0..events).all(|_| self.world.step(&mut self.run)) || !self.run.is_quiet()
    }

    fn crash(&mut self, arrives: bool) {
        self.listen();
        self.count.crashes += 1;
        self.world.crash(arrives);
        let notes: Vec<JournalLine> = self
            .world
            .storage
            .iter()
            .map(|(key, text)| JournalLine {
                key: key.clone(),
                text: text.clone(),
            })
            .collect();
        let Some(journal) = Journal::read(&notes).pop() else {
            return;
        };
        // Such a journal is removed without a word.
        let done = |was: &Was| matches!(was, Was::Saved | Was::CleanedUp);
        if journal.is_over() && !journal.subaccounts().iter().all(|subaccount| done(&subaccount.was)) {
            self.wrong("forgotten");
            self.count.orphans += 1;
        }
        let main = self.world.identity(self.scene.signed);
        let account = checked(&mut self.world, main.clone());
        if self.scene.number.is_multiple_of(5) {
            let created = self.world.answer_at_once(accounts::create("Team 1"), &main);
            let Outcome::Reply { result, .. } = created else {
                panic!("no reply")
            };
            self.strangers
                .push(accounts::parse_account(&result.unwrap()).unwrap().sid);
        }
        let signing = self.scene.signed.then(|| parent_pair().public_key());
        let (run, effects) = Run::resume_from(&journal, &account, signing).unwrap();
        self.run = run;
        self.heard = vec![0; self.run.seedings.len()];
        self.count.resumed += 1;
        self.world.start(effects);
    }

    /// Until nothing happens any more; after a failure the admin takes the first way that is offered.
    fn end(&mut self) {
        for _ in 0..PATIENCE {
            self.until_quiet();
            if self.run.is_complete() || self.run.phase == Phase::Stopped {
                return;
            }
            self.listen();
            self.count.words += 1;
            self.close_seconds();
            self.save();
            let failed = |seeding: &Seeding| seeding.failure().and_then(|failure| chosen(failure, &self.strangers));
            let ways: Vec<(usize, Way)> = self
                .run
                .seedings
                .iter()
                .enumerate()
                .filter_map(|(index, seeding)| Some((index, failed(seeding)?)))
                .collect();
            for (index, way) in ways {
                let way = if way == Way::TryIam { Way::TryAgain } else { way };
                let effects = self.run.go_on(index, &way);
                self.world.start(effects);
            }
            let effects = self.run.resume();
            self.world.start(effects);
        }
    }

    /// Closes the second subaccounts of a name that are shown, unless somebody else created them: types the name.
    fn close_seconds(&mut self) {
        for index in 0..self.run.seedings.len() {
            let seeding = &self.run.seedings[index];
            let (name, seconds) = (seeding.name.clone(), seeding.second_subaccounts());
            for second in seconds {
                if self.strangers.contains(&second) {
                    continue;
                }
                let effects = self.run.close_second(index, &second, &name);
                self.count.closed += u32::from(!effects.is_empty());
                self.world.start(effects);
                self.until_quiet();
            }
        }
    }

    /// The admin's habit, while the run stands still and before anything is tried again.
    fn save(&mut self) {
        let keys = |run: &Run| -> BTreeSet<ApiKeySid> {
            let keys = handed(run).into_iter().filter_map(|handed| handed.api_key);
            keys.map(|(sid, _)| sid).collect()
        };
        match Habit::of(self.scene.number) {
            Habit::Waits => {}
            Habit::SavesAndRetries => {
                self.archive = keys(&self.run);
                self.said.extend(self.archive.clone());
                self.tick_the_last_archive();
            }
            Habit::TicksWithoutSaving => {
                self.said.extend(keys(&self.run));
                for index in 0..self.run.seedings.len() {
                    let effects = self.run.set_saved(index, true);
                    self.world.start(effects);
                }
            }
        }
    }

    fn tick_the_last_archive(&mut self) {
        let effects = self.run.set_keys_saved(&self.archive, true);
        self.world.start(effects);
        self.until_quiet();
    }

    fn until_quiet(&mut self) {
        for _ in 0..ENDLESS {
            if !self.world.step(&mut self.run) {
                return;
            }
        }
        self.count.endless += 1;
        self.wrong("no end");
    }

    fn clean_up(&mut self) {
        self.count.cleaned_up += 1;
        for _ in 0..PATIENCE {
            self.listen();
            self.close_seconds();
            let theirs = |seeding: &Seeding| seeding.account_sid().is_some_and(|sid| self.strangers.contains(sid));
            let effects = if self.run.seedings.iter().any(theirs) {
                // What somebody else made is left alone, now that its SID is seen: the others are cleaned up one by one.
                self.run.stop();
                let others = self.run.seedings.iter().enumerate();
                let others = others.filter(|(_, seeding)| !theirs(seeding) && !seeding.is_saved());
                let others: Vec<_> = others.map(|(index, seeding)| (index, seeding.name.clone())).collect();
                let clean_up = |(index, name): (usize, String)| self.run.clean_up_one(index, &name);
                others.into_iter().flat_map(clean_up).collect()
            } else {
                let typed = self.run.clean_up_phrase().unwrap_or_default();
                self.run.clean_up(&typed)
            };
            if effects.is_empty() {
                return;
            }
            self.world.start(effects);
            self.until_quiet();
            self.close_seconds();
        }
    }

    /// The admin has a word: requests are counted anew.
    fn listen(&mut self) {
        for (before, seeding) in self.heard.iter_mut().zip(&self.run.seedings) {
            let made = seeding.exchanges.len() - *before;
            *before = seeding.exchanges.len();
            self.count.most = self.count.most.max(made);
            self.count.too_many += u32::from(made > REQUESTS_EACH);
        }
    }

    fn wrong(&mut self, what: &str) {
        self.count.wrong.push(format!("{what} in {:?}", self.scene));
    }

    /// Looks at what is there, and at what the run says is there.
    fn judge(mut self) -> Count {
        self.listen();
        self.count.requests = self.world.requests;
        self.count.faults = self.world.practice.faults_met();
        let traces = self.run.seedings.iter().flat_map(|seeding| seeding.trail.iter());
        let deleted = traces.filter(|trace| trace.standing == Standing::DuplicateDeleted);
        self.count.deleted = u32::try_from(deleted.count()).unwrap();
        let there = self.world.practice.inventory();
        let parent = self.world.practice.credentials().account_sid;
        let mine = |sid: &AccountSid| *sid != parent && Some(sid) != self.old.as_ref() && !self.strangers.contains(sid);
        let open: Vec<_> = there
            .accounts
            .iter()
            .filter(|account| account.status != Status::Closed && account.sid != parent)
            .collect();
        let mut findings = Vec::new();
        for name in (1..=self.scene.names).map(|n| format!("Team {n}")) {
            let same = open
                .iter()
                .filter(|account| account.name == name && mine(&account.sid))
                .count();
            self.count.duplicates += u32::try_from(same.saturating_sub(1)).unwrap();
            if same > 1 {
                findings.push(format!("{same} of {name}"));
            }
        }
        let accounts = open
            .iter()
            .filter(|account| mine(&account.sid))
            .map(|account| (Thing::Subaccount, account.sid.as_str(), account.name.as_str()));
        let in_open = |account: &AccountSid| open.iter().any(|known| known.sid == *account);
        let (keys, public) = keys_in(&there, &in_open);
        for (thing, sid, name) in accounts.chain(keys.iter().copied()).chain(public) {
            if !self.is_named(thing, sid, name) && !self.is_said_to_be_unknown(thing, sid, &there) {
                self.count.orphans += 1;
                findings.push(format!("orphan {thing:?} {sid} {name}"));
            }
        }
        for (_, sid, _) in keys {
            // Saved by the admin's own word, or asked about before the page forgets it.
            let said = self.said.iter().any(|key| key.as_str() == sid);
            let asks = |seeding: &Seeding| {
                seeding.is_unsaved() && seeding.api_key_sid().is_some_and(|key| key.as_str() == sid)
            };
            if !said && !self.run.seedings.iter().any(asks) {
                self.count.unheld += 1;
                findings.push(format!("nobody holds {sid}"));
            }
        }
        for seeding in &self.run.seedings {
            let there = |sid: &AccountSid| open.iter().any(|account| account.sid == *sid) && mine(sid);
            let left = seeding.account_sid().is_some_and(there)
                && seeding.verification().is_none()
                && seeding.settled().is_none();
            if left && !seeding.is_half_made() {
                self.count.orphans += 1;
                findings.push(format!("{} is half-made, and the end says nothing of it", seeding.name));
            }
        }
        for sid in &self.strangers {
            let closed = there
                .accounts
                .iter()
                .any(|account| account.sid == *sid && account.status == Status::Closed);
            if closed || there.api_keys.iter().any(|key| key.account == *sid) {
                self.count.strangers += 1;
                findings.push(format!("touched somebody else's {sid}"));
            }
        }
        let left = |seeding: &Seeding| matches!(seeding.clean_up(), CleanUp::Failed(_));
        if self.scene.ending != Ending::Primed
            && self.strangers.is_empty()
            && self
                .run
                .seedings
                .iter()
                .any(|seeding| left(seeding) && !seeding.existing() && !seeding.is_saved())
        {
            findings.push("not cleaned up".to_owned());
            self.count.endless += 1;
        }
        if !findings.is_empty() {
            self.wrong(&findings.join("; "));
        }
        self.count
    }

    /// Whether it is a public key in a subaccount whose public keys are said not to be checked.
    fn is_said_to_be_unknown(&self, thing: Thing, sid: &str, there: &Inventory) -> bool {
        let key = there.public_keys.iter().find(|key| key.sid.as_str() == sid);
        let holder = |seeding: &&Seeding| key.is_some_and(|key| seeding.account_sid() == Some(&key.account));
        let said = |seeding: &Seeding| {
            seeding
                .holds()
                .is_some_and(|holds| holds.contains("public keys not checked"))
        };
        thing == Thing::PublicKey && self.run.seedings.iter().find(holder).is_some_and(said)
    }

    /// Whether the run's record names it: by its SID, or by its name where the reply was lost.
    fn is_named(&self, thing: Thing, sid: &str, name: &str) -> bool {
        let mut traces = self.run.seedings.iter().flat_map(|seeding| seeding.trail.iter());
        traces.any(|trace| {
            trace.sid.as_deref() == Some(sid) && trace.standing.is_there()
                || trace.thing == thing && trace.name == name && trace.standing == Standing::MayExist
        })
    }
}

/// What the admin presses: the subaccount is theirs if the run says so, and otherwise the last thing that is offered;
/// no check is left out.
fn chosen(failure: &Failure, strangers: &[AccountSid]) -> Option<Way> {
    let own = |way: &&Way| matches!(way, Way::TakeOver(sid) if !strangers.contains(sid));
    let last = failure.ways.iter().rfind(|way| **way != Way::SkipCheck);
    failure.ways.iter().find(own).or(last).cloned()
}

type Named<'a> = (Thing, &'a str, &'a str);

/// The keys of subaccounts that are open.
fn keys_in<'a>(there: &'a Inventory, is_open: &impl Fn(&AccountSid) -> bool) -> (Vec<Named<'a>>, Vec<Named<'a>>) {
    let keys = there.api_keys.iter().filter(|key| is_open(&key.account));
    let public = there.public_keys.iter().filter(|key| is_open(&key.account));
    (
        keys.map(|key| (Thing::ApiKey, key.sid.as_str(), key.name.as_deref().unwrap_or_default()))
            .collect(),
        public
            .map(|key| {
                (
                    Thing::PublicKey,
                    key.sid.as_str(),
                    key.name.as_deref().unwrap_or_default(),
                )
            })
            .collect(),
    )
}
