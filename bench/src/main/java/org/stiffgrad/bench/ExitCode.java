package org.stiffgrad.bench;

/** How the process ends. An interrupt ends it with 130, which is the JVM's own doing. */
enum ExitCode {
  DONE(0, "done"),
  NO_RESULT(1, "the computation ended without a result"),
  USAGE(2, "wrong usage, configuration or input file"),
  BACKEND_UNAVAILABLE(3, "the named backend is not available here"),
  INTERRUPTED(130, "interrupted; what was finished is saved");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
