package io.calloutauth.testkit;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.CalloutAuthListener;
import io.calloutauth.EventType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A host that listens: it can object, break, and take its time. */
public final class HostListener implements CalloutAuthListener {

  /** What the host objects with, or breaks with afterwards. */
  public static final class Veto extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Veto(EventType type) {
      super("not " + type);
    }
  }

  public final List<CalloutAuthEvent> proposed = new CopyOnWriteArrayList<>();
  public final List<CalloutAuthEvent> told = new CopyOnWriteArrayList<>();
  public volatile Runnable beforeUpdate = () -> {};
  public volatile @Nullable EventType vetoed;
  public volatile @Nullable EventType broken;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Makes the host hang when it is told what happened to a token, until it is opened. */
  public void shut() {
    gate = new CountDownLatch(1);
  }

  public void open() {
    gate.countDown();
  }

  @Override
  public void beforeChange(CalloutAuthEvent event) {
    proposed.add(event);
    if (event.type() == EventType.PROVIDER_UPDATED) {
      beforeUpdate.run();
    }
    if (event.type() == vetoed) {
      throw new Veto(event.type());
    }
  }

  @Override
  public void onEvent(CalloutAuthEvent event) {
    told.add(event);
    if (event.type().name().startsWith("TOKEN")) {
      pass();
    }
    if (event.type() == broken) {
      throw new Veto(event.type());
    }
  }

  private void pass() {
    try {
      if (!gate.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("somebody waits for the listener");
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
