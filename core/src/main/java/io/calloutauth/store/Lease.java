package io.calloutauth.store;

/**
 * The right to write one provider's token row, for one token request.
 *
 * @param epoch the token epoch it was taken for
 * @param fence the row's fence since it was taken; a higher one means that it is lost
 * @param owner drawn at random when it was taken: a store that lost its last commits gives out a
 *     fence twice, and an owner never
 */
public record Lease(long epoch, long fence, long owner) implements LeaseResult {

  /** The lease of nobody, under which nothing is stored. */
  public static final Lease NONE = new Lease(0, 0, 0);
}
