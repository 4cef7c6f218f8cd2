// What the parts of the stand-in share: the state of the one pretended device, and the means by
// which tests look at it and make it fail.
#pragma once
#include <cstddef>

extern "C" {
// For tests.

// Forgets faults, settings, counts and a crashed context; leaves live objects alone.
void standin_reset();
// Makes the call-th call of a function from now on (1: the next) return the code.
void standin_fail(const char* function, long call, int code);
// Changes the device: "driver" (13000), "devices" (1), "major" (9), "minor" (0), "memory" (bytes).
void standin_set(const char* setting, long value);
// How many calls a function has had since the reset.
long standin_calls(const char* function);
// Live objects: "memory", "bytes", "host", "module", "stream", "event", "context", "blas", "solver",
// "params", "program"; or "abandoned": what a context still held when it was released.
long standin_live(const char* kind);

// For the libraries.

struct standin_dim3 {
  unsigned x, y, z;
};

// Counts a call and returns the code that it must fail with, or 0.
int standin_enter(const char* function);
// The number at the end of the name of the library that a function is in.
int standin_version_of(const void* function);
long standin_setting(const char* setting);
void standin_add_live(const char* kind, long count);
// Says on stderr why a call fails that no test made fail.
void standin_complain(const char* format, ...);
// Whether the calling thread has the context; without it nothing but management works.
bool standin_is_current();
void standin_make_current(bool current);
// The code that a crash left behind, or 0.
int standin_crash();
void standin_set_crash(int code);

// Device memory: between two red zones, and full of NaN.
void* standin_allocate(size_t bytes);
bool standin_free(void* address);
long standin_free_all();
// Whether all bytes belong to one live allocation; complains if not.
bool standin_check_range(const void* address, size_t bytes, const char* what);
// Whether a column-major matrix of doubles does.
bool standin_check_matrix(const void* a, long rows, long columns, long ld, const char* what);
// Whether no red zone of the next few allocations was written to; complains if one was.
bool standin_check_red_zones();
// The same of one allocation.
bool standin_check_red_zones_of(const void* address);

// For kernels.

extern standin_dim3 standin_thread, standin_block, standin_block_size, standin_grid_size;
void standin_barrier();
void* standin_dynamic_shared();
// Runs every thread of every block; barriers are honoured.
void standin_run(
    void (*kernel)(void**),
    void** arguments,
    standin_dim3 grid,
    standin_dim3 block,
    size_t shared_bytes);
}
