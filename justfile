# The only door: CI runs `just ci`'s steps too.

# list the recipes
default:
    @just --list

# everything that CI checks
ci: fmt clippy doc test fuzz-build

# formatting, without changing a file
fmt:
    cargo fmt --check

# lints, all denied
clippy:
    cargo clippy --locked --all-targets --all-features -- -D warnings
    cargo check --locked --no-default-features

# unit tests, test programs and doc tests
test: chromium
    cargo test --locked --all-features

# Chromium for the tests of pages, where it is missing and may be installed
chromium:
    .ci/chromium

# the documentation builds without a warning
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# count the cues' shares and fit the weights of attribution on annotated articles
train gold="../shared/eval/quotes/gold_train.jsonl":
    cargo run --locked --release --example train -- {{gold}} lexicons/lang-en/attribution.csv lexicons/cues/terms.csv

# five-fold cross-validation of attribution, scored by the script beside the annotated articles
folds gold="../shared/eval/quotes/gold_train.jsonl" out="target/folds.jsonl":
    cargo run --locked --release --example train -- {{gold}} --folds 5 {{out}}
    python3 "$(dirname {{gold}})/eval_quotes.py" {{gold}} {{out}}

# fit the weights of the shipped lexicons to labelled texts, shrunk towards the grades given by hand
fit folder="../shared/eval/scores":
    cargo run --locked --release --example fit -- {{folder}} --write

# what each context rule is worth on labelled texts
ablation folder="../shared/eval/scores":
    cargo run --locked --release --example ablation -- {{folder}}

# the table of coverage in docs/statistics.md
coverage:
    cargo run --locked --release --example coverage

# benchmarks of the stages
bench:
    cargo bench --bench stages

# licences and advisories of the dependencies (needs cargo-deny)
deny:
    cargo deny check
    cargo deny --manifest-path fuzz/Cargo.toml check

# read changed snapshots before you accept them (needs cargo-insta)
review:
    cargo insta review

# write docs/data-dictionary.md anew
dictionary:
    cargo run --locked --release --example dictionary > docs/data-dictionary.md

# inputs of awkward shapes at full size: how time and memory grow with them (Linux)
stress only="":
    cargo build --locked --release
    cargo run --locked --release --example stress -- target/release/tonescope {{only}}

# the fuzz targets build, where a nightly toolchain and cargo-fuzz are present
fuzz-build:
    bash .ci/fuzz

# fuzz a target for so many seconds, from its seeds and what was found before; what breaks it goes to fuzz/artifacts
fuzz target seconds="60":
    mkdir -p fuzz/corpus/{{target}}
    cargo +nightly fuzz run --sanitizer none {{target}} fuzz/corpus/{{target}} fuzz/seeds/{{target}} -- \
        -max_total_time={{seconds}} -rss_limit_mb=2048 -timeout=10 $(ls fuzz/dictionaries/{{target}} 2>/dev/null | sed s/^/-dict=/)
