//! Arguments of `crossread export`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "\
xlsx: findings and claims, a workbook; hxl: claims as CSV with HXL tags (both need a comparison);
spans: JSON Lines for Prodigy, spaCy, nervaluate; brat: a folder; conll: CoNLL-2003; w3c: Web Annotation
JSON-LD; geojson: places with coordinates; plover: event records, JSON Lines; crosswalk: codes of parties
and places in other lists, CSV. docs/export.md says what each holds.

Examples:
  crossread export out --to xlsx
  crossread export out --to brat --out annotations --layer actors --layer figures
  crossread export out --to geojson --out places.geojson
  crossread export out --to crosswalk --codes pcodes.csv")]
pub(crate) struct ExportArgs {
    /// A directory written by `extract`.
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,

    /// The format: xlsx, spans, brat, conll, w3c, geojson, hxl, plover or crosswalk.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: String,

    /// The file to write, for brat the folder; by default beside DIR, named like it.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,

    /// Only this layer: actors, places, times or figures. May be repeated.
    #[arg(long = "layer", value_name = "LAYER")]
    pub(crate) layers: Vec<String>,

    /// With crosswalk: a table of your own with codes of another list (OCHA p-codes). May be repeated.
    #[arg(long, value_name = "CSV")]
    pub(crate) codes: Vec<PathBuf>,
}
