//! The instructions of the relaxed-SIMD kernel where there are none, fused or, to see that it is noticed, not.

use std::cell::Cell;

thread_local! {
    static TWICE: Cell<bool> = const { Cell::new(false) };
}

/// From now on, in this thread, multiply-add rounds twice.
pub fn round_twice(twice: bool) {
    TWICE.set(twice);
}

#[allow(non_camel_case_types, reason = "the name that it stands in for")]
#[derive(Clone, Copy)]
pub struct v128([u64; 2]);

fn doubles(x: v128) -> [f64; 2] {
    x.0.map(f64::from_bits)
}

pub fn f64x2_relaxed_madd(x: v128, y: v128, z: v128) -> v128 {
    let (x, y, z) = (doubles(x), doubles(y), doubles(z));
    let lane = |lane: usize| {
        if TWICE.get() {
            x[lane] * y[lane] + z[lane]
        } else {
            x[lane].mul_add(y[lane], z[lane])
        }
    };
    v128([lane(0).to_bits(), lane(1).to_bits()])
}
pub fn f64x2_splat(x: f64) -> v128 {
    v128([x.to_bits(); 2])
}
pub fn f64x2_sub(x: v128, y: v128) -> v128 {
    let (x, y) = (doubles(x), doubles(y));
    v128([(x[0] - y[0]).to_bits(), (x[1] - y[1]).to_bits()])
}
pub const fn i64x2_add(x: v128, y: v128) -> v128 {
    v128([x.0[0].wrapping_add(y.0[0]), x.0[1].wrapping_add(y.0[1])])
}
pub const fn u64x2(x: u64, y: u64) -> v128 {
    v128([x, y])
}
pub const fn u64x2_extract_lane<const LANE: usize>(x: v128) -> u64 {
    x.0[LANE]
}
pub const fn u64x2_shr(x: v128, bits: u32) -> v128 {
    v128([x.0[0] >> bits, x.0[1] >> bits])
}
pub const fn u64x2_splat(x: u64) -> v128 {
    v128([x; 2])
}
pub const fn v128_and(x: v128, y: v128) -> v128 {
    v128([x.0[0] & y.0[0], x.0[1] & y.0[1]])
}
pub const fn v128_or(x: v128, y: v128) -> v128 {
    v128([x.0[0] | y.0[0], x.0[1] | y.0[1]])
}
