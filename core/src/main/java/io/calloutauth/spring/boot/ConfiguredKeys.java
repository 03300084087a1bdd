package io.calloutauth.spring.boot;

import io.calloutauth.oauth.Secret;
import io.calloutauth.seal.SealingKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/** Reads the sealing keys that the properties {@code callout-auth.keys.*} name. */
final class ConfiguredKeys {

  private final KeyProperties properties;
  private final ResourceLoader resources;

  ConfiguredKeys(KeyProperties properties, ResourceLoader resources) {
    this.properties = properties;
    this.resources = resources;
  }

  /**
   * Returns the keys, or null when none are configured.
   *
   * @throws CalloutAuthPropertyException when they cannot be read, or are named twice
   */
  @Nullable SealingKeys find() {
    String location = properties.location();
    Secret value = properties.value();
    if (location != null && value != null) {
      throw new CalloutAuthPropertyException(
          KeyProperties.VALUE, "set it or " + KeyProperties.LOCATION + ", not both");
    }
    if (location != null) {
      return at(location);
    }
    return value == null ? null : parse(KeyProperties.VALUE, value.reveal());
  }

  /** A path names a file; what has a scheme ({@code classpath:}, {@code file:}) is a resource. */
  private SealingKeys at(String location) {
    if (location.strip().startsWith("{")) {
      throw new CalloutAuthPropertyException(
          KeyProperties.LOCATION, "this is a JWK set: set " + KeyProperties.VALUE);
    }
    try {
      if (!ResourceUtils.isUrl(location)) {
        return SealingKeys.fromFile(Path.of(location));
      }
      Resource resource = resources.getResource(location);
      return resource.isFile()
          ? SealingKeys.fromFile(resource.getFile().toPath())
          : parse(KeyProperties.LOCATION, resource.getContentAsString(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException refused) {
      throw refused(KeyProperties.LOCATION, refused);
    } catch (IOException unreadable) {
      throw new CalloutAuthPropertyException(
          KeyProperties.LOCATION, "'" + location + "' cannot be read");
    }
  }

  private static SealingKeys parse(String property, String jwkSet) {
    try {
      return SealingKeys.parse(jwkSet);
    } catch (IllegalArgumentException refused) {
      throw refused(property, refused);
    }
  }

  private static CalloutAuthPropertyException refused(String property, RuntimeException why) {
    return new CalloutAuthPropertyException(property, String.valueOf(why.getMessage()));
  }
}
