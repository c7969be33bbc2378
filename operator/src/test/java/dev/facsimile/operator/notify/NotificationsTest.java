package dev.facsimile.operator.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.facsimile.operator.api.Condition;
import dev.facsimile.operator.api.PipelineRun;
import dev.facsimile.operator.api.PipelineRunSpec;
import dev.facsimile.operator.api.PipelineRunStatus;
import dev.facsimile.operator.observe.Facts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that a real receiver takes, refuses, or leaves without an answer. */
class NotificationsTest {
  private static final Patience SHORT =
      new Patience(3, Duration.ofSeconds(20), Duration.ofMillis(1));
  private static final Patience IMPATIENT =
      new Patience(2, Duration.ofMillis(300), Duration.ofMillis(1));
  private static final int STALL = 0;

  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(pool);
    server.createContext("/hook", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    end.countDown();
    server.stop(0);
    pool.shutdownNow();
  }

  @Test
  void aFailedRunIsToldOnceItsStatusSaysSo() throws Exception {
    try (var notifications = Notifications.to(url(), SHORT, 10)) {
      notifications.written(run(), status("Running", null));
      notifications.written(run(), status("Failed", "2026-06-01T10:00:00Z"));

      var event = received.poll(20, TimeUnit.SECONDS);

      assertThat(event)
          .isEqualTo(
              json(
                  """
                  {"specversion": "1.0",
                   "id": "uid-1.run.failed",
                   "type": "dev.facsimile.run.failed",
                   "source": "/apis/facsimile.dev/v1alpha1/namespaces/red/pipelineruns/isc21-g3",
                   "subject": "isc21",
                   "time": "2026-06-01T10:00:00Z",
                   "datacontenttype": "application/json",
                   "data": {"namespace": "red", "pipeline": "isc21", "run": "isc21-g3",
                            "reason": "StageFailed", "message": "Stage model: é"}}
                  """));
    }
    assertThat(received).isEmpty();
  }

  @Test
  void aPromotionIsToldWithWhatWasPromoted() throws Exception {
    var conclusion =
        new Facts.Conclusion(
            true,
            List.of(),
            "production is this run",
            true,
            null,
            new Facts.Published("production", "d1"));
    try (var notifications = Notifications.to(url(), SHORT, 10)) {
      notifications.concluded(
          run(), status("Succeeded", "2026-06-01T10:00:00Z"), Optional.of(conclusion));

      var event = received.poll(20, TimeUnit.SECONDS);

      assertThat(event.path("type").asText()).isEqualTo("dev.facsimile.release.promoted");
      assertThat(event.path("id").asText()).isEqualTo("uid-1.release.promoted");
      assertThat(event.path("data").path("message").asText()).isEqualTo("production is this run");
      assertThat(event.path("data").path("release").asText()).isEqualTo("production");
      assertThat(event.path("data").path("digest").asText()).isEqualTo("d1");
    }
  }

  @Test
  void nothingIsToldOfWhatIsNeitherAFailureNorAPromotion() {
    var at = "2026-06-01T10:00:00Z";
    var kept =
        new Facts.Conclusion(
            true, List.of(), "kept", false, null, new Facts.Published("production", "d1"));

    assertThat(Notice.failed(run(), status("Cancelled", at))).isEmpty();
    assertThat(Notice.failed(run(), status("Succeeded", at))).isEmpty();
    assertThat(Notice.failed(run(), status("Failed", null))).isEmpty();
    assertThat(Notice.promoted(run(), status("Succeeded", at), kept)).isEmpty();
    assertThat(Notice.failed(run(), status("GateFailed", at))).isPresent();
    assertThat(Notice.failed(run(), status("TimedOut", at))).isPresent();
  }

  @Test
  void aReceiverThatIsDownForAMomentGetsTheSameEventAgain() throws Exception {
    answers.addAll(List.of(503, 429));

    assertThat(receiver(SHORT).deliver(failed())).isTrue();

    assertThat(received).hasSize(3);
    assertThat(List.copyOf(received)).allMatch(received.peek()::equals);
  }

  @Test
  void triesAreFew() throws Exception {
    answers.addAll(List.of(500, 500, 500, 500));

    assertThat(receiver(SHORT).deliver(failed())).isFalse();

    assertThat(received).hasSize(3);
  }

  @Test
  void whatTheReceiverRefusesIsNotSentAgain() throws Exception {
    answers.addAll(List.of(400, 302));

    assertThat(receiver(SHORT).deliver(failed())).isFalse();
    assertThat(receiver(SHORT).deliver(failed())).isFalse();

    assertThat(received).hasSize(2);
  }

  @Test
  void aReceiverThatDoesNotAnswerIsGivenUpAndTriedAgain() throws Exception {
    answers.addAll(List.of(STALL, STALL));

    assertThat(receiver(IMPATIENT).deliver(failed())).isFalse();

    assertThat(received).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aReceiverThatIsNotThereIsNoTrouble() throws Exception {
    server.stop(0);

    assertThat(receiver(SHORT).deliver(failed())).isFalse();
  }

  @Test
  void whoTellsNeverWaitsAndWhatIsTooMuchIsDropped() throws Exception {
    // given a receiver that is at the first event for long, and room for one more
    answers.add(STALL);
    try (var notifications = Notifications.to(url(), SHORT, 1)) {
      var status = status("Failed", "2026-06-01T10:00:00Z");
      notifications.written(run(), status);
      assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();

      // when
      notifications.written(run(), status);
      notifications.written(run(), status);
      end.countDown();

      // then
      assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(received).isEmpty();
  }

  @Test
  void withoutAnAddressNobodyIsToldAndABadOneIsRefusedAtTheStart() {
    try (var silent = Notifications.to(Optional.of(" "), SHORT, 1)) {
      silent.written(run(), status("Failed", "2026-06-01T10:00:00Z"));
    }
    for (var bad : List.of("hooks.example.org", "file:///etc/passwd", "https:///x")) {
      assertThatThrownBy(() -> Notifications.to(Optional.of(bad)))
          .as(bad)
          .hasMessageContaining("facsimile.notifications.url");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
        .startsWith("application/cloudevents+json");
    var answer = Optional.ofNullable(answers.poll()).orElse(204);
    received.add(json(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    if (answer == STALL) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.sendResponseHeaders(answer == STALL ? 204 : answer, -1);
    exchange.close();
  }

  private Optional<String> url() {
    return Optional.of("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret");
  }

  private Receiver receiver(Patience patience) {
    return new Receiver(URI.create(url().orElseThrow()), patience);
  }

  private static JsonNode json(String text) throws IOException {
    return JsonMapper.builder().build().readTree(text);
  }

  private static Notice failed() {
    return Notice.failed(run(), status("Failed", "2026-06-01T10:00:00Z")).orElseThrow();
  }

  private static PipelineRun run() {
    var run = new PipelineRun();
    run.getMetadata().setName("isc21-g3");
    run.getMetadata().setNamespace("red");
    run.getMetadata().setUid("uid-1");
    run.setSpec(new PipelineRunSpec("isc21", null, JsonNodeFactory.instance.objectNode(), null));
    return run;
  }

  private static PipelineRunStatus status(String state, String finishedAt) {
    var why = new Condition("Succeeded", "False", "StageFailed", "Stage model: é", finishedAt, 1L);
    return new PipelineRunStatus(
        1L, List.of(why), state, null, null, null, null, null, null, null, null, null, finishedAt);
  }
}
