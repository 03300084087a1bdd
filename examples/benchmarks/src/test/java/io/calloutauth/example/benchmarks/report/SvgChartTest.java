package io.calloutauth.example.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgChartTest {

  private static final Bars PANEL =
      new Bars(
          "Time <ns> & more",
          List.of(new Bars.Bar("own", 50, "50 ns"), new Bars.Bar("other", 100, "100 ns")));

  @Test
  void drawsEachBarAsLongAsItsValueAndMarksTheLibrarysOwn() throws Exception {
    List<Element> bars = elements(new SvgChart(List.of(PANEL), "own").text(), "rect");

    assertThat(bars)
        .extracting(bar -> bar.getAttribute("class"))
        .containsExactly("ground", "own", "bar");
    assertThat(width(bars.get(2))).isEqualTo(2 * width(bars.get(1)));
  }

  @Test
  void writesEveryValueAndLabelAndStaysWithinItsFrame() throws Exception {
    String svg = new SvgChart(List.of(PANEL, PANEL), "own").text();

    assertThat(elements(svg, "text"))
        .extracting(Element::getTextContent)
        .contains("Time <ns> & more", "own", "50 ns", "other", "100 ns");
    double height = Double.parseDouble(elements(svg, "svg").get(0).getAttribute("height"));
    assertThat(elements(svg, "text"))
        .allMatch(text -> Double.parseDouble(text.getAttribute("y")) < height);
    assertThat(svg).contains("prefers-color-scheme: dark");
  }

  @Test
  void marksThePowersOfTenWhereValuesDifferTooMuchToBeSeenBesideEachOther() throws Exception {
    Bars panel =
        new Bars(
            "Requests",
            List.of(
                new Bars.Bar("own", 1, "1"),
                new Bars.Bar("some", 10, "10"),
                new Bars.Bar("many", 100, "100")));

    String svg = new SvgChart(List.of(panel), "own").text();

    List<Element> bars = elements(svg, "rect");
    assertThat(width(bars.get(2)) - width(bars.get(1)))
        .isCloseTo(width(bars.get(3)) - width(bars.get(2)), Offset.offset(0.2));
    assertThat(width(bars.get(1))).isGreaterThan(100);
    assertThat(elements(svg, "text"))
        .extracting(Element::getTextContent)
        .contains("Requests, logarithmic");
    assertThat(elements(svg, "line")).hasSize(3);
    assertThat(elements(new SvgChart(List.of(PANEL), "own").text(), "line")).isEmpty();
  }

  private static double width(Element bar) {
    return Double.parseDouble(bar.getAttribute("width"));
  }

  private static List<Element> elements(String svg, String name) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    NodeList found = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
