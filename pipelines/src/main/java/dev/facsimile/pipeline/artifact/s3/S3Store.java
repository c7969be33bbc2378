package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.s3.identity.Authorities;
import io.minio.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;

/**
 * A store in a bucket, or below a prefix of one. Whatever fails for a passing reason is tried again
 * within the retry budget. Safe for several threads and processes.
 */
public final class S3Store implements ArtifactStore {
  private final S3Address address;
  private final S3Client client;
  private final S3Diagnosis diagnosis;
  private final Retry retry;
  private final S3Upload upload;
  private final ConditionalPut conditional;
  private volatile boolean bucketSeen;

  private S3Store(
      S3Address address,
      S3Credentials credentials,
      Optional<Authorities> authorities,
      Transfers transfers) {
    this.address = address;
    this.client = S3Client.open(address, credentials, authorities, transfers);
    this.diagnosis = new S3Diagnosis(address, credentials.origin());
    this.retry = new Retry(transfers);
    this.upload = new S3Upload(client, retry, transfers);
    this.conditional = new ConditionalPut(client, address, retry);
  }

  /**
   * Opens a bucket; nothing is sent yet.
   *
   * @param location {@code s3://bucket/prefix}, see {@link S3Address#parse}
   * @throws dev.facsimile.pipeline.task.TaskException BAD_CONFIGURATION when the location is not
   *     understood, there are no credentials, or {@code AWS_CA_BUNDLE} names no certificates
   */
  public static S3Store open(
      String location, Map<String, String> environment, Path home, Transfers transfers)
      throws IOException {
    var profile = AwsProfile.load(environment, home);
    var address = S3Address.parse(location, environment, profile);
    return new S3Store(
        address,
        S3Credentials.find(address, environment, profile),
        Authorities.find(environment),
        transfers);
  }

  @Override
  public Optional<Info> head(String key) throws IOException {
    return explained("look at", key, () -> lookAt(key));
  }

  @Override
  public List<Info> list(String prefix) throws IOException {
    return explained(
        "list",
        prefix,
        () -> {
          var infos = new ArrayList<Info>();
          var query =
              new LinkedHashMap<>(
                  Map.of(
                      "list-type",
                      "2",
                      "encoding-type",
                      "url",
                      "prefix",
                      address.prefix() + prefix));
          while (true) {
            var page =
                retry.run(
                    "list " + prefix,
                    attempt ->
                        S3Xml.parse(client.sendForText(Method.GET, null, Map.of(), query, null)));
            addPage(page, infos);
            if (!page.text("IsTruncated").equals("true")) {
              break;
            }
            query.put("continuation-token", page.text("NextContinuationToken"));
          }
          bucketSeen = true;
          infos.sort(Comparator.comparing(Info::key, Keys.BYTE_ORDER));
          return infos;
        });
  }

  @Override
  public InputStream open(String key) throws IOException {
    var version = new String[1];
    return ResumingStream.open(
        "read " + at(key),
        position -> {
          var headers = new LinkedHashMap<String, String>();
          if (position > 0) {
            headers.put("Range", "bytes=" + position + "-");
            headers.put("If-Match", version[0]);
          }
          return resume(
              client.send(Method.GET, full(key), headers, Map.of(), null), position, version);
        },
        retry,
        diagnosis);
  }

  @Override
  public byte[] read(String key, long offset, int length) throws IOException {
    if (length == 0) {
      full(key);
      return new byte[0];
    }
    var range = Map.of("Range", "bytes=" + offset + "-" + (offset + length - 1));
    return explained(
        "read",
        key,
        () ->
            retry.run(
                "read " + key,
                attempt -> {
                  try (var response = client.send(Method.GET, full(key), range, Map.of(), null)) {
                    return range(response, key, offset, length);
                  } catch (S3Failure e) {
                    if (e.status() == 416) {
                      throw tooShort(key, offset, length);
                    }
                    throw e;
                  }
                }));
  }

  @Override
  public void put(String key, Path file) throws IOException {
    if (upload.isSmall(Files.size(file))) {
      put(key, Files.readAllBytes(file));
      return;
    }
    explained(
        "write",
        key,
        () -> {
          upload.upload(full(key), file);
          return null;
        });
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    explained("write", key, () -> send("put " + key, Method.PUT, key, content));
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) throws IOException {
    return explained("write", key, () -> conditional.ifAbsent(full(key), content, look(key)));
  }

  @Override
  public boolean replace(String key, String version, byte[] content) throws IOException {
    return explained(
        "write", key, () -> conditional.ifVersion(full(key), version, content, look(key)));
  }

