package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Says what a failure means to the person who has to do something about it.
 *
 * @param credentialsOrigin whose credentials were used, and where they come from
 */
record S3Diagnosis(S3Address address, String credentialsOrigin) {

  /** A body that is shorter or longer than the answer promised. */
  static final class WrongLength extends IOException {
    private static final long serialVersionUID = 1L;

    WrongLength(long promised, long found) {
      super("%d bytes were promised and %d came".formatted(promised, found));
    }
  }

  /**
   * The failure as callers know it.
   *
   * @param what what was tried, for example {@code read s3://bucket/key}
   */
  IOException explain(String what, IOException e) {
    if (e instanceof StoreException
        || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))) {
      return e;
    }
    if (e instanceof S3Failure failure) {
      return explain(what, failure);
    }
    if (e instanceof WrongLength) {
      return exception(Reason.CORRUPT, what, e.getMessage(), "something cuts answers short", e);
    }
    if (e instanceof UnknownHostException) {
      return exception(
          Reason.UNAVAILABLE,
          what,
          "the host " + e.getMessage() + " is unknown",
          address.virtualHosted()
              ? "check the endpoint; where the bucket is no part of the host's name, add ?style=path"
              : "check the endpoint",
          e);
    }
    if (e instanceof SSLException) {
      return exception(
          Reason.UNAVAILABLE,
          what,
          "no secure connection: " + e.getMessage(),
          "if its certificate is your own, name the authority's file in AWS_CA_BUNDLE; if it speaks plain HTTP, write http://",
          e);
    }
    return exception(
        Reason.UNAVAILABLE,
        what,
        String.valueOf(e.getMessage()),
        "check that the server is up and can be reached from here",
        e);
  }

  private StoreException explain(String what, S3Failure failure) {
    switch (failure.code()) {
      case "NoSuchBucket":
        return exception(
            Reason.NOT_FOUND,
            what,
            "the bucket " + address.bucket() + " does not exist there",
            "make it, or check name, endpoint and style",
            failure);
      case "InvalidAccessKeyId", "InvalidToken", "ExpiredToken", "NoCredentials":
        return forbidden(what, failure, "the server does not accept these credentials");
      case "SignatureDoesNotMatch":
        return forbidden(what, failure, "the secret access key does not belong to the access key");
      case "RequestTimeTooSkewed":
        return forbidden(
            what,
            failure,
            "the clock of this machine differs from the server's (%s): set it"
                .formatted(failure.serverDate()));
      case "QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity":
        return exception(
            Reason.NOT_WRITABLE, what, failure.getMessage(), "free some space there", failure);
      default:
        return byStatus(what, failure);
    }
  }

  private StoreException byStatus(String what, S3Failure failure) {
    boolean elsewhere =
        !failure.bucketRegion().isEmpty() && !failure.bucketRegion().equals(address.region());
    if (elsewhere || failure.status() == 301 || failure.status() == 307) {
      return exception(
          Reason.NOT_FOUND,
          what,
          failure.getMessage(),
          elsewhere
              ? "the bucket lies in another region: add ?region=" + failure.bucketRegion()
              : "the bucket lies in another region or is addressed in another style: set region, endpoint or style",
          failure);
    }
    return switch (failure.status()) {
      case 401, 403 ->
          forbidden(what, failure, "these credentials may not do this, or there is no such object");
      case 404 ->
          exception(Reason.NOT_FOUND, what, "there is no such object", "check the key", failure);
      case 507 ->
          exception(
              Reason.NOT_WRITABLE, what, failure.getMessage(), "free some space there", failure);
      default ->
          exception(
              Reason.UNAVAILABLE,
              what,
              failure.getMessage(),
              failure.isTemporary() ? "try again later" : "check endpoint and style",
              failure);
    };
  }

  private StoreException forbidden(String what, S3Failure failure, String advice) {
    return exception(
        Reason.FORBIDDEN,
        what,
        failure.getMessage(),
        "used: " + credentialsOrigin + "; " + advice,
        failure);
  }

  private StoreException exception(
      Reason reason, String what, String why, String advice, Throwable cause) {
    return new StoreException(
        reason, "Cannot %s at %s: %s (%s)".formatted(what, address.endpoint(), why, advice), cause);
  }
}
