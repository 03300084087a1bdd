package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** A token as it is kept in its provider's row. Immutable and thread-safe. */
public final class StoredToken {

  private final Lease lease;
  private final TokenContent kept;
  private final Duration age;

  private StoredToken(Lease lease, TokenContent kept, Duration age) {
    this.lease = Objects.requireNonNull(lease, "lease");
    this.kept = Objects.requireNonNull(kept, "kept");
    this.age = Objects.requireNonNull(age, "age");
  }

  /**
   * Returns a token as it is kept.
   *
   * @param lease under which it was written
   * @param kept what was written
   * @param age how long ago its lease was taken, by the store's clock; negative when that clock
   *     stepped back behind it
   */
  public static StoredToken of(Lease lease, TokenContent kept, Duration age) {
    return new StoredToken(lease, kept, age);
  }

  /** Returns the lease under which it was written. */
  public Lease lease() {
    return lease;
  }

  /** Returns the sealed token. */
  public Sealed sealed() {
    return kept.sealed();
  }

  /** Returns how long it lives, counted from when its lease was taken. */
  public Duration lifetime() {
    return kept.lifetime();
  }

  /**
   * Returns how long ago its lease was taken, by the store's clock; negative when that clock
   * stepped back behind it.
   */
  public Duration age() {
    return age;
  }

  /** Returns the scope granted, separated by spaces; empty when none is known. */
  public String scope() {
    return kept.scope();
  }

  /** Returns what was odd about the response that brought it. */
  public Set<String> warnings() {
    return kept.warnings();
  }

  /** Returns the name of the credential that it was got with; empty when none is known. */
  public String credential() {
    return kept.credential();
  }

  /** Returns the thumbprint of the key that it is bound to; empty when it is bound to none. */
  public String boundTo() {
    return kept.boundTo();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredToken that
        && lease.equals(that.lease)
        && kept.equals(that.kept)
        && age.equals(that.age);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lease, kept);
  }

  /** Returns the lease's fence and the age, and nothing of the token. */
  @Override
  public String toString() {
    return "StoredToken[fence=" + lease.fence() + ", age=" + age + "]";
  }
}
