package io.calloutauth.client;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonScanner;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenWarning;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a response's body, and what was odd about how they came: JSON or form-encoded,
 * told by its shape, since real servers name all kinds of content types. It may hold a token.
 * Immutable and thread-safe.
 */
final class ResponseBody {

  /** What is read leniently has been read strictly before: it must not cost as much again. */
  private static final int MOST_READ_AGAIN = 64 * 1024;

  private final JsonValue members;
  private final Set<TokenWarning> warnings;
  private final boolean isJsonObject;
  private final @Nullable String flaw;

  private ResponseBody(
      JsonValue members, Set<TokenWarning> warnings, boolean isJsonObject, @Nullable String flaw) {
    this.members = members;
    this.warnings = Set.copyOf(warnings);
    this.isJsonObject = isJsonObject;
    this.flaw = flaw;
  }

  /**
   * Reads a body strictly.
   *
   * @throws UnreadableResponseException when it is neither a JSON object nor form-encoded
   */
  static ResponseBody read(HttpResult response) throws UnreadableResponseException {
    Set<TokenWarning> warnings = EnumSet.noneOf(TokenWarning.class);
    String text = BodyText.decode(response, warnings);
    if (text.isBlank()) {
      throw new UnreadableResponseException(ResponseFlaw.EMPTY);
    }
    if (BoundedBody.ContentCodings.isMisnamed(response)) {
      warnings.add(TokenWarning.CONTENT_ENCODING);
    }
    return read(text, ResponseHeaders.MediaType.of(response), warnings);
  }

  private static ResponseBody read(
      String text, ResponseHeaders.MediaType type, Set<TokenWarning> warnings)
      throws UnreadableResponseException {
    boolean braced = isBraced(text);
    if (!braced && (type.isForm() || FormReader.hasShape(text))) {
      warnings.add(TokenWarning.FORM_ENCODED);
      return new ResponseBody(FormReader.read(text), warnings, false, null);
    }
    if (!braced && isPage(text)) {
      throw new UnreadableResponseException(ResponseFlaw.HTML);
    }
    if (!braced && !type.isJson()) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    if (!type.isJson()) {
      warnings.add(TokenWarning.CONTENT_TYPE);
    }
    return new ResponseBody(json(text), warnings, true, null);
  }

  private static JsonValue json(String text) throws UnreadableResponseException {
    try {
      return JsonReader.readObject(text);
    } catch (JsonException e) {
      throw UnreadableResponseException.of(e);
    }
  }

  private static boolean isBraced(String text) {
    return new JsonScanner(text).peek() == '{';
  }

  private static boolean isPage(String text) {
    String start = text.stripLeading();
    return start.regionMatches(true, 0, "<html", 0, 5)
        || start.regionMatches(true, 0, "<!doctype html", 0, 14);
  }

  /**
   * Reads the body of a response that is an error anyway: whatever is wrong with it, what an error
   * response says is found as far as it can be read.
   */
  static ResponseBody ofError(HttpResult response) {
    if (response.failure().isPresent()) {
      return ofStart(response);
    }
    try {
      return read(response);
    } catch (UnreadableResponseException e) {
      return leniently(response, e);
    }
  }

  /** Reads what came of a body; what its end may have cut is left out. */
  private static ResponseBody ofStart(HttpResult response) {
    String text = BodyText.replacing(response, response.body().length);
    boolean braced = isBraced(text);
    int lastPair = Math.max(0, text.lastIndexOf('&'));
    JsonValue found =
        braced ? LenientJson.read(text) : FormReader.LenientForm.read(text.substring(0, lastPair));
    boolean says = braced && ErrorCodes.find(found).isPresent();
    return new ResponseBody(found, Set.of(), says, null);
  }

  /** Finds in a body that could not be read, and why, what can be found all the same. */
  static ResponseBody leniently(HttpResult response, UnreadableResponseException why) {
    String text = BodyText.replacing(response, MOST_READ_AGAIN);
    if (text.indexOf(BodyText.REPLACEMENT) >= 0) { // else it would fail as it has done
      try {
        return new ResponseBody(JsonReader.readObject(text), Set.of(), true, null);
      } catch (JsonException unreadable) {
        return found(text, why);
      }
    }
    return found(text, why);
  }

  private static ResponseBody found(String text, UnreadableResponseException why) {
    JsonValue found = isBraced(text) ? LenientJson.read(text) : FormReader.LenientForm.read(text);
    return new ResponseBody(found, Set.of(), false, why.hint().orElse(null));
  }

  JsonValue members() {
    return members;
  }

  /** Returns whether the body is a JSON object, whatever is in it. */
  boolean isJsonObject() {
    return isJsonObject;
  }

  /** Returns whether the body would have gone on. */
  boolean endsEarly() {
    return ResponseFlaw.ENDS_EARLY.text().equals(flaw);
  }

  /** Returns whether the body is a web page. */
  boolean isPage() {
    return ResponseFlaw.HTML.text().equals(flaw);
  }

  Set<TokenWarning> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "ResponseBody[" + warnings + "]";
  }
}
