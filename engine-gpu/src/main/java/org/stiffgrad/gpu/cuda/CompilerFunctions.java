package org.stiffgrad.gpu.cuda;

/** Functions of NVRTC, the run-time compiler. All but one return an {@code nvrtcResult}. */
interface CompilerFunctions {
  @NativeFunction("nvrtcVersion")
  int version(long major, long minor);

  @NativeFunction("nvrtcGetNumSupportedArchs")
  int architectureCount(long result);

  @NativeFunction("nvrtcGetSupportedArchs")
  int architectures(long result);

  @NativeFunction("nvrtcCreateProgram")
  int create(long result, long source, long name, int headers, long texts, long names);

  @NativeFunction("nvrtcDestroyProgram")
  int destroy(long addressOfProgram);

  @NativeFunction("nvrtcCompileProgram")
  int compile(long program, int optionCount, long options);

  @NativeFunction("nvrtcGetCUBINSize")
  int imageBytes(long program, long result);

  @NativeFunction("nvrtcGetCUBIN")
  int image(long program, long target);

  @NativeFunction("nvrtcGetProgramLogSize")
  int logBytes(long program, long result);

  @NativeFunction("nvrtcGetProgramLog")
  int log(long program, long target);

  /** The address of an error's name. */
  @NativeFunction("nvrtcGetErrorString")
  long errorName(int code);
}
