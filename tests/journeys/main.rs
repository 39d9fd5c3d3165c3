//! Every journey, by what the person in it is doing. Each is told against the contracts of the product, so that the
//! app may change in every other way.

mod access;
mod addresses;
mod agenda;
mod backups;
mod capture;
mod codes;
mod developing;
mod editions;
mod everyday;
mod example;
mod faults;
mod first_visit;
mod hand_over;
mod imports;
mod installations;
mod killed;
mod loading;
mod marks;
mod notebook;
mod outline;
mod own;
mod photos;
mod received;
mod rescue;
mod restores;
mod retrospective;
mod sharing;
mod speed;
mod starts;
mod tabs;
mod taps;
mod trips;
mod updates;
mod venues;
mod wide;
