// libcusolver: LU factorisation by plain loops, with 64-bit and with 32-bit sizes.
#include "standin.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <set>

namespace {
enum { SUCCESS = 0, NOT_INITIALIZED = 1, ALLOC_FAILED = 2, INVALID_VALUE = 3, EXECUTION_FAILED = 6 };
constexpr int REAL_64 = 1;
// Asked for so that callers provide it; the loops need none.
constexpr size_t HOST_BYTES = 64;
constexpr size_t device_bytes_for(int64_t n) { return sizeof(double) * (n + 1); }

std::set<void*> handles, parameters;

int enter(const char* name, void* handle) {
  if (int code = standin_enter(name)) {
    return code;
  }
  if (!handles.count(handle)) {
    return NOT_INITIALIZED;
  }
  return standin_is_current() && !standin_crash() ? SUCCESS : EXECUTION_FAILED;
}

// Pivots count from one, as in LAPACK.
template <typename Pivot>
int factor(const char* name, int64_t m, int64_t n, double* a, int64_t lda, Pivot* pivots,
           void* work, size_t work_bytes, int* info) {
  if (m != n || n < 0 || lda < std::max<int64_t>(1, n)) {
    return INVALID_VALUE;
  }
  if (!standin_check_matrix(a, n, n, lda, name) ||
      !standin_check_range(pivots, n * sizeof *pivots, name) ||
      !standin_check_range(work, work_bytes, name) ||
      !standin_check_range(info, sizeof *info, name)) {
    return EXECUTION_FAILED;
  }
  memset(work, 0xff, work_bytes);
  *info = 0;
  for (int64_t k = 0; k < n; k++) {
    double* column = a + k * lda;
    int64_t largest = k;
    for (int64_t i = k + 1; i < n; i++) {
      if (std::fabs(column[i]) > std::fabs(column[largest])) {
        largest = i;
      }
    }
    pivots[k] = largest + 1;
    if (column[largest] == 0) {
      if (*info == 0) {
        *info = k + 1;
      }
      continue;
    }
    if (largest != k) {
      for (int64_t j = 0; j < n; j++) {
        std::swap(a[k + j * lda], a[largest + j * lda]);
      }
    }
    for (int64_t i = k + 1; i < n; i++) {
      column[i] /= column[k];
    }
    for (int64_t j = k + 1; j < n; j++) {
      double* target = a + j * lda;
      double factor = target[k];
      for (int64_t i = k + 1; i < n; i++) {
        target[i] -= column[i] * factor;
      }
    }
  }
  return SUCCESS;
}

template <typename Pivot>
int solve(const char* name, int transpose, int64_t n, int64_t columns, const double* a, int64_t lda,
          const Pivot* pivots, double* b, int64_t ldb, int* info) {
  if (n < 0 || columns < 0 || lda < std::max<int64_t>(1, n) || ldb < std::max<int64_t>(1, n)) {
    return INVALID_VALUE;
  }
  if (!standin_check_matrix(a, n, n, lda, name) || !standin_check_matrix(b, n, columns, ldb, name) ||
      !standin_check_range(pivots, n * sizeof *pivots, name) ||
      !standin_check_range(info, sizeof *info, name)) {
    return EXECUTION_FAILED;
  }
  *info = 0;
  for (int64_t j = 0; j < columns; j++) {
    double* x = b + j * ldb;
    if (!transpose) {
      for (int64_t k = 0; k < n; k++) {
        std::swap(x[k], x[pivots[k] - 1]);
      }
      for (int64_t k = 0; k < n; k++) {
        for (int64_t i = k + 1; i < n; i++) {
          x[i] -= a[i + k * lda] * x[k];
        }
      }
      for (int64_t k = n - 1; k >= 0; k--) {
        x[k] /= a[k + k * lda];
        for (int64_t i = 0; i < k; i++) {
          x[i] -= a[i + k * lda] * x[k];
        }
      }
    } else {
      for (int64_t k = 0; k < n; k++) {
        for (int64_t i = 0; i < k; i++) {
          x[k] -= a[i + k * lda] * x[i];
        }
        x[k] /= a[k + k * lda];
      }
      for (int64_t k = n - 1; k >= 0; k--) {
        for (int64_t i = k + 1; i < n; i++) {
          x[k] -= a[i + k * lda] * x[i];
        }
      }
      for (int64_t k = n - 1; k >= 0; k--) {
        std::swap(x[k], x[pivots[k] - 1]);
      }
    }
  }
  return SUCCESS;
}
}  // namespace

