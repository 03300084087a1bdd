package io.calloutauth.soak;

import io.calloutauth.CalloutAuth;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.soak.SoakProviders.Bound;
import java.util.List;

/** Edits, commands and revocations of residents, and tenants that come and go. */
final class Administrators {

  private static final List<Behaviour> BEHAVIOURS = List.of(Behaviour.values());

  private final SoakProviders providers;
  private final SoakNode node;
  private final List<Bound> residents;
  private final Tally tally;

  Administrators(SoakProviders providers, List<Bound> residents) {
    this.providers = providers;
    this.node = providers.node();
    this.tally = providers.tally();
    this.residents = List.copyOf(residents);
  }

  void start(Crew crew) {
    crew.repeat("edits", 700, this::edit);
    crew.repeat("commands", 500, this::command);
    crew.repeat("tenants that come and go", 150, this::passThrough);
  }

  private void edit(int round) {
    Bound one = resident(round);
    CalloutAuth auth = node.tenant(one.tenant());
    Provider read = auth.providers().find(one.id()).orElseThrow();
    switch (round % 4) {
      case 0 -> update(auth, read, one.client() + " " + round, read.toSettings().toBuilder());
      case 1 -> update(auth, read, one.client(), read.toSettings().toBuilder().scope("v" + round));
      case 2 -> {
        tally.change("disable");
        auth.providers().disable(one.id());
        tally.change("enable");
        auth.providers().enable(one.id());
      }
      default -> {
        tally.change("unbind");
        auth.notifications().unbind(one.client());
        tally.change("bind");
        auth.notifications().bind(one.client(), one.id());
      }
    }
  }

  private void update(CalloutAuth auth, Provider read, String name, ProviderSettings.Builder edit) {
    tally.change("update");
    auth.providers().update(read.id(), read.version(), edit.name(name).build());
  }

  private void command(int round) {
    Bound one = resident(round * 7);
    CalloutAuth auth = node.tenant(one.tenant());
    switch (round % 6) {
      case 0 -> auth.tokens().obtain(one.id());
      case 1 -> auth.tokens().test(one.id());
      case 2 -> auth.tokens().status(one.id());
      case 3 -> auth.providers().list(10);
      case 4 -> auth.tokens().refresh(one.id());
      default -> {
        tally.change("revoke");
        auth.tokens().revoke(one.id());
      }
    }
  }

  /** A tenant comes, registers a provider, makes callouts, and goes: by itself, or purged. */
  private void passThrough(int round) {
    String tenant = "passing-" + round;
    Behaviour behaviour = BEHAVIOURS.get(round % BEHAVIOURS.size());
    Bound one = providers.make(tenant, behaviour, "client-" + round);
    CalloutAuth auth = node.tenant(tenant);
    var unused = auth.callouts().authenticateAsync(one.client(), "POST", providers.target());
    auth.callouts().authenticateAsync("never bound", "POST", providers.target());
    if (round % 3 == 0) {
      auth.tokens().test(one.id());
    }
    leave(round, one, auth);
  }

  private void leave(int round, Bound one, CalloutAuth auth) {
    if (round % 2 == 0) {
      tally.change("purge");
      node.tenants.purge(one.tenant());
    } else {
      tally.change("delete");
      tally.change("detach");
      auth.providers().deleteAndDetach(one.id());
      tally.change("unbind");
      auth.notifications().unbind(one.client());
    }
  }

  private Bound resident(int number) {
    return residents.get(number % residents.size());
  }
}
