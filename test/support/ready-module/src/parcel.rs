//! The parcel itself, rebuilt from its events.

use crate::error::ParcelError;
use crate::events::ParcelEvent;

/// The heaviest parcel that is carried, in grams.
pub const HEAVIEST: u32 = 31_500;

/// Where a parcel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParcelState {
    /// Ordered, or not even that.
    #[default]
    Waiting,
    /// With a carrier.
    Travelling,
    /// At its door.
    Arrived,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parcel {
    grams: u32,
    state: ParcelState,
}

impl Parcel {
    /// Orders a parcel of a weight in grams.
    ///
    /// # Errors
    ///
    /// [`ParcelError::Weight`] for nothing and for more than [`HEAVIEST`].
    pub fn order(grams: u32) -> Result<ParcelEvent, ParcelError> {
        if grams == 0 || grams > HEAVIEST {
            return Err(ParcelError::Weight { grams });
        }
        Ok(ParcelEvent::Ordered { grams })
    }

    /// Delivers it.
    ///
    /// # Errors
    ///
    /// [`ParcelError::AlreadyDelivered`] the second time.
    pub fn deliver(&self) -> Result<ParcelEvent, ParcelError> {
        match self.state {
            ParcelState::Arrived => Err(ParcelError::AlreadyDelivered(format!("of {} g", self.grams))),
            _ => Ok(ParcelEvent::Delivered),
        }
    }

    /// Follows one event.
    #[must_use]
    pub fn apply(self, event: &ParcelEvent) -> Self {
        match event {
            ParcelEvent::Ordered { grams } => Self { grams: *grams, ..self },
            ParcelEvent::Collected => Self { state: ParcelState::Travelling, ..self },
            ParcelEvent::Delivered => Self { state: ParcelState::Arrived, ..self },
        }
    }

    /// Rebuilds a parcel from all that happened to it, oldest first.
    #[must_use]
    pub fn from_events(events: &[ParcelEvent]) -> Self {
        events.iter().fold(Self::default(), Self::apply)
    }

    /// Where it is.
    #[must_use]
    pub fn state(&self) -> ParcelState {
        self.state
    }

    /// Its weight in grams.
    #[must_use]
    pub fn grams(&self) -> u32 {
        self.grams
    }
}
