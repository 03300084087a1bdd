package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Canary;
import io.calloutauth.testkit.ObjectGraph;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every type that can hold a secret or a token keeps it to itself. */
class SecretHoldersTest {

  private static final Canary CANARY = LeakStory.token(1);
  private static final URI TARGET = URI.create(Node.TARGET);

  private static final SecretHolders HOLDERS = new SecretHolders();
  private static final Set<Class<?>> CLASSES =
      HOLDERS.all().stream().map(JavaClass::reflect).collect(Collectors.toSet());
  private LeakStory story;
  private Planter planter;
  private Provider provider;

  @BeforeEach
  void start() throws IOException {
    story = new LeakStory(ClientAuthentication.CLIENT_SECRET_BASIC);
    provider = story.bound("invoice-posted", story.settings("CRM").build());
    story.node.token("invoice-posted");
    planter = new Planter(CANARY, CLASSES, live());
  }

  @AfterEach
  void stop() {
    story.close();
  }

  @Test
  void theListOfFieldsNamesAllThatALiveHostHoldsAndNoneThatIsGone() throws Exception {
    assertThat(ObjectGraph.from(story.node.auth, story.settings("CRM").build()).texts())
        .filteredOn(text -> !LeakStory.leaks(List.of(text.value())).isEmpty())
        .isNotEmpty()
        .extracting(ObjectGraph.Text::holder)
        .containsOnly("ReadyToken.header", "Secret.value");
    for (Map.Entry<String, Set<String>> listed : SecretHolders.FIELDS.entrySet()) {
      Class<?> type = Class.forName("io.calloutauth." + listed.getKey());
      for (String field : listed.getValue()) {
        assertThat(type.getDeclaredField(field)).isNotNull();
      }
    }
  }

  @Test
  void eachIsFinalNoPublicRecordAndNotSerializable() {
    assertThat(HOLDERS.all()).hasSizeGreaterThan(30);
    for (JavaClass type : HOLDERS.all()) {
      boolean base = type.getModifiers().contains(JavaModifier.ABSTRACT);
      assertThat(base || type.getModifiers().contains(JavaModifier.FINAL))
          .as(type.getName())
          .isTrue();
      assertThat(type.isAssignableTo(Serializable.class)).as(type.getName()).isFalse();
      assertThat(SecretHolders.isDirect(type) && type.isRecord()).as(type.getName()).isFalse();
    }
  }

  @Test
  void noneSaysWhatItHolds() throws Exception {
    Map<Class<?>, List<Object>> live = live();
    for (Class<?> type : CLASSES) {
      if (Planter.saysSomething(type)) {
        List<Object> instances = live.getOrDefault(type, new ArrayList<>());
        if (instances.isEmpty()) {
          instances = List.of(planter.plant(type));
        }
        for (Object instance : instances) {
          assertThat(leak(String.valueOf(instance))).as(type.getName()).isEmpty();
        }
      }
    }
  }

  @Test
  void eachPlantedValueReallyHoldsTheCanary() throws Exception {
    for (JavaClass type : HOLDERS.all()) {
      if (SecretHolders.isDirect(type) && Planter.saysSomething(type.reflect())) {
        assertThat(ObjectGraph.from(planter.plant(type.reflect())).texts())
            .as(type.getName())
            .anyMatch(text -> CANARY.in(text.value()).isPresent());
      }
    }
  }

  private Map<Class<?>, List<Object>> live() {
    Map<Class<?>, List<Object>> live = new LinkedHashMap<>();
    for (Object object : ObjectGraph.from(story.node.auth, story.node.store).objects()) {
      live.computeIfAbsent(object.getClass(), type -> new ArrayList<>()).add(object);
    }
    return live;
  }

  private static List<String> leak(String text) {
    return LeakStory.leaks(List.of(text));
  }

  @Test
  void noJsonLibraryWritesIt() throws Exception {
    List<Object> values = new ArrayList<>(story.node.events);
    CalloutAuth auth = story.node.auth;
    values.add(provider);
    values.add(provider.toSettings());
    values.add(story.settings("CRM"));
    values.add(story.settings("CRM").build());
    values.add(auth.tokens().status(provider.id()));
    values.add(auth.tokens().test(provider.id()));
    values.add(auth.providers().list(10));
    values.add(auth.tokens().accessToken(provider.id(), TARGET));
    values.add(auth.callouts().authenticate("invoice-posted", "POST", TARGET));
    values.add(CalloutAuthenticator.fixed(CANARY.value()));
    values.add(CalloutAuthenticator.fixed(CANARY.value()).authenticate("n", "POST", TARGET));
    values.add(auth.health());
    values.add(auth.tokens().revoke(provider.id()));
    for (JavaClass type : HOLDERS.all()) {
      boolean seen = type.getModifiers().contains(JavaModifier.PUBLIC);
      if (seen && SecretHolders.isDirect(type) && Planter.saysSomething(type.reflect())) {
        values.add(planter.plant(type.reflect()));
      }
    }
    for (Object value : values) {
      assertThat(leak(json(new ObjectMapper(), value))).as(value.getClass().getName()).isEmpty();
      assertThat(leak(json(ofFields(), value))).as(value.getClass().getName()).isEmpty();
    }
    assertThat(json(ofFields(), new Told(CANARY.value()))).contains(CANARY.value());
    assertThat(json(ofFields(), Secret.of("x"))).isEqualTo("{}");
  }

  private record Told(String value) {}

  /** Reads fields, private ones too, as Gson does. */
  private static ObjectMapper ofFields() {
    return new ObjectMapper()
        .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(SerializationFeature.FAIL_ON_SELF_REFERENCES);
  }

  private static String json(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException | StackOverflowError refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
