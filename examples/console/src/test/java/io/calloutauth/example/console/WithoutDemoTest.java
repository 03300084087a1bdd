package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestBuilders.formLogin;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.authenticated;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.unauthenticated;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.console.notifications.NotificationTable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.MockMvc;

/** What a host gets that asks for no demo: nothing that it did not configure. */
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:nodemo;DB_CLOSE_DELAY=-1",
      "console.sealing-keys={\"keys\":[{\"kty\":\"oct\",\"kid\":\"own\",\"k\":\""
          + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}]}",
      "console.users[0].name=olga",
      "console.users[0].password={noop}for this test",
      "console.users[0].tenant=initech",
      "console.users[0].roles=providers"
    })
@AutoConfigureMockMvc
class WithoutDemoTest {

  @Autowired private ApplicationContext context;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private NotificationTable notifications;
  @Autowired private Environment environment;
  @Autowired private MockMvc mvc;

  @Test
  void hasNoServersDataOrRelaxation() {
    assertThat(context.getBeansOfType(DemoServers.class)).isEmpty();
    assertThat(tenants.health().relaxations()).isEmpty();
    assertThat(tenants.tenant("acme").providers().list(10).items()).isEmpty();
    assertThat(notifications.list("acme")).isEmpty();
  }

  @Test
  void sealsWithTheKeysOfItsConfiguration() {
    assertThat(tenants.health().keyIds()).containsExactly("own");
  }

  @Test
  void letsInWhoIsConfiguredAndNobodyElse() throws Exception {
    mvc.perform(formLogin().user("olga").password("for this test"))
        .andExpect(authenticated().withUsername("olga"));
    mvc.perform(formLogin().user("olga").password("another")).andExpect(unauthenticated());
    mvc.perform(formLogin().user("ada").password("")).andExpect(unauthenticated());
  }

  @Test
  void bindsToLoopbackUnlessToldOtherwise() {
    assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void hasNoManagementEndpointsAndNoDatabaseConsole() {
    assertThat(context.getBeanDefinitionNames())
        .noneMatch(name -> name.contains("heapdump") || name.contains("h2Console"));
  }
}
