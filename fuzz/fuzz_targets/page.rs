//! The page of a compared run with any text in every cell: no text becomes markup.

#![no_main]

use crossread_fuzz::{check_page, compared_run};
use crossread_report::{Options, page};

libfuzzer_sys::fuzz_target!(|text: &str| {
    // No table holds it: readers take it out, or skip the document.
    if text.contains('\0') {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let run = compared_run(&folder.path().join("run"), text).expect("a run is written and read back");
    let page = page(&run, &[&run], &Options::default()).expect("a page is made of every run");
    check_page(&page.html);
});
