package io.calloutauth.example.console.access;

import java.util.Set;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** Whoever is signed in. Spring Security forgets the password once it has been checked. */
final class ConsoleUser extends User {

  private static final long serialVersionUID = 1;

  private final String tenant;

  ConsoleUser(String name, String password, String tenant, Set<Role> roles) {
    super(
        name,
        password,
        roles.stream().map(role -> new SimpleGrantedAuthority(role.name())).toList());
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  boolean may(Role role) {
    return getAuthorities().contains(new SimpleGrantedAuthority(role.name()));
  }
}
