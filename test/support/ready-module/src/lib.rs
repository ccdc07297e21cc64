//! Parcels of a delivery, from order to door.
