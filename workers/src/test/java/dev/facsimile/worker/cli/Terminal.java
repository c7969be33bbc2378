package dev.facsimile.worker.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command line whose output is kept. */
record Terminal(int exitCode, String out, String err) {
  /** Executes a command. */
  static Terminal type(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var commandLine = Facsimile.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    return new Terminal(code, out.toString(), err.toString());
  }
}
