package io.calloutauth.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Decodes text without replacing what is malformed. */
final class StrictCharset {

  private StrictCharset() {}

  /**
   * Returns the text of the first bytes.
   *
   * @throws CharacterCodingException when they are no text in that charset
   */
  static String decode(byte[] bytes, int length, Charset charset) throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes, 0, length))
        .toString();
  }
}
