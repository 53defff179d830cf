//! The claims as CSV with a row of HXL tags under the header.

use std::path::Path;

use crossread_tables::RunDir;

use crate::Exported;
use crate::error::{ExportError, held};
use crate::output::whole;

/// The tag of each column of `claims`: hashtags of the HXL core schema, attributes that tell the columns apart.
const TAGS: [(&str, &str); 41] = [
    ("doc_id", "#meta+document+id"),
    ("figure_id", "#meta+figure+id"),
    ("measure", "#indicator+type"),
    ("text", "#indicator+text"),
    ("low", "#indicator+value+min+num"),
    ("high", "#indicator+value+max+num"),
    ("comparator", "#indicator+comparator"),
    ("unit", "#indicator+unit"),
    ("subject", "#affected+text"),
    ("subject_class", "#affected+type"),
    ("party", "#affected+group+name"),
    ("agent", "#cause+group+name"),
    ("claimant_name", "#meta+claimant+name"),
    ("stance", "#meta+stance"),
    ("denied_by", "#meta+denier+name"),
    ("verification", "#status+verification"),
    ("place_names", "#loc+name+list"),
    ("destination_names", "#loc+dest+name+list"),
    ("date_from", "#date+start"),
    ("date_to", "#date+end"),
    ("sentence", "#description+sentence"),
    ("title", "#meta+title"),
    ("source", "#meta+source+name"),
    ("url", "#meta+url"),
    ("published", "#date+published"),
    ("synthetic", "#meta+synthetic"),
    ("scope", "#indicator+scope"),
    ("modality", "#status+modality"),
    ("implied", "#meta+implied"),
    ("part_of", "#meta+total+id"),
    ("claimed_on", "#date+claimed"),
    ("subject_actor_id", "#affected+group+id"),
    ("agent_actor_id", "#cause+group+id"),
    ("claimant_id", "#meta+claimant+id"),
    ("claimant", "#meta+claimant+text"),
    ("denier_id", "#meta+denier+id"),
    ("place_ids", "#loc+code+list"),
    ("destination_ids", "#loc+dest+code+list"),
    ("sentence_id", "#meta+sentence+id"),
    ("start", "#meta+offset+start"),
    ("end", "#meta+offset+end"),
];

pub(crate) fn write(run: &RunDir, out: &Path) -> Result<Exported, ExportError> {
    let claims = held(run, "claims")?;
    let mut count = 0;
    whole(out, |file| {
        let mut writer = csv::Writer::from_writer(file);
        let refused = |error: csv::Error| ExportError::io(out)(error.into());
        writer.write_record(TAGS.iter().map(|(column, _)| column)).map_err(refused)?;
        writer.write_record(TAGS.iter().map(|(_, tag)| tag)).map_err(refused)?;
        let mut failed = None;
        run.for_each(claims, |row| {
            if failed.is_none() {
                let cells =
                    TAGS.iter().map(|(column, _)| row.named(column).map_or_else(String::new, |cell| cell.plain()));
                failed = writer.write_record(cells).err();
                count += 1;
            }
        })?;
        failed.map_or(Ok(()), |error| Err(refused(error)))?;
        writer.flush().map_err(ExportError::io(out))
    })?;
    Ok(Exported { count, what: "claims", left_out: Vec::new() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_column_has_a_tag_of_its_own() {
        let columns: Vec<&str> =
            crossread_tables::table("claims").unwrap().columns.iter().map(|column| column.name).collect();
        assert_eq!(TAGS.map(|(column, _)| column).to_vec(), columns);
        assert_eq!(TAGS.iter().map(|(_, tag)| tag).collect::<BTreeSet<_>>().len(), TAGS.len());
        for (_, tag) in TAGS {
            let (hashtag, attributes) = tag.split_once('+').unwrap();
            let core = ["#affected", "#cause", "#date", "#description", "#indicator", "#loc", "#meta", "#status"];
            assert!(core.contains(&hashtag), "{tag}");
            assert!(
                attributes.split('+').all(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())),
                "{tag}"
            );
        }
    }
}
