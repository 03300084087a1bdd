package io.calloutauth.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block of addresses that are not the public internet.
 *
 * @param block the block
 * @param use what it is for
 */
record SpecialBlock(Cidr block, String use) {

  /** Returns blocks, each written as its CIDR, a space and its use. */
  static List<SpecialBlock> list(String... lines) {
    return Stream.of(lines)
        .map(line -> line.split(" ", 2))
        .map(parts -> new SpecialBlock(Cidr.of(parts[0]), parts[1]))
        .toList();
  }

  /** Returns the first block of some that an address is in, in words; empty when it is in none. */
  static Optional<String> of(byte[] address, List<SpecialBlock> blocks) {
    return blocks.stream()
        .filter(special -> special.block.contains(address))
        .map(special -> "in " + special.block + " (" + special.use + ")")
        .findFirst();
  }
}
