//! One table or chart for each score column, of which JavaScript lets a reader choose one. Without it the first stands open
//! and the others behind it, closed.

use super::markup::Html;

/// Writes a panel a label with `write`, which is told its number, into an element with this id; there is a choice where
/// there are several.
pub(super) fn write(html: &mut Html, id: &str, labels: &[&str], mut write: impl FnMut(&mut Html, usize)) {
    if labels.len() > 1 {
        html.open("form", &[("class", "filters"), ("data-panels", id), ("hidden", "")]).raw("</form>");
    }
    html.open("div", &[("id", id)]);
    for (at, label) in labels.iter().enumerate() {
        if at == 0 {
            html.open("div", &[("class", "panel"), ("data-label", label)]);
        } else {
            html.open("details", &[("class", "panel"), ("data-label", label)]);
            html.raw("<summary>The same by ").text(label).raw("</summary>");
        }
        write(html, at);
        html.close(if at == 0 { "div" } else { "details" });
    }
    html.raw("</div>");
}
