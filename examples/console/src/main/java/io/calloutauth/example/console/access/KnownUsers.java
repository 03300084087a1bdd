package io.calloutauth.example.console.access;

import io.calloutauth.example.console.ConsoleSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** Finds whoever signs in. Thread-safe. */
@Component
final class KnownUsers implements UserDetailsService {

  private final Map<String, Account> byName;
  private final WrongPasswords wrong;

  KnownUsers(ConsoleSettings settings, List<Accounts> more, WrongPasswords wrong) {
    this.wrong = wrong;
    byName =
        Stream.concat(
                settings.users().stream(), more.stream().flatMap(some -> some.accounts().stream()))
            .collect(Collectors.toUnmodifiableMap(Account::name, Function.identity()));
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    Account account = byName.get(name);
    if (account == null) {
      throw new UsernameNotFoundException("nobody has this name");
    }
    return account.user(wrong.isLocked(name));
  }
}
