package io.calloutauth.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What the engine does not decide itself: time and chance.
 *
 * @param clocks tell the time
 * @param timer starts tasks later
 * @param random draws from 0 to 1
 */
public record World(Clocks clocks, Timer timer, DoubleSupplier random) {

  /** Returns this machine's time and chance. */
  public static World system() {
    return new World(
        Clocks.system(), new SystemTimer(), () -> ThreadLocalRandom.current().nextDouble());
  }
}
