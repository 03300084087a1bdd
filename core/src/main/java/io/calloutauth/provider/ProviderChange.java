package io.calloutauth.provider;

import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an update changes of a provider. Immutable. */
public final class ProviderChange {

  private final ProviderRow before;
  private final StoredSettings settingsBefore;
  private final ValidSettings now;
  private final StoredSettings settingsNow;

  /**
   * Takes a change over.
   *
   * @param time when it is made
   */
  public ProviderChange(ProviderRow before, ValidSettings now, Instant time) {
    this.before = before;
    this.settingsBefore = StoredSettings.read(before.content().settings());
    this.now = now;
    this.settingsNow = now.stored().secretSetAt(secretSetAt(time));
  }

  /** A clock that stepped back, or another node's, must not take it back to an older secret's. */
  private @Nullable Instant secretSetAt(Instant time) {
    Instant last = settingsBefore.secretSetAt().orElse(null);
    if (now.secrets().slots().isEmpty()) {
      return null;
    }
    if (!now.secrets().setsAny("")) {
      return last;
    }
    return last == null || time.toEpochMilli() > last.toEpochMilli() ? time : last.plusMillis(1);
  }

  /** Returns the fields that are changed; a secret that is set counts as changed. */
  public List<ProviderField> fields() {
    return Arrays.stream(ProviderField.values()).filter(this::changes).toList();
  }

  private boolean changes(ProviderField field) {
    return switch (field) {
      case NAME -> !before.content().name().text().equals(now.name().text());
      case CLIENT_SECRET -> now.setsClientSecret();
      case PARAMETERS -> differs(field) || now.secrets().setsAny(SecretNames.parameter(""));
      case HEADERS -> differs(field) || now.secrets().setsAny(SecretNames.header(""));
      default -> differs(field);
    };
  }

  private boolean differs(ProviderField field) {
    Setting setting = field.setting();
    return setting.differs(settingsBefore.text(setting), settingsNow.text(setting));
  }

  /** Returns the fields by which a secret or a token may go where it could not go before. */
  public List<ProviderField> widened() {
    return Destinations.widened(settingsBefore, settingsNow::text);
  }

  /**
   * Returns whether no token from before the change may be used any more. Tokens are sealed to
   * their destinations: within an epoch these are the same.
   */
  public boolean startsEpoch() {
    return fields().stream().anyMatch(field -> field.setting().effect().startsEpoch())
        || !settingsBefore.destinations().equals(settingsNow.destinations());
  }

  /** Returns whether secrets are sealed to something else than before, also those that are kept. */
  boolean resealsSecrets() {
    return !settingsBefore.secretContext().equals(settingsNow.secretContext());
  }

  StoredSettings settingsBefore() {
    return settingsBefore;
  }

  public StoredSettings settingsNow() {
    return settingsNow;
  }

  public ValidSettings now() {
    return now;
  }

  public ProviderRow before() {
    return before;
  }

  /** Returns the version that the change is based on. */
  public long readVersion() {
    return before.version();
  }

  @Override
  public String toString() {
    return "ProviderChange" + fields();
  }
}
