package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an update changes of a provider. Immutable. */
final class ProviderChange {

  private final ProviderRow before;
  private final StoredSettings settingsBefore;
  private final ValidSettings now;
  private final StoredSettings settingsNow;

  /**
   * Takes a change over. What this version does not know of the settings stays as it is.
   *
   * @param time when it is made
   */
  ProviderChange(ProviderRow before, ValidSettings now, Instant time) {
    this.before = before;
    this.settingsBefore = StoredSettings.read(before.content());
    this.now = now;
    this.settingsNow = now.stored().withUnknownOf(settingsBefore).secretSetAt(secretSetAt(time));
  }

  /** A clock that stepped back, or another node's, must not take it back to an older secret's. */
  private @Nullable Instant secretSetAt(Instant time) {
    Instant last = settingsBefore.secretSetAt().orElse(null);
    if (now.secrets().names().isEmpty()) {
      return null;
    }
    if (!now.secrets().setsAny() && !takesAway()) {
      return last;
    }
    return last == null || time.toEpochMilli() > last.toEpochMilli() ? time : last.plusMillis(1);
  }

  /** What is taken away must not open when it is put back. */
  private boolean takesAway() {
    return before.content().secrets().keySet().stream()
        .anyMatch(name -> isKnown(name) && !now.secrets().names().contains(name));
  }

  private static boolean isKnown(String secretName) {
    return SettingTable.SEALED.stream().anyMatch(setting -> setting.hasSecret(secretName));
  }

  /** Returns the fields that are changed; a secret that is set counts as changed. */
  List<ProviderField> fields() {
    return changed().stream().<ProviderField>map(Setting::field).toList();
  }

  private List<Setting<?>> changed() {
    return SettingTable.TYPED.stream().filter(this::changes).toList();
  }

  private boolean changes(Setting<?> setting) {
    return sets(setting) || now.secrets().setsAny(setting);
  }

  /** Tells whether what stands in clear of a setting is another. */
  private boolean sets(Setting<?> setting) {
    if (setting == SettingTable.NAME) { // a column of its own
      return !before.content().name().text().equals(now.name().text());
    }
    return setting.differs(settingsBefore.text(setting), settingsNow.text(setting));
  }

  /**
   * Tells whether everything is as it was: a secret that was typed again too, as far as it opens.
   */
  boolean isNone(ProviderSecrets secrets) {
    List<String> sealed =
        before.content().secrets().keySet().stream()
            .filter(ProviderChange::isKnown)
            .sorted()
            .toList();
    return sealed.equals(now.secrets().names())
        && SettingTable.TYPED.stream().noneMatch(this::sets)
        && sealed.stream().allMatch(name -> isSame(name, secrets));
  }

  private boolean isSame(String name, ProviderSecrets secrets) {
    Secret typed = now.secrets().typed(name);
    AtomicReference<Secret> kept = new AtomicReference<>();
    if (typed != null) {
      secrets.open(before, name).read(kept::set);
    }
    return typed == null || Optional.ofNullable(kept.get()).filter(typed::equals).isPresent();
  }

  /** Returns the fields by which a secret or a token may go where it could not go before. */
  List<ProviderField> widened() {
    return settingsNow.widened(settingsBefore);
  }

  /**
   * Returns whether no token from before the change may be used any more. Tokens are sealed to
   * their destinations: within an epoch these are the same.
   */
  boolean startsEpoch() {
    return changed().stream().anyMatch(setting -> setting.effect().startsEpoch()) || movesTokens();
  }

  /**
   * Returns whether the authorization is over that there was: it was given for something else, or
   * its tokens could go elsewhere.
   */
  boolean endsAuthorization() {
    String before = settingsBefore.authorizationContext();
    return changed().stream().anyMatch(SettingTable.OF_AUTHORIZATION::contains)
        || !before.equals(settingsNow.authorizationContext());
  }

  /** Returns whether tokens are sealed to other destinations than before. */
  boolean movesTokens() {
    return !settingsBefore.destinations().equals(settingsNow.destinations());
  }

  /** Returns whether secrets are sealed to something else than before, also those that are kept. */
  boolean resealsSecrets() {
    return !settingsBefore.secretContext().equals(settingsNow.secretContext());
  }

  /**
   * Returns the names of all sealed values that there are to be: with those that a later version
   * put there, unless they could go elsewhere now.
   */
  Set<String> secretNames() {
    Set<String> names = new TreeSet<>(now.secrets().names());
    if (widened().isEmpty()) {
      before.content().secrets().keySet().stream()
          .filter(name -> !isKnown(name))
          .forEach(names::add);
    }
    return names;
  }

  StoredSettings settingsNow() {
    return settingsNow;
  }

  ValidSettings now() {
    return now;
  }

  ProviderRow before() {
    return before;
  }

  @Override
  public String toString() {
    return "ProviderChange" + fields();
  }
}
