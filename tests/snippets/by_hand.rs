//! The steps by hand are those of a run, in its order.

use keyseed::priming::{KeyPairChoice, Plan, Step};
use keyseed::snippets::by_hand::{ByHand, Signing, steps};

/// The steps of a run that creates a subaccount, up to the last request that curl has to make as well. A browser may repeat
/// a request on a connection that it reused, so a run then takes stock; the script starts curl anew for each request.
fn of_a_run(seeds_public_key: bool, signed: bool) -> Vec<&'static str> {
    let plan = Plan {
        targets: Vec::new(),
        key_pairs: if seeds_public_key {
            KeyPairChoice::Each
        } else {
            KeyPairChoice::No
        },
        given: None,
        api_key_name: String::new(),
        public_key_name: String::new(),
        signed,
    };
    let taken = Step::taken(&plan, false).filter(|step| *step <= Step::AskUnsigned);
    taken.map(Step::title).collect()
}

fn by_hand(seeds_public_key: bool, signed: bool) -> Vec<&'static str> {
    let request = ByHand {
        account_sid: None,
        main_key_sid: None,
        signing: signed.then(Signing::default),
        name: None,
        api_key_name: String::new(),
        public_key_name: String::new(),
        seeds_public_key,
    };
    steps(&request).iter().map(|step| step.title).collect()
}

#[test]
fn each_step_of_a_run_is_there() {
    for (seeds, signed) in [(true, true), (true, false), (false, true), (false, false)] {
        let run = of_a_run(seeds, signed);
        assert!(run.len() >= 4, "{run:?}");
        let wanted = [vec!["Open the script"], run, vec!["Close it again"]].concat();
        assert_eq!(by_hand(seeds, signed), wanted, "{seeds} {signed}");
    }
}
