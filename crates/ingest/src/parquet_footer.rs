//! What the Parquet library takes on trust: how long the lists of a file's metadata are, and how deep its columns stand in columns.
//! It reserves room for what a list says of itself, and goes down into columns without a bound; neither can be caught when it
//! ends the program, so both are looked at before.

use crate::extracted::Refused;
use crate::held::Held;

const MAGIC: &[u8] = b"PAR1";
/// The magic, and the length of the metadata before it.
const TAIL_BYTES: u64 = 8;
/// No list of metadata is longer: columns, row groups, notes of the program that wrote the file.
const MOST_ITEMS: u64 = 1 << 20;
/// Columns in columns, and structures in structures.
const DEEPEST: usize = 100;

/// The fields that are looked into: the columns of a file, and how many columns stand in a column.
const COLUMNS: i64 = 2;
const CHILDREN: i64 = 5;

/// Refuses a file whose metadata the library should not read. A file that is none is left to the library, which says so.
pub(crate) fn check(held: &Held) -> Result<(), Refused> {
    let tail = held.bytes(held.length().saturating_sub(TAIL_BYTES), TAIL_BYTES);
    let Some((&[a, b, c, d], MAGIC)) = tail.split_first_chunk() else { return Ok(()) };
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    let Some(start) = held.length().checked_sub(length + TAIL_BYTES) else { return Ok(()) };
    let bytes = held.bytes(start, length);
    match (Compact { rest: &bytes }).file() {
        Some(true) => Ok(()),
        Some(false) => Err(Refused::damaged(format!("its columns stand deeper in each other than {DEEPEST}"))),
        None => Err(Refused::damaged("it is no sound Parquet file (its metadata do not fit together)")),
    }
}

/// Kinds of values, as the compact protocol of Thrift numbers them.
mod kind {
    pub(super) const TRUE: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const I8: u8 = 3;
    pub(super) const I16: u8 = 4;
    pub(super) const I32: u8 = 5;
    pub(super) const I64: u8 = 6;
    pub(super) const DOUBLE: u8 = 7;
    pub(super) const BINARY: u8 = 8;
    pub(super) const LIST: u8 = 9;
    pub(super) const SET: u8 = 10;
    pub(super) const MAP: u8 = 11;
    pub(super) const STRUCT: u8 = 12;
    pub(super) const UUID: u8 = 13;
}

/// A walk over values in the compact protocol of Thrift; `None` where they end too early, or make no sense.
struct Compact<'b> {
    rest: &'b [u8],
}

impl Compact<'_> {
    /// The metadata of a file: false if its columns stand too deep.
    fn file(&mut self) -> Option<bool> {
        let mut flat = true;
        self.fields(|walk, field, kind| {
            if field != COLUMNS || kind != kind::LIST {
                return walk.pass(kind, DEEPEST);
            }
            let (count, kind) = walk.list()?;
            // How many columns are still to come in each of those that are open.
            let mut open: Vec<u64> = Vec::new();
            for _ in 0..count {
                let children = walk.column(kind).filter(|&children| children <= count)?;
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
                if children > 0 {
                    open.push(children);
                }
                flat &= open.len() <= DEEPEST;
                while open.last() == Some(&0) {
                    open.pop();
                }
            }
            Some(())
        })?;
        Some(flat)
    }

    /// How many columns stand in a column.
    fn column(&mut self, kind: u8) -> Option<u64> {
        if kind != kind::STRUCT {
            return None;
        }
        let mut children = 0;
        self.fields(|walk, field, kind| {
            if field != CHILDREN || kind != kind::I32 {
                return walk.pass(kind, DEEPEST);
            }
            children = u64::try_from(zigzag(walk.varint()?)).unwrap_or(0);
            Some(())
        })?;
        Some(children)
    }

    /// Calls `visit` with number and kind of each field of a structure; it must take the value.
    fn fields(&mut self, mut visit: impl FnMut(&mut Self, i64, u8) -> Option<()>) -> Option<()> {
        let mut field = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            field = match head >> 4 {
                0 => zigzag(self.varint()?),
                step => field.wrapping_add(i64::from(step)),
            };
            visit(self, field, kind)?;
        }
    }

    /// Passes over a value, structures in it at most `deepest` deep.
    fn pass(&mut self, kind: u8, deepest: usize) -> Option<()> {
        let deeper = deepest.checked_sub(1)?;
        match kind {
            // As a field, they are their own value.
            kind::TRUE | kind::FALSE => {}
            kind::I8 => self.skip(1)?,
            kind::I16 | kind::I32 | kind::I64 => {
                self.varint()?;
            }
            kind::DOUBLE => self.skip(8)?,
            kind::UUID => self.skip(16)?,
            kind::BINARY => {
                let length = self.varint()?;
                self.skip(length)?;
            }
            kind::LIST | kind::SET => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.pass_item(kind, deeper))?;
            }
            kind::MAP => {
                let count = self.count()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.pass_item(kinds >> 4, deeper)?;
                    self.pass_item(kinds & 0x0f, deeper)
                })?;
            }
            kind::STRUCT => self.fields(|walk, _, kind| walk.pass(kind, deeper))?,
            _ => return None,
        }
        Some(())
    }

    /// Passes over an item of a list, where truth is a byte.
    fn pass_item(&mut self, kind: u8, deepest: usize) -> Option<()> {
        if matches!(kind, kind::TRUE | kind::FALSE) { self.skip(1) } else { self.pass(kind, deepest) }
    }

    /// Number and kind of the items of a list.
    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.count()?,
            few => u64::from(few),
        };
        Some((count, head & 0x0f))
    }

    /// A number of items, each of which takes a byte or more.
    fn count(&mut self) -> Option<u64> {
        self.varint().filter(|&count| count <= MOST_ITEMS.min(self.rest.len() as u64))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn skip(&mut self, count: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(count).ok()?..)?;
        Some(())
    }
}

