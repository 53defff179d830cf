//! Text put together from the blocks of a format with markup.
//!
//! Blocks stand apart by an empty line, items and rows of one list or table by a line end: that is
//! how plain text shows the same, so every rule about lines holds for it too.

use crate::extracted::Refused;

/// What kind of block a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph,
    Item,
    Row,
}

/// Collects blocks up to the limit of one document.
#[derive(Debug)]
pub(crate) struct Prose {
    text: String,
    last: Option<Block>,
    limit: usize,
}

impl Prose {
    pub(crate) fn new(limit: usize) -> Self {
        Self { text: String::new(), last: None, limit }
    }

    /// Adds a block; white space is folded, and an empty block is none.
    pub(crate) fn push(&mut self, block: Block, content: &str) -> Result<(), Refused> {
        let content = folded(content);
        if content.is_empty() {
            return Ok(());
        }
        if self.text.len().saturating_add(content.len()) > self.limit {
            return Err(Refused::too_large(self.limit));
        }
        match self.last {
            None => {}
            Some(last) if last == block && block != Block::Paragraph => self.text.push('\n'),
            Some(_) => self.text.push_str("\n\n"),
        }
        if block == Block::Item && !content.starts_with(['•', '-', '*', '–', '—']) {
            self.text.push_str("• ");
        }
        self.text.push_str(&content);
        self.last = Some(block);
        Ok(())
    }

    /// Adds a row of cells, written `| a | b |`; a row with one cell that says something is a paragraph.
    pub(crate) fn row(&mut self, cells: &[String]) -> Result<(), Refused> {
        if cells.iter().filter(|cell| !cell.trim().is_empty()).count() < 2 {
            return cells.iter().try_for_each(|cell| self.push(Block::Paragraph, cell));
        }
        let mut row = String::from("|");
        for cell in cells {
            row.push(' ');
            // A bar or a line end in a cell would make two of it.
            row.push_str(&folded(cell).replace(['|', '\n'], " "));
            row.push_str(" |");
        }
        self.push(Block::Row, &row)
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Runs of white space as one blank, line ends kept as one; none at the ends.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let mut words = line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let Some(first) = words.next() else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(first);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_items_and_rows_stand_apart_as_in_plain_text() {
        let mut prose = Prose::new(1000);
        prose.push(Block::Paragraph, " Two \t were\u{a0}killed. ").unwrap();
        prose.push(Block::Item, "one").unwrap();
        prose.push(Block::Item, "- two").unwrap();
        prose.row(&["A|B".into(), String::new(), "7".into()]).unwrap();
        prose.row(&["C".into(), "1".into(), "8\n9".into()]).unwrap();
        prose.row(&["alone".into(), String::new()]).unwrap();
        prose.push(Block::Paragraph, " \n ").unwrap();
        assert_eq!(prose.finish(), "Two were killed.\n\n• one\n- two\n\n| A B | | 7 |\n| C | 1 | 8 9 |\n\nalone");
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused() {
        let mut prose = Prose::new(10);
        prose.push(Block::Paragraph, "nine char").unwrap();
        assert!(prose.push(Block::Paragraph, "ab").is_err());
    }
}
