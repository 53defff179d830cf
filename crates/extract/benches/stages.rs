//! Throughput of each stage on the invented reports: `just bench`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use crossread_extract::extract;
use crossread_lexicon::Lexicon;
use crossread_text::{CodePoints, Document, tokenize};

fn documents() -> Vec<Document> {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports");
    let mut paths: Vec<_> = std::fs::read_dir(reports).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
        .iter()
        .map(|path| Document::from_text(path.to_string_lossy(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

fn stages(criterion: &mut Criterion) {
    let documents = documents();
    let lexicon = Lexicon::built_in();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("tokenize", |bencher| {
        bencher.iter(|| documents.iter().map(|document| tokenize(black_box(document)).tokens.len()).sum::<usize>());
    });
    let tokenized: Vec<_> = documents.iter().map(tokenize).collect();
    group.bench_function("scan", |bencher| {
        bencher.iter(|| {
            for document in &tokenized {
                black_box(lexicon.scan(black_box(document)));
            }
        });
    });
    group.bench_function("extract, all stages", |bencher| {
        bencher.iter(|| {
            documents.iter().map(|document| extract(black_box(document), lexicon).figures.len()).sum::<usize>()
        });
    });
    group.bench_function("code points", |bencher| {
        bencher.iter(|| documents.iter().map(|document| CodePoints::new(black_box(&document.text)).len()).sum::<u32>());
    });
    group.finish();
    criterion.bench_function("compile the built-in lexicon", |bencher| {
        bencher.iter(|| Lexicon::compile(black_box(&crossread_lexicon::PackRows::built_in()), None).unwrap().rows());
    });
}

/// Some seconds a stage, however slow the machine is.
fn bounded() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .without_plots()
}

criterion_group! { name = benches; config = bounded(); targets = stages }
criterion_main!(benches);
