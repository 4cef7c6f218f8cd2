// Kernels that are the same for every model. Blocks have BLOCK threads. Sums are taken in an order
// that depends on lengths and the number of blocks alone: each thread over its elements, then a
// tree over the threads of a block.

#define BLOCK 256

// Every element of a vector once, whatever the number of blocks.
#define FOR_EACH(i, n)                                                                   \
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < (n);          \
       i += (long long)gridDim.x * blockDim.x)

// The sum over the threads of a block, in thread 0.
__device__ inline double sumOfBlock(double value) {
  __shared__ double values[BLOCK];
  const int thread = threadIdx.x;
  values[thread] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (thread < half) {
      values[thread] += values[thread + half];
    }
    __syncthreads();
  }
  const double result = values[0];
  __syncthreads();
  return result;
}

// The larger of two; NaN if either is, which fmax would hide.
__device__ inline double larger(double a, double b) { return a >= b || a != a ? a : b; }

extern "C" __global__ void fill(long long n, double value, double* x) {
  FOR_EACH(i, n) { x[i] = value; }
}

// parts[k * gridDim.x + b] = the share of block b in sum_i (error_i / weight_i)^2 over vector k of
// count vectors that follow each other, weight_i = abstol + reltol max(|before_i|, |after_i|).
extern "C" __global__ void weightedSquares(long long length, int count,
                                           const double* __restrict__ error,
                                           const double* __restrict__ before,
                                           const double* __restrict__ after, double abstol,
                                           double reltol, double* __restrict__ parts) {
  for (int k = blockIdx.y; k < count; k += gridDim.y) {
    const long long start = k * length;
    double sum = 0;
    FOR_EACH(i, length) {
      const double weight =
          fma(reltol, larger(fabs(before[start + i]), fabs(after[start + i])), abstol);
      const double scaled = error[start + i] / weight;
      sum = fma(scaled, scaled, sum);
    }
    sum = sumOfBlock(sum);
    if (threadIdx.x == 0) {
      parts[k * (long long)gridDim.x + blockIdx.x] = sum;
    }
  }
}

// parts[b] = the share of block b in sum_i x_i y_i.
extern "C" __global__ void products(long long n, const double* __restrict__ x,
                                    const double* __restrict__ y, double* __restrict__ parts) {
  double sum = 0;
  FOR_EACH(i, n) { sum = fma(x[i], y[i], sum); }
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) {
    parts[blockIdx.x] = sum;
  }
}

// One block: result = the sum of the parts.
extern "C" __global__ void sum(int count, const double* __restrict__ parts,
                               double* __restrict__ result) {
  double total = 0;
  FOR_EACH(i, count) { total += parts[i]; }
  total = sumOfBlock(total);
  if (threadIdx.x == 0) {
    *result = total;
  }
}

// One block: result = the largest of the parts, none of which is negative, or NaN if one is.
extern "C" __global__ void largest(int count, const double* __restrict__ parts,
                                   double* __restrict__ result) {
  __shared__ double values[BLOCK];
  const int thread = threadIdx.x;
  double value = 0;
  FOR_EACH(i, count) { value = larger(value, parts[i]); }
  values[thread] = value;
  __syncthreads();
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (thread < half) {
      values[thread] = larger(values[thread], values[thread + half]);
    }
    __syncthreads();
  }
  if (thread == 0) {
    *result = values[0];
  }
}

// c = factor c for a column-major matrix; with factor 0 the former content is not read.
extern "C" __global__ void scale(int rows, int columns, double factor, double* c, int ld) {
  const long long elements = rows * (long long)columns;
  FOR_EACH(e, elements) {
    double* const element = c + e % rows + e / rows * ld;
    *element = factor == 0 ? 0 : factor * *element;
  }
}

// w = shift I, of order n; row by row in x, column by column in y.
extern "C" __global__ void shiftedIdentity(int n, double shift, double* __restrict__ w, int ld) {
  for (int c = blockIdx.y; c < n; c += gridDim.y) {
    double* const column = w + c * (long long)ld;
    FOR_EACH(i, n) { column[i] = i == c ? shift : 0; }
  }
}

// One block: result = one plus the first index at which the diagonal of a factored matrix is zero,
// NaN or below the normal numbers, where a reciprocal overflows; or 0. Libraries report zeros only.
extern "C" __global__ void badPivot(int n, const double* __restrict__ a, int lda,
                                    int* __restrict__ result) {
  __shared__ int first[BLOCK];
  const int thread = threadIdx.x;
  int found = n;
  for (int k = thread; k < n && found == n; k += BLOCK) {
    if (!(fabs(a[k + (long long)k * lda]) >= 2.2250738585072014e-308)) {
      found = k;
    }
  }
  first[thread] = found;
  __syncthreads();
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    if (thread < half && first[thread + half] < first[thread]) {
      first[thread] = first[thread + half];
    }
    __syncthreads();
  }
  if (thread == 0) {
    *result = first[0] == n ? 0 : first[0] + 1;
  }
}
