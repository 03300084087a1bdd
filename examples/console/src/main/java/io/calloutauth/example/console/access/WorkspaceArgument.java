package io.calloutauth.example.console.access;

import io.calloutauth.CalloutAuthTenants;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers the workspace of the user who is signed in. Thread-safe. */
@Component
final class WorkspaceArgument implements HandlerMethodArgumentResolver {

  private final CalloutAuthTenants tenants;

  WorkspaceArgument(CalloutAuthTenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Workspace.class;
  }

  @Override
  public Workspace resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer model,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    if (signedIn == null || !(signedIn.getPrincipal() instanceof ConsoleUser user)) {
      throw new IllegalStateException("nobody is signed in");
    }
    String name = user.getUsername();
    return new Workspace(user.tenant(), name, tenants.tenant(user.tenant()).as(name));
  }
}
