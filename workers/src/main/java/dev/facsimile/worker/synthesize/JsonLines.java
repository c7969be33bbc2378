package dev.facsimile.worker.synthesize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of JSON objects, one per line. */
final class JsonLines implements AutoCloseable {
  /** Numbers are written by Jackson: Double.toString gives other digits before JDK 19. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .build();

  private final Writer writer;

  /** Starts a new file. */
  JsonLines(Path file) throws IOException {
    this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /** Appends a record. */
  void add(Record object) throws IOException {
    writer.write(JSON.writeValueAsString(object));
    writer.write('\n');
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