/// A number whose sign stands in its last bit.
fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that is its metadata alone.
    fn file(metadata: &[u8]) -> Held {
        let mut bytes = [MAGIC, metadata].concat();
        bytes.extend(u32::try_from(metadata.len()).unwrap().to_le_bytes());
        bytes.extend(MAGIC);
        Held::Memory(bytes.into())
    }

    fn check_file(metadata: &[u8], expected: &str) {
        let found = check(&file(metadata)).map_or_else(|refused| refused.problem, |()| "sound".to_owned());
        assert_eq!(found, expected);
    }

    /// Metadata of version 1 whose columns have these numbers of columns in them.
    fn columns(children: &[u8]) -> Vec<u8> {
        let mut out = vec![0x15, 2, 0x19, 0xfc];
        let count = children.len();
        out.extend([u8::try_from(count & 0x7f).unwrap() | 0x80, u8::try_from(count >> 7).unwrap()]);
        children.iter().for_each(|&children| out.extend([0x48, 1, b'c', 0x15, children * 2, 0]));
        out.push(0);
        out
    }

    #[test]
    fn numbers_have_their_sign_in_the_last_bit() {
        assert_eq!([0, 1, 2, 3, u64::MAX].map(zigzag), [0, -1, 1, -2, i64::MIN]);
    }

    #[test]
    fn columns_in_columns_are_counted() {
        check_file(&columns(&[2, 0, 0]), "sound");
        check_file(&columns(&[vec![1; 100], vec![0]].concat()), "sound");
        check_file(&columns(&[vec![1; 101], vec![0]].concat()), "its columns stand deeper in each other than 100");
        // Side by side they are no deeper.
        let side_by_side = [vec![60], [2, 0, 0].repeat(60)].concat();
        check_file(&columns(&side_by_side), "sound");
    }

    #[test]
    fn a_list_is_no_longer_than_what_holds_it() {
        let damaged = "it is no sound Parquet file (its metadata do not fit together)";
        // Two thousand million row groups; the same as a list in a field that nobody knows, as a map, as text.
        check_file(&[0x15, 2, 0x39, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0], damaged);
        check_file(&[0x95, 2, 0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 7, 0], damaged);
        check_file(&[0x9b, 0xff, 0xff, 0xff, 0xff, 7, 0x55, 0], damaged);
        check_file(&[0x98, 0xff, 0xff, 0xff, 0xff, 7, 0], damaged);
        // A column of four columns where there are two; structures in structures; the end in the middle of a number.
        check_file(&columns(&[4, 0]), damaged);
        check_file(&[vec![0x9c; 200], vec![0; 201]].concat(), damaged);
        check_file(&[vec![0x9c; 50], vec![0; 51]].concat(), "sound");
        check_file(&[0x15], damaged);
    }

    #[test]
    fn every_kind_of_value_is_passed_over() {
        let all = [
            &[0x11, 0x12, 0x13, 9, 0x14, 0x80, 1][..],
            &[0x17, 1, 2, 3, 4, 5, 6, 7, 8],
            &[0x18, 2, b'a', b'b', 0x19, 0x21, 1, 0],
            &[0x1b, 1, 0x85, 1, b'k', 4, 0x1b, 0, 0x1c, 0x15, 2, 0],
            &[0x05, 0x40, 2, 0x1d],
            &[7; 16],
            &[0],
        ];
        check_file(&all.concat(), "sound");
    }

    #[test]
    fn what_is_no_parquet_file_is_left_to_the_library() {
        for bytes in [&b""[..], b"PAR1", b"text\x01\0\0\0PARE", b"\xff\0\0\0PAR1"] {
            assert_eq!(check(&Held::Memory(bytes.to_vec().into())), Ok(()));
        }
    }
}
