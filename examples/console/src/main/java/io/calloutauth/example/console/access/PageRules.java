package io.calloutauth.example.console.access;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Teaches controllers the parameter type {@link Workspace}. */
@Configuration(proxyBeanMethods = false)
class PageRules implements WebMvcConfigurer {

  private final WorkspaceArgument workspaces;

  PageRules(WorkspaceArgument workspaces) {
    this.workspaces = workspaces;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(workspaces);
  }
}
