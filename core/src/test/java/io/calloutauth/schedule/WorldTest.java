package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WorldTest {

  @Test
  void drawsEvenlyFromZeroToOne() {
    double[] draws = DoubleStream.generate(World.system().random()).limit(10_000).toArray();

    assertThat(DoubleStream.of(draws)).allMatch(draw -> draw >= 0 && draw < 1);
    for (int tenth = 0; tenth < 10; tenth++) {
      double from = tenth / 10.0;
      assertThat(DoubleStream.of(draws).filter(draw -> draw >= from && draw < from + 0.1).count())
          .isBetween(700L, 1_300L); // ten standard deviations
    }
  }
}
