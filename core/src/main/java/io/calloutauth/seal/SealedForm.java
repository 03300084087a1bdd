package io.calloutauth.seal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sealed value in its one form: a compact JWE whose protected header has exactly the members that
 * {@link #header} writes.
 */
final class SealedForm {

  private static final int MAX_PLAIN_BYTES = 64 * 1024;
  private static final int MAX_HEADER = 16 * 1024;
  // The longest header and plain text, in Base64, with room for the three short parts.
  private static final int MAX_SEALED = 104 * 1024;
  private static final int PARTS = 5;
  private static final JOSEObjectType TYPE = new JOSEObjectType("callout-auth+jwe");

  private final List<Base64URL> parts;
  private final Map<String, Object> header;

  private SealedForm(List<Base64URL> parts, Map<String, Object> header) {
    this.parts = parts;
    this.header = header;
  }

  /** Returns a value sealed with a key for a context. */
  static String write(SealingKey key, SealContext context, String plainText) {
    byte[] plain = StrictUtf8.encode(plainText, "The value");
    if (plain.length > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("The value is above 64 KiB");
    }
    JWEHeader header = header(key.id(), context);
    // What JSON and UTF-8 would alter could stand for two contexts.
    header.getCustomParams().values().forEach(v -> StrictUtf8.encode((String) v, "The context"));
    if (header.toBase64URL().toString().length() > MAX_HEADER) {
      throw new IllegalArgumentException("The context is too long");
    }
    return key.seal(header, plain);
  }

  /** Returns what a text holds, or null when it is not of the form. */
  static @Nullable SealedForm read(String sealed) {
    List<Base64URL> parts = parts(sealed);
    if (parts.size() != PARTS || parts.get(0).toString().length() > MAX_HEADER) {
      return null;
    }
    Map<String, Object> header = members(parts.get(0));
    boolean named = header.get("kid") instanceof String id && SealingKey.isId(id);
    return named ? new SealedForm(parts, header) : null;
  }

  /** Returns the id of the key that the value names; not yet authenticated. */
  String keyId() {
    return String.valueOf(header.get("kid"));
  }

  /** Returns the plain text, or null when this is not what the key made for the context. */
  @Nullable String open(SealingKey key, SealContext context) {
    // Nimbus's header parser throws all sorts of things: it sees only what it wrote itself.
    if (!header.equals(header(key.id(), context).toJSONObject())) {
      return null;
    }
    byte[] plain = key.open(parts);
    return plain == null ? null : StrictUtf8.decode(plain);
  }

  private static JWEHeader header(String keyId, SealContext context) {
    JWEHeader.Builder header =
        new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
            .type(TYPE)
            .keyID(keyId)
            .customParam("tenant", context.tenant())
            .customParam("provider", context.providerId())
            .customParam("name", context.name());
    if (context.destinations() != null) {
      header.customParam("destinations", context.destinations());
    }
    return header.build();
  }

  /** Returns a header's members; none when it has none or is not a JSON object. */
  private static Map<String, Object> members(Base64URL header) {
    try {
      return Objects.requireNonNullElse(JSONObjectUtils.parse(header.decodeToString()), Map.of());
    } catch (ParseException e) {
      return Map.of();
    }
  }

  /** Returns the parts of a compact JWE; none when one of them could be written otherwise. */
  private static List<Base64URL> parts(String sealed) {
    if (sealed.length() > MAX_SEALED) {
      return List.of();
    }
    List<Base64URL> parts = new ArrayList<>(PARTS);
    for (String text : sealed.split("\\.", PARTS + 1)) {
      Base64URL part = new Base64URL(text);
      // Nimbus skips what is not Base64 and ignores spare bits: a changed text would still open.
      if (!Base64URL.encode(part.decode()).equals(part)) {
        return List.of();
      }
      parts.add(part);
    }
    return parts;
  }
}
