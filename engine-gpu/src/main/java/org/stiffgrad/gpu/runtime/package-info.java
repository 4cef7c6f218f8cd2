/**
 * The seam between the GPU backend and the bindings to CUDA: what a device can do, in the terms of
 * the device.
 *
 * <p>A {@link org.stiffgrad.gpu.runtime.GpuRuntime} is a context with one in-order stream, used by
 * one thread at a time. The order of the stream is the only synchronisation: whatever is queued
 * sees the results of what was queued before, and copies to the host wait for them. The package
 * depends on {@code backend}.
 */
@NullMarked
package org.stiffgrad.gpu.runtime;

import org.jspecify.annotations.NullMarked;
