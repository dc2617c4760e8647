//! What comes of a request that meets faults.

use super::{Fault, FaultPlan, Faults, Late};
use crate::keys::TryCryptoRng;
use crate::practice::reply::{self, Refusal};
use crate::practice::{Practice, new_ids};
use crate::twilio::{HttpReply, HttpRequest, http_date};

/// What comes of a request, for who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// A reply.
    Reply(HttpReply),
    /// The connection broke.
    Broken,
    /// No reply will ever come.
    Silent,
}

impl Practice {
    /// What goes wrong from now on. Counting begins anew, and what an earlier plan left behind is over: Twilio's clock
    /// is right again, and everything is listed and known.
    pub fn set_faults(&mut self, plan: FaultPlan) {
        self.faults = Faults::new(plan);
        self.store.late = Late::default();
    }

    /// How many faults were met since the plan holds.
    #[must_use]
    pub const fn faults_met(&self) -> u32 {
        self.faults.hit
    }

    /// Answers `request` at `now` (seconds since 1970) as far as the plan lets it: [`Self::answer`] answers always.
    pub fn meet<R: TryCryptoRng + ?Sized>(&mut self, request: &HttpRequest, now: i64, rng: &mut R) -> Met {
        let faults = self.faults.next(&request.request);
        for fault in &faults {
            if let Fault::ClockSkew { seconds } = fault {
                self.faults.skew = *seconds;
            }
        }
        if let Some(met) = faults.iter().find_map(|fault| self.before(*fault, now, rng)) {
            self.verdict = None;
            return met;
        }
        let made = self.store.made();
        if faults.contains(&Fault::Repeated) {
            self.answer(request, now, rng);
        }
        let reply = self.answer(request, now, rng);
        for fault in &faults {
            self.plant(*fault, made, now);
        }
        let met = faults.iter().find_map(|fault| after(*fault, &reply, now));
        met.unwrap_or(Met::Reply(reply))
    }

    /// What keeps a request from its effect.
    fn before<R: TryCryptoRng + ?Sized>(&self, fault: Fault, now: i64, rng: &mut R) -> Option<Met> {
        match fault {
            Fault::RateLimited { retry_after } => {
                let refusal = Refusal::new(429, 20429, "Too many concurrent requests");
                let request_id = new_ids::request_id(rng).ok();
                Some(Met::Reply(HttpReply {
                    retry_after: retry_after.map(|seconds| seconds.to_string()),
                    ..reply::write(Err(refusal), request_id, self.clock(now))
                }))
            }
            Fault::LostRequest => Some(Met::Broken),
            Fault::Hang { done: false } => Some(Met::Silent),
            Fault::Gateway { status, done: false } => Some(gateway(status, now)),
            _ => None,
        }
    }

    /// Makes late what the request made, that is: everything after the place `made` in the order.
    fn plant(&mut self, fault: Fault, made: u64, now: i64) {
        let until = |seconds: u32| now.saturating_add(seconds.into());
        for sid in self.store.sids_after(made) {
            match fault {
                Fault::LateListing { seconds } => self.store.late.unlist(sid, until(seconds)),
                Fault::NotPropagated { seconds } => self.store.late.refuse(sid, until(seconds)),
                _ => {}
            }
        }
    }
}

/// What becomes of a reply whose request had its effect; `None`: it arrives.
fn after(fault: Fault, reply: &HttpReply, now: i64) -> Option<Met> {
    match fault {
        Fault::LostReply => Some(Met::Broken),
        Fault::Hang { done: true } => Some(Met::Silent),
        Fault::Gateway { status, done: true } => Some(gateway(status, now)),
        Fault::Truncated => {
            let middle = reply.body.floor_char_boundary(reply.body.len() / 2);
            let body = reply.body.get(..middle).unwrap_or_default().to_owned();
            Some(Met::Reply(HttpReply { body, ..reply.clone() }))
        }
        _ => None,
    }
}

/// The page that nginx sends of itself, with its own clock and without anything of Twilio's.
fn gateway(status: u16, now: i64) -> Met {
    let words = match status {
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => "Bad Gateway",
    };
    Met::Reply(HttpReply {
        status,
        date: Some(http_date(now)),
        retry_after: None,
        request_id: None,
        body: format!(
            "<html>\r\n<head><title>{status} {words}</title></head>\r\n<body>\r\n<center><h1>{status} {words}</h1></center>\r\n</body>\r\n</html>\r\n"
        ),
    })
}
