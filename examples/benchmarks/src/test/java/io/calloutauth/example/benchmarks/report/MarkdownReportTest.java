package io.calloutauth.example.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  @Test
  void putsTheBudgetsOfAllScenariosBeforeTheirTables() {
    String text =
        new MarkdownReport(List.of(section("one", true), section("two", false)), "here").text();

    assertThat(text)
        .isEqualTo(
            """
            here

            | budget | allowed | measured |  |
            |---|---|---|---|
            | path of one | ≤ 1 | 1 | met |
            | path of two | ≤ 1 | 1 | **missed** |

            ### one

            how

            | who | cost |
            |---|---|
            | a \\| b | 1 |

            ### two

            how

            | who | cost |
            |---|---|
            | a \\| b | 1 |
            """);
  }

  private static Section section(String title, boolean met) {
    return new Section(
        title,
        "how",
        List.of("who", "cost"),
        List.of(Row.of("a | b", "1")),
        List.of(new Budget("path of " + title, "≤ 1", "1", met)),
        List.of());
  }
}
