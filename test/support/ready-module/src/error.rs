//! What can go wrong with a parcel.

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParcelError {
    /// The parcel was delivered already.
    #[error("parcel {0} was delivered already")]
    AlreadyDelivered(String),
    /// The parcel weighs nothing, or more than can be carried.
    #[error("a weight of {grams} g cannot be carried")]
    Weight {
        /// The weight that was asked for, in grams.
        grams: u32,
    },
    /// The network refused.
    #[error("the bus refused: {0}")]
    Bus(String),
    /// An event could not be written as JSON.
    #[error("an event could not be written")]
    Encoding(#[from] serde_json::Error),
}
