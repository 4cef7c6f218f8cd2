/**
 * The binding {@code cuda}: the CUDA driver, NVRTC, cuBLAS and cuSOLVER of CUDA 12 and 13, called
 * through the JVM's foreign-function interface.
 *
 * <p>Interfaces of {@link org.stiffgrad.gpu.cuda.NativeFunction}s declare what is called; {@link
 * org.stiffgrad.gpu.cuda.CudaInstallation} finds a driver, a device and libraries that fit
 * together, without loading the large ones. The package depends on {@code backend} and {@code
 * gpu.runtime}.
 */
@NullMarked
package org.stiffgrad.gpu.cuda;

import org.jspecify.annotations.NullMarked;
