package dev.facsimile.pipeline.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.s3.identity.Authorities;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose certificate nobody but its owner vouches for. */
class AuthoritiesTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static Path certificate;
  private static EmbeddedS3 server;

  @BeforeAll
  static void startServer() throws Exception {
    certificate = folder.resolve("ca.crt");
    server = EmbeddedS3.startEncrypted("bucket", identity());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void withTheCertificateOfItsAuthorityAStoreIsReached() throws IOException {
    try (var store = open(Map.of(Authorities.VARIABLE, certificate.toString()))) {
      store.put("key", "content".getBytes(UTF_8));

      assertThat(store.read("key", 0, 7)).asString(UTF_8).isEqualTo("content");
    }
  }

  @Test
  void withoutItTheMessageNamesTheSetting() throws IOException {
    try (var store = open(Map.of())) {
      assertThatThrownBy(() -> store.head("key"))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
          .hasMessageContaining("AWS_CA_BUNDLE");
    }
  }

  @Test
  void theAuthoritiesThatJavaKnowsStayTrusted() throws GeneralSecurityException {
    var usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    usual.init((KeyStore) null);
    var known = ((X509TrustManager) usual.getTrustManagers()[0]).getAcceptedIssuers();

    var authorities =
        Authorities.find(Map.of(Authorities.VARIABLE, certificate.toString())).orElseThrow();

    assertThat(known).isNotEmpty();
    assertThat(authorities.trust().getAcceptedIssuers()).contains(known).hasSize(known.length + 1);
  }

  @Test
  void aFileWithoutCertificatesIsABadConfiguration() throws IOException {
    var empty = Files.writeString(folder.resolve("empty.crt"), "");
    var other = Files.writeString(folder.resolve("other.crt"), "not a certificate");

    for (var file : List.of(empty, other, folder.resolve("absent.crt"))) {
      assertThatThrownBy(() -> open(Map.of(Authorities.VARIABLE, file.toString())))
          .isInstanceOfSatisfying(
              TaskException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION))
          .hasMessageContaining("AWS_CA_BUNDLE names " + file);
    }
  }

  private static S3Store open(Map<String, String> further) throws IOException {
    var environment = new HashMap<>(server.environment());
    environment.putAll(further);
    return S3Store.open(
        "s3://bucket", environment, folder, Transfers.DEFAULT.withRetryBudget(Duration.ZERO));
  }

  /** A key and a certificate that is its own authority. */
  private static SSLContext identity() throws Exception {
    var keys = folder.resolve("keys.p12");
    var usual = List.of("-alias", "store", "-storepass", "changeit", "-keystore", keys.toString());
    keytool(
        usual,
        "-genkeypair -keyalg EC -dname CN=store -ext san=ip:127.0.0.1 -storetype PKCS12"
            .split(" "));
    keytool(usual, "-exportcert", "-rfc", "-file", certificate.toString());
    var store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(List<String> usual, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(usual);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