extern "C" {
int cusolverDnCreate(void** handle) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  if (!standin_is_current()) {
    return NOT_INITIALIZED;
  }
  *handle = new char;
  handles.insert(*handle);
  standin_add_live("solver", 1);
  return SUCCESS;
}

int cusolverDnDestroy(void* handle) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  if (!handles.erase(handle)) {
    return NOT_INITIALIZED;
  }
  delete (char*)handle;
  standin_add_live("solver", -1);
  return SUCCESS;
}

int cusolverDnSetStream(void* handle, void*) { return enter(__func__, handle); }

int cusolverGetVersion(int* version) {
  *version = standin_version_of((void*)&cusolverGetVersion) * 1000;
  return standin_enter(__func__);
}

int cusolverDnCreateParams(void** result) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  *result = new char;
  parameters.insert(*result);
  standin_add_live("params", 1);
  return SUCCESS;
}

int cusolverDnDestroyParams(void* params) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  if (!parameters.erase(params)) {
    return INVALID_VALUE;
  }
  delete (char*)params;
  standin_add_live("params", -1);
  return SUCCESS;
}

int cusolverDnXgetrf_bufferSize(
    void* handle, void* params, int64_t, int64_t n, int type_a, const void*, int64_t, int compute,
    size_t* device_bytes, size_t* host_bytes) {
  *device_bytes = device_bytes_for(n);
  *host_bytes = HOST_BYTES;
  int code = enter(__func__, handle);
  return code ? code
         : parameters.count(params) && type_a == REAL_64 && compute == REAL_64 ? SUCCESS
                                                                               : INVALID_VALUE;
}

int cusolverDnXgetrf(
    void* handle, void* params, int64_t m, int64_t n, int type_a, void* a, int64_t lda,
    int64_t* pivots, int compute, void* device_work, size_t device_bytes, void* host_work,
    size_t host_bytes, int* info) {
  if (int code = enter(__func__, handle)) {
    return code;
  }
  if (!parameters.count(params) || type_a != REAL_64 || compute != REAL_64 ||
      device_bytes < device_bytes_for(n) || host_bytes < HOST_BYTES) {
    return INVALID_VALUE;
  }
  memset(host_work, 0xff, HOST_BYTES);
  return factor(
      __func__, m, n, (double*)a, lda, pivots, device_work, device_bytes, info);
}

int cusolverDnXgetrs(
    void* handle, void* params, int transpose, int64_t n, int64_t columns, int type_a,
    const void* a, int64_t lda, const int64_t* pivots, int type_b, void* b, int64_t ldb,
    int* info) {
  if (int code = enter(__func__, handle)) {
    return code;
  }
  if (!parameters.count(params) || type_a != REAL_64 || type_b != REAL_64) {
    return INVALID_VALUE;
  }
  return solve(
      __func__, transpose, n, columns, (const double*)a, lda, pivots, (double*)b, ldb, info);
}

int cusolverDnDgetrf_bufferSize(void* handle, int, int n, double*, int, int* elements) {
  *elements = device_bytes_for(n) / sizeof(double);
  return enter(__func__, handle);
}

int cusolverDnDgetrf(
    void* handle, int m, int n, double* a, int lda, double* work, int* pivots, int* info) {
  if (int code = enter(__func__, handle)) {
    return code;
  }
  return factor(__func__, m, n, a, lda, pivots, work, device_bytes_for(n), info);
}

int cusolverDnDgetrs(
    void* handle, int transpose, int n, int columns, const double* a, int lda, const int* pivots,
    double* b, int ldb, int* info) {
  if (int code = enter(__func__, handle)) {
    return code;
  }
  return solve(__func__, transpose, n, columns, a, lda, pivots, b, ldb, info);
}
}
