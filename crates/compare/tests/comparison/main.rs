//! The comparison of runs made by hand. One program for all files: each one of its own would link polars again.

mod apart;
mod declared;
mod questions;
mod runs;
mod shares;
mod support;
mod voices;
