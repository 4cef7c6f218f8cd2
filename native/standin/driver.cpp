// libcuda.so.1: one pretended device whose memory is the host's.
#include "image.h"
#include "standin.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <set>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace {
enum {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_IMAGE = 200,
  INVALID_CONTEXT = 201,
  NO_BINARY_FOR_GPU = 209,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_OUT_OF_RESOURCES = 701,
  LAUNCH_FAILED = 719,
};

struct Name {
  int code;
  const char* name;
  const char* text;
};

const Name NAMES[] = {
    {SUCCESS, "CUDA_SUCCESS", "no error"},
    {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available"},
    {INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested"},
    {LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
};

struct Event {
  std::chrono::steady_clock::time_point time;
  bool recorded = false;
};

struct Function {
  void (*run)(void**);
  bool (*valid)(void**);
};

struct Module {
  int file;
  void* library;
  std::set<Function*> functions;
};

bool initialised;
int references;
char context;
std::set<void*> streams, events, modules, functions, pinned;

// Every call but those that manage: it must be initialised, have a context, and not have crashed.
int enter(const char* name) {
  if (int code = standin_enter(name)) {
    if (code == ILLEGAL_ADDRESS || code == LAUNCH_FAILED) {
      standin_set_crash(code);
    }
    return code;
  }
  if (!initialised) {
    return NOT_INITIALIZED;
  }
  if (standin_crash()) {
    return standin_crash();
  }
  return standin_is_current() && references > 0 ? SUCCESS : INVALID_CONTEXT;
}

int manage(const char* name) {
  int code = standin_enter(name);
  return code ? code : initialised ? SUCCESS : NOT_INITIALIZED;
}

#define ENTER                         \
  if (int code = enter(__func__)) {   \
    return code;                      \
  }
#define MANAGE                        \
  if (int code = manage(__func__)) {  \
    return code;                      \
  }

bool check_stream(void* stream) { return !stream || streams.count(stream); }

bool remove(std::set<void*>& all, void* one, const char* kind) {
  if (!all.erase(one)) {
    return false;
  }
  standin_add_live(kind, -1);
  return true;
}

void unload(Module* module) {
  for (Function* function : module->functions) {
    functions.erase(function);
    delete function;
  }
  dlclose(module->library);
  close(module->file);
  delete module;
}

int crash(int code) {
  standin_set_crash(code);
  return code;
}

// What a context still holds goes with it.
void abandon() {
  long count = standin_free_all() + streams.size() + events.size() + modules.size();
  for (void* module : modules) {
    unload((Module*)module);
  }
  for (void* event : events) {
    delete (Event*)event;
  }
  for (void* stream : streams) {
    delete (char*)stream;
  }
  standin_add_live("stream", -(long)streams.size());
  standin_add_live("event", -(long)events.size());
  standin_add_live("module", -(long)modules.size());
  streams.clear();
  events.clear();
  modules.clear();
  if (!standin_crash()) {
    standin_add_live("abandoned", count);
  }
  standin_set_crash(0);
}
}  // namespace

extern "C" {
int cuInit(unsigned) {
  if (int code = standin_enter("cuInit")) {
    return code;
  }
  initialised = true;
  return standin_setting("devices") > 0 ? SUCCESS : NO_DEVICE;
}

int cuDriverGetVersion(int* version) {
  if (int code = standin_enter("cuDriverGetVersion")) {
    return code;
  }
  *version = standin_setting("driver");
  return SUCCESS;
}

int cuDeviceGetCount(int* count) {
  MANAGE
  *count = standin_setting("devices");
  return SUCCESS;
}

int cuDeviceGet(int* device, int ordinal) {
  MANAGE
  *device = ordinal;
  return ordinal >= 0 && ordinal < standin_setting("devices") ? SUCCESS : INVALID_DEVICE;
}

int cuDeviceGetName(char* name, int length, int) {
  MANAGE
  snprintf(name, length, "host stand-in (no GPU)");
  return SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  MANAGE
  switch (attribute) {
    case 16:
      *value = 4;
      return SUCCESS;
    case 75:
      *value = standin_setting("major");
      return SUCCESS;
    case 76:
      *value = standin_setting("minor");
      return SUCCESS;
    default:
      standin_complain("the stand-in does not know the device attribute %d", attribute);
      return INVALID_VALUE;
  }
}

int cuDeviceTotalMem_v2(size_t* bytes, int) {
  MANAGE
  *bytes = standin_setting("memory");
  return SUCCESS;
}

int cuDevicePrimaryCtxRetain(void** result, int) {
  MANAGE
  references++;
  standin_add_live("context", 1);
  *result = &context;
  return SUCCESS;
}

int cuDevicePrimaryCtxRelease_v2(int) {
  MANAGE
  if (references == 0) {
    return INVALID_CONTEXT;
  }
  standin_add_live("context", -1);
  if (--references == 0) {
    abandon();
  }
  return SUCCESS;
}

int cuCtxSetCurrent(void* wanted) {
  MANAGE
  standin_make_current(wanted != nullptr);
  return SUCCESS;
}

int cuCtxGetCurrent(void** result) {
  MANAGE
  *result = standin_is_current() ? &context : nullptr;
  return SUCCESS;
}

int cuMemGetInfo_v2(size_t* free_bytes, size_t* total) {
  ENTER
  *total = standin_setting("memory");
  *free_bytes = *total - standin_live("bytes");
  return SUCCESS;
}

int cuMemAlloc_v2(void** result, size_t bytes) {
  ENTER
  if (bytes == 0) {
    return INVALID_VALUE;
  }
  *result = standin_allocate(bytes);
  return *result ? SUCCESS : OUT_OF_MEMORY;
}

int cuMemFree_v2(void* address) {
  ENTER
  if (!standin_check_red_zones_of(address)) {
    return crash(ILLEGAL_ADDRESS);
  }
  return standin_free(address) ? SUCCESS : INVALID_VALUE;
}

int cuMemAllocHost_v2(void** result, size_t bytes) {
  ENTER
  *result = operator new(bytes);
  pinned.insert(*result);
  standin_add_live("host", 1);
  return SUCCESS;
}

int cuMemFreeHost(void* address) {
  // Unlike memory of the device it outlives a crash.
  MANAGE
  if (!remove(pinned, address, "host")) {
    return INVALID_VALUE;
  }
  operator delete(address);
  return SUCCESS;
}

int cuMemcpyHtoDAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  ENTER
  if (!check_stream(stream) || !standin_check_range(target, bytes, __func__)) {
    return INVALID_VALUE;
  }
  memcpy(target, source, bytes);
  return SUCCESS;
}

int cuMemcpyDtoHAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  ENTER
  if (!check_stream(stream) || !standin_check_range(source, bytes, __func__)) {
    return INVALID_VALUE;
  }
  memcpy(target, source, bytes);
  return SUCCESS;
}

int cuMemcpyDtoDAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  ENTER
  if (!check_stream(stream) || !standin_check_range(source, bytes, __func__) ||
      !standin_check_range(target, bytes, __func__)) {
    return INVALID_VALUE;
  }
  uintptr_t from = (uintptr_t)source, to = (uintptr_t)target;
  if (from < to + bytes && to < from + bytes) {
    standin_complain("%s: the ranges overlap", __func__);
    return INVALID_VALUE;
  }
  memcpy(target, source, bytes);
  return SUCCESS;
}

