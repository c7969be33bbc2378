package dev.facsimile.worker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line in a JVM of its own, its output in a file. */
record ChildProcess(Process process, Path output) {
  /** Starts a command. */
  static ChildProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** Starts a command with variables in its environment. */
  static ChildProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx1g");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.awt.headless=true");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Facsimile.class.getName());
    command.addAll(List.of(arguments));
    var output = Files.createTempFile(folder, "output", ".txt");
    var builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    return new ChildProcess(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** Sends it a signal, by the shell: a minimal system has no program of that name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  /** What it has printed so far. */
  String printed() throws IOException {
    return Files.readString(output);
  }
}
