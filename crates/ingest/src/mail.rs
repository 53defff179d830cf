//! Mails, and web pages that were saved as one.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use crate::archive::Members;
use crate::extracted::{Extracted, Refused};
use crate::format::Format;
use crate::html;
use crate::limits::Options;
use crate::metadata::{Metadata, trimmed};
use crate::prose::folded;
use crate::skip::SkipCode;

/// More mails than these are not taken out of one file: the parser holds mails in mails, and lets them go by going down into each.
const MOST_MAILS: usize = 1_000;

/// The mail, unless it holds too many others.
fn parsed(bytes: &[u8]) -> Result<Option<Message<'_>>, Refused> {
    let kinds = memchr::memchr_iter(b'/', bytes).filter(|&slash| {
        let subtype = bytes.get(slash + 1..).unwrap_or_default().trim_ascii_start();
        let is = |name: &[u8]| subtype.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        is(b"rfc822") || is(b"global") || is(b"digest")
    });
    if kinds.take(MOST_MAILS + 1).count() > MOST_MAILS {
        let problem = format!("it holds more than {MOST_MAILS} mails");
        return Err(Refused::new(SkipCode::Limit, problem, "save the mails one by one"));
    }
    Ok(MessageParser::default().parse(bytes))
}

/// Reads the text of a mail.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, Refused> {
    let message = parsed(bytes)?.filter(|message| !message.headers().is_empty());
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
    Ok(Extracted { text, metadata: metadata(&message), ..Extracted::default() })
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

/// The attachments that are read as files are, as if the mail were an archive of them; `None` if there are none. A mail that is
/// attached without a name is called after its place.
pub(crate) fn attachments(bytes: &[u8], options: Options) -> Option<Members> {
    let message = parsed(bytes).ok()??;
    let files: Vec<(String, &[u8])> = message
        .attachments()
        .enumerate()
        .filter_map(|(number, part)| {
            let mail = matches!(part.body, PartType::Message(_));
            let unnamed = mail.then(|| format!("mail-{}.eml", number + 1));
            let name = part.attachment_name().map(str::to_owned).or(unnamed)?;
            Format::of_path(std::path::Path::new(&name)).map(|_| (name, part.contents()))
        })
        .collect();
    (!files.is_empty()).then(|| Members::of_memory(files, options))
}

/// Whether the mail says that it is invented.
pub(crate) fn is_synthetic(bytes: &[u8]) -> Option<bool> {
    MessageParser::default().parse_headers(bytes).and_then(|message| metadata(&message).synthetic)
}
