package io.calloutauth.testkit;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that can be reached from some objects through the fields of this library's types, the JDK's
 * containers and exceptions.
 */
public final class ObjectGraph {

  /** A text and the field that holds it. */
  public record Text(String holder, String value) {}

  private record Step(String from, Object object) {}

  private static final int MOST_TRIES = 1_000;

  private final Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Text> texts = new ArrayList<>();
  private final Deque<Step> ahead = new ArrayDeque<>();
  private final Predicate<Object> isEntered;

  private ObjectGraph(Predicate<Object> isEntered) {
    this.isEntered = isEntered;
  }

  public static ObjectGraph from(Object... roots) {
    return from(object -> true, roots);
  }

  /** Returns the graph without what lies behind objects that are not to be entered. */
  public static ObjectGraph from(Predicate<Object> isEntered, Object... roots) {
    ObjectGraph graph = new ObjectGraph(isEntered);
    for (Object root : roots) {
      graph.ahead.add(new Step(root.getClass().getSimpleName(), root));
    }
    while (!graph.ahead.isEmpty()) {
      Step step = graph.ahead.remove();
      graph.enter(step.from, step.object);
    }
    return graph;
  }

  public Set<Object> objects() {
    return objects;
  }

  /** Returns every text, bytes and characters included. */
  public List<Text> texts() {
    return texts;
  }

  private void enter(String from, Object object) {
    if (object instanceof CharSequence text) {
      texts.add(new Text(from, text.toString()));
    } else if (object instanceof byte[] bytes) {
      texts.add(new Text(from, new String(bytes, StandardCharsets.UTF_8)));
    } else if (object instanceof char[] characters) {
      texts.add(new Text(from, new String(characters)));
    } else if (!(object instanceof Enum) && isEntered.test(object) && objects.add(object)) {
      contents(from, object);
      fields(object);
    }
  }

  private void contents(String from, Object object) {
    if (object instanceof Map<?, ?> map) {
      all(from, copied(() -> entries(map)));
    } else if (object instanceof Collection<?> collection) {
      all(from, copied(collection::toArray));
    } else if (object instanceof Object[] array) {
      all(from, array);
    } else if (object instanceof Optional<?> optional) {
      all(from, optional.orElse(null));
    } else if (object instanceof AtomicReference<?> reference) {
      all(from, reference.get());
    } else if (object instanceof CompletableFuture<?> future
        && !future.isCompletedExceptionally()) {
      all(from, future.getNow(null));
    } else if (object instanceof Throwable failure) {
      all(from, failure.getMessage(), failure.getCause(), failure.getSuppressed());
    }
  }

  private static @Nullable Object[] entries(Map<?, ?> map) {
    List<@Nullable Object> entries = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          entries.add(key);
          entries.add(value);
        });
    return entries.toArray();
  }

  /** Threads go on while their objects are looked at, under locks that are not held here. */
  private static @Nullable Object[] copied(Supplier<@Nullable Object[]> contents) {
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      try {
        return contents.get();
      } catch (ConcurrentModificationException | IndexOutOfBoundsException changed) {
        Thread.onSpinWait();
      }
    }
    return contents.get();
  }

  private void all(String from, @Nullable Object... found) {
    for (Object object : found) {
      if (object != null) {
        ahead.add(new Step(from, object));
      }
    }
  }

  private void fields(Object object) {
    for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          all(type.getSimpleName() + "." + field.getName(), value(field, object));
        }
      }
    }
  }

  private static boolean isOurs(@Nullable Class<?> type) {
    return type != null && type.getName().startsWith("io.calloutauth.");
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      AccessibleObject.setAccessible(new AccessibleObject[] {field}, true);
      return field.get(object);
    } catch (IllegalAccessException closed) {
      throw new AssertionError(closed);
    }
  }
}
