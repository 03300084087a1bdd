package io.calloutauth.engine;

/**
 * Makes slots, and lets the eviction know of everything that is added to the caches. Thread-safe.
 *
 * @param clocks tell the time
 * @param launcher starts the slots' token requests
 * @param eviction makes room when it is time to
 */
record SlotFactory(Clocks clocks, Slot.Launcher launcher, CacheEviction eviction) {

  Slot create(ProviderEntry entry) {
    eviction.noteAddition();
    return new Slot(entry, clocks, launcher);
  }
}
