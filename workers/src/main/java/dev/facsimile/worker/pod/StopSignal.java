package dev.facsimile.worker.pod;

import java.util.concurrent.CountDownLatch;

/**
 * The answer to SIGTERM: the working thread is interrupted, and the process stays until that thread
 * has put its work down, as long as the system lets it. The exit status is then 143, whatever the
 * thread has come to meanwhile: that is how the Java virtual machine ends on this signal.
 */
public final class StopSignal implements AutoCloseable {
  private final Thread worker;
  private final Runnable first;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile boolean received;

  private StopSignal(Thread worker, Runnable first) {
    this.worker = worker;
    this.first = first;
  }

  /**
   * Waits for the signal on behalf of the calling thread.
   *
   * @param first what to do before anything else
   */
  public static StopSignal listen(Runnable first) {
    var signal = new StopSignal(Thread.currentThread(), first);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether the process has been told to end. */
  public boolean received() {
    return received;
  }

  private void stop() {
    if (ended.getCount() == 0) {
      return;
    }
    received = true;
    first.run();
    worker.interrupt();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is put down. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and returns because of the count-down.
    }
  }
}
