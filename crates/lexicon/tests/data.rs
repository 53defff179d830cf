//! The built-in pack is valid.

use crossread_lexicon::Lexicon;

#[test]
fn the_built_in_pack_compiles() {
    let lexicon = Lexicon::built_in();
    assert!(lexicon.actor("afghan-taliban").is_some());
    assert!(!lexicon.places_of("PK-IS/Islamabad").is_empty());
    assert_eq!(lexicon.government("AF", None).map(|actor| actor.id.as_str()), Some("afghan-taliban"));
    assert_eq!(lexicon.government("AF", Some("2020-01-01")).map(|actor| actor.id.as_str()), Some("afghanistan"));
}
