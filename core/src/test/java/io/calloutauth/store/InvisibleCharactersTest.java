package io.calloutauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calloutauth.provider.ProviderEditor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is drawn as nothing is in no name and no id. */
class InvisibleCharactersTest {

  /** At least one of each kind, and both ends of the long ranges. */
  private static final List<Integer> INVISIBLE =
      List.of(
          0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180D, 0x180E, 0x180F,
          0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF,
          0xFFA0, 0xFFF0, 0xFFF8, 0xFFFC, 0x13441, 0x13442, 0x16FE4, 0x1BCA0, 0x1BCA3, 0x1D159,
          0x1D173, 0x1D17A, 0xE0000, 0xE0001, 0xE0100, 0xE01EF, 0xE0FFF);

  @Test
  void areInNoId() {
    for (int point : INVISIBLE) {
      String id = "a" + Character.toString(point);
      assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.notification(id));
      assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.tenant(id));
    }
  }

  @Test
  void areInNoName() {
    assertThat(INVISIBLE)
        .allSatisfy(
            point ->
                assertThat(ProviderEditor.nameKey("a" + Character.toString(point) + "b"))
                    .isEmpty());
  }

  @Test
  void areAsManyAsUnicodeHasAndSixThatAreBlank() {
    long count =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(InvisibleCharacters::contains)
            .count();

    assertThat(count).isEqualTo(4_174 + 6);
  }

  @Test
  void areNotTheirNeighbours() {
    assertThat(
            List.of(
                0x00AC, 0x00AE, 0x034E, 0x0350, 0x115E, 0x1161, 0x17B3, 0x17B6, 0x180A, 0x1810,
                0x2029, 0x27FF, 0x2801, 0x3163, 0x3165, 0xFDFF, 0xFE10, 0xFF9F, 0xFFA1, 0xFFEF,
                0xFFF9, 0x1BC9F, 0x1D172, 0x1D17B, 0xDFFFF, 0xE1000))
        .noneMatch(InvisibleCharacters::contains);
  }
}
