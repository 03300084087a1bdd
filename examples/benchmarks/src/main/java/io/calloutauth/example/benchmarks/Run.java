package io.calloutauth.example.benchmarks;

/**
 * What a scenario is run with.
 *
 * @param scale how long it may take
 * @param libraries what is on the class path, and what each library brings along
 */
public record Run(Scale scale, Libraries libraries) {

  /** Returns one of two values. */
  public <T> T pick(T ifShort, T ifFull) {
    return scale.pick(ifShort, ifFull);
  }
}
