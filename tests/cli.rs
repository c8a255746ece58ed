//! The command line, as people type it: tests/cli/*.md, one file a subcommand, and README's own commands.

#[test]
fn commands_print_what_the_files_say() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("README.md").run();
}

#[test]
fn the_data_dictionary_is_that_of_the_code() {
    let analyzer = tonescope::Analyzer::shipped().unwrap();
    let written = include_str!("../docs/data-dictionary.md");
    let made = tonescope::report::dictionary(&analyzer);
    assert!(written == made, "docs/data-dictionary.md is out of date: run `just dictionary` and read the difference");
}
