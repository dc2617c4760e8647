//! The two phone-number lists that the Twilio CLI's examples call.

use crate::support::{World, json, outcome};
use keyseed::practice::Enforcement::Off;
use keyseed::twilio::{Host, Request};

#[test]
fn the_parent_holds_numbers_and_a_new_subaccount_none() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let (sub, _) = world.subaccount(&main);
    for (account, count) in [(world.known.account_sid.clone(), 2), (sub, 0)] {
        let path = format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json");
        let body = json(&world.ask(&main, Request::get(Host::Api, path, &[])));
        let numbers = body["incoming_phone_numbers"].as_array().unwrap();
        assert_eq!(numbers.len(), count);
        assert!(body["next_page_uri"].is_null());
        assert!(numbers.iter().all(|number| number["sid"].as_str().unwrap().len() == 34));
    }
}

#[test]
fn numbers_for_sale_have_the_area_code_asked_for() {
    let mut world = World::new(Off);
    let main = world.main(false);
    let account = world.known.account_sid.clone();
    let mut ask = |country: &str, area: &str| {
        let path = format!("/2010-04-01/Accounts/{account}/AvailablePhoneNumbers/{country}/Local.json");
        world.ask(&main, Request::get(Host::Api, path, &[("AreaCode", area)]))
    };
    let body = json(&ask("US", "212"));
    let numbers = body["available_phone_numbers"].as_array().unwrap();
    assert!(!numbers.is_empty());
    for number in numbers {
        let text = number["phone_number"].as_str().unwrap();
        assert!(text.starts_with("+1212555") && text.len() == 12, "{text}");
    }
    assert_eq!(outcome(&ask("US", "21")), 20422);
    assert_eq!(outcome(&ask("XX", "212")), 20404);
}
