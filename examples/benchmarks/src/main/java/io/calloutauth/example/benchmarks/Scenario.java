package io.calloutauth.example.benchmarks;

import io.calloutauth.example.benchmarks.report.Section;

/** One matter that is measured. */
public interface Scenario {

  /** Measures it; takes minutes. */
  Section run(Run run) throws Exception;
}
