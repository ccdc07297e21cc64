//! Orders a parcel, follows it, and delivers it.

use cim_parcel::{Parcel, ParcelError, ParcelEvent};

fn main() -> Result<(), ParcelError> {
    let ordered = Parcel::order(750)?;
    let parcel = Parcel::from_events(&[ordered, ParcelEvent::Collected]);
    let delivered = parcel.deliver()?;
    println!("{:?}", parcel.apply(&delivered).state());
    Ok(())
}
