package io.calloutauth.example.console.demo;

import io.calloutauth.example.console.Announced;
import io.calloutauth.example.console.access.Account;
import io.calloutauth.example.console.access.Accounts;
import io.calloutauth.example.console.access.Role;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Who may sign in to the demo, with passwords that are made anew at each start and printed. */
@Component
@ConditionalOnProperty("console.demo")
public final class DemoAccounts implements Accounts, Announced {

  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 12;
  private static final Set<Role> BOTH = EnumSet.allOf(Role.class);

  private final Map<String, String> passwords = new TreeMap<>();
  private final List<Account> accounts;

  DemoAccounts() {
    accounts =
        List.of(
            account("ada", DemoData.FIRST, BOTH),
            account("ben", DemoData.FIRST, EnumSet.of(Role.NOTIFICATIONS)),
            account("pia", DemoData.FIRST, EnumSet.of(Role.PROVIDERS)),
            account("zoe", DemoData.SECOND, BOTH));
  }

  private Account account(String name, String tenant, Set<Role> roles) {
    String password =
        new SecureRandom()
            .ints(LENGTH, 0, LETTERS.length())
            .mapToObj(index -> LETTERS.substring(index, index + 1))
            .collect(Collectors.joining());
    passwords.put(name, password);
    return new Account(name, "{noop}" + password, tenant, roles);
  }

  @Override
  public List<Account> accounts() {
    return accounts;
  }

  /** Returns somebody's password: for a demo, whoever starts it must be able to tell it. */
  public String password(String name) {
    return String.valueOf(passwords.get(name));
  }

  @Override
  public List<String> lines() {
    return accounts.stream().map(this::line).toList();
  }

  private String line(Account account) {
    return "  sign in as %-4s %s   tenant %s, edits %s"
        .formatted(
            account.name(),
            password(account.name()),
            account.tenant(),
            account.roles().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" and ")));
  }

  @Override
  public String toString() {
    return "DemoAccounts" + accounts;
  }
}
