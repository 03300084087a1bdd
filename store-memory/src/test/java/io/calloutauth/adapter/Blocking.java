package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.jdk.ScriptedAuthenticator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Lets a scripted authenticator block while it looks at a response. */
final class Blocking {

  private Blocking() {}

  static CalloutAuthenticator of(ScriptedAuthenticator scripted) {
    InvocationHandler handler =
        (proxy, method, with) ->
            method.getName().equals("afterResponse")
                ? scripted
                    .afterResponseAsync((CalloutCredentials) with[0], (CalloutResponse) with[1])
                    .toCompletableFuture()
                    .join()
                : method.invoke(scripted, with);
    return (CalloutAuthenticator)
        Proxy.newProxyInstance(
            Blocking.class.getClassLoader(), new Class<?>[] {CalloutAuthenticator.class}, handler);
  }
}
