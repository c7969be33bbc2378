package dev.facsimile.pipeline.artifact.s3;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Parallel;
import io.minio.http.Method;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;

/**
 * Uploads large files in parts, several at a time. An upload that a killed process began is gone on
 * with: parts that the server has with the same size and sha256 are not sent again.
 */
final class S3Upload {
  private static final int MAX_PARTS = 10_000;
  private static final int MAX_ROUNDS = 3;
  private static final String CHECKSUM_HEADER = "x-amz-checksum-sha256";

  private final S3Client client;
  private final Retry retry;
  private final int partBytes;
  private final int threads;
  private final Semaphore parts;

  /** A part that the server has. */
  private record Part(long number, String etag, String checksum, long size) {}

  S3Upload(S3Client client, Retry retry, Transfers transfers) {
    this.client = client;
    this.retry = retry;
    this.partBytes = transfers.partBytes();
    this.threads = transfers.threads();
    this.parts = new Semaphore(transfers.threads());
  }

  /** Whether a file of this size goes up in one piece. */
  boolean isSmall(long size) {
    return size <= partBytes;
  }

  /** Uploads a file that is not small. */
  void upload(String key, Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int round = 1; ; round++) {
        try {
          uploadOnce(key, channel);
          return;
        } catch (S3Failure e) {
          // Another process, uploading the same bytes, has ended the upload that both used.
          if (!e.code().equals("NoSuchUpload") || round == MAX_ROUNDS) {
            throw e;
          }
        }
      }
    }
  }

  private void uploadOnce(String key, FileChannel file) throws IOException {
    long size = file.size();
    long partSize = partSize(size);
    var uploadId = begunUpload(key);
    var present = uploadId.isEmpty() ? Map.<Long, Part>of() : presentParts(key, uploadId);
    var upload = uploadId.isEmpty() ? begin(key) : uploadId;
    var numbers = LongStream.rangeClosed(1, (size + partSize - 1) / partSize).boxed().toList();
    var sent =
        Parallel.map(
            numbers,
            threads,
            number -> {
              long offset = (number - 1) * partSize;
              int length = (int) Math.min(partSize, size - offset);
              return send(key, upload, file, offset, length, present.get(number), number);
            });
    complete(key, upload, sent);
  }

  private long partSize(long size) {
    long needed = (size + MAX_PARTS - 1) / MAX_PARTS;
    return Math.max(partBytes, needed);
  }

  private Part send(
      String key,
      String uploadId,
      FileChannel file,
      long offset,
      int length,
      Part present,
      long number)
      throws IOException {
    acquire();
    try {
      var content = read(file, offset, length);
      var checksum = Base64.getEncoder().encodeToString(Digests.newSha256().digest(content));
      if (present != null && present.size() == length && present.checksum().equals(checksum)) {
        return present;
      }
      var query = Map.of("uploadId", uploadId, "partNumber", Long.toString(number));
      var etag =
          retry.run(
              "put part " + number + " of " + key,
              attempt -> {
                var headers = Map.of(CHECKSUM_HEADER, checksum);
                try (var response = client.send(Method.PUT, key, headers, query, content)) {
                  return response.header("ETag", "");
                }
              });
      return new Part(number, etag, checksum, length);
    } finally {
      parts.release();
    }
  }

  private void acquire() throws InterruptedIOException {
    try {
      parts.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while uploading");
    }
  }

  private static byte[] read(FileChannel file, long offset, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("the file was shortened while it was uploaded");
      }
    }
    return buffer.array();
  }

  /** Id of an upload that was begun for the key, or an empty text. */
  private String begunUpload(String key) throws IOException {
    var query = Map.of("uploads", "", "encoding-type", "url", "prefix", key);
    var answer = ask("list uploads of " + key, Method.GET, null, Map.of(), query, null);
    for (var upload : answer.all("Upload")) {
      if (S3Xml.key(answer, upload).equals(key)) {
        return upload.text("UploadId");
      }
    }
    return "";
  }

  private Map<Long, Part> presentParts(String key, String uploadId) throws IOException {
    var parts = new HashMap<Long, Part>();
    var query = new LinkedHashMap<>(Map.of("uploadId", uploadId));
    while (true) {
      var answer = ask("list parts of " + key, Method.GET, key, Map.of(), query, null);
      for (var part : answer.all("Part")) {
        long number = Long.parseLong(part.text("PartNumber"));
        parts.put(
            number,
            new Part(
                number,
                part.text("ETag"),
                part.text("ChecksumSHA256"),
                Long.parseLong(part.text("Size"))));
      }
      if (!answer.text("IsTruncated").equals("true")) {
        return parts;
      }
      query.put("part-number-marker", answer.text("NextPartNumberMarker"));
    }
  }

  private String begin(String key) throws IOException {
    var headers = Map.of("x-amz-checksum-algorithm", "SHA256");
    var answer =
        ask("begin upload of " + key, Method.POST, key, headers, Map.of("uploads", ""), null);
    return answer.text("UploadId");
  }

  private void complete(String key, String uploadId, List<Part> sent) throws IOException {
    var body = new StringBuilder("<CompleteMultipartUpload>");
    for (var part : sent) {
      body.append("<Part><PartNumber>").append(part.number()).append("</PartNumber><ETag>");
      body.append(part.etag().replace("\"", "&quot;")).append("</ETag><ChecksumSHA256>");
      body.append(part.checksum()).append("</ChecksumSHA256></Part>");
    }
    body.append("</CompleteMultipartUpload>");
    ask(
        "complete upload of " + key,
        Method.POST,
        key,
        Map.of("Content-Type", "application/xml"),
        Map.of("uploadId", uploadId),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private S3Xml ask(
      String what,
      Method method,
      String key,
      Map<String, String> headers,
      Map<String, String> query,
      byte[] body)
      throws IOException {
    return retry.run(
        what,
        attempt -> {
          var answer = S3Xml.parse(client.sendForText(method, key, headers, query, body));
          if (answer.name().equals("Error")) {
            // A long operation answers 200 before it knows that it will fail.
            throw new S3Failure(500, answer.text("Code"), answer.text("Message"), "", "");
          }
          return answer;
        });
  }
}
