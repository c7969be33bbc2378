/** The command line: words and options in, lines and exit codes out; no logic of its own. */
package dev.facsimile.worker.cli;
