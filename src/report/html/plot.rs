//! Charts as inline SVG. Every number in them stands in a table beside them, so screen readers skip them.

use super::input::{Estimate, Point, Series};
use super::markup::Html;
use super::table::two_places;

/// The part of the scale that a chart shows; zero is always in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
}

/// Ends of an axis lie on multiples of this.
const STEP: f64 = 0.25;
/// Width and height of a dot with its interval, in the chart's own units.
const DOT: (f64, f64) = (200.0, 20.0);
/// Room at either end for half a dot.
const MARGIN: f64 = 6.0;
/// Width and height of a small bar.
const BAR: (f64, f64) = (64.0, 6.0);
/// Width and height of a chart over time, and the room for its labels: left, top, right, bottom.
const TIME: (f64, f64) = (360.0, 170.0);
const ROOM: (f64, f64, f64, f64) = (42.0, 10.0, 12.0, 24.0);

impl Axis {
    /// The smallest axis that holds the numbers.
    pub(super) fn over(numbers: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for number in numbers {
            low = low.min(number);
            high = high.max(number);
        }
        let (low, high) = ((low / STEP).floor() * STEP, (high / STEP).ceil() * STEP);
        if low < high { Self { low, high } } else { Self { low, high: low + STEP } }
    }

    /// Where a number lies, between `from` and `to`.
    fn place(self, number: f64, from: f64, to: f64) -> f64 {
        let share = (number.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        from + share * (to - from)
    }

    fn dot(self, number: f64) -> String {
        unit(self.place(number, MARGIN, DOT.0 - MARGIN))
    }
}

/// A length in a chart's units.
fn unit(length: f64) -> String {
    let text = format!("{length:.1}");
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

fn open(html: &mut Html, class: &str, (width, height): (f64, f64)) {
    let view = format!("0 0 {width} {height}");
    html.open("svg", &[("class", class), ("viewBox", &view), ("aria-hidden", "true")]);
}

fn line(html: &mut Html, class: &str, [x1, y1, x2, y2]: [&str; 4]) {
    html.open("line", &[("class", class), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]).close("line");
}

fn label(html: &mut Html, (x, y): (&str, &str), anchor: &str, text: &str) {
    html.element("text", &[("x", x), ("y", y), ("text-anchor", anchor)], text);
}

/// The axis over a column of dots: its ends and zero.
pub(super) fn scale(html: &mut Html, axis: Axis) {
    open(html, "plot scale", DOT);
    let zero = axis.dot(0.0);
    line(html, "zero", [&zero, "14", &zero, "20"]);
    for (number, anchor) in [(axis.low, "start"), (0.0, "middle"), (axis.high, "end")] {
        // Zero is written in the middle, unless it is an end.
        if number != 0.0 || (anchor == "middle") == (axis.low < 0.0 && axis.high > 0.0) {
            let at = match anchor {
                "start" => unit(0.0),
                "end" => unit(DOT.0),
                _ => axis.dot(number),
            };
            label(html, (&at, "11"), anchor, two_places(number).as_str());
        }
    }
    html.close("svg");
}

/// A number as a dot, its interval as a line, the mean drawn in as a hollow dot.
pub(super) fn dot(html: &mut Html, axis: Axis, estimate: &Estimate, drawn: Option<f64>) {
    open(html, "plot", DOT);
    // There are many of these on a page, so they are kept short.
    let path = |html: &mut Html, class: &str, d: &str| {
        html.open("path", &[("class", class), ("d", d)]).close("path");
    };
    path(html, "rail", &format!("M{} 10H{}", axis.dot(axis.low), axis.dot(axis.high)));
    path(html, "zero", &format!("M{} 0V20", axis.dot(0.0)));
    if let Some([low, high]) = estimate.interval.map(|ends| ends.map(|end| axis.dot(end))) {
        path(html, "interval", &format!("M{low} 10H{high}M{low} 6V14M{high} 6V14"));
    }
    html.open("circle", &[("cx", &axis.dot(estimate.value)), ("cy", "10"), ("r", "4.5")]).close("circle");
    if let Some(drawn) = drawn {
        html.open("circle", &[("class", "drawn"), ("cx", &axis.dot(drawn)), ("cy", "10"), ("r", "3.5")])
            .close("circle");
    }
    html.close("svg");
}

/// A number as a small bar from zero.
pub(super) fn bar(html: &mut Html, axis: Axis, number: f64) {
    open(html, "bar", BAR);
    let (zero, end) = (axis.place(0.0, 0.0, BAR.0), axis.place(number, 0.0, BAR.0));
    html.open("rect", &[("class", "rail"), ("width", "64"), ("height", "6")]).close("rect");
    let (x, width) = (unit(zero.min(end)), unit((zero - end).abs()));
    html.open("rect", &[("x", &x), ("width", &width), ("height", "6")]).close("rect").close("svg");
}

/// A line over time with the band of its intervals; `periods` are those of all charts, so that they line up, and
/// `reference` is a line drawn faintly behind it.
pub(super) fn over_time(html: &mut Html, axis: Axis, periods: &[String], series: &Series, reference: Option<&Series>) {
    let (left, top, right, bottom) = ROOM;
    let x = |period: &str| {
        let at = periods.iter().position(|p| p == period).unwrap_or_default();
        let last = periods.len().saturating_sub(1).max(1);
        left + (TIME.0 - left - right) * at as f64 / last as f64
    };
    let y = |number: f64| axis.place(number, TIME.1 - bottom, top);
    open(html, "time", TIME);
    let (start, end) = (unit(left), unit(TIME.0 - right));
    for number in [axis.low, 0.0, axis.high] {
        let at = unit(y(number));
        line(html, if number == 0.0 { "zero" } else { "grid" }, [&start, &at, &end, &at]);
        label(html, (&unit(left - 5.0), &unit(y(number) + 4.0)), "end", &two_places(number));
    }
    if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
        let baseline = unit(TIME.1 - 7.0);
        label(html, (&start, &baseline), "start", first);
        if first != last {
            label(html, (&end, &baseline), "end", last);
        }
    }
    if let Some(reference) = reference {
        path(html, "reference", &points(&reference.points, |p| (x(&p.period), y(p.score.value))));
    }
    for band in bands(&series.points) {
        let low = band.iter().map(|(p, [low, _])| (x(&p.period), y(*low)));
        let high = band.iter().rev().map(|(p, [_, high])| (x(&p.period), y(*high)));
        let outline: Vec<String> = low.chain(high).map(|(x, y)| format!("{},{}", unit(x), unit(y))).collect();
        html.open("polygon", &[("class", "band"), ("points", &outline.join(" "))]).close("polygon");
    }
    path(html, "line", &points(&series.points, |p| (x(&p.period), y(p.score.value))));
    for point in &series.points {
        let (cx, cy) = (unit(x(&point.period)), unit(y(point.score.value)));
        html.open("circle", &[("cx", &cx), ("cy", &cy), ("r", "2.5")]).close("circle");
        if point.shift.is_some() {
            html.open("circle", &[("class", "ring"), ("cx", &cx), ("cy", &cy), ("r", "7")]).close("circle");
        }
    }
    html.close("svg");
}

fn points(points: &[Point], at: impl Fn(&Point) -> (f64, f64)) -> String {
    let all: Vec<String> = points.iter().map(at).map(|(x, y)| format!("{},{}", unit(x), unit(y))).collect();
    all.join(" ")
}

fn path(html: &mut Html, class: &str, points: &str) {
    html.open("polyline", &[("class", class), ("points", points)]).close("polyline");
}

/// Runs of points that have an interval: a band never spans a period without one.
fn bands(points: &[Point]) -> Vec<Vec<(&Point, [f64; 2])>> {
    let mut out: Vec<Vec<(&Point, [f64; 2])>> = vec![Vec::new()];
    for point in points {
        match (point.score.interval, out.last_mut()) {
            (Some(interval), Some(band)) => band.push((point, interval)),
            _ => out.push(Vec::new()),
        }
    }
    out.retain(|band| band.len() > 1);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_zero_and_end_on_steps() {
        assert_eq!(Axis::over([0.1, 0.6].into_iter()), Axis { low: 0.0, high: 0.75 });
        assert_eq!(Axis::over([-0.3].into_iter()), Axis { low: -0.5, high: 0.0 });
        assert_eq!(Axis::over(std::iter::empty()), Axis { low: 0.0, high: 0.25 });
        assert_eq!(Axis { low: -0.5, high: 0.5 }.dot(0.0), "100.0");
    }

    #[test]
    fn a_band_stops_where_an_interval_is_missing() {
        let point = |interval| Point { score: Estimate { value: 0.0, interval }, ..Point::default() };
        let some = Some([0.0, 0.1]);
        let points: Vec<Point> = [some, some, None, some, some, some].into_iter().map(point).collect();
        assert_eq!(bands(&points).iter().map(Vec::len).collect::<Vec<_>>(), [2, 3]);
    }
}
