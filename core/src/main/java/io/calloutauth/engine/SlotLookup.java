package io.calloutauth.engine;

import org.jspecify.annotations.Nullable;

/**
 * A provider's slot, or why there is none: exactly one of the two is there.
 *
 * @param slot the slot
 * @param obstacle why there is none
 */
record SlotLookup(@Nullable Slot slot, @Nullable TokenOutcome obstacle) {

  static SlotLookup of(Slot slot) {
    return new SlotLookup(slot, null);
  }

  static SlotLookup none(TokenOutcome obstacle) {
    return new SlotLookup(null, obstacle);
  }

  TokenOutcome obstacleOr(TokenOutcome other) {
    return obstacle == null ? other : obstacle;
  }
}
