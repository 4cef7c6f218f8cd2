package org.stiffgrad.gpu.runtime;

/** A kernel that keeps its arguments where a launch finds them. */
public abstract class AbstractGpuKernel implements GpuKernel {
  private final String name;
  private final KernelArguments arguments;

  /**
   * @param arguments of the next launch, of this kernel alone
   */
  protected AbstractGpuKernel(String name, KernelArguments arguments) {
    this.name = name;
    this.arguments = arguments;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void setInt(int index, int value) {
    arguments.setInt(index, value);
  }

  @Override
  public final void setLong(int index, long value) {
    arguments.setLong(index, value);
  }

  @Override
  public final void setDouble(int index, double value) {
    arguments.setDouble(index, value);
  }
}
