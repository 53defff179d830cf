//! A page's operators, as far as they place text.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::extracted::Refused;
use crate::limits::Options;

use super::fonts::{Font, number};

/// Forms within forms; a form that shows itself ends here.
const DEEPEST_FORM: usize = 12;
/// The largest content of a page or form, in bytes.
const MOST_CONTENT: usize = 32 * 1024 * 1024;
/// So many bytes of content cost a step, for they are unpacked and cut into operators whatever these do.
const BYTES_A_STEP: u64 = 32;
/// So many characters cost a step.
const GLYPHS_A_STEP: usize = 8;
/// Steps that a font costs, whose codes are all looked up at once.
const STEPS_A_FONT: u64 = 10_000;
/// Characters beyond these are more than any page shows.
const MOST_GLYPHS: usize = 4 << 20;
/// A page inherits from no more nodes of the tree above it.
const DEEPEST_PAGE: usize = 256;

/// A piece of text where it stands on its page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Of the baseline, growing upwards.
    pub(super) y: f32,
    pub(super) size: f32,
}

/// What a page shows.
#[derive(Default)]
pub(super) struct Shown {
    /// The text in each of the four directions that it may run in; the first is left to right.
    pub(super) directions: [Vec<Glyph>; 4],
    /// Codes that no font explains.
    pub(super) unknown: usize,
    /// Whether anything else is painted: pictures, lines.
    pub(super) painted: bool,
}

impl Shown {
    /// The text in the direction most of it runs in, turned so that it runs left to right.
    pub(super) fn main(self) -> Vec<Glyph> {
        let longest = self.directions.iter().map(Vec::len).max().unwrap_or(0);
        self.directions.into_iter().find(|glyphs| glyphs.len() == longest).unwrap_or_default()
    }
}

/// Six numbers of a transformation.
type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    transform: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// Interprets the pages of one document; fonts are kept from page to page.
pub(super) struct Interpreter<'d> {
    document: &'d Document,
    options: Options,
    /// By where each stands in the document: a font need not be an object of its own.
    fonts: BTreeMap<*const Dictionary, Rc<Font>>,
    steps: u64,
}

impl<'d> Interpreter<'d> {
    pub(super) fn new(document: &'d Document, options: Options) -> Self {
        Self { document, options, fonts: BTreeMap::new(), steps: 0 }
    }

    /// What a page shows.
    pub(super) fn page(&mut self, id: ObjectId) -> Result<Shown, Refused> {
        let limit = MOST_CONTENT.min(self.options.file_limit());
        let Ok(content) = self.document.get_page_content_with_limit(id, limit) else {
            self.charge(MOST_CONTENT as u64 / BYTES_A_STEP)?;
            return Err(Refused::damaged("its content cannot be unpacked, or is too large"));
        };
        let mut run = Run {
            shown: Shown::default(),
            resources: self.resources(id),
            state: State::new(),
            stack: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            glyphs: 0,
        };
        self.content(&content, &mut run, 0)?;
        Ok(run.shown)
    }

    /// The resources of a page, and those of the nodes above it.
    fn resources(&self, page: ObjectId) -> Vec<&'d Dictionary> {
        let document = self.document;
        let above =
            |node: &&'d Dictionary| document.get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?).ok();
        let nodes = std::iter::successors(document.get_dictionary(page).ok(), above).take(DEEPEST_PAGE);
        nodes.filter_map(|node| node.get_deref(b"Resources", document).ok()?.as_dict().ok()).collect()
    }

    fn charge(&mut self, steps: u64) -> Result<(), Refused> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > self.options.max_steps {
            return Err(Refused::limit("steps", self.options.max_steps));
        }
        Ok(())
    }

    fn content(&mut self, content: &[u8], run: &mut Run<'d>, depth: usize) -> Result<(), Refused> {
        self.charge(content.len() as u64 / BYTES_A_STEP)?;
        let Ok(content) = Content::decode(content) else { return Ok(()) };
        for operation in &content.operations {
            let before = run.glyphs;
            self.charge(1)?;
            match operation.operator.as_str() {
                "Do" => self.object(operation, run, depth)?,
                "Tf" => {
                    run.state.size = run_number(operation, 1).unwrap_or(0.0);
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    run.state.font = name.map_or(Ok(None), |name| self.font(name, run))?;
                }
                _ => {
                    run.operation(operation);
                    self.charge(((run.glyphs - before) / GLYPHS_A_STEP) as u64)?;
                }
            }
            if run.glyphs > MOST_GLYPHS {
                return Err(Refused::damaged(format!("it shows more than {MOST_GLYPHS} characters")));
            }
        }
        Ok(())
    }

    fn font(&mut self, name: &[u8], run: &Run<'d>) -> Result<Option<Rc<Font>>, Refused> {
        let document = self.document;
        let find =
            |resources: &&'d Dictionary| resources.get_deref(b"Font", document).ok()?.as_dict().ok()?.get(name).ok();
        let object = run.resources.iter().find_map(find).and_then(|object| document.dereference(object).ok());
        let Some(dictionary) = object.and_then(|(_, object)| object.as_dict().ok()) else { return Ok(None) };
        if let Some(font) = self.fonts.get(&std::ptr::from_ref(dictionary)) {
            return Ok(Some(Rc::clone(font)));
        }
        self.charge(STEPS_A_FONT)?;
        let font = Rc::new(Font::load(document, dictionary));
        self.fonts.insert(dictionary, Rc::clone(&font));
        Ok(Some(font))
    }

    /// A picture, or a form with operators of its own.
    fn object(&mut self, operation: &Operation, run: &mut Run<'d>, depth: usize) -> Result<(), Refused> {
        run.shown.painted = true;
        let document = self.document;
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let find = |resources: &&'d Dictionary| {
            resources
                .get_deref(b"XObject", document)
                .ok()?
                .as_dict()
                .ok()?
                .get_deref(name?, document)
                .ok()?
                .as_stream()
                .ok()
        };
        let Some(stream) = run.resources.iter().find_map(find).filter(|_| depth < DEEPEST_FORM) else { return Ok(()) };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form".as_slice()) {
            return Ok(());
        }
        let content = match stream.decompressed_content_with_limit(MOST_CONTENT) {
            Ok(content) => content,
            Err(_) if stream.dict.get(b"Filter").is_err() => stream.content.clone(),
            Err(_) => return self.charge(MOST_CONTENT as u64 / BYTES_A_STEP),
        };
        let (state, stack) = (run.state.clone(), std::mem::take(&mut run.stack));
        let (text, line) = (run.text, run.line);
        let outer = run.resources.clone();
        if let Ok(resources) = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict) {
            run.resources.insert(0, resources);
        }
        if let Some(matrix) = stream.dict.get_deref(b"Matrix", document).ok().and_then(matrix_of) {
            run.state.transform = then(matrix, run.state.transform);
        }
        let done = self.content(&content, run, depth + 1);
        (run.state, run.stack, run.text, run.line, run.resources) = (state, stack, text, line, outer);
        done
    }
}

