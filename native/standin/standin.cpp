// The state of the pretended device: memory with red zones, faults to be injected, counts, and the
// execution of a kernel's threads as fibres.
#include "standin.h"

#include <algorithm>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <iterator>
#include <map>
#include <mutex>
#include <setjmp.h>
#include <string>
#include <sys/mman.h>
#include <ucontext.h>
#include <vector>

namespace {
constexpr size_t ALIGNMENT = 256;
constexpr size_t RED_ZONE = 2 * ALIGNMENT;
constexpr size_t RED_ZONES_AT_ONCE = 16;
// As the bytes of doubles this is NaN, so that a read of what was never written shows.
constexpr unsigned char POISON = 0xff;

struct Fault {
  long call;
  int code;
};

std::recursive_mutex lock;
std::map<std::string, long> settings;
std::map<std::string, long> calls;
std::map<std::string, long> live;
std::map<std::string, Fault> faults;
std::map<uintptr_t, size_t> allocations;
int crash;
thread_local bool current;

using Guard = std::lock_guard<std::recursive_mutex>;

void default_settings() {
  settings = {{"driver", 13000}, {"devices", 1}, {"major", 9}, {"minor", 0}, {"memory", 1L << 30}};
}

struct Initialiser {
  Initialiser() { default_settings(); }
} initialiser;

// Runs after every launch, for every allocation.
bool is_poison(const unsigned char* p, size_t bytes) {
  static const std::vector<unsigned char> expected(RED_ZONE + ALIGNMENT, POISON);
  return memcmp(p, expected.data(), bytes) == 0;
}

// Between the last byte asked for and the end of what was taken from the host.
size_t bytes_behind(size_t bytes) {
  return (bytes + 2 * RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - RED_ZONE - bytes;
}
}  // namespace

void standin_reset() {
  Guard guard(lock);
  default_settings();
  calls.clear();
  faults.clear();
  live["abandoned"] = 0;
  crash = 0;
}

void standin_fail(const char* function, long call, int code) {
  Guard guard(lock);
  faults[function] = {call, code};
}

void standin_set(const char* setting, long value) {
  Guard guard(lock);
  settings[setting] = value;
}

long standin_setting(const char* setting) {
  Guard guard(lock);
  return settings[setting];
}

long standin_calls(const char* function) {
  Guard guard(lock);
  return calls[function];
}

long standin_live(const char* kind) {
  Guard guard(lock);
  return live[kind];
}

void standin_add_live(const char* kind, long count) {
  Guard guard(lock);
  live[kind] += count;
}

void standin_complain(const char* format, ...) {
  Guard guard(lock);
  va_list arguments;
  va_start(arguments, format);
  fputs("host stand-in: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

int standin_enter(const char* function) {
  Guard guard(lock);
  calls[function]++;
  auto fault = faults.find(function);
  if (fault == faults.end() || --fault->second.call > 0) {
    return 0;
  }
  int code = fault->second.code;
  faults.erase(fault);
  return code;
}

int standin_version_of(const void* function) {
  Dl_info info;
  return dladdr(function, &info) ? atoi(strrchr(info.dli_fname, '.') + 1) : 0;
}

bool standin_is_current() { return current; }

void standin_make_current(bool value) { current = value; }

int standin_crash() { return crash; }

void standin_set_crash(int code) { crash = code; }

void* standin_allocate(size_t bytes) {
  Guard guard(lock);
  if (live["bytes"] + (long)bytes > settings["memory"]) {
    return nullptr;
  }
  size_t whole = RED_ZONE + bytes + bytes_behind(bytes);
  unsigned char* start = (unsigned char*)aligned_alloc(ALIGNMENT, whole);
  if (!start) {
    return nullptr;
  }
  memset(start, POISON, whole);
  allocations[(uintptr_t)(start + RED_ZONE)] = bytes;
  live["memory"]++;
  live["bytes"] += bytes;
  return start + RED_ZONE;
}

static bool check_red_zones(uintptr_t start, size_t bytes) {
  const unsigned char* p = (const unsigned char*)start;
  if (is_poison(p - RED_ZONE, RED_ZONE) && is_poison(p + bytes, bytes_behind(bytes))) {
    return true;
  }
  standin_complain("something was written outside of the %zu bytes at %p", bytes, (void*)p);
  return false;
}

bool standin_check_red_zones_of(const void* address) {
  Guard guard(lock);
  auto found = allocations.find((uintptr_t)address);
  return found == allocations.end() || check_red_zones(found->first, found->second);
}

bool standin_free(void* address) {
  Guard guard(lock);
  auto found = allocations.find((uintptr_t)address);
  if (found == allocations.end()) {
    standin_complain("%p was freed, which is not the start of an allocation", address);
    return false;
  }
  memset(address, POISON, found->second);
  free((unsigned char*)address - RED_ZONE);
  live["memory"]--;
  live["bytes"] -= found->second;
  allocations.erase(found);
  return true;
}

long standin_free_all() {
  Guard guard(lock);
  long count = 0;
  while (!allocations.empty()) {
    standin_free((void*)allocations.begin()->first);
    count++;
  }
  return count;
}

bool standin_check_range(const void* address, size_t bytes, const char* what) {
  Guard guard(lock);
  uintptr_t start = (uintptr_t)address;
  auto after = allocations.upper_bound(start);
  if (after != allocations.begin()) {
    auto block = std::prev(after);
    if (start + bytes <= block->first + block->second) {
      return true;
    }
  }
  standin_complain("%s: %zu bytes at %p are not part of one live allocation", what, bytes, address);
  return false;
}

bool standin_check_matrix(const void* a, long rows, long columns, long ld, const char* what) {
  if (rows == 0 || columns == 0) {
    return true;
  }
  return standin_check_range(a, sizeof(double) * ((columns - 1) * ld + rows), what);
}

bool standin_check_red_zones() {
  // In turns, since a solve may hold thousands.
  static uintptr_t last = 0;
  Guard guard(lock);
  size_t count = std::min(RED_ZONES_AT_ONCE, allocations.size());
  for (auto block = allocations.upper_bound(last); count > 0; ++block, count--) {
    if (block == allocations.end()) {
      block = allocations.begin();
    }
    if (!check_red_zones(block->first, block->second)) {
      return false;
    }
    last = block->first;
  }
  return true;
}

standin_dim3 standin_thread, standin_block, standin_block_size, standin_grid_size;

namespace {
constexpr size_t STACK = 128 * 1024;

// A stack on which one thread of a block at a time is run. Threads that meet no barrier are run one
// after the other on the same fibre; one that waits at a barrier keeps its fibre.
struct Fibre {
  ucontext_t start;
  jmp_buf resume;
  bool started = false;
  bool waiting = false;
  unsigned thread = 0;
};

std::vector<Fibre*> idle;
Fibre* running;
jmp_buf scheduler;
ucontext_t scheduler_context;
void (*kernel_function)(void**);
void** kernel_arguments;
unsigned next_thread, threads;
// Every other block runs its threads from the last to the first, so that neither order hides that a
// barrier is missing.
bool descending;
std::vector<double> shared;

void select_thread(unsigned index) {
  unsigned x = standin_block_size.x, y = standin_block_size.y;
  standin_thread = {index % x, index / x % y, index / (x * y)};
}

void back_to_scheduler() {
  if (!_setjmp(running->resume)) {
    _longjmp(scheduler, 1);
  }
}

void fibre_loop() {
  for (;;) {
    while (next_thread < threads) {
      running->thread = descending ? threads - 1 - next_thread : next_thread;
      next_thread++;
      select_thread(running->thread);
      kernel_function(kernel_arguments);
    }
    back_to_scheduler();
  }
}

void resume(Fibre* fibre) {
  running = fibre;
  fibre->waiting = false;
  if (_setjmp(scheduler)) {
    return;
  }
  if (fibre->started) {
    select_thread(fibre->thread);
    _longjmp(fibre->resume, 1);
  }
  fibre->started = true;
  getcontext(&fibre->start);
  fibre->start.uc_stack.ss_sp = mmap(
      nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  fibre->start.uc_stack.ss_size = STACK;
  fibre->start.uc_link = nullptr;
  makecontext(&fibre->start, fibre_loop, 0);
  swapcontext(&scheduler_context, &fibre->start);
}

Fibre* take_fibre() {
  if (idle.empty()) {
    return new Fibre;
  }
  Fibre* fibre = idle.back();
  idle.pop_back();
  return fibre;
}

void run_block() {
  static std::vector<Fibre*> waiting, released;
  next_thread = 0;
  descending = !descending;
  while (next_thread < threads) {
    Fibre* fibre = take_fibre();
    resume(fibre);
    (fibre->waiting ? waiting : idle).push_back(fibre);
  }
  while (!waiting.empty()) {
    released.swap(waiting);
    waiting.clear();
    for (Fibre* fibre : released) {
      resume(fibre);
      (fibre->waiting ? waiting : idle).push_back(fibre);
    }
    released.clear();
  }
}
}  // namespace

void standin_barrier() {
  running->waiting = true;
  back_to_scheduler();
}

void* standin_dynamic_shared() { return shared.data(); }

void standin_run(
    void (*kernel)(void**),
    void** arguments,
    standin_dim3 grid,
    standin_dim3 block,
    size_t shared_bytes) {
  Guard guard(lock);
  kernel_function = kernel;
  kernel_arguments = arguments;
  standin_grid_size = grid;
  standin_block_size = block;
  threads = block.x * block.y * block.z;
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        standin_block = {x, y, z};
        // Every block finds its shared memory undefined.
        shared.assign(shared_bytes / sizeof(double) + 1, __builtin_nan(""));
        run_block();
      }
    }
  }
}
