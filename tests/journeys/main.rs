//! Every journey, by what the person in it is doing. Each is told against the contracts of the product, so that the
//! app may change in every other way.

mod access;
mod addresses;
mod agenda;
mod capture;
mod faults;
mod first_visit;
mod killed;
mod sharing;
