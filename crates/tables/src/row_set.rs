//! Some rows of a table in memory, by their numbers.

use std::ops::Range;

use arrow_array::{RecordBatch, new_null_array};
use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};

use crate::columns::Table;
use crate::error::TablesError;
use crate::read::{RunDir, TableFile};
use crate::row::Row;
use crate::schema::arrow_schema;

/// Rows of one table, as columns, found by their numbers in the file.
#[derive(Debug, Default)]
pub struct RowSet {
    batches: Vec<RecordBatch>,
    /// Position of the first row of each batch in `numbers`.
    firsts: Vec<usize>,
    numbers: Vec<usize>,
}

impl RowSet {
    /// The row of that number in its file, from 0; `None` when it is not among the rows read.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Row<'_>> {
        let at = self.numbers.binary_search(&number).ok()?;
        let batch = self.firsts.partition_point(|&first| first <= at).checked_sub(1)?;
        Some(Row::new(&self.batches[batch], at - self.firsts[batch]))
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// True when no row was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl RunDir {
    /// The rows of those numbers, in any order and more than once; numbers beyond the last row are passed over. The columns
    /// of the set are the declared ones, those that the file does not have null. Memory is that of the rows.
    ///
    /// # Errors
    /// When the table is not there or cannot be read.
    pub fn rows(&self, table: &Table, numbers: impl IntoIterator<Item = Range<usize>>) -> Result<RowSet, TablesError> {
        let mut ranges: Vec<Range<usize>> = numbers.into_iter().filter(|range| !range.is_empty()).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        let mut set = RowSet::default();
        let mut before = 0;
        for file in TableFile::open_all(self.path(), table)? {
            let end = before + file.rows();
            let here = ranges.iter().take_while(|range| range.start < end);
            let here: Vec<_> = here.map(|range| range.start.saturating_sub(before)..range.end - before).collect();
            set.read(&file, table, &here, before)?;
            ranges.retain(|range| range.end > end);
            before = end;
        }
        Ok(set)
    }
}

impl RowSet {
    /// Adds rows of a file, by their numbers in it; `before` rows of the table stand in earlier files.
    fn read(
        &mut self,
        file: &TableFile,
        table: &Table,
        ranges: &[Range<usize>],
        before: usize,
    ) -> Result<(), TablesError> {
        let (groups, selectors, numbers) = select(file, ranges);
        if numbers.is_empty() {
            return Ok(());
        }
        let reader = file.reader()?.with_row_groups(groups).with_row_selection(RowSelection::from(selectors));
        let reader = reader.with_batch_size(BATCH).build().map_err(TablesError::parquet("read", &file.path))?;
        let mut first = self.numbers.len();
        self.numbers.extend(numbers.into_iter().map(|number| before + number));
        for batch in reader {
            let batch = batch.map_err(TablesError::arrow(&file.path))?;
            let batch = declared(&batch, table).map_err(TablesError::arrow(&file.path))?;
            self.firsts.push(first);
            first += batch.num_rows();
            self.batches.push(batch);
        }
        self.numbers.truncate(first);
        Ok(())
    }
}

/// Rows decoded at once.
const BATCH: usize = 8192;

/// The row groups that hold one of `ranges` (sorted by start), what to take of them, and the numbers of the rows taken.
fn select(file: &TableFile, ranges: &[Range<usize>]) -> (Vec<usize>, Vec<RowSelector>, Vec<usize>) {
    let (mut groups, mut selectors, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut first = 0;
    let mut next = 0;
    let mut taken = 0;
    for (group, metadata) in file.metadata.metadata().row_groups().iter().enumerate() {
        let end = first + usize::try_from(metadata.num_rows()).unwrap_or(0);
        let (mut chosen, mut at) = (Vec::new(), first);
        while let Some(range) = ranges.get(next).filter(|range| range.start < end) {
            let from = range.start.max(taken).max(at);
            let to = range.end.min(end);
            if from < to {
                chosen.push(RowSelector::skip(from - at));
                chosen.push(RowSelector::select(to - from));
                numbers.extend(from..to);
                (at, taken) = (to, to);
            }
            if range.end > end {
                break;
            }
            next += 1;
        }
        if !chosen.is_empty() {
            chosen.push(RowSelector::skip(end - at));
            groups.push(group);
            selectors.extend(chosen.into_iter().filter(|selector| selector.row_count > 0));
        }
        first = end;
    }
    (groups, selectors, numbers)
}

/// The batch with the declared columns, in their order; a column that it does not have, or with another type, is null.
pub(crate) fn declared(batch: &RecordBatch, table: &Table) -> Result<RecordBatch, ArrowError> {
    let schema = arrow_schema(table);
    let nullable: Vec<Field> = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    let columns = nullable.iter().map(|field| {
        let found =
            batch.column_by_name(field.name()).filter(|column| same_kind(column.data_type(), field.data_type()));
        found.cloned().unwrap_or_else(|| new_null_array(field.data_type(), batch.num_rows()))
    });
    let columns = columns.collect::<Vec<_>>();
    let fields: Vec<Field> = nullable
        .iter()
        .zip(&columns)
        .map(|(field, column)| field.clone().with_data_type(column.data_type().clone()))
        .collect();
    RecordBatch::try_new(std::sync::Arc::new(Schema::new(fields)), columns)
}

/// Equal types; the fields of lists may be named differently.
fn same_kind(a: &arrow_schema::DataType, b: &arrow_schema::DataType) -> bool {
    use arrow_schema::DataType::List;
    match (a, b) {
        (List(a), List(b)) => a.data_type() == b.data_type(),
        (a, b) => a == b,
    }
}
