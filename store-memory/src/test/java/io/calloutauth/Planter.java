package io.calloutauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.Canary;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an instance of any type through its constructor, with a canary where it holds a secret. */
final class Planter {

  private final Canary canary;
  private final Set<Class<?>> holders;
  private final Map<Class<?>, List<Object>> live;
  private final Set<Class<?>> underway = new HashSet<>();

  /**
   * Makes a planter.
   *
   * @param live objects of a host that runs, to make holders from
   */
  Planter(Canary canary, Set<Class<?>> holders, Map<Class<?>, List<Object>> live) {
    this.canary = canary;
    this.holders = holders;
    this.live = live;
  }

  /**
   * Returns an instance whose secret fields, and those of what it is made from, hold the canary.
   */
  Object plant(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor =
        Arrays.stream(type.getDeclaredConstructors())
            .max(Comparator.comparingInt(Constructor::getParameterCount))
            .orElseThrow();
    constructor.setAccessible(true);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Type parameter : constructor.getGenericParameterTypes()) {
      arguments.add(value(parameter));
    }
    Object instance = constructor.newInstance(arguments.toArray());
    for (Field field : type.getDeclaredFields()) {
      plantIn(field, instance);
    }
    return instance;
  }

  private void plantIn(Field field, Object instance) throws IllegalAccessException {
    Set<String> names =
        SecretHolders.FIELDS.getOrDefault(shortName(field.getDeclaringClass()), Set.of());
    boolean listed = names.contains(field.getName());
    boolean secret = field.getType() == Secret.class;
    if ((listed || secret) && !Modifier.isStatic(field.getModifiers())) {
      field.setAccessible(true);
      field.set(instance, secret ? Secret.of(canary.value()) : canaryAs(field.getGenericType()));
    }
  }

  private static String shortName(Class<?> type) {
    return type.getName().replace("io.calloutauth.", "");
  }

  private @Nullable Object canaryAs(Type type) {
    return switch (type.getTypeName().replace("java.util.", "").replace("java.lang.", "")) {
      case "String" -> canary.value();
      case "byte[]" -> canary.value().getBytes(UTF_8);
      case "Set<String>" -> Set.of(canary.value());
      case "Map<String, String>" -> Map.of(canary.value(), canary.value());
      case "Map<String, Object>" -> Map.<String, Object>of(canary.value(), canary.value());
      case "Map<String, List<String>>" -> Map.of(canary.value(), List.of(canary.value()));
      default -> null;
    };
  }

  private @Nullable Object value(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Object element = value(generic.getActualTypeArguments()[0]);
      return container(raw, element);
    }
    return type instanceof Class<?> plain ? ofClass(plain) : null;
  }

  private @Nullable Object container(Class<?> raw, @Nullable Object element)
      throws ReflectiveOperationException {
    Optional<Object> present = Optional.ofNullable(element);
    if (raw == List.class) {
      return present.stream().toList();
    }
    if (raw == Set.class) {
      return Set.copyOf(present.stream().toList());
    }
    return raw == Map.class ? Map.of() : ofClass(raw);
  }

  private @Nullable Object ofClass(Class<?> type) throws ReflectiveOperationException {
    if (type == Secret.class) {
      return Secret.of(canary.value());
    }
    if (type == TokenFailure.class) {
      return TokenFailure.builder(FailureClass.PERMANENT, TokenError.INVALID_CLIENT).build();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.getName().startsWith("io.calloutauth.")) {
      return ours(type);
    }
    return type == boolean.class ? true : SIMPLE.get(type);
  }

  private static final Map<Class<?>, Object> SIMPLE =
      Map.of(
          String.class,
          "plain",
          int.class,
          1,
          long.class,
          1L,
          byte[].class,
          new byte[0],
          Duration.class,
          Duration.ofSeconds(1),
          Instant.class,
          Instant.EPOCH,
          URI.class,
          URI.create("https://h.example/"));

  /** What says nothing of itself is left out: it may start threads. */
  private @Nullable Object ours(Class<?> type) throws ReflectiveOperationException {
    if (live.containsKey(type) && !SecretHolders.FIELDS.containsKey(shortName(type))) {
      return live.get(type).get(0);
    }
    boolean made = !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    if (made) {
      boolean builds = type.getSimpleName().equals("Builder"); // what it builds needs one
      return saysSomething(type) || hasSecretField(type) || builds ? plantOnce(type) : null;
    }
    for (Class<?> holder : holders) {
      if (type.isAssignableFrom(holder) && holder != type && saysSomething(holder)) {
        return plantOnce(holder);
      }
    }
    return null;
  }

  /** A type that holds others of its kind is made once. */
  private @Nullable Object plantOnce(Class<?> type) throws ReflectiveOperationException {
    if (!underway.add(type)) {
      return null;
    }
    try {
      return plant(type);
    } finally {
      underway.remove(type);
    }
  }

  private static boolean hasSecretField(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields()).anyMatch(f -> f.getType() == Secret.class);
  }

  /** Returns whether a type has words of its own. */
  static boolean saysSomething(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass() != Object.class
          && !type.isInterface()
          && !Modifier.isAbstract(type.getModifiers());
    } catch (NoSuchMethodException never) {
      throw new AssertionError(never);
    }
  }
}
