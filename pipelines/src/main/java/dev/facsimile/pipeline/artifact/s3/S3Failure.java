package dev.facsimile.pipeline.artifact.s3;

import java.io.IOException;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.Response;

/** An answer that says no. */
final class S3Failure extends IOException {
  private static final long serialVersionUID = 1L;
  private static final long MAX_BODY_BYTES = 1 << 16;
  private static final Set<String> TEMPORARY =
      Set.of(
          "BadDigest",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "SlowDown",
          "XAmzContentSHA256Mismatch");

  private final int status;
  private final String code;
  private final String explanation;
  private final String bucketRegion;
  private final String serverDate;

  S3Failure(int status, String code, String explanation, String bucketRegion, String serverDate) {
    super(
        status
            + (code.isEmpty() ? "" : " " + code)
            + (explanation.isEmpty() ? "" : ": " + explanation));
    this.status = status;
    this.code = code;
    this.explanation = explanation;
    this.bucketRegion = bucketRegion;
    this.serverDate = serverDate;
  }

  /** Turns answers that say no into failures, before anybody else interprets them. */
  static Response check(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      var code = "";
      var explanation = response.message();
      var region = response.header("x-amz-bucket-region", "");
      try {
        var error = S3Xml.parse(response.peekBody(MAX_BODY_BYTES).string());
        code = error.text("Code");
        explanation = error.text("Message");
        region = region.isEmpty() ? error.text("Region") : region;
      } catch (IOException e) {
        // Answers to HEAD have no body, and proxies write HTML: the status has to do.
      }
      throw new S3Failure(response.code(), code, explanation, region, response.header("Date", ""));
    }
  }

  int status() {
    return status;
  }

  /** Amazon's name of the error; empty when the answer has none. */
  String code() {
    return code;
  }

  String explanation() {
    return explanation;
  }

  /** Region in which the bucket lies, as far as the server says it. */
  String bucketRegion() {
    return bucketRegion;
  }

  /** Time of the server. */
  String serverDate() {
    return serverDate;
  }

  /** Whether another attempt may succeed. */
  boolean isTemporary() {
    return (status >= 500 && status != 501 && status != 507)
        || status == 429
        || status == 408
        || TEMPORARY.contains(code);
  }
}
