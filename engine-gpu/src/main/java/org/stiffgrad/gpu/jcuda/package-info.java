/**
 * The binding {@code jcuda}: the CUDA driver, NVRTC, cuBLAS and cuSOLVER of CUDA 12 by way of
 * JCuda.
 *
 * <p>JCuda takes objects for addresses, so that unlike the binding {@code cuda} its calls allocate,
 * some tens of bytes each. It reads pivots with 64 bits from the host only, so that 32-bit LU
 * factorisation is used. Driver, device and libraries are found as for {@code cuda} and loaded
 * before JCuda asks for them by name. The package depends on {@code backend}, {@code gpu.runtime}
 * and {@code gpu.cuda}.
 */
@NullMarked
package org.stiffgrad.gpu.jcuda;

import org.jspecify.annotations.NullMarked;
