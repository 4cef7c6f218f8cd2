package org.stiffgrad.bench.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where something was measured, and by what.
 *
 * @param version of this program
 * @param commit that it was built from
 * @param processors how many the process may use
 * @param memoryBytes of the machine
 * @param java the name and version of the JVM
 * @param flags of the JVM, files by their names only
 * @param backends what those that are available say of themselves, by name
 * @param variables environment variables that change what is measured
 */
public record Setup(
    String version,
    String commit,
    String machine,
    int processors,
    long memoryBytes,
    String system,
    String java,
    List<String> flags,
    Map<String, String> backends,
    Map<String, String> variables) {
  /** What differs from another one, in words; empty if nothing does. */
  public List<String> differences(Setup here) {
    List<String> found = new ArrayList<>();
    compare(found, "version", version, here.version);
    compare(found, "commit", commit, here.commit);
    compare(found, "processor", machine, here.machine);
    compare(found, "processors in use", processors, here.processors);
    compare(found, "memory", memoryBytes, here.memoryBytes);
    compare(found, "system", system, here.system);
    compare(found, "Java", java, here.java);
    compare(found, "flags of the JVM", flags, here.flags);
    compare(found, "backends", backends, here.backends);
    compare(found, "environment variables", variables, here.variables);
    return found;
  }

  private static void compare(List<String> found, String what, Object there, Object here) {
    if (!Objects.equals(there, here)) {
      found.add("%s %s there, %s here".formatted(what, there, here));
    }
  }
}
