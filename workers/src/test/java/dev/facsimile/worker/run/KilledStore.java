package dev.facsimile.worker.run;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store as a process sees it that is killed at the write of one object: from then on every call
 * ends in an error that no code catches. Remembers what was written until then.
 */
final class KilledStore implements InvocationHandler {
  private static final Set<String> WRITES = Set.of("put", "putIfAbsent");

  private final ArtifactStore store;
  private final String last;
  private final Death death;
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final AtomicBoolean dead = new AtomicBoolean();

  /** When it happens. */
  enum Death {
    /** The object is not there. */
    BEFORE,
    /** The object is there, and nobody was told. */
    AFTER
  }

  private KilledStore(ArtifactStore store, String last, Death death) {
    this.store = store;
    this.last = last;
    this.death = death;
  }

  /** Dies at the first write of this object. */
  static KilledStore at(String key, Death death, ArtifactStore store) {
    return new KilledStore(store, key, death);
  }

  /** Only remembers. */
  static KilledStore never(ArtifactStore store) {
    return new KilledStore(store, null, Death.AFTER);
  }

  ArtifactStore store() {
    return (ArtifactStore)
        Proxy.newProxyInstance(
            KilledStore.class.getClassLoader(), new Class<?>[] {ArtifactStore.class}, this);
  }

  /** Keys in the order of their first writes. */
  List<String> written() {
    return written.stream().distinct().toList();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("location") || method.getName().equals("close")) {
      return method.invoke(store, arguments);
    }
    if (dead.get()) {
      throw new Killed();
    }
    boolean writes = WRITES.contains(method.getName());
    boolean dies = writes && arguments[0].equals(last);
    if (dies && death == Death.BEFORE) {
      dead.set(true);
      throw new Killed();
    }
    try {
      var result = method.invoke(store, arguments);
      if (dies) {
        dead.set(true);
        throw new Killed();
      }
      if (writes) {
        written.add((String) arguments[0]);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What nobody expects and nobody handles. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed");
    }
  }
}
