//! A world that fails: two stores, several tabs, and everything that can go wrong between them.
//!
//! Each tab is a real [`Keeper`]; the stores are models of the browsers' own, with the faults that were measured: an
//! append is refused, or done without an answer; a crash loses the tail of what the small store was told, or writes
//! it out of order; a tab sleeps through what the others do. A person in this world only ever adds words of their own
//! to the text they see. So the law is easy to say: every word that was shown as saved is in a version that a person
//! can still see, whatever happened.

mod laws;
mod script;
mod stores;
mod world;
