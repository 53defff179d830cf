//! Mails, and web pages that were saved as one.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use crate::extracted::{Extracted, Lost, Refused};
use crate::format::Format;
use crate::html;
use crate::limits::Options;
use crate::metadata::{Metadata, trimmed};
use crate::prose::folded;
use crate::skip::SkipCode;

/// Reads the text of a mail; its attachments are named and not read.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, Refused> {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let message = message.ok_or_else(|| Refused::damaged("it has no header of a mail"))?;
    if message.content_type().is_some_and(|kind| kind.subtype() == Some("encrypted")) {
        return Err(Refused::new(SkipCode::Encrypted, "it is encrypted", "save it decrypted"));
    }
    if message.from().is_none()
        && let Some(PartType::Html(page)) = message.html_part(0).map(|part| &part.body)
    {
        return html::read(page.as_bytes(), options);
    }
    let mut text = String::new();
    for part in message.text_bodies() {
        let body = match &part.body {
            PartType::Text(body) => body.replace("\r\n", "\n"),
            PartType::Html(body) => html::text_of(body, options)?,
            _ => continue,
        };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(body.trim_end());
        if text.len() > options.limit() {
            return Err(Refused::too_large(options.limit()));
        }
    }
    Ok(Extracted { text, metadata: metadata(&message), lost: attachments(&message), ..Extracted::default() })
}

fn metadata(message: &Message<'_>) -> Metadata {
    let from = message.from().and_then(|from| from.first());
    let sender = from.and_then(|sender| sender.name().or_else(|| sender.address()));
    let published = message.date().and_then(|date| {
        let small = |number: u8| i8::try_from(number).ok();
        jiff::civil::Date::new(i16::try_from(date.year).ok()?, small(date.month)?, small(date.day)?).ok()
    });
    let synthetic = message.header("X-Synthetic").and_then(|value| value.as_text());
    Metadata {
        title: message.subject().and_then(|subject| trimmed(folded(subject))),
        source: sender.and_then(|sender| trimmed(folded(sender))),
        published,
        synthetic: synthetic.map(|value| value.trim().eq_ignore_ascii_case("true")),
        ..Metadata::default()
    }
}

/// Attachments that would be read if they were files.
fn attachments(message: &Message<'_>) -> Vec<Lost> {
    let named = message.attachments().filter_map(|part| part.attachment_name());
    let read = named.filter(|name| Format::of_path(std::path::Path::new(name)).is_some());
    let lost = |name: &str| Lost {
        code: SkipCode::Attachment,
        part: name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect(),
        problem: "the attachment is not read".to_owned(),
        fix: "save it as a file of its own beside the mail",
    };
    read.map(lost).collect()
}
