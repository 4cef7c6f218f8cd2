package org.stiffgrad.gpu;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;
import org.stiffgrad.gpu.runtime.GpuBinding;

/** Offers the GPU backend by way of one binding. */
abstract class GpuBackendProvider implements ComputeBackendProvider {
  private final GpuBinding binding;

  GpuBackendProvider(GpuBinding binding) {
    this.binding = binding;
  }

  @Override
  public final String name() {
    return binding.name();
  }

  @Override
  public final Availability probe() {
    return binding.probe();
  }

  @Override
  public final ComputeBackend open(BackendOptions options) {
    return new GpuBackend(binding.name(), binding.open());
  }
}
