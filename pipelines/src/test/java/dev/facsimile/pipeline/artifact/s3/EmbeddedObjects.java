package dev.facsimile.pipeline.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Buckets, objects and unfinished uploads of an {@link EmbeddedS3}, and the answers about them. */
public final class EmbeddedObjects {
  /** How puts with a condition are treated. */
  public enum Conditions {
    /** As they should be. */
    HONOURED,
    /** As if there were no condition. */
    IGNORED,
    /** With 501. */
    REFUSED
  }

  /** An answer to a request. */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  private record Part(byte[] content, String etag) {}

  private static final class Upload {
    private final String key;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();

    Upload(String key) {
      this.key = key;
    }
  }

  private static final int PARTS_PER_PAGE = 2;

  private final Map<String, NavigableMap<String, byte[]>> buckets = new HashMap<>();
  private final Map<String, String> etags = new HashMap<>();
  private final Map<String, Instant> times = new HashMap<>();
  private final Map<String, Upload> uploads = new LinkedHashMap<>();
  private static final int KEYS_PER_PAGE = 3;
  private Conditions conditions = Conditions.HONOURED;
  private boolean listsChecksums = true;
  private int nextUpload = 1;

  /** Makes an empty bucket. */
  public synchronized void addBucket(String bucket) {
    buckets.put(bucket, new TreeMap<>(Keys.BYTE_ORDER));
  }

  /** Sets how puts with a condition are treated. */
  public synchronized void treatConditions(Conditions treatment) {
    conditions = treatment;
  }

  /** Leaves the checksums of parts out of listings, as old servers do. */
  public synchronized void forgetChecksums() {
    listsChecksums = false;
  }

  /** How many uploads are unfinished. */
  public synchronized int unfinishedUploads() {
    return uploads.size();
  }

  synchronized Answer answer(String method, URI target, Map<String, String> headers, byte[] body) {
    var authorization = headers.getOrDefault("authorization", "");
    if (!authorization.contains("Credential=" + EmbeddedS3.ACCESS_KEY + "/")) {
      return error(403, authorization.isEmpty() ? "AccessDenied" : "InvalidAccessKeyId", "");
    }
    var host = headers.get("host");
    boolean virtual = host.contains(".localhost");
    var path = decode(target.getRawPath().substring(1));
    var fullPath = virtual ? host.substring(0, host.indexOf(".localhost")) + "/" + path : path;
    int slash = fullPath.indexOf('/');
    var bucket = slash < 0 ? fullPath : fullPath.substring(0, slash);
    var key = slash < 0 ? "" : fullPath.substring(slash + 1);
    var objects = buckets.get(bucket);
    if (objects == null) {
      return error(404, "NoSuchBucket", "");
    }
    if (!digestsAgree(headers, body)) {
      return error(400, "BadDigest", "");
    }
    var query = query(target.getRawQuery());
    if (key.isEmpty()) {
      return query.containsKey("uploads") ? listUploads(query) : list(objects, query);
    }
    if (query.containsKey("uploads")) {
      return begin(key);
    }
    if (query.containsKey("uploadId")) {
      return answerUpload(method, key, objects, query, body);
    }
    return switch (method) {
      case "PUT" -> put(objects, key, headers, body);
      case "DELETE" -> delete(objects, key);
      default -> get(objects, key, headers);
    };
  }

  static Answer answer(int status, byte[] body) {
    return new Answer(status, Map.of(), body);
  }

  static Answer error(int status, String code, String more) {
    var xml = "<Error><Code>" + code + "</Code><Message>on purpose</Message>" + more + "</Error>";
    return new Answer(status, Map.of("Content-Type", "application/xml"), xml.getBytes(UTF_8));
  }

