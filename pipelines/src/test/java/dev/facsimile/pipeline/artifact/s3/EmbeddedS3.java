package dev.facsimile.pipeline.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * An S3 server inside the test's process: objects in memory, and faults on demand. It checks the
 * access key and every digest that a request carries, not the signature.
 */
public final class EmbeddedS3 implements AutoCloseable {
  /** The access key that it accepts. */
  public static final String ACCESS_KEY = "AKIATESTTESTTEST";

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Injected> faults = new ArrayList<>();
  private final EmbeddedObjects objects = new EmbeddedObjects();

  /** A fault that waits for requests. */
  private static final class Injected {
    private final Predicate<String> requests;
    private final Fault fault;
    private int skipped;
    private int times;

    Injected(Predicate<String> requests, Fault fault, int skipped, int times) {
      this.requests = requests;
      this.fault = fault;
      this.skipped = skipped;
      this.times = times;
    }
  }

  private EmbeddedS3(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Starts a server with one empty bucket. */
  public static EmbeddedS3 start(String bucket) {
    return start(bucket, Optional.empty());
  }

  /** Starts one that speaks HTTPS. */
  static EmbeddedS3 startEncrypted(String bucket, SSLContext identity) {
    return start(bucket, Optional.of(identity));
  }

  private static EmbeddedS3 start(String bucket, Optional<SSLContext> identity) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var http = identity.isPresent() ? HttpsServer.create() : HttpServer.create();
      if (http instanceof HttpsServer https) {
        https.setHttpsConfigurator(new HttpsConfigurator(identity.get()));
      }
      http.bind(address, 0);
      var threads =
          Executors.newCachedThreadPool(
              task -> {
                var thread = new Thread(task, "embedded-s3");
                thread.setDaemon(true);
                return thread;
              });
      var s3 = new EmbeddedS3(http, threads);
      s3.objects.addBucket(bucket);
      http.setExecutor(threads);
      http.createContext("/", s3::handle);
      http.start();
      return s3;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  public String endpoint() {
    return (server instanceof HttpsServer ? "https://" : "http://")
        + server.getAddress().getHostString()
        + ":"
        + server.getAddress().getPort();
  }

  /** Its address for a host name of which a bucket may be a part. */
  public String endpointByName() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The environment of a process that may use it. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        "secret-that-nobody-prints",
        "AWS_ENDPOINT_URL_S3",
        endpoint());
  }

  /** What it holds and how it treats it. */
  public EmbeddedObjects objects() {
    return objects;
  }

  /** Method and target of every request so far, for example {@code PUT /bucket/key?uploadId=1}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public void forgetRequests() {
    requests.clear();
  }

  /** Does the next requests wrong. */
  public void inject(Fault fault, int times) {
    inject("", fault, 0, times);
  }

  /**
   * Does some requests wrong.
   *
   * @param part what method and target contain
   * @param skipped how many such requests first go well
   */
  public void inject(String part, Fault fault, int skipped, int times) {
    synchronized (faults) {
      faults.add(new Injected(request -> request.contains(part), fault, skipped, times));
    }
  }

  /** Does no more wrong. */
  public void heal() {
    synchronized (faults) {
      faults.clear();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private Fault faultFor(String request) {
    synchronized (faults) {
      for (Iterator<Injected> i = faults.iterator(); i.hasNext(); ) {
        var injected = i.next();
        if (!injected.requests.test(request)) {
          continue;
        }
        if (injected.skipped > 0) {
          injected.skipped--;
          continue;
        }
        injected.times--;
        if (injected.times == 0) {
          i.remove();
        }
        return injected.fault;
      }
      return null;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(request);
      var body = exchange.getRequestBody().readAllBytes();
      var fault = faultFor(request);
      if (fault == Fault.RESET) {
        return;
      }
      if (fault == Fault.STALL) {
        awaitClose();
        return;
      }
      var answer = answer(fault, exchange, body);
      if (fault != Fault.LOST_ANSWER) {
        send(exchange, answer, fault);
      }
    }
  }

  private EmbeddedObjects.Answer answer(Fault fault, HttpExchange exchange, byte[] body) {
    if (fault == Fault.FORBIDDEN) {
      return EmbeddedObjects.error(403, "AccessDenied", "");
    }
    if (fault == Fault.SKEWED) {
      return EmbeddedObjects.error(403, "RequestTimeTooSkewed", "");
    }
    if (fault == Fault.ELSEWHERE) {
      return EmbeddedObjects.error(301, "PermanentRedirect", "<Region>eu-far-9</Region>");
    }
    if (fault == Fault.UNAVAILABLE) {
      return EmbeddedObjects.error(503, "SlowDown", "");
    }
    if (fault == Fault.BAD_GATEWAY) {
      return EmbeddedObjects.answer(502, "<html><br>proxy</html>".getBytes(UTF_8));
    }
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    if (fault == Fault.LONG_BODY) {
      headers.put("x-test-ignore-range", "yes");
    }
    return objects.answer(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
  }

  private static void send(HttpExchange exchange, EmbeddedObjects.Answer answer, Fault fault)
      throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    var body = answer.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length == 0) {
      return;
    }
    if (fault == Fault.FLIPPED_BYTE) {
      body = body.clone();
      body[body.length / 2] ^= 1;
    }
    exchange
        .getResponseBody()
        .write(body, 0, fault == Fault.SHORT_BODY ? body.length / 2 : body.length);
    exchange.getResponseBody().flush();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
