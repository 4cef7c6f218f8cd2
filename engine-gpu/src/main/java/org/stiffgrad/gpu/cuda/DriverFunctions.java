package org.stiffgrad.gpu.cuda;

/**
 * Functions of libcuda.so.1, the CUDA driver API. All return a {@code CUresult}; addresses, sizes
 * and handles are longs. A parameter named {@code result} is the address to which the outcome is
 * written.
 */
interface DriverFunctions {
  @NativeFunction("cuInit")
  int initialize(int flags);

  @NativeFunction("cuDriverGetVersion")
  int driverVersion(long result);

  @NativeFunction("cuGetErrorName")
  int errorName(int code, long result);

  @NativeFunction("cuGetErrorString")
  int errorText(int code, long result);

  @NativeFunction("cuDeviceGetCount")
  int deviceCount(long result);

  @NativeFunction("cuDeviceGet")
  int device(long result, int ordinal);

  @NativeFunction("cuDeviceGetName")
  int deviceName(long text, int length, int device);

  @NativeFunction("cuDeviceGetAttribute")
  int deviceAttribute(long result, int attribute, int device);

  @NativeFunction("cuDeviceTotalMem_v2")
  int deviceMemory(long result, int device);

  @NativeFunction("cuDevicePrimaryCtxRetain")
  int retainContext(long result, int device);

  @NativeFunction("cuDevicePrimaryCtxRelease_v2")
  int releaseContext(int device);

  @NativeFunction("cuCtxSetCurrent")
  int setCurrent(long context);

  @NativeFunction("cuMemGetInfo_v2")
  int memoryInfo(long free, long total);

  @NativeFunction("cuMemAlloc_v2")
  int allocate(long result, long bytes);

  @NativeFunction("cuMemFree_v2")
  int free(long address);

  @NativeFunction("cuMemAllocHost_v2")
  int allocateHost(long result, long bytes);

  @NativeFunction("cuMemFreeHost")
  int freeHost(long address);

  @NativeFunction("cuMemcpyHtoDAsync_v2")
  int copyToDevice(long target, long source, long bytes, long stream);

  @NativeFunction("cuMemcpyDtoHAsync_v2")
  int copyToHost(long target, long source, long bytes, long stream);

  @NativeFunction("cuMemcpyDtoDAsync_v2")
  int copy(long target, long source, long bytes, long stream);

  @NativeFunction("cuMemsetD8Async")
  int set(long target, byte value, long bytes, long stream);

  @NativeFunction("cuStreamCreate")
  int createStream(long result, int flags);

  @NativeFunction("cuStreamSynchronize")
  int synchronize(long stream);

  @NativeFunction("cuStreamDestroy_v2")
  int destroyStream(long stream);

  @NativeFunction("cuEventCreate")
  int createEvent(long result, int flags);

  @NativeFunction("cuEventRecord")
  int recordEvent(long event, long stream);

  @NativeFunction("cuEventSynchronize")
  int waitForEvent(long event);

  /** The milliseconds between two events, as a float. */
  @NativeFunction("cuEventElapsedTime")
  int elapsed(long result, long start, long end);

  @NativeFunction("cuEventDestroy_v2")
  int destroyEvent(long event);

  @NativeFunction("cuModuleLoadData")
  int loadModule(long result, long image);

  @NativeFunction("cuModuleUnload")
  int unloadModule(long module);

  @NativeFunction("cuModuleGetFunction")
  int moduleFunction(long result, long module, long name);

  @NativeFunction("cuLaunchKernel")
  int launch(
      long function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      long stream,
      long arguments,
      long extra);
}
