// libcublas: plain loops, in the form with 64-bit sizes.
#include "standin.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace {
enum { SUCCESS = 0, NOT_INITIALIZED = 1, ALLOC_FAILED = 3, INVALID_VALUE = 7, EXECUTION_FAILED = 13, INTERNAL = 14 };

std::set<void*> handles;

int enter(const char* name, void* handle) {
  if (int code = standin_enter(name)) {
    return code;
  }
  if (!handles.count(handle)) {
    return NOT_INITIALIZED;
  }
  return standin_is_current() && !standin_crash() ? SUCCESS : EXECUTION_FAILED;
}

double element(const double* a, long ld, bool transposed, long i, long j) {
  return transposed ? a[j + i * ld] : a[i + j * ld];
}

int gemm(
    const char* name,
    void* handle,
    int transpose_a,
    int transpose_b,
    int64_t m,
    int64_t n,
    int64_t k,
    const double* alpha,
    const double* a,
    int64_t lda,
    int64_t stride_a,
    const double* b,
    int64_t ldb,
    int64_t stride_b,
    const double* beta,
    double* c,
    int64_t ldc,
    int64_t stride_c,
    int64_t batch) {
  if (int code = enter(name, handle)) {
    return code;
  }
  int64_t rows_a = transpose_a ? k : m, columns_a = transpose_a ? m : k;
  int64_t rows_b = transpose_b ? n : k, columns_b = transpose_b ? k : n;
  if (m < 0 || n < 0 || k < 0 || batch < 0 || lda < std::max<int64_t>(1, rows_a) ||
      ldb < std::max<int64_t>(1, rows_b) || ldc < std::max<int64_t>(1, m)) {
    standin_complain("%s: invalid sizes", name);
    return INVALID_VALUE;
  }
  for (int64_t item = 0; item < batch; item++) {
    const double *first = a + item * stride_a, *second = b + item * stride_b;
    double* result = c + item * stride_c;
    if (!standin_check_matrix(first, rows_a, columns_a, lda, name) ||
        !standin_check_matrix(second, rows_b, columns_b, ldb, name) ||
        !standin_check_matrix(result, m, n, ldc, name)) {
      return EXECUTION_FAILED;
    }
    for (int64_t j = 0; j < n; j++) {
      double* column = result + j * ldc;
      for (int64_t i = 0; i < m; i++) {
        column[i] = *beta == 0 ? 0 : *beta * column[i];
      }
      for (int64_t l = 0; l < k; l++) {
        double factor = *alpha * element(second, ldb, transpose_b, l, j);
        if (transpose_a) {
          for (int64_t i = 0; i < m; i++) {
            column[i] += factor * first[l + i * lda];
          }
        } else {
          for (int64_t i = 0; i < m; i++) {
            column[i] += factor * first[i + l * lda];
          }
        }
      }
    }
  }
  return SUCCESS;
}

int trsm(
    const char* name,
    void* handle,
    int side,
    int upper,
    int transpose,
    int unit,
    int64_t m,
    int64_t n,
    const double* alpha,
    const double* a,
    int64_t lda,
    double* b,
    int64_t ldb) {
  if (int code = enter(name, handle)) {
    return code;
  }
  if (side != 0 || m < 0 || n < 0 || lda < std::max<int64_t>(1, m) ||
      ldb < std::max<int64_t>(1, m)) {
    standin_complain("%s: invalid sizes or a side that the stand-in does not know", name);
    return INVALID_VALUE;
  }
  if (!standin_check_matrix(a, m, m, lda, name) || !standin_check_matrix(b, m, n, ldb, name)) {
    return EXECUTION_FAILED;
  }
  bool forward = (upper != 0) == (transpose != 0);
  for (int64_t j = 0; j < n; j++) {
    double* x = b + j * ldb;
    for (int64_t i = 0; i < m; i++) {
      x[i] *= *alpha;
    }
    for (int64_t step = 0; step < m; step++) {
      int64_t i = forward ? step : m - 1 - step;
      if (!unit) {
        x[i] /= a[i + i * lda];
      }
      for (int64_t r = forward ? i + 1 : 0; r < (forward ? m : i); r++) {
        x[r] -= element(a, lda, transpose, r, i) * x[i];
      }
    }
  }
  return SUCCESS;
}
}  // namespace

extern "C" {
int cublasCreate_v2(void** handle) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  if (!standin_is_current()) {
    return NOT_INITIALIZED;
  }
  *handle = new char;
  handles.insert(*handle);
  standin_add_live("blas", 1);
  return SUCCESS;
}

int cublasDestroy_v2(void* handle) {
  if (int code = standin_enter(__func__)) {
    return code;
  }
  if (!handles.erase(handle)) {
    return NOT_INITIALIZED;
  }
  delete (char*)handle;
  standin_add_live("blas", -1);
  return SUCCESS;
}

int cublasSetStream_v2(void* handle, void*) { return enter(__func__, handle); }

int cublasGetVersion_v2(void* handle, int* version) {
  *version = standin_version_of((void*)&cublasGetVersion_v2) * 10000;
  return enter(__func__, handle);
}

#ifndef STANDIN_WITHOUT_GEMM
int cublasDgemm_v2_64(
    void* handle, int ta, int tb, int64_t m, int64_t n, int64_t k, const double* alpha,
    const double* a, int64_t lda, const double* b, int64_t ldb, const double* beta, double* c,
    int64_t ldc) {
  return gemm(__func__, handle, ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}
#endif

int cublasDgemmStridedBatched_64(
    void* handle, int ta, int tb, int64_t m, int64_t n, int64_t k, const double* alpha,
    const double* a, int64_t lda, long long sa, const double* b, int64_t ldb, long long sb,
    const double* beta, double* c, int64_t ldc, long long sc, int64_t batch) {
  return gemm(
      __func__, handle, ta, tb, m, n, k, alpha, a, lda, sa, b, ldb, sb, beta, c, ldc, sc, batch);
}

int cublasDtrsm_v2_64(
    void* handle, int side, int upper, int transpose, int unit, int64_t m, int64_t n,
    const double* alpha, const double* a, int64_t lda, double* b, int64_t ldb) {
  return trsm(__func__, handle, side, upper, transpose, unit, m, n, alpha, a, lda, b, ldb);
}

const char* cublasGetStatusName(int code) {
  switch (code) {
    case SUCCESS:
      return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED:
      return "CUBLAS_STATUS_NOT_INITIALIZED";
    case ALLOC_FAILED:
      return "CUBLAS_STATUS_ALLOC_FAILED";
    case INVALID_VALUE:
      return "CUBLAS_STATUS_INVALID_VALUE";
    case EXECUTION_FAILED:
      return "CUBLAS_STATUS_EXECUTION_FAILED";
    default:
      return "CUBLAS_STATUS_INTERNAL_ERROR";
  }
}
}
