package dev.facsimile.pipeline.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.store.StoreContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class S3StoreTest extends StoreContract {
  private static final String LOCATION = "s3://bucket/some/prefix";

  private final List<ArtifactStore> opened = new ArrayList<>();
  private EmbeddedS3 server;

  @BeforeEach
  void startServer() {
    server = EmbeddedS3.start("bucket");
  }

  @AfterEach
  void stopServer() {
    opened.forEach(ArtifactStore::close);
    server.close();
  }

  @Override
  protected ArtifactStore store() throws IOException {
    return open(LOCATION, Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "BAD_GATEWAY", "RESET", "LOST_ANSWER"})
  void whatPassesIsTriedAgain(Fault fault) throws IOException {
    var store = store();
    for (Operation work : everyOperation(store)) {
      server.inject(fault, 3);
      work.run();
    }
    assertThat(store.list("")).extracting(Info::key).containsExactly("absent", "k");
    assertThat(readAll(store, "absent")).asString(UTF_8).isEqualTo("mine");
    assertThat(readAll(store, "k")).asString(UTF_8).isEqualTo("new");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "BAD_GATEWAY", "RESET"})
  void whatDoesNotPassIsGivenUpWithinTheBudget(Fault fault) throws IOException {
    var store = open(LOCATION, Duration.ofSeconds(20));
    server.inject(fault, Integer.MAX_VALUE);

    assertThat(reason(() -> store.put("k", new byte[1]))).isEqualTo(Reason.UNAVAILABLE);

    assertThat(server.requests().size()).isBetween(5, 15);
  }

  @Test
  void aBrokenBodyIsReadOnFromWhereItBroke() throws IOException {
    var store = store();
    var content = bytes(1_000_000);
    store.put("k", content);
    server.inject("GET", Fault.SHORT_BODY, 0, 3);

    assertThat(readAll(store, "k")).isEqualTo(content);

    assertThat(server.requests()).filteredOn(r -> r.startsWith("GET")).hasSize(4);
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsNotMixed() throws IOException {
    var store = store();
    store.put("k", bytes(1_000_000));
    server.inject("GET", Fault.SHORT_BODY, 0, 1);
    try (var stream = store.open("k")) {
      assertThat(stream.readNBytes(10)).hasSize(10);
      store.put("k", bytes(1_000_001));

      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("412");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHORT_BODY", "LONG_BODY"})
  void aRangeOfTheWrongLengthIsReadAgainThenRefused(Fault fault) throws IOException {
    var store = open(LOCATION, Duration.ofSeconds(2));
    var content = bytes(1000);
    store.put("k", content);
    server.inject("GET", fault, 0, 2);
    assertThat(store.read("k", 100, 3)).containsExactly(content[100], content[101], content[102]);

    server.inject("GET", fault, 0, Integer.MAX_VALUE);

    assertThat(reason(() -> store.read("k", 100, 3))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aSilentServerIsLeft() throws IOException {
    var patience =
        new Transfers(Duration.ofMillis(500), Duration.ofMillis(100), 1 << 20, 2, d -> {});
    var store = S3Store.open(LOCATION, server.environment(), folder, patience);
    opened.add(store);
    server.inject(Fault.STALL, 1);
    store.put("k", new byte[] {1});
    assertThat(readAll(store, "k")).containsExactly(1);

    server.inject(Fault.STALL, Integer.MAX_VALUE);

    assertThat(reason(() -> store.head("k"))).isEqualTo(Reason.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, FORBIDDEN, 'access key AKIATESTTESTTEST from the environment'",
    "SKEWED, FORBIDDEN, the clock of this machine differs",
    "ELSEWHERE, NOT_FOUND, add ?region=eu-far-9",
  })
  void refusalsSayWhatToDo(Fault fault, Reason reason, String advice) throws IOException {
    var store = store();
    for (Operation work : everyOperation(store)) {
      server.inject(fault, 1);
      server.forgetRequests();

      assertThatThrownBy(work::run)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(LOCATION)
          .hasMessageContaining(server.endpoint())
          .hasMessageNotContaining("secret-that-nobody-prints")
          .extracting("reason")
          .isEqualTo(reason);
      assertThat(server.requests()).hasSize(1);
    }
    server.inject("GET", fault, 0, 1);
    assertThatThrownBy(() -> store.list("")).hasMessageContaining(advice);
  }

  @Test
  void anUnknownKeyIsNamedButNotItsSecret() {
    var environment = new HashMap<>(server.environment());
    environment.put("AWS_ACCESS_KEY_ID", "AKIAWRONG");

    assertThatThrownBy(() -> open(LOCATION, environment).put("k", new byte[1]))
        .hasMessageContaining("InvalidAccessKeyId")
        .hasMessageContaining("AKIAWRONG from the environment")
        .hasMessageNotContaining("secret-that-nobody-prints");
  }

  @Test
  void aMissingBucketIsNotTakenForAMissingObject() throws IOException {
    var store = open("s3://elsewhere/p", Duration.ofMinutes(1));

    for (Operation work : everyOperation(store)) {
      assertThatThrownBy(work::run)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the bucket elsewhere does not exist")
          .extracting("reason")
          .isEqualTo(Reason.NOT_FOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EmbeddedObjects.Conditions.class,
      names = {"IGNORED", "REFUSED"})
  void withoutConditionsTheStoreLooksBeforeItPuts(EmbeddedObjects.Conditions treatment)
      throws IOException {
    server.objects().treatConditions(treatment);
    var store = store();

    assertThat(store.putIfAbsent("a", new byte[] {1})).isTrue();
    assertThat(store.putIfAbsent("a", new byte[] {2})).isFalse();
    assertThat(store.putIfAbsent("b", new byte[] {3})).isTrue();
    var version = store.head("a").orElseThrow().version();
    assertThat(store.replace("a", version, new byte[] {4})).isTrue();
    assertThat(store.replace("a", version, new byte[] {5})).isFalse();

    assertThat(readAll(store, "a")).containsExactly(4);
    assertThat(readAll(store, "b")).containsExactly(3);
  }

  @Test
  void aLostAnswerToAConditionalPutIsStillOurs() throws IOException {
    var store = store();
    store.put("warm-up", new byte[1]);
    server.inject("PUT", Fault.LOST_ANSWER, 0, 1);
    assertThat(store.putIfAbsent("m", new byte[] {1})).isTrue();

    var version = store.head("m").orElseThrow().version();
    server.inject("PUT", Fault.LOST_ANSWER, 0, 1);
    assertThat(store.replace("m", version, new byte[] {2})).isTrue();
    assertThat(readAll(store, "m")).containsExactly(2);
  }

  @Test
  void foldersOfConsolesAreNoObjects() throws IOException {
    var store = store();
    store.put("k", new byte[1]);
    var client = open("s3://bucket", Duration.ofMinutes(1));
    client.put("some/prefixed", new byte[1]);

    assertThat(store.list("")).extracting(Info::key).containsExactly("k");
    assertThat(client.list("")).hasSize(2);
  }

  @Test
  void theBucketMayBeAPartOfTheHost() throws IOException {
    assumeThat(resolves("bucket.localhost")).as("*.localhost resolves here").isTrue();
    var location = LOCATION + "?style=virtual&endpoint=" + server.endpointByName();
    var store = open(location, Duration.ofSeconds(1));

    store.put("a b/\u00e9", new byte[] {1});

    assertThat(server.requests()).containsExactly("PUT /some/prefix/a%20b/%C3%A9");
    assertThat(store().list("")).extracting(Info::key).containsExactly("a b/\u00e9");
  }

  /** An operation that talks to the server. */
  private interface Operation {
    void run() throws IOException;
  }

  private List<Operation> everyOperation(ArtifactStore store) throws IOException {
    var file = Files.writeString(folder.resolve("file"), "new");
    return List.of(
        () -> store.put("k", "old".getBytes(UTF_8)),
        () -> store.head("k"),
        () -> store.list(""),
        () -> readAll(store, "k"),
        () -> store.read("k", 0, 1),
        () -> store.put("k", file),
        () -> store.putIfAbsent("absent", "mine".getBytes(UTF_8)),
        () -> store.replace("k", "version", "other".getBytes(UTF_8)),
        () -> store.delete("gone"));
  }

  private S3Store open(String location, Duration budget) throws IOException {
    var transfers = new Transfers(budget, Duration.ofSeconds(20), 5 << 20, 3, duration -> {});
    var store = S3Store.open(location, server.environment(), folder, transfers);
    opened.add(store);
    return store;
  }

  private S3Store open(String location, Map<String, String> environment) throws IOException {
    var store = S3Store.open(location, environment, folder, Transfers.DEFAULT);
    opened.add(store);
    return store;
  }

  private static boolean resolves(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
