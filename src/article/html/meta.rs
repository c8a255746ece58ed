//! What a page says of itself: encoding, title, author, date, language.

use dom_query::Document;
use dom_smoothie::Metadata;

/// Bytes of a page in which its encoding is declared.
const HEAD: usize = 4096;
/// Where pages hold their date, beside what the extracting library knows.
const DATES: [(&str, &str); 12] = [
    ("meta[name='article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("meta[name='date']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='dcterms.date']", "content"),
    ("meta[name='dcterms.created']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='sailthru.date']", "content"),
    ("meta[name='parsely-pub-date']", "content"),
    ("time[itemprop='datePublished']", "datetime"),
    ("time[datetime]", "datetime"),
];
/// Where pages hold their author, beside what the extracting library knows.
const AUTHORS: [(&str, &str); 3] = [
    ("meta[name='dcterms.creator']", "content"),
    ("meta[name='byl']", "content"),
    ("meta[name='sailthru.author']", "content"),
];

/// The encoding that a page declares: `<meta charset=…>`, `content="…; charset=…"` or `<?xml encoding=…?>`.
pub(super) fn charset(page: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&page[..page.len().min(HEAD)]).to_ascii_lowercase();
    let value = |at: usize, key: &str| {
        let rest = head[at + key.len()..].trim_start().strip_prefix('=')?;
        let label = rest.trim_start().trim_start_matches(['"', '\'']);
        let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
        Some(label[..end].to_owned()).filter(|l| !l.is_empty())
    };
    let declared = head.match_indices("<?xml").next().and_then(|_| value(head.find("encoding")?, "encoding"));
    let declared = declared.or_else(|| head.match_indices("charset").find_map(|(at, key)| value(at, key)));
    // A declaration that can be read as ASCII is not in UTF-16.
    declared.filter(|label| !label.starts_with("utf-16"))
}

/// What is known of a page.
#[derive(Default)]
pub(super) struct About {
    pub title: Option<String>,
    pub author: Option<String>,
    pub date: Option<String>,
    pub site: Option<String>,
    pub language: Option<String>,
}

/// Where pages show their author.
const SIGNATURES: [&str; 4] = ["[rel='author']", "[itemprop='author'] [itemprop='name']", "a.author", ".author-name"];
/// Words of the longest name of an author.
const NAME: usize = 5;

/// The author's name as the page shows it, where an element holds nothing else.
fn signature(page: &Document) -> Option<String> {
    SIGNATURES.iter().find_map(|place| {
        let shown = bare(&page.try_select(place)?.nodes().first()?.text());
        (1..=NAME).contains(&shown.split_whitespace().count()).then_some(shown)
    })
}

impl About {
    pub(super) fn of(page: &Document, known: Metadata) -> Self {
        let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let language = page.select_single("html").attr("lang").map(|l| l.to_string());
        Self {
            title: filled(Some(known.title)),
            author: filled(known.byline.or_else(|| first(page, &AUTHORS)).or_else(|| signature(page)))
                .map(|a| bare(&a)),
            date: filled(known.published_time).or_else(|| filled(first(page, &DATES))),
            site: filled(known.site_name),
            language: filled(language),
        }
    }
}

fn first(page: &Document, places: &[(&str, &str)]) -> Option<String> {
    places.iter().find_map(|(selector, attribute)| {
        page.try_select(selector)?.attr(attribute).map(|v| v.to_string()).filter(|v| !v.trim().is_empty())
    })
}

/// A byline without its "By".
pub(super) fn bare(byline: &str) -> String {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    match byline.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => byline[3..].to_owned(),
        _ => byline,
    }
}

#[cfg(test)]
mod tests {
    use super::charset;

    #[test]
    fn pages_declare_their_encoding_in_three_ways() {
        let told = |page: &str| charset(page.as_bytes());
        assert_eq!(told("<html><meta charset=ISO-8859-1>").as_deref(), Some("iso-8859-1"));
        assert_eq!(told("<META CONTENT=\"text/html; charset=Shift_JIS\">").as_deref(), Some("shift_jis"));
        assert_eq!(told("<?xml version='1.0' encoding='windows-1251'?><html>").as_deref(), Some("windows-1251"));
        assert_eq!(told("<html><body>The charset of the page is unknown."), None);
        assert_eq!(told("<meta charset='utf-16le'>"), None);
    }
}