int cuMemsetD8Async(void* target, unsigned char value, size_t bytes, void* stream) {
  ENTER
  if (!check_stream(stream) || !standin_check_range(target, bytes, __func__)) {
    return INVALID_VALUE;
  }
  memset(target, value, bytes);
  return SUCCESS;
}

int cuStreamCreate(void** stream, unsigned) {
  ENTER
  *stream = new char;
  streams.insert(*stream);
  standin_add_live("stream", 1);
  return SUCCESS;
}

int cuStreamSynchronize(void* stream) {
  ENTER
  return check_stream(stream) ? SUCCESS : INVALID_HANDLE;
}

int cuStreamDestroy_v2(void* stream) {
  ENTER
  if (!remove(streams, stream, "stream")) {
    return INVALID_HANDLE;
  }
  delete (char*)stream;
  return SUCCESS;
}

int cuEventCreate(void** event, unsigned) {
  ENTER
  *event = new Event;
  events.insert(*event);
  standin_add_live("event", 1);
  return SUCCESS;
}

int cuEventRecord(void* event, void* stream) {
  ENTER
  if (!events.count(event) || !check_stream(stream)) {
    return INVALID_HANDLE;
  }
  ((Event*)event)->time = std::chrono::steady_clock::now();
  ((Event*)event)->recorded = true;
  return SUCCESS;
}

int cuEventSynchronize(void* event) {
  ENTER
  return events.count(event) ? SUCCESS : INVALID_HANDLE;
}

