package io.calloutauth.example.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Draws panels of horizontal bars as SVG. Its colours follow the reader's light or dark scheme; the
 * library's own bars stand out, and every bar has its value beside it. A panel whose values differ
 * too much has a logarithmic scale, says so and marks the powers of ten.
 */
public final class SvgChart {

  private static final int WIDTH = 760;
  private static final int LABELS = 190;
  private static final int VALUES = 110;
  private static final int BAR = 18;
  private static final int STEP = 26;
  private static final int HEAD = 34;
  private static final int GAP = 18;
  private static final int MARKS = 14;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-weight: 600; }
        .bar { fill: #8c959f; }
        .own { fill: #0969da; }
        .ground { fill: #ffffff; }
        .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
        .mark { font-size: 11px; text-anchor: middle; fill: #59636e; }
        line { stroke: #d1d9e0; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .bar { fill: #6e7681; }
          .own { fill: #58a6ff; }
          .ground { fill: #0d1117; }
          .value { stroke: #0d1117; }
          .mark { fill: #9198a1; }
          line { stroke: #3d444d; }
        }
      </style>
      """;

  private final List<Bars> panels;
  private final String own;

  /**
   * Makes a chart.
   *
   * @param own how the labels of the bars start that stand out
   */
  public SvgChart(List<Bars> panels, String own) {
    this.panels = List.copyOf(panels);
    this.own = own;
  }

  /** Returns the SVG document. */
  public String text() {
    StringBuilder drawn = new StringBuilder();
    int y = GAP;
    for (Bars panel : panels) {
      drawn.append(panel(panel, y));
      y += height(panel);
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
        <title>Callout Auth beside its peers</title>
        %3$s<rect class="ground" width="%1$d" height="%2$d"/>
        %4$s</svg>
        """
        .formatted(WIDTH, y, STYLE, drawn);
  }

  private static BarScale scale(Bars panel) {
    List<Double> values = panel.bars().stream().map(Bars.Bar::value).toList();
    return new BarScale(values, WIDTH - LABELS - VALUES);
  }

  private static int height(Bars panel) {
    int marks = scale(panel).isLogarithmic() ? MARKS : 0;
    return HEAD + STEP * panel.bars().size() + marks + GAP;
  }

  private String panel(Bars panel, int top) {
    BarScale scale = scale(panel);
    StringBuilder drawn = new StringBuilder();
    String title = panel.title() + (scale.isLogarithmic() ? ", logarithmic" : "");
    drawn.append(text("title", GAP, top + BAR, title));
    int y = top + HEAD;
    for (double mark : scale.marks()) {
      drawn.append(mark(mark, scale, y, STEP * panel.bars().size()));
    }
    for (Bars.Bar bar : panel.bars()) {
      drawn.append(bar(bar, y, scale.length(bar.value())));
      y += STEP;
    }
    return drawn.toString();
  }

  private static String mark(double value, BarScale scale, int top, int height) {
    double x = LABELS + scale.length(value);
    return String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
            x,
            x,
            top - STEP / 4,
            top + height)
        + text("mark", (int) Math.round(x), top + height + MARKS, power(value));
  }

  private static String power(double value) {
    return value < 1 ? Double.toString(value) : Figures.count(Math.round(value));
  }

  private String bar(Bars.Bar bar, int y, double length) {
    String kind = bar.label().startsWith(own) ? "own" : "bar";
    return text("label", GAP, y + BAR - 5, bar.label())
        + String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            kind,
            LABELS,
            y,
            Math.max(1.5, length),
            BAR)
        + text("value", LABELS + (int) length + 8, y + BAR - 5, bar.text());
  }

  private static String text(String kind, int x, int y, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, y, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
