package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.s3.identity.Authorities;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import io.minio.http.HttpUtils;
import io.minio.http.Method;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Signed requests to one bucket. The SDK does addressing, signing and credentials; conditions,
 * ranges and resumed uploads are said in headers and query parameters here.
 */
final class S3Client extends MinioAsyncClient {
  private static final int CONNECTIONS = 64;

  private final S3Address address;

  private S3Client(MinioAsyncClient client, S3Address address) {
    super(client);
    this.address = address;
  }

  static S3Client open(
      S3Address address,
      S3Credentials credentials,
      Optional<Authorities> authorities,
      Transfers transfers) {
    var threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              var thread = new Thread(task, "s3");
              thread.setDaemon(true);
              return thread;
            });
    var dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(CONNECTIONS);
    dispatcher.setMaxRequestsPerHost(CONNECTIONS);
    var http =
        httpBuilder(address, authorities, transfers.requestTimeout())
            .protocols(List.of(Protocol.HTTP_1_1))
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(CONNECTIONS, 30, TimeUnit.SECONDS))
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .addInterceptor(S3Failure::check)
            .build();
    var builder =
        MinioAsyncClient.builder()
            .endpoint(address.endpoint().toString())
            .region(address.region())
            .httpClient(http);
    if (credentials.provider() != null) {
      builder.credentialsProvider(credentials.provider());
    }
    var client = new S3Client(builder.build(), address);
    if (address.virtualHosted()) {
      client.enableVirtualStyleEndpoint();
    } else {
      client.disableVirtualStyleEndpoint();
    }
    return client;
  }

  /** Without encryption there is no need to load certificates, which takes a while. */
  private static OkHttpClient.Builder httpBuilder(
      S3Address address, Optional<Authorities> authorities, Duration timeout) {
    if (address.endpoint().getScheme().equals("https")) {
      long millis = timeout.toMillis();
      var builder = HttpUtils.newDefaultHttpClient(millis, millis, millis).newBuilder();
      authorities.ifPresent(known -> builder.sslSocketFactory(known.sockets(), known.trust()));
      return builder;
    }
    return new OkHttpClient.Builder()
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .connectTimeout(timeout)
        .writeTimeout(timeout)
        .readTimeout(timeout);
  }

  /**
   * Sends a request.
   *
   * @param key full key, null for the bucket
   * @param body null for none
   * @return the answer, to be closed by the caller
   * @throws S3Failure when the answer says no
   */
  Response send(
      Method method,
      String key,
      Map<String, String> headers,
      Map<String, String> query,
      byte[] body)
      throws IOException {
    CompletableFuture<Response> answer;
    try {
      answer =
          executeAsync(
              method,
              address.bucket(),
              key,
              address.region(),
              httpHeaders(newMultimap(headers)),
              newMultimap(query),
              body,
              body == null ? 0 : body.length);
    } catch (MinioException | GeneralSecurityException e) {
      throw new IllegalStateException("the request cannot be signed", e);
    } catch (ProviderException e) {
      throw new S3Failure(403, "NoCredentials", String.valueOf(e.getMessage()), "", "");
    }
    return await(answer);
  }

  /** Sends a request and reads the answer as text. */
  String sendForText(
      Method method,
      String key,
      Map<String, String> headers,
      Map<String, String> query,
      byte[] body)
      throws IOException {
    try (var response = send(method, key, headers, query, body)) {
      return response.body().string();
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    httpClient.dispatcher().cancelAll();
    httpClient.dispatcher().executorService().shutdown();
    httpClient.connectionPool().evictAll();
  }

  private static Response await(CompletableFuture<Response> answer) throws IOException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      var unused = answer.thenAccept(Response::close);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the store");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException("the request failed: " + e.getCause(), e.getCause());
    }
  }
}
