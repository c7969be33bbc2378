package dev.facsimile.pipeline.artifact.store;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store as a process sees it that is killed at its k-th request: from then on nothing works. */
public final class DyingStore implements InvocationHandler {
  private final ArtifactStore store;
  private final int last;
  private final boolean afterEffect;
  private final AtomicInteger calls = new AtomicInteger();

  private DyingStore(ArtifactStore store, int last, boolean afterEffect) {
    this.store = store;
    this.last = last;
    this.afterEffect = afterEffect;
  }

  /**
   * Wraps a store.
   *
   * @param k the request, counted from 1, that fails, and all after it
   * @param afterEffect whether the k-th request still does what it should
   */
  public static ArtifactStore dyingAt(int k, boolean afterEffect, ArtifactStore store) {
    return (ArtifactStore)
        Proxy.newProxyInstance(
            DyingStore.class.getClassLoader(),
            new Class<?>[] {ArtifactStore.class},
            new DyingStore(store, k, afterEffect));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("location")) {
      return store.location();
    }
    int call = calls.incrementAndGet();
    try {
      var result =
          call < last || (call == last && afterEffect) ? method.invoke(store, arguments) : null;
      if (call >= last) {
        throw new StoreException(Reason.UNAVAILABLE, "killed", null);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
