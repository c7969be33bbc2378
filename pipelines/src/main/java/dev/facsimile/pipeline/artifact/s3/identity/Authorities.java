package dev.facsimile.pipeline.artifact.s3.identity;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who vouches for servers: the authorities that Java knows and those of a file. Java's stay, since
 * a store with a certificate of one's own does not make sources elsewhere less trusted.
 */
public record Authorities(X509TrustManager trust) {
  /** Names a file with certificates, as Amazon's tools know it. */
  public static final String VARIABLE = "AWS_CA_BUNDLE";

  /**
   * The authorities with those of the file that the environment names; empty when it names none.
   *
   * @throws TaskException BAD_CONFIGURATION when the file cannot be used
   */
  public static Optional<Authorities> find(Map<String, String> environment) {
    var file = environment.getOrDefault(VARIABLE, "");
    return file.isEmpty() ? Optional.empty() : Optional.of(of(Path.of(file)));
  }

  private static Authorities of(Path file) {
    try {
      var certificates = new ArrayList<Certificate>(read(file));
      if (certificates.isEmpty()) {
        throw bad(file, "there is no certificate in it", null);
      }
      certificates.addAll(List.of(trust(null).getAcceptedIssuers()));
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var certificate : certificates) {
        store.setCertificateEntry("authority " + store.size(), certificate);
      }
      return new Authorities(trust(store));
    } catch (CertificateException e) {
      throw bad(file, "it is no file of certificates in PEM: " + e.getMessage(), e);
    } catch (IOException e) {
      throw bad(file, "it cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no store of certificates", e);
    }
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, CertificateException {
    try (var content = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(content);
    }
  }

  /** What checks by a store of certificates; Java's own without one. */
  private static X509TrustManager trust(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Makes connections to servers for which they vouch. */
  public SSLSocketFactory sockets() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS", e);
    }
  }

  private static TaskException bad(Path file, String why, Exception cause) {
    return new TaskException(
        ExitCode.BAD_CONFIGURATION,
        "%s names %s, which cannot be used: %s".formatted(VARIABLE, file, why),
        cause);
  }
}
