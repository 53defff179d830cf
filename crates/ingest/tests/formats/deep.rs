//! Files that go down into themselves, or unpack again and again: what would end the program, or keep it for hours, costs the file.

use std::io::Write as _;

use crossread_ingest::Options;

use crate::{codes, shown};

/// A PDF of objects numbered from 1, the first of which is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n").into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let end = format!("{table}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.len() + 1, out.len());
    [out, end.into_bytes()].concat()
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// Catalogue, tree, and a page with that content; its font is object 5, its form object 6, and more follow.
fn page(parent: usize, content: &str, font: &str, form: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent {parent} 0 R/Contents 4 0 R/Resources<</Font<</F1 {font}>>/XObject<</Fm 6 0 R>>>>>>"
    );
    let mut objects: Vec<Vec<u8>> =
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page].map(|text| text.into()).into();
    objects.push(stream("", content.as_bytes()));
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
    objects.push(form);
    objects.extend(more);
    pdf(&objects)
}

const SHOWN: &str = "BT /F1 11 Tf 50 700 Td (Nine people were killed.) Tj ET\n";

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_page_below_a_hundred_thousand_nodes_is_read() {
    let nodes = (8..100_008).map(|above| format!("<</Type/Pages/Parent {above} 0 R>>").into_bytes()).collect();
    let bytes = page(7, SHOWN, "5 0 R", stream("", b""), nodes);
    assert_eq!(shown("a.pdf", &bytes), ["a: Nine people were killed."]);
}

#[test]
fn what_a_page_inherits_is_used() {
    let above = b"<</Type/Pages/Resources<</Font<</F2 5 0 R>>>>>>".to_vec();
    let content = SHOWN.replace("/F1", "/F2");
    let bytes = page(7, &content, "5 0 R", stream("", b""), vec![above]);
    assert_eq!(shown("a.pdf", &bytes), ["a: Nine people were killed."]);
}

#[test]
fn a_form_that_is_unpacked_at_every_turn_passes_the_limit_of_steps() {
    let form = stream("/Type/XObject/Subtype/Form/Filter/FlateDecode", &deflated(&vec![b' '; 30 << 20]));
    let bytes = page(2, &format!("{SHOWN}{}", "/Fm Do ".repeat(300)), "5 0 R", form, vec![]);
    let options = Options { max_steps: 2_000_000, ..Options::default() };
    assert_eq!(codes("a.pdf", &bytes, options), ["limit"]);
}

#[test]
fn a_font_that_stands_in_the_page_is_loaded_once() {
    let wide = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R>>";
    let codes = "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0041> <005a> <0041> endbfrange";
    let content = "/F1 11 Tf\n".repeat(2_000) + "BT /F1 11 Tf 50 700 Td <004E0049004E0045> Tj ET";
    let bytes = page(2, &content, wide, stream("", b""), vec![stream("", codes.as_bytes())]);
    assert_eq!(shown("a.pdf", &bytes), ["a: NINE"]);
}

#[test]
fn a_code_that_stands_for_a_whole_text_is_none() {
    let long = "0041".repeat(100);
    let codes = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<00> <ff>\nendcodespacerange\n2 beginbfchar\n<41> <{long}>\n<42> <00660069>\nendbfchar\n\
         endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    );
    let font = "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>";
    let shows = |text: &str| {
        let content = format!("BT /F1 11 Tf 50 700 Td ({text}) Tj ET");
        shown("a.pdf", &page(2, &content, font, stream("", b""), vec![stream("", codes.as_bytes())]))
    };
    assert_eq!(shows("BB"), ["a: fifi"]);
    // The letter that the encoding knows.
    assert_eq!(shows("AB"), ["a: Afi"]);
}

#[test]
fn a_range_of_all_codes_of_four_bytes_is_not_written_out() {
    for range in ["<00000000> <ffffffff> <0041>", "<41> <42> [<0041> <0042>]\n<00000000> <ffffffff> <0041>"] {
        let codes = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n1 begincodespacerange\n\
             <00000000> <ffffffff>\nendcodespacerange\n1 beginbfrange\n{range}\nendbfrange\n\
             endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        );
        let font = "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>";
        let bytes = page(2, SHOWN, font, stream("", b""), vec![stream("", codes.as_bytes())]);
        assert_eq!(shown("a.pdf", &bytes), ["a: Nine people were killed."]);
    }
}

#[test]
fn lines_of_many_cells_and_pages_of_many_lines_take_no_square_of_time() {
    let cells: String = (0..20_000).map(|at| format!("1 0 0 1 {at}0 700 Tm (a) Tj ")).collect();
    let lines: String =
        (0..20_000).map(|at| format!("1 0 0 1 9 -{at}0 Tm (a) Tj 1 0 0 1 90 -{at}0 Tm (b) Tj ")).collect();
    for content in [cells.repeat(2), lines] {
        let bytes = page(2, &format!("BT /F1 9 Tf {content} ET"), "5 0 R", stream("", b""), vec![]);
        assert_eq!(codes("a.pdf", &bytes, Options::default()), [""; 0]);
    }
}

#[test]
fn mails_in_mails_without_end_are_refused() {
    let mail =
        |deep: usize| format!("{}Subject: a\n\nNine.\n", "From: a@b.c\nContent-Type: message/rfc822\n\n".repeat(deep));
    assert_eq!(codes("a.eml", mail(100_000).as_bytes(), Options::default()), ["limit"]);
    assert!(codes("a.eml", mail(5).as_bytes(), Options::default()).iter().all(|code| *code != "crashed"));
}

#[test]
fn a_parquet_file_cannot_ask_for_more_room_than_there_is() {
    // Version 1, no columns, and two thousand million row groups.
    let metadata = [0x15, 2, 0x19, 0x1c, 0x48, 1, b'm', 0, 0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0];
    let length = u32::try_from(metadata.len()).unwrap().to_le_bytes();
    let bytes = [b"PAR1", &metadata[..], &length, b"PAR1"].concat();
    assert_eq!(codes("a.parquet", &bytes, Options::default()), ["bad-document"]);
}
