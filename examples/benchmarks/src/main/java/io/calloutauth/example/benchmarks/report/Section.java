package io.calloutauth.example.benchmarks.report;

import java.util.List;

/**
 * What one scenario found.
 *
 * @param title what was measured
 * @param setting how it was measured, in one sentence or two
 * @param columns the heads of the table
 * @param rows the table
 * @param budgets the budgets that it was measured for
 * @param charts panels of the chart; may be empty
 */
public record Section(
    String title,
    String setting,
    List<String> columns,
    List<Row> rows,
    List<Budget> budgets,
    List<Bars> charts) {}
