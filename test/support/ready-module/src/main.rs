//! Serves parcels: publishes what happens to them, answers whether it is well, and leaves in good order.

use async_nats::service::ServiceExt;
use cim_parcel::{BusOptions, ParcelBus, ParcelError};
use futures::StreamExt;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::signal::unix::{signal, SignalKind};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).init();
    PrometheusBuilder::new().install()?;

    let url = std::env::var("PARCEL_NATS_URL").unwrap_or_else(|_| "nats://localhost:4222".into());
    let bus = ParcelBus::connect(BusOptions::new(url)).await?;
    let service = bus
        .client()
        .service_builder()
        .description("Parcels of a delivery")
        .start("parcel", env!("CARGO_PKG_VERSION"))
        .await
        .map_err(|error| ParcelError::Bus(error.to_string()))?;
    let mut orders = service
        .endpoint("parcel.orders")
        .await
        .map_err(|error| ParcelError::Bus(error.to_string()))?;

    let mut terminate = signal(SignalKind::terminate())?;
    loop {
        tokio::select! {
            Some(order) = orders.next() => {
                metrics::counter!("parcel_orders_total").increment(1);
                if let Err(error) = order.respond(Ok("ordered".into())).await {
                    tracing::warn!(%error, "an order went unanswered");
                }
            }
            _ = tokio::signal::ctrl_c() => break,
            _ = terminate.recv() => break,
        }
    }
    tracing::info!("leaving");
    bus.drain().await?;
    Ok(())
}
