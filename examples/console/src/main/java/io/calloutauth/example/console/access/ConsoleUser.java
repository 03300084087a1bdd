package io.calloutauth.example.console.access;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** Whoever is signed in. Spring Security forgets the password once it has been checked. */
final class ConsoleUser extends User {

  private static final long serialVersionUID = 1;

  private final String tenant;

  ConsoleUser(Account account, String password, boolean locked) {
    super(
        account.name(),
        password,
        true,
        true,
        true,
        !locked,
        account.roles().stream().map(role -> new SimpleGrantedAuthority(role.name())).toList());
    this.tenant = account.tenant();
  }

  String tenant() {
    return tenant;
  }

  boolean may(Role role) {
    return getAuthorities().contains(new SimpleGrantedAuthority(role.name()));
  }
}
