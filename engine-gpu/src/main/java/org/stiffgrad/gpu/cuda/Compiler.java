package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.stiffgrad.gpu.runtime.GpuException;

/** NVRTC. */
final class Compiler {
  private final CompilerFunctions functions;

  Compiler(CompilerFunctions functions) {
    this.functions = functions;
  }

  String version() {
    try (Arena arena = Arena.ofConfined()) {
      Scratch scratch = new Scratch(arena);
      check("nvrtcVersion", functions.version(scratch.first(), scratch.second()));
      return "NVRTC %d.%d"
          .formatted(scratch.intAt(scratch.first()), scratch.intAt(scratch.second()));
    }
  }

  /** The compute capabilities, times ten, that it makes code for. */
  int[] architectures() {
    try (Arena arena = Arena.ofConfined()) {
      Scratch scratch = new Scratch(arena);
      check("nvrtcGetNumSupportedArchs", functions.architectureCount(scratch.first()));
      int count = scratch.intAt(scratch.first());
      MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, count));
      check("nvrtcGetSupportedArchs", functions.architectures(list.address()));
      return list.asSlice(0, (long) Integer.BYTES * count).toArray(ValueLayout.JAVA_INT);
    }
  }

  /** Compiles to the device's code. */
  byte[] compile(String source, List<String> options) {
    try (Arena arena = Arena.ofConfined()) {
      Scratch scratch = new Scratch(arena);
      check(
          "nvrtcCreateProgram",
          functions.create(
              scratch.first(),
              arena.allocateFrom(source).address(),
              arena.allocateFrom("stiffgrad.cu").address(),
              0,
              0,
              0));
      long program = scratch.longAt(scratch.first());
      try {
        MemorySegment addresses =
            arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, options.size()));
        for (int i = 0; i < options.size(); i++) {
          long address = arena.allocateFrom(options.get(i)).address();
          addresses.setAtIndex(ValueLayout.JAVA_LONG, i, address);
        }
        int code = functions.compile(program, options.size(), addresses.address());
        if (code != 0) {
          throw GpuException.ofCompiler(errorName(code), code, options, log(arena, program));
        }
        return image(arena, program);
      } finally {
        scratch.setLong(scratch.first(), program);
        check("nvrtcDestroyProgram", functions.destroy(scratch.first()));
      }
    }
  }

  private byte[] image(Arena arena, long program) {
    Scratch scratch = new Scratch(arena);
    check("nvrtcGetCUBINSize", functions.imageBytes(program, scratch.first()));
    MemorySegment image = arena.allocate(scratch.longAt(scratch.first()));
    check("nvrtcGetCUBIN", functions.image(program, image.address()));
    return image.toArray(ValueLayout.JAVA_BYTE);
  }

  private String log(Arena arena, long program) {
    Scratch scratch = new Scratch(arena);
    check("nvrtcGetProgramLogSize", functions.logBytes(program, scratch.first()));
    MemorySegment log = arena.allocate(scratch.longAt(scratch.first()) + 1);
    check("nvrtcGetProgramLog", functions.log(program, log.address()));
    return log.getString(0);
  }

  private void check(String call, int code) {
    if (code != 0) {
      throw new GpuException(call, errorName(code), code, "the compiler cannot be used.");
    }
  }

  @SuppressWarnings("restricted")
  private String errorName(int code) {
    return MemorySegment.ofAddress(functions.errorName(code))
        .reinterpret(Long.MAX_VALUE)
        .getString(0);
  }
}