fn matrix_of(object: &Object) -> Option<Matrix> {
    let numbers: Vec<f32> = object.as_array().ok()?.iter().filter_map(number).collect();
    numbers.try_into().ok()
}

fn run_number(operation: &Operation, index: usize) -> Option<f32> {
    operation.operands.get(index).and_then(number)
}

impl State {
    fn new() -> Self {
        let (transform, font) = (IDENTITY, None);
        Self { transform, font, size: 0.0, character_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// A page while its operators are run.
struct Run<'d> {
    shown: Shown,
    /// The innermost first.
    resources: Vec<&'d Dictionary>,
    state: State,
    stack: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Codes shown so far.
    glyphs: usize,
}

/// Saved states beyond this are not kept.
const DEEPEST_STATE: usize = 512;

impl Run<'_> {
    fn operation(&mut self, operation: &Operation) {
        let value = |index| run_number(operation, index).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.stack.len() < DEEPEST_STATE => self.stack.push(self.state.clone()),
            "Q" => self.state = self.stack.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.transform = then(std::array::from_fn(value), self.state.transform),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tc" => self.state.character_space = value(0),
            "Tw" => self.state.word_space = value(0),
            "Tz" => self.state.scale = value(0) / 100.0,
            "TL" => self.state.leading = value(0),
            "Ts" => self.state.rise = value(0),
            "Td" => self.next_line(value(0), value(1)),
            "TD" => {
                self.state.leading = -value(1);
                self.next_line(value(0), value(1));
            }
            "Tm" => {
                self.line = std::array::from_fn(value);
                self.text = self.line;
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(operation.operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operation.operands.first());
            }
            "\"" => {
                (self.state.word_space, self.state.character_space) = (value(0), value(1));
                self.next_line(0.0, -self.state.leading);
                self.show(operation.operands.get(2));
            }
            "TJ" => {
                for object in operation.operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match number(object) {
                        Some(back) => self.forward(-back / 1000.0 * self.state.size * self.state.scale),
                        None => self.show(Some(object)),
                    }
                }
            }
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "sh" | "BI" | "EI" => self.shown.painted = true,
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn forward(&mut self, x: f32) {
        self.text = then([1.0, 0.0, 0.0, 1.0, x, 0.0], self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let (Some(Object::String(bytes, _)), Some(font)) = (string, self.state.font.clone()) else { return };
        // One beyond the limit, so that it is passed.
        for code in font.show(bytes).take((MOST_GLYPHS + 1).saturating_sub(self.glyphs)) {
            self.glyphs += 1;
            let state = &self.state;
            let space = state.character_space + if code.blank { state.word_space } else { 0.0 };
            let width = code.width / 1000.0 * state.size;
            let place = |x: f32| then([1.0, 0.0, 0.0, 1.0, x, state.rise], then(self.text, state.transform));
            let (start, end) = (place(0.0), place(width * state.scale));
            match code.text {
                Some(text) => place_glyph(&mut self.shown, text, start, end, state.size),
                None => self.shown.unknown += 1,
            }
            self.forward((width + space) * self.state.scale);
        }
    }
}

/// Puts a glyph among those of its direction, turned so that it runs left to right.
fn place_glyph(shown: &mut Shown, text: &str, start: Matrix, end: Matrix, size: f32) {
    let size = size.abs() * start[2].hypot(start[3]);
    let (across, up) = (end[4] - start[4], end[5] - start[5]);
    // A glyph without width runs where its baseline points.
    let (across, up) = if across == 0.0 && up == 0.0 { (start[0], start[1]) } else { (across, up) };
    let (direction, x0, x1, y) = if across.abs() >= up.abs() * 8.0 {
        if across >= 0.0 { (0, start[4], end[4], start[5]) } else { (2, -start[4], -end[4], -start[5]) }
    } else if up.abs() >= across.abs() * 8.0 {
        if up >= 0.0 { (1, start[5], end[5], -start[4]) } else { (3, -start[5], -end[5], start[4]) }
    } else {
        // Aslant: a stamp or a watermark.
        return;
    };
    let sound = [x0, x1, y, size].iter().all(|value| value.is_finite() && value.abs() < 1.0e6);
    if let Some(glyphs) = shown.directions.get_mut(direction).filter(|_| sound && size > 0.1) {
        glyphs.push(Glyph { text: text.to_owned(), x0, x1: x1.max(x0), y, size });
    }
}
