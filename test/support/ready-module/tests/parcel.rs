//! What a person does with parcels.

use cim_parcel::error::ParcelError;
use cim_parcel::events::ParcelEvent;
use cim_parcel::parcel::{Parcel, ParcelState, HEAVIEST};
use proptest::prelude::*;

#[test]
fn a_parcel_is_delivered_once() {
    let parcel = Parcel::from_events(&[ParcelEvent::Ordered { grams: 20 }, ParcelEvent::Collected]);
    assert!(matches!(parcel.deliver(), Ok(ParcelEvent::Delivered)));
    let delivered = parcel.apply(&ParcelEvent::Delivered);
    assert!(matches!(delivered.deliver(), Err(ParcelError::AlreadyDelivered(_))));
}

#[test]
fn replaying_its_events_rebuilds_a_parcel() {
    let events = vec![ParcelEvent::Ordered { grams: 700 }, ParcelEvent::Collected, ParcelEvent::Delivered];
    let replayed = Parcel::from_events(&events);
    assert_eq!(replayed.grams(), 700);
    assert_eq!(replayed.state(), ParcelState::Arrived);
}

proptest! {
    #[test]
    fn any_weight_that_can_be_carried_can_be_ordered(grams in 1..=HEAVIEST) {
        prop_assert_eq!(Parcel::order(grams).ok(), Some(ParcelEvent::Ordered { grams }));
    }
}
