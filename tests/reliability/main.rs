//! Thousands of runs in virtual time, each with its own faults, crashes and admin: nothing is doubled, nothing is left
//! that nobody knows of, no key lives whose secret nobody holds. Whatever fails is told, and seen again, by its number.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod admin;
mod count;
mod scene;
#[path = "../support/mod.rs"]
mod support;
mod world;

use admin::play;
use count::Count;
use keyseed::practice::Fault;
use scene::Scene;
use world::Bug;

/// How many scenes are played.
const SCENES: u32 = 10_000;

/// Plays the scenes of these numbers, half of them in a thread of its own.
fn all(numbers: impl Iterator<Item = u32>, bug: Option<Bug>) -> Count {
    let numbers: Vec<u32> = numbers.collect();
    let part = |odd: usize| {
        let own = numbers.iter().enumerate().filter(move |(place, _)| place % 2 == odd);
        own.fold(Count::default(), |count, (_, number)| {
            count.and(play(&Scene::number(*number), bug))
        })
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(1));
        part(0).and(other.join().unwrap())
    })
}

/// Scenes in which the browser repeats a creation.
fn repeats() -> impl Iterator<Item = u32> {
    let repeated = |number: &u32| {
        let plan = Scene::number(*number).faults;
        let mut faults = plan.faults().iter();
        faults.any(|(operation, _, fault)| operation.creates() && *fault == Fault::Repeated)
    };
    (0..SCENES).filter(repeated)
}

#[test]
fn nothing_is_lost_and_nothing_is_doubled() {
    let count = all(0..SCENES, None);
    println!("{count}");
    assert_eq!(count.scenes, SCENES);
    assert!(
        count.faults > SCENES / 2 && count.crashes > SCENES / 4,
        "the scenes are not wild enough"
    );
    assert!(count.is_clean(), "{:?}", count.wrong);
}

#[test]
fn what_the_browser_repeats_is_deleted_or_shown() {
    let count = all(repeats(), None);
    println!("where the browser repeats a creation: {count}");
    assert!(
        count.closed > 50 && count.deleted > 50,
        "the scenes are not wild enough"
    );
    assert!(count.is_clean(), "{:?}", count.wrong);
}

#[test]
fn a_creation_that_is_blindly_repeated_is_caught() {
    let count = all(0..600, Some(Bug::BlindRepeat));
    println!("with a blind repeat of lost creations: {count}");
    // What it doubles is found when stock is taken: more second subaccounts are shown than the faults alone explain.
    assert!(count.closed > all(0..600, None).closed);
}

#[test]
fn a_run_that_takes_no_stock_is_caught() {
    let count = all(repeats().take(300), Some(Bug::NoStock));
    println!("with no look for duplicates: {count}");
    assert!(count.duplicates > 0 && count.orphans > 0 && count.unheld > 0);
}

#[test]
fn a_journal_that_is_written_afterwards_is_caught() {
    let count = all(0..600, Some(Bug::WrittenAfterwards));
    println!("with a journal that is written afterwards: {count}");
    assert!(count.duplicates + count.orphans + count.unheld > 0);
}
