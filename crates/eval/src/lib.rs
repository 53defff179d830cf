//! How good an extraction is: rows of a run against gold, the rows that are right.
//!
//! [`read_gold`] reads a folder of gold files or of brat's, or JSON Lines of spans, [`evaluate`] pairs its items
//! with those of a run and counts. A pair is one gold item and one row whose spans meet; every
//! measure says what else must be right in it. Items that gold calls optional are neither rewarded
//! nor punished.
//!
//! ```
//! use crossread_eval::{GoldDocument, Item, Layer, Options, evaluate};
//!
//! let item = |start, end, id: &str| Item { start, end, id: Some(id.into()), ..Item::default() };
//! let mut gold = GoldDocument::named("wire-1");
//! gold.items[Layer::Actors].push(item(0, 8, "pakistan"));
//! gold.items[Layer::Actors].push(item(20, 27, "ttp"));
//! let mut said = GoldDocument::named("wire-1").items;
//! said[Layer::Actors].push(item(0, 8, "pakistan"));
//!
//! let result = evaluate(&[(gold, said)], &Options::default());
//! let span = result.measure(Layer::Actors, "span").expect("every layer has its spans measured");
//! assert_eq!((span.counts.right, span.counts.gold, span.counts.said), (1, 2, 1));
//! ```

mod brat;
mod counts;
mod evaluation;
mod gold;
mod item;
mod json;
mod linking;
mod matching;
mod measures;

pub use counts::{Counts, Interval};
pub use evaluation::{Answer, Confusion, Cost, Evaluation, MeasureScore, Options, Wrong, WrongKind, evaluate};
pub use gold::{GoldDocument, GoldError, read_gold};
pub use item::{Item, Items, Layer};
pub use matching::Matching;
pub use measures::measures_of;
