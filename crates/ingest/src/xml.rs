//! A walk over XML, for the formats that are made of it.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::encoding::decode_labelled;
use crate::extracted::Refused;
use crate::limits::Options;

/// A step of the walk; names are without their prefix.
pub(crate) enum Node<'a> {
    Start(Tag<'a>),
    End(&'a str),
    Text(Cow<'a, str>),
}

/// A start tag.
pub(crate) struct Tag<'a> {
    start: &'a BytesStart<'a>,
    /// Its name without prefix.
    pub(crate) name: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, whose name is given without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// Its name as it is written, with its prefix.
    pub(crate) fn full_name(&self) -> String {
        self.start.name().as_ref().to_owned()
    }
}

/// Decodes XML and visits its nodes. References are resolved but for entities that the file defines itself, so nothing
/// can grow; elements are not held, so nesting costs nothing.
pub(crate) fn walk(
    bytes: &[u8],
    options: Options,
    visit: &mut dyn FnMut(Node<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let decoded = decode_labelled(bytes, declared(bytes));
    let mut reader = quick_xml::Reader::from_str(&decoded.text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut steps = 0_u64;
    loop {
        steps += 1;
        if steps > options.max_steps {
            return Err(Refused::limit("steps", options.max_steps));
        }
        let event = reader.read_event().map_err(|error| Refused::damaged(format!("its XML is damaged ({error})")))?;
        match event {
            Event::Start(start) => visit(Node::Start(Tag { name: start.local_name().into_inner(), start: &start }))?,
            Event::Empty(start) => {
                let name = start.local_name().into_inner();
                visit(Node::Start(Tag { name, start: &start }))?;
                visit(Node::End(name))?;
            }
            Event::End(end) => visit(Node::End(end.local_name().into_inner()))?,
            Event::Text(text) => visit(Node::Text(text.xml10_content()))?,
            Event::CData(text) => visit(Node::Text(text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let text = match character {
                    Some(character) => Cow::Owned(character.to_string()),
                    None => Cow::Borrowed(resolve_predefined_entity(&reference).unwrap_or(" ")),
                };
                visit(Node::Text(text))?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The encoding that the declaration names.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..256).unwrap_or(bytes);
    let declaration = head.split(|&b| b == b'>').next()?;
    let declaration = std::str::from_utf8(declaration).ok()?;
    let (_, after) = declaration.split_once("encoding=")?;
    let label = after.get(1..)?.split(['"', '\'']).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes())
}
