package io.calloutauth.example.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Prints numbers as people read them, and picks the middle of many. */
public final class Figures {

  private static final double MIB = 1024.0 * 1024.0;

  private Figures() {}

  /** Returns a number with a comma at the thousands. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number with as many decimals as its size asks for. */
  public static String number(double value) {
    String form = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  /** Returns nanoseconds as nanoseconds, microseconds, milliseconds or seconds. */
  public static String time(double nanos) {
    if (nanos < 1e3) {
      return number(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return number(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
  }

  /** Returns nanoseconds as nanoseconds, microseconds, milliseconds or seconds. */
  public static String time(long nanos) {
    return time((double) nanos);
  }

  /** Returns a ratio, for example {@code 1.7 ×}. */
  public static String times(double ratio) {
    return number(ratio) + " ×";
  }

  /** Returns a share of 1 as a percentage. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  /** Returns bytes with one decimal: a tenth is an object in every few hundred calls. */
  public static String bytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f B", bytes);
  }

  /** Returns bytes as mebibytes. */
  public static String mebibytes(long bytes) {
    return number(bytes / MIB) + " MiB";
  }

  /** Returns the middle of some values: between two middles their mean. */
  public static double median(List<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
