// What CUDA C++ needs to be compiled for the host: a small part of what NVRTC declares by itself.
// Standard headers are left out because they take longer to compile than the kernels.
#pragma once

struct standin_dim3 {
  unsigned x, y, z;
};

extern "C" {
extern standin_dim3 standin_thread, standin_block, standin_block_size, standin_grid_size;
void standin_barrier();
void* standin_dynamic_shared();
bool standin_check_range(const void* address, __SIZE_TYPE__ bytes, const char* what);

double sqrt(double) noexcept;
double cbrt(double) noexcept;
double exp(double) noexcept;
double exp2(double) noexcept;
double expm1(double) noexcept;
double log(double) noexcept;
double log2(double) noexcept;
double log10(double) noexcept;
double log1p(double) noexcept;
double pow(double, double) noexcept;
double hypot(double, double) noexcept;
double sin(double) noexcept;
double cos(double) noexcept;
double tan(double) noexcept;
double asin(double) noexcept;
double acos(double) noexcept;
double atan(double) noexcept;
double atan2(double, double) noexcept;
double sinh(double) noexcept;
double cosh(double) noexcept;
double tanh(double) noexcept;
double fabs(double) noexcept;
double fma(double, double, double) noexcept;
double fmin(double, double) noexcept;
double fmax(double, double) noexcept;
double fmod(double, double) noexcept;
double floor(double) noexcept;
double ceil(double) noexcept;
double trunc(double) noexcept;
double rint(double) noexcept;
double copysign(double, double) noexcept;
}

typedef __SIZE_TYPE__ size_t;

#define __global__
#define __device__
#define __host__
#define __constant__ static
// One block runs at a time.
#define __shared__ static
#define __launch_bounds__(...)
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))

#define threadIdx standin_thread
#define blockIdx standin_block
#define blockDim standin_block_size
#define gridDim standin_grid_size
#define __syncthreads standin_barrier

template <typename T>
inline T min(T a, T b) {
  return b < a ? b : a;
}

template <typename T>
inline T max(T a, T b) {
  return a < b ? b : a;
}

template <typename T>
inline T __ldg(const T* p) {
  return *p;
}

inline double rsqrt(double x) { return 1 / sqrt(x); }
inline double abs(double x) { return fabs(x); }
inline int abs(int x) { return x < 0 ? -x : x; }
inline bool isnan(double x) { return __builtin_isnan(x); }
inline bool isinf(double x) { return __builtin_isinf(x); }
inline bool isfinite(double x) { return __builtin_isfinite(x); }
inline double __dadd_rn(double a, double b) { return a + b; }
inline double __dmul_rn(double a, double b) { return a * b; }
inline double __fma_rn(double a, double b, double c) { return fma(a, b, c); }

inline double __longlong_as_double(long long bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

inline long long __double_as_longlong(double x) {
  long long bits;
  __builtin_memcpy(&bits, &x, sizeof x);
  return bits;
}

// A launch passes addresses of arguments; these call the kernel with their values.
namespace standin {
template <int... I>
struct Indices {};

template <typename... A, int... I>
inline void call(void (*kernel)(A...), void** arguments, Indices<I...>) {
  kernel(*(A*)arguments[I]...);
}

template <typename... A>
inline void call(void (*kernel)(A...), void** arguments) {
  call(kernel, arguments, Indices<__integer_pack(sizeof...(A))...>());
}

template <typename T>
inline bool valid(T*, void* argument, const char* what) {
  return true;
}

template <typename T>
inline bool valid(T**, void* argument, const char* what) {
  T* pointer = *(T**)argument;
  return !pointer || standin_check_range(pointer, 0, what);
}

template <typename... A, int... I>
inline bool valid(void (*)(A...), void** arguments, const char* what, Indices<I...>) {
  return (valid((A*)nullptr, arguments[I], what) && ...);
}

template <typename... A>
inline bool valid(void (*kernel)(A...), void** arguments, const char* what) {
  return valid(kernel, arguments, what, Indices<__integer_pack(sizeof...(A))...>());
}
}  // namespace standin
