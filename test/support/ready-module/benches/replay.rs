//! How long it takes to rebuild a parcel.

use cim_parcel::{Parcel, ParcelEvent};
use criterion::{criterion_group, criterion_main, Criterion};

fn replay(criterion: &mut Criterion) {
    let events: Vec<_> = (0..1_000).map(|_| ParcelEvent::Collected).collect();
    criterion.bench_function("replay of 1,000 events", |bencher| bencher.iter(|| Parcel::from_events(&events)));
}

criterion_group!(benches, replay);
criterion_main!(benches);