int cuEventElapsedTime(float* milliseconds, void* start, void* end) {
  ENTER
  Event *first = (Event*)start, *second = (Event*)end;
  if (!events.count(start) || !events.count(end) || !first->recorded || !second->recorded) {
    return INVALID_HANDLE;
  }
  *milliseconds = std::chrono::duration<float, std::milli>(second->time - first->time).count();
  return SUCCESS;
}

int cuEventDestroy_v2(void* event) {
  ENTER
  if (!remove(events, event, "event")) {
    return INVALID_HANDLE;
  }
  delete (Event*)event;
  return SUCCESS;
}

int cuModuleLoadData(void** result, const void* data) {
  ENTER
  Image image;
  memcpy(&image, data, sizeof image);
  if (memcmp(image.magic, IMAGE_MAGIC, sizeof image.magic) != 0) {
    return INVALID_IMAGE;
  }
  if (image.architecture > 10 * standin_setting("major") + standin_setting("minor")) {
    return NO_BINARY_FOR_GPU;
  }
  int file = memfd_create("standin-kernels", MFD_CLOEXEC);
  const char* bytes = (const char*)data + sizeof image;
  for (size_t done = 0; done < image.bytes;) {
    ssize_t count = write(file, bytes + done, image.bytes - done);
    if (count < 0) {
      close(file);
      return OUT_OF_MEMORY;
    }
    done += count;
  }
  std::string path = "/proc/self/fd/" + std::to_string(file);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    standin_complain("%s", dlerror());
    close(file);
    return INVALID_IMAGE;
  }
  *result = new Module{file, library, {}};
  modules.insert(*result);
  standin_add_live("module", 1);
  return SUCCESS;
}

int cuModuleUnload(void* module) {
  ENTER
  if (!remove(modules, module, "module")) {
    return INVALID_HANDLE;
  }
  unload((Module*)module);
  return SUCCESS;
}

int cuModuleGetFunction(void** result, void* handle, const char* name) {
  ENTER
  if (!modules.count(handle)) {
    return INVALID_HANDLE;
  }
  Module* module = (Module*)handle;
  std::string suffix = name;
  void* run = dlsym(module->library, ("standin_run_" + suffix).c_str());
  void* valid = dlsym(module->library, ("standin_valid_" + suffix).c_str());
  if (!run || !valid) {
    return NOT_FOUND;
  }
  Function* function = new Function{(void (*)(void**))run, (bool (*)(void**))valid};
  module->functions.insert(function);
  functions.insert(function);
  *result = function;
  return SUCCESS;
}

int cuLaunchKernel(
    void* handle,
    unsigned grid_x,
    unsigned grid_y,
    unsigned grid_z,
    unsigned block_x,
    unsigned block_y,
    unsigned block_z,
    unsigned shared_bytes,
    void* stream,
    void** arguments,
    void**) {
  ENTER
  if (!functions.count(handle) || !check_stream(stream)) {
    return INVALID_HANDLE;
  }
  unsigned long threads = (unsigned long)block_x * block_y * block_z;
  if (grid_x == 0 || grid_x > 0x7fffffff || grid_y == 0 || grid_y > 65535 || grid_z == 0 ||
      grid_z > 65535 || threads == 0 || threads > 1024 || block_z > 64 || shared_bytes > 48 * 1024) {
    standin_complain(
        "a grid of %u x %u x %u blocks of %u x %u x %u threads and %u bytes cannot be launched",
        grid_x, grid_y, grid_z, block_x, block_y, block_z, shared_bytes);
    return INVALID_VALUE;
  }
  Function* function = (Function*)handle;
  if (!function->valid(arguments)) {
    return crash(ILLEGAL_ADDRESS);
  }
  standin_run(
      function->run,
      arguments,
      {grid_x, grid_y, grid_z},
      {block_x, block_y, block_z},
      shared_bytes);
  return standin_check_red_zones() ? SUCCESS : crash(ILLEGAL_ADDRESS);
}

int cuGetErrorName(int code, const char** name) {
  for (const Name& entry : NAMES) {
    if (entry.code == code) {
      *name = entry.name;
      return SUCCESS;
    }
  }
  *name = nullptr;
  return INVALID_VALUE;
}

int cuGetErrorString(int code, const char** text) {
  for (const Name& entry : NAMES) {
    if (entry.code == code) {
      *text = entry.text;
      return SUCCESS;
    }
  }
  *text = nullptr;
  return INVALID_VALUE;
}
}
