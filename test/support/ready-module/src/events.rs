//! What happens to a parcel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A fact of this domain, in the past tense.
pub trait DomainEvent: Serialize {
    /// The name by which subscribers know it.
    fn name(&self) -> &'static str;
}

/// What happened to a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ParcelEvent {
    /// Somebody ordered it.
    Ordered {
        /// Its weight in grams.
        grams: u32,
    },
    /// A carrier took it.
    Collected,
    /// It reached its door.
    Delivered,
}

impl DomainEvent for ParcelEvent {
    fn name(&self) -> &'static str {
        match self {
            ParcelEvent::Ordered { .. } => "ordered",
            ParcelEvent::Collected => "collected",
            ParcelEvent::Delivered => "delivered",
        }
    }
}

/// An event on its way: who, when, and because of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Envelope {
    /// The event's own id.
    pub event_id: Uuid,
    /// The parcel's id.
    pub aggregate_id: Uuid,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// What all events of one request share.
    pub correlation_id: Uuid,
    /// What caused it.
    pub causation_id: Uuid,
    /// The version of the payload's schema.
    pub schema_version: u32,
    /// What happened.
    pub payload: ParcelEvent,
}

impl Envelope {
    /// Wraps an event of a parcel that nothing else caused.
    #[must_use]
    pub fn first(aggregate_id: Uuid, payload: ParcelEvent) -> Self {
        let event_id = Uuid::now_v7();
        Self {
            event_id,
            aggregate_id,
            timestamp: Utc::now(),
            correlation_id: event_id,
            causation_id: event_id,
            schema_version: 1,
            payload,
        }
    }
}
