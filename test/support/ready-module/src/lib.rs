//! Parcels of a delivery, from the order to the door, as a stream of events.
//!
//! A [`Parcel`] is rebuilt from its [`ParcelEvent`]s; a [`ParcelBus`] carries them over NATS, each in an [`Envelope`].

#![forbid(unsafe_code)]

mod bus;
pub mod error;
pub mod events;
pub mod parcel;

pub use bus::{BusOptions, ParcelBus};
pub use error::ParcelError;
pub use events::{DomainEvent, Envelope, ParcelEvent};
pub use parcel::{Parcel, ParcelState};