  @Override
  public void delete(String key) throws IOException {
    explained(
        "delete",
        key,
        () -> {
          try {
            return send("delete " + key, Method.DELETE, key, null);
          } catch (S3Failure e) {
            if (e.status() == 404 && !e.code().equals("NoSuchBucket")) {
              return null;
            }
            throw e;
          }
        });
  }

  @Override
  public String location() {
    return address.location();
  }

  @Override
  public void close() {
    client.close();
  }

  private String full(String key) {
    return address.prefix() + Keys.require(key);
  }

  private String at(String key) {
    return location() + "/" + key;
  }

  /** An operation on an object. */
  @FunctionalInterface
  private interface Operation<T> {
    T run() throws IOException;
  }

  private <T> T explained(String verb, String key, Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (IOException e) {
      throw diagnosis.explain(verb + " " + at(key), e);
    }
  }

  private Void send(String what, Method method, String key, byte[] content) throws IOException {
    var full = full(key);
    return retry.run(
        what,
        attempt -> {
          client.send(method, full, Map.of(), Map.of(), content).close();
          return null;
        });
  }

  private Optional<Info> lookAt(String key) throws IOException {
    var full = full(key);
    try {
      return retry.run(
          "look at " + key,
          attempt -> {
            try (var response = client.send(Method.HEAD, full, Map.of(), Map.of(), null)) {
              long size = Long.parseLong(response.header("Content-Length", "0"));
              return Optional.of(
                  new Info(
                      key,
                      size,
                      S3Xml.unquoted(response.header("ETag", "")),
                      S3Times.ofHeader(response.header("Last-Modified", ""))));
            }
          });
    } catch (S3Failure e) {
      if (e.status() != 404) {
        throw e;
      }
      requireBucket();
      return Optional.empty();
    }
  }

  /** The answer to HEAD does not tell a missing bucket from a missing object. */
  private void requireBucket() throws IOException {
    if (!bucketSeen) {
      var query = Map.of("list-type", "2", "max-keys", "1", "prefix", address.prefix());
      retry.run(
          "look at " + location(),
          attempt -> client.sendForText(Method.GET, null, Map.of(), query, null));
      bucketSeen = true;
    }
  }

  private void addPage(S3Xml page, List<Info> infos) {
    for (var item : page.all("Contents")) {
      var key = S3Xml.key(page, item);
      // Consoles make an empty object with a slash at the end to show a folder.
      if (key.startsWith(address.prefix()) && !key.endsWith("/")) {
        infos.add(
            new Info(
                key.substring(address.prefix().length()),
                Long.parseLong(item.text("Size")),
                S3Xml.unquoted(item.text("ETag")),
                S3Times.ofListing(item.text("LastModified"))));
      }
    }
  }

  private static ResumingStream.Opened resume(Response response, long position, String[] version)
      throws IOException {
    var body = response.body();
    if (position == 0) {
      version[0] = response.header("ETag", "");
    } else if (response.code() != 206) {
      response.close();
      throw new IOException("the server does not know ranges, and the connection broke off");
    }
    return new ResumingStream.Opened(body.byteStream(), position + body.contentLength());
  }

  private byte[] range(Response response, String key, long offset, int length) throws IOException {
    boolean partial = response.code() == 206;
    long promised = response.body().contentLength();
    long end = partial ? promised : promised - offset;
    if (end < length) {
      throw tooShort(key, offset, length);
    }
    if (partial && end > length) {
      throw new S3Diagnosis.WrongLength(length, promised);
    }
    try (var body = response.body().byteStream()) {
      if (!partial) {
        body.skipNBytes(offset);
      }
      var content = body.readNBytes(length);
      if (content.length < length) {
        throw new S3Diagnosis.WrongLength(length, content.length);
      }
      return content;
    } catch (ProtocolException e) {
      throw new S3Diagnosis.WrongLength(length, -1);
    }
  }

  private StoreException tooShort(String key, long offset, int length) {
    return new StoreException(
        Reason.CORRUPT,
        at(key) + " is too short to hold " + length + " bytes from byte " + offset,
        null);
  }

  private ConditionalPut.Look look(String key) {
    return new ConditionalPut.Look() {
      @Override
      public String version() throws IOException {
        return lookAt(key).map(Info::version).orElse(null);
      }

      @Override
      public boolean has(byte[] content) throws IOException {
        try (var stream = open(key)) {
          return Arrays.equals(stream.readAllBytes(), content);
        }
      }
    };
  }
}
