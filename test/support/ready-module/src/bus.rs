//! Parcels' events on NATS.

use std::time::Duration;

use async_nats::{Client, ConnectOptions};

use crate::error::ParcelError;
use crate::events::{DomainEvent, Envelope};

/// How to reach the bus.
#[derive(Debug, Clone)]
pub struct BusOptions {
    url: String,
    longest_wait: Duration,
}

impl BusOptions {
    /// A bus at an address such as `nats://localhost:4222`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), longest_wait: Duration::from_secs(8) }
    }

    /// The longest pause between two attempts to connect again.
    #[must_use]
    pub fn with_longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }
}

/// Carries parcels' events.
#[derive(Debug, Clone)]
pub struct ParcelBus {
    client: Client,
}

impl ParcelBus {
    /// Connects, and connects again whenever the connection is lost.
    ///
    /// # Errors
    ///
    /// [`ParcelError::Bus`] when nobody answers at the address.
    pub async fn connect(options: BusOptions) -> Result<Self, ParcelError> {
        let longest = options.longest_wait;
        let client = ConnectOptions::new()
            .retry_on_initial_connect()
            .max_reconnects(None)
            .reconnect_delay_callback(move |attempt| longest.min(Duration::from_millis(100) * attempt as u32))
            .connect(&options.url)
            .await
            .map_err(|error| ParcelError::Bus(error.to_string()))?;
        Ok(Self { client })
    }

    /// Publishes an event to `cim.parcel.<name>`.
    ///
    /// # Errors
    ///
    /// [`ParcelError::Encoding`] and [`ParcelError::Bus`].
    pub async fn publish(&self, envelope: &Envelope) -> Result<(), ParcelError> {
        let payload = serde_json::to_vec(envelope)?;
        let subject = format!("cim.parcel.{}", envelope.payload.name());
        self.client
            .publish(subject, payload.into())
            .await
            .map_err(|error| ParcelError::Bus(error.to_string()))
    }

    /// Sends everything that waits, then closes.
    ///
    /// # Errors
    ///
    /// [`ParcelError::Bus`] when the connection was lost before.
    pub async fn drain(&self) -> Result<(), ParcelError> {
        self.client.drain().await.map_err(|error| ParcelError::Bus(error.to_string()))
    }

    /// The client itself, for a service.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
