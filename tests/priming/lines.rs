//! A run in words: each subaccount's line, what is saved and what is not, and the keys that were made here.

use crate::driver::{Driver, first, refusal};
use keyseed::machine::Machine;
use keyseed::practice::Enforcement;
use keyseed::priming::{Draft, KeyPairChoice, Plan, Run, State};
use keyseed::twilio::{HttpRequest, Method};

fn words(run: &Run) -> (Option<String>, Option<String>) {
    (run.unsaved(), run.saved())
}

#[test]
fn what_is_saved_and_what_is_not() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = driver.run(true, "West\nEast", KeyPairChoice::Each);
    let two = "2 results that you have not saved yet: their API key secrets and private keys";
    assert_eq!(words(&run), (Some(two.to_owned()), None));
    let effects = run.set_saved(0, true);
    driver.drive(&mut run, effects);
    let one = "1 result that you have not saved yet: its API key secret and private key";
    let saved = "The secret of 1 result, which you have saved";
    assert_eq!(words(&run), (Some(one.to_owned()), Some(saved.to_owned())));
    let effects = run.set_saved(1, true);
    driver.drive(&mut run, effects);
    let saved = "The secrets of 2 results, which you have saved";
    assert_eq!(words(&run), (None, Some(saved.to_owned())));
}

#[test]
fn without_a_key_pair_no_private_key_is_spoken_of() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", KeyPairChoice::No);
    let one = "1 result that you have not saved yet: its API key secret";
    assert_eq!(run.unsaved().as_deref(), Some(one));
    let run = driver.run(false, "North\nSouth", KeyPairChoice::No);
    let two = "2 results that you have not saved yet: their API key secrets";
    assert_eq!(run.unsaved().as_deref(), Some(two));
}

#[test]
fn each_subaccount_has_its_line() {
    fn makes_key(http: &HttpRequest) -> bool {
        http.request.method == Method::Post && http.request.path.ends_with("/Keys.json")
    }
    let mut driver = Driver::new(Enforcement::Off);
    driver.intercept = Some(first(1, makes_key, Ok(refusal(400, 70151))));
    let run = driver.run(false, "West\nEast", KeyPairChoice::No);
    let lines: Vec<_> = (0..3).map(|index| run.line(index)).collect();
    let [Some(west), Some(east), None] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert_eq!((west.name.as_str(), west.state), ("West", State::Failed));
    assert_eq!(west.summary, "Failed: Seed the API key");
    assert!(west.account_sid.is_some() && !west.closed && !west.settled);
    // The first goes alone, and the run pauses for the sake of those that wait.
    assert_eq!((east.summary.as_str(), east.state), ("Waiting", State::Waiting));
}

#[test]
fn before_and_after_a_stop() {
    let mut driver = Driver::new(Enforcement::Off);
    let checked = driver.checked(false);
    let draft = Draft {
        names: "West\nEast".to_owned(),
        ..Draft::new(false)
    };
    let plan = Plan::new(&draft, &checked, None).unwrap();
    let (mut run, effects) = Run::begin(plan, &checked, crate::driver::occasion());
    let summary = |run: &Run, index| run.line(index).unwrap().summary;
    assert_eq!(summary(&run, 1), "Waiting");
    run.stop();
    assert_eq!(summary(&run, 1), "Not started");
    driver.drive(&mut run, effects);
    assert!(run.is_quiet());
}

#[test]
fn the_keys_that_were_made_here_sign_as_the_run_does() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut run = driver.run(true, "West", KeyPairChoice::Each);
    let west = run.seedings[0].account_sid().cloned().unwrap();
    let own = run.made_here(&west).unwrap();
    assert_eq!(Some(&own.credentials.api_key_sid), run.seedings[0].api_key_sid());
    assert_eq!(own.signing.map(|signing| signing.key), run.seedings[0].fingerprint());
    assert!(run.made_here(&run.head.account_sid).is_none(), "it is the parent's");
    // Once the credentials are forgotten, nothing says how requests are signed.
    run.disconnect();
    assert!(run.made_here(&west).unwrap().signing.is_none());

    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", KeyPairChoice::No);
    let west = run.seedings[0].account_sid().cloned().unwrap();
    assert!(run.made_here(&west).unwrap().signing.is_none());
}
