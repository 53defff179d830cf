//! Amounts in two units: "5 feet 2 inches", "13 dollars and 45 cents", "75 USD million".

use crossread_lexicon::{CueClass, Dimension};
use crossread_text::TokenKind;

use super::amount::Amount;
use super::currency::Countries;
use super::number::cardinal;
use super::unit::{Unit, after, by_id};
use crate::window::Window;

/// Adds to an amount what its next unit says.
pub(super) fn completed<'a>(window: &Window<'_, 'a>, first: Amount<'a>, countries: &Countries<'_>) -> Amount<'a> {
    let Some(unit) = first.unit.clone().filter(|_| !first.number.share) else { return first };
    let first = match scaled(window, &first, &unit) {
        Some(found) => return found,
        None => first,
    };
    smaller(window, &first, &unit, countries).unwrap_or(first)
}

/// "75 USD million": the scale stands behind the currency.
fn scaled<'a>(window: &Window<'_, 'a>, first: &Amount<'a>, unit: &Unit<'a>) -> Option<Amount<'a>> {
    const THOUSAND: f64 = 1000.0;
    let behind = unit.dimension == Dimension::Money && first.number.scale == 1.0 && unit.end > first.number.end;
    let vague = window.reading.scan.vague(first.end).is_some();
    let scale = window.value(first.end, CueClass::NumberScale).filter(|&scale| scale >= THOUSAND)?;
    let mut found = first.clone();
    (behind && !vague).then(|| {
        found.number.value *= scale;
        found.number.scale = scale;
        found.end = first.end + 1;
        found.unit = Some(Unit { end: found.end, ..unit.clone() });
        found
    })
}

/// "5 feet 2 inches", "2 hours 30 minutes", "13 dollars and 45 cents", "15 dollars 50.": less than one of
/// the larger unit, told in a smaller one.
fn smaller<'a>(
    window: &Window<'_, 'a>,
    first: &Amount<'a>,
    unit: &Unit<'a>,
    countries: &Countries<'_>,
) -> Option<Amount<'a>> {
    const HUNDRED: f64 = 100.0;
    let joined = window.cue_end(first.end, CueClass::NumberAnd);
    let from = joined.unwrap_or(first.end);
    // A currency sign before the number takes its decimals with a point.
    if window.glued(from) || unit.end <= first.number.end {
        return None;
    }
    let number = cardinal(window, from, false).filter(|number| number.scale == 1.0 && number.value > 0.0)?;
    let whole = first.number.value.fract() == 0.0;
    let second = after(window, &number, countries).or_else(|| short(window, number.end));
    let (part, end) = match (&second, unit.dimension) {
        (Some(second), Dimension::Money) => {
            let cents = is_hundredth(second) && !is_hundredth(unit) && number.value < HUNDRED;
            (number.value / HUNDRED, Some(second.end).filter(|_| cents))
        }
        (Some(second), Dimension::Length | Dimension::Mass | Dimension::Duration) => {
            let ratio = second.si? * second.factor / (unit.si? * unit.factor);
            let same = second.dimension == unit.dimension && number.value * ratio < 1.0;
            let apart = joined.is_some() && unit.dimension == Dimension::Duration;
            (number.value * ratio, Some(second.end).filter(|_| same && !apart))
        }
        (None, Dimension::Money) => {
            let closed = window.kind(number.end).is_none_or(|kind| kind == TokenKind::Punctuation)
                && !matches!(window.word(number.end), "-" | "–" | "," | "(" | "/");
            (
                number.value / HUNDRED,
                Some(number.end).filter(|_| closed && number.value < HUNDRED && unit.factor == 1.0),
            )
        }
        _ => return None,
    };
    let end = end.filter(|_| whole)?;
    let mut found = first.clone();
    found.number.value += part;
    found.number.end = number.end;
    found.end = end;
    found.unit = Some(Unit { end, ..unit.clone() });
    Some(found)
}

/// "5 ft 2 in": a spelling that is a unit behind a larger one only.
fn short<'a>(window: &Window<'_, 'a>, at: usize) -> Option<Unit<'a>> {
    let hit = window.cue(at, CueClass::UnitSmaller)?;
    by_id(window, &hit.cue.value, hit.tokens.end as usize)
}

/// Cents and pence: money whose id is no code of ISO 4217, a hundredth of the currency before it.
fn is_hundredth(unit: &Unit<'_>) -> bool {
    unit.dimension == Dimension::Money && unit.id.starts_with(char::is_lowercase)
}
