//! What goes wrong on the way.

use crate::support::{World, dress, json};
use keyseed::practice::Enforcement::Off;
use keyseed::practice::Fault;
use keyseed::twilio::{CallError, Fate, accounts};

#[test]
fn too_many_requests_have_no_effect() {
    for retry_after in [None, Some(7)] {
        let mut world = World::new(Off);
        let main = world.main(false);
        let http = dress(&main, accounts::create("West"), world.now);
        let fault = Fault::RateLimited { retry_after };
        let reply = world
            .practice
            .answer_with_fault(&http, fault, world.now, &mut world.rng)
            .unwrap();
        assert_eq!((reply.status, json(&reply)["code"].clone()), (429, 20429.into()));
        assert_eq!(reply.retry_after, retry_after.map(|seconds| seconds.to_string()));
        assert!(reply.request_id.is_some());
        let error: CallError = accounts::parse_account(&reply).unwrap_err();
        assert_eq!(error.fate(), Fate::NotDoneWait);
        let list = accounts::parse_list(&world.ask(&main, accounts::list_named("West"))).unwrap();
        assert!(list.items.is_empty());
    }
}

#[test]
fn a_lost_reply_leaves_its_effect() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let http = dress(&main, accounts::create("West"), world.now);
    let reply = world
        .practice
        .answer_with_fault(&http, Fault::LostReply, world.now, &mut world.rng);
    assert!(reply.is_none());
    let list = accounts::parse_list(&world.ask(&main, accounts::list_named("West"))).unwrap();
    assert_eq!(list.items.len(), 1);
}
