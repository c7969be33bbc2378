package dev.facsimile.operator.sweep;

/**
 * Has a sweeper make its rounds while this operator leads, on a thread of its own. The first round
 * comes one tick after the start.
 */
public final class SweepTimer {
  private final Runnable round;
  private final SweepSettings settings;
  private Thread thread;

  /** A timer that stands still. */
  public SweepTimer(Runnable round, SweepSettings settings) {
    this.round = round;
    this.settings = settings;
  }

  /** Begins, unless sweeps are off. */
  public synchronized void start() {
    if (thread == null && !settings.isOff()) {
      thread = new Thread(this::goRound, "sweep");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Stops, in the middle of a sweep if need be. */
  public synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  private void goRound() {
    try {
      while (true) {
        Thread.sleep(settings.tick().toMillis());
        round.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