  private Answer put(
      NavigableMap<String, byte[]> objects, String key, Map<String, String> headers, byte[] body) {
    var ifMatch = headers.get("if-match");
    boolean conditional = ifMatch != null || headers.containsKey("if-none-match");
    if (conditional && conditions == Conditions.REFUSED) {
      return error(501, "NotImplemented", "");
    }
    if (conditional && conditions == Conditions.HONOURED) {
      if (ifMatch == null && objects.containsKey(key)) {
        return error(412, "PreconditionFailed", "");
      }
      if (ifMatch != null && !objects.containsKey(key)) {
        return error(404, "NoSuchKey", "");
      }
      if (ifMatch != null && !ifMatch.equals(etags.get(key))) {
        return error(412, "PreconditionFailed", "");
      }
    }
    objects.put(key, body);
    etags.put(key, etag(body, ""));
    times.put(key, Instant.now());
    return new Answer(200, Map.of("ETag", etags.get(key)), new byte[0]);
  }

  private Answer delete(NavigableMap<String, byte[]> objects, String key) {
    objects.remove(key);
    etags.remove(key);
    return answer(204, new byte[0]);
  }

  private Answer get(
      NavigableMap<String, byte[]> objects, String key, Map<String, String> headers) {
    var content = objects.get(key);
    if (content == null) {
      return error(404, "NoSuchKey", "");
    }
    var etag = etags.get(key);
    if (headers.containsKey("if-match") && !headers.get("if-match").equals(etag)) {
      return error(412, "PreconditionFailed", "");
    }
    var range = headers.get("range");
    if (range == null) {
      var time = RFC_1123_DATE_TIME.format(times.get(key).atOffset(ZoneOffset.UTC));
      return new Answer(200, Map.of("ETag", etag, "Last-Modified", time), content);
    }
    var ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]);
    if (from >= content.length) {
      return error(416, "InvalidRange", "");
    }
    int to =
        ends[1].isEmpty()
            ? content.length
            : Math.min(content.length, Integer.parseInt(ends[1]) + 1);
    boolean whole = headers.containsKey("x-test-ignore-range");
    return new Answer(
        206, Map.of("ETag", etag), whole ? content : Arrays.copyOfRange(content, from, to));
  }

  private Answer list(NavigableMap<String, byte[]> objects, Map<String, String> query) {
    var prefix = query.getOrDefault("prefix", "");
    var after = decode(query.getOrDefault("continuation-token", ""));
    var xml =
        new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    xml.append("<EncodingType>url</EncodingType>");
    int count = 0;
    var last = "";
    for (var object : objects.tailMap(prefix, true).entrySet()) {
      var key = object.getKey();
      if (!key.startsWith(prefix)
          || (!after.isEmpty() && Keys.BYTE_ORDER.compare(key, after) <= 0)) {
        continue;
      }
      if (count++ == KEYS_PER_PAGE) {
        xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>");
        xml.append(URLEncoder.encode(last, UTF_8).replace("+", "%20"));
        xml.append("</NextContinuationToken>");
        break;
      }
      last = key;
      xml.append("<Contents><Key>").append(URLEncoder.encode(key, UTF_8)).append("</Key><Size>");
      xml.append(object.getValue().length).append("</Size><ETag>").append(escape(etags.get(key)));
      xml.append("</ETag><LastModified>").append(times.get(key)).append("</LastModified>");
      xml.append("</Contents>");
    }
    return answer(200, xml.append("</ListBucketResult>").toString().getBytes(UTF_8));
  }

  private Answer begin(String key) {
    var id = "upload-" + nextUpload++;
    uploads.put(id, new Upload(key));
    var xml = "<R><UploadId>" + id + "</UploadId></R>";
    return answer(200, xml.getBytes(UTF_8));
  }

  private Answer listUploads(Map<String, String> query) {
    var xml = new StringBuilder("<R><EncodingType>url</EncodingType>");
    uploads.forEach(
        (id, upload) -> {
          if (upload.key.startsWith(query.getOrDefault("prefix", ""))) {
            xml.append("<Upload><Key>").append(URLEncoder.encode(upload.key, UTF_8));
            xml.append("</Key><UploadId>");
            xml.append(id).append("</UploadId></Upload>");
          }
        });
    return answer(200, xml.append("</R>").toString().getBytes(UTF_8));
  }

  private Answer answerUpload(
      String method,
      String key,
      NavigableMap<String, byte[]> objects,
      Map<String, String> query,
      byte[] body) {
    var upload = uploads.get(query.get("uploadId"));
    if (upload == null || !upload.key.equals(key)) {
      return error(404, "NoSuchUpload", "");
    }
    if (method.equals("PUT")) {
      var etag = etag(body, "");
      upload.parts.put(Integer.parseInt(query.get("partNumber")), new Part(body, etag));
      return new Answer(200, Map.of("ETag", etag), new byte[0]);
    }
    if (method.equals("GET")) {
      return listParts(upload, Integer.parseInt(query.getOrDefault("part-number-marker", "0")));
    }
    return complete(upload, objects, query.get("uploadId"), new String(body, UTF_8));
  }

  private Answer listParts(Upload upload, int marker) {
    var xml = new StringBuilder("<R>");
    int count = 0;
    int last = 0;
    for (var part : upload.parts.tailMap(marker, false).entrySet()) {
      if (count++ == PARTS_PER_PAGE) {
        xml.append("<IsTruncated>true</IsTruncated><NextPartNumberMarker>").append(last);
        xml.append("</NextPartNumberMarker>");
        break;
      }
      last = part.getKey();
      var content = part.getValue().content();
      xml.append("<Part><PartNumber>").append(last).append("</PartNumber><Size>");
      xml.append(content.length).append("</Size><ETag>").append(escape(part.getValue().etag()));
      xml.append("</ETag>");
      if (listsChecksums) {
        xml.append("<ChecksumSHA256>").append(sha256(content)).append("</ChecksumSHA256>");
      }
      xml.append("</Part>");
    }
    return answer(200, xml.append("</R>").toString().getBytes(UTF_8));
  }

  private Answer complete(
      Upload upload, NavigableMap<String, byte[]> objects, String uploadId, String request) {
    var content = new ByteArrayOutputStream();
    try {
      for (var named : S3Xml.parse(request).all("Part")) {
        var part = upload.parts.get(Integer.parseInt(named.text("PartNumber")));
        if (part == null
            || !part.etag().equals(named.text("ETag"))
            || !sha256(part.content()).equals(named.text("ChecksumSHA256"))) {
          return error(400, "InvalidPart", "");
        }
        content.writeBytes(part.content());
      }
    } catch (IOException e) {
      return error(400, "MalformedXML", "");
    }
    uploads.remove(uploadId);
    objects.put(upload.key, content.toByteArray());
    times.put(upload.key, Instant.now());
    etags.put(upload.key, etag(content.toByteArray(), "-" + upload.parts.size()));
    return answer(200, "<CompleteMultipartUploadResult/>".getBytes(UTF_8));
  }

  private static boolean digestsAgree(Map<String, String> headers, byte[] body) {
    var md5 = headers.get("content-md5");
    var checksum = headers.get("x-amz-checksum-sha256");
    var payload = headers.getOrDefault("x-amz-content-sha256", "");
    return (md5 == null || md5.equals(Base64.getEncoder().encodeToString(md5(body))))
        && (checksum == null || checksum.equals(sha256(body)))
        && (!Digests.isSha256(payload) || payload.equals(Digests.sha256(body)));
  }

  private static Map<String, String> query(String raw) {
    var query = new HashMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String etag(byte[] content, String suffix) {
    return "\"" + Digests.hex(md5(content)) + suffix + "\"";
  }

  private static String sha256(byte[] content) {
    return Base64.getEncoder().encodeToString(Digests.newSha256().digest(content));
  }

  private static byte[] md5(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
