package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in which somebody else is faster. */
public final class RivalStore {
  private RivalStore() {}

  /** What the other one does. */
  @FunctionalInterface
  public interface Act {
    /** Does it. */
    void run() throws IOException;
  }

  /** Wraps a store: the act happens just before each of the first calls of a method. */
  public static ArtifactStore before(String method, int times, ArtifactStore store, Act act) {
    var left = new AtomicInteger(times);
    return (ArtifactStore)
        Proxy.newProxyInstance(
            RivalStore.class.getClassLoader(),
            new Class<?>[] {ArtifactStore.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method) && left.getAndDecrement() > 0) {
                act.run();
              }
              try {
                return called.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
